#include "kernels.h"

#include <stdint.h>
#include <string.h>

#pragma clang fp contract(off)

#if defined(__x86_64__)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES
#endif

enum { ROWS = 8, COLUMNS = 32, DEPTH = 256, PANEL = 128 };

typedef float lane __attribute__((vector_size(64), aligned(4)));

// Products are added unrounded, in one instruction where the processor has one; the C library makes up for it elsewhere, so that the
// result is the same on every machine.
#define multiplyAdd(x, y, sum) __builtin_elementwise_fma(x, y, sum)

// Adds to one ROWS × COLUMNS tile of C, whose rows are `step` apart, from packed panels of A (depth × ROWS) and B (depth × COLUMNS).
#define ROW(i)                                              \
  {                                                         \
    lane x = {0};                                           \
    x = x + a[i];                                           \
    c##i##0 = multiplyAdd(x, b0, c##i##0);              \
    c##i##1 = multiplyAdd(x, b1, c##i##1);              \
  }
#define START(i) lane c##i##0 = load(out + i * step), c##i##1 = load(out + i * step + 16);
#define FINISH(i)                                \
  store(out + i * step, c##i##0);                \
  store(out + i * step + 16, c##i##1);
#define load(p) (*(const lane *)(p))
#define store(p, v) (*(lane *)(p) = (v))

CLONES static void tile(float *out, long step, const float *a, const float *b, long depth) {
  START(0) START(1) START(2) START(3) START(4) START(5) START(6) START(7)
  for (long k = 0; k < depth; k++, a += ROWS, b += COLUMNS) {
    lane b0 = load(b), b1 = load(b + 16);
    ROW(0) ROW(1) ROW(2) ROW(3) ROW(4) ROW(5) ROW(6) ROW(7)
  }
  FINISH(0) FINISH(1) FINISH(2) FINISH(3) FINISH(4) FINISH(5) FINISH(6) FINISH(7)
}

static void packColumns(float *to, const float *b, long rowStep, long columnStep, long depth, long columns) {
  for (long k = 0; k < depth; k++) {
    const float *from = b + k * rowStep;
    float *row = to + k * COLUMNS;
    if (columnStep == 1 && columns == COLUMNS) {
      memcpy(row, from, COLUMNS * sizeof(float));
    } else {
      for (long j = 0; j < columns; j++) row[j] = from[j * columnStep];
      for (long j = columns; j < COLUMNS; j++) row[j] = 0;
    }
  }
}

static void packRows(float *to, const float *a, long rowStep, long columnStep, long rows, long depth) {
  // Written from one end to the other; the whole panel has a loop of its own, which the compiler unrolls.
  if (rows == ROWS) {
    for (long k = 0; k < depth; k++)
      for (long i = 0; i < ROWS; i++) to[k * ROWS + i] = a[i * rowStep + k * columnStep];
    return;
  }
  for (long k = 0; k < depth; k++)
    for (long i = 0; i < rows; i++) to[k * ROWS + i] = a[i * rowStep + k * columnStep];
  for (long i = rows; i < ROWS; i++)
    for (long k = 0; k < depth; k++) to[k * ROWS + i] = 0;
}

void courant_multiply(
    float *c, long rowStepC, const float *a, long rowStepA, long columnStepA, const float *b, long rowStepB,
    long columnStepB, long rows, long columns, long depth, int accumulate) {
  float packedB[DEPTH * COLUMNS] __attribute__((aligned(64)));
  float packedA[PANEL * DEPTH] __attribute__((aligned(64)));
  float out[ROWS * COLUMNS] __attribute__((aligned(64)));
  if (!accumulate)
    for (long i = 0; i < rows; i++) memset(c + i * rowStepC, 0, columns * sizeof(float));
  for (long top = 0; top < rows; top += PANEL) {
    long height = rows - top < PANEL ? rows - top : PANEL;
    for (long deep = 0; deep < depth; deep += DEPTH) {
      long thick = depth - deep < DEPTH ? depth - deep : DEPTH;
      for (long i = 0; i < height; i += ROWS)
        packRows(
            packedA + i * thick, a + (top + i) * rowStepA + deep * columnStepA, rowStepA, columnStepA,
            height - i < ROWS ? height - i : ROWS, thick);
      for (long left = 0; left < columns; left += COLUMNS) {
        long width = columns - left < COLUMNS ? columns - left : COLUMNS;
        packColumns(packedB, b + deep * rowStepB + left * columnStepB, rowStepB, columnStepB, thick, width);
        for (long i = 0; i < height; i += ROWS) {
          long tall = height - i < ROWS ? height - i : ROWS;
          float *to = c + (top + i) * rowStepC + left;
          if (tall == ROWS && width == COLUMNS) {
            tile(to, rowStepC, packedA + i * thick, packedB, thick);
            continue;
          }
          // At an edge of C the tile is wider or taller than what is there.
          memset(out, 0, sizeof out);
          for (long r = 0; r < tall; r++) memcpy(out + r * COLUMNS, to + r * rowStepC, width * sizeof(float));
          tile(out, COLUMNS, packedA + i * thick, packedB, thick);
          for (long r = 0; r < tall; r++) memcpy(to + r * rowStepC, out + r * COLUMNS, width * sizeof(float));
        }
      }
    }
  }
}

// e^x as 2^n · p(f), after Cephes' expf: good to 2 units in the last place.
static inline __attribute__((always_inline)) float exponential(float x) {
  float bounded = x < -87.0f ? -87.0f : x > 88.0f ? 88.0f : x;
  float n = bounded * 1.44269504088896341f;
  n = (float)(int32_t)(n + (n < 0 ? -0.5f : 0.5f));
  float f = bounded - n * 0.693359375f - n * -2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * f + 1.3981999507e-3f;
  p = p * f + 8.3334519073e-3f;
  p = p * f + 4.1665795894e-2f;
  p = p * f + 1.6666665459e-1f;
  p = p * f + 5.0000001201e-1f;
  p = p * f * f + f + 1.0f;
  union {
    int32_t bits;
    float number;
  } scale = {((int32_t)n + 127) << 23};
  return p * scale.number;
}

CLONES void courant_exp(float *x, long count) {
  for (long i = 0; i < count; i++) x[i] = exponential(x[i]);
}

// One word of a recurrence. No two of the rows overlap, which the compiler cannot see and needs to know to use wide vectors.
static inline __attribute__((always_inline)) void step(
    long width, const float *u, float *forget, float *reset, const float *skip, const float *before,
    const float *forgetWeight, const float *resetWeight, float *state, float *out) {
#pragma clang loop vectorize(assume_safety)
  for (long j = 0; j < width; j++) {
    float p = before[j];
    float f = 1.0f / (1.0f + exponential(-(forget[j] + forgetWeight[j] * p)));
    float r = 1.0f / (1.0f + exponential(-(reset[j] + resetWeight[j] * p)));
    float c = f * p + (1.0f - f) * u[j];
    forget[j] = f;
    reset[j] = r;
    state[j] = c;
    out[j] = r * c + (1.0f - r) * skip[j];
  }
}

CLONES void courant_recurrence(
    long count, long width, float *gates, long gateStep, const float *skip, long skipStep, const float *forgetWeight,
    const float *resetWeight, float *state, long stateStep, float *out, long outStep) {
  for (long t = 0; t < count; t++) {
    float *u = gates + t * gateStep;
    const float *s = skip + t * skipStep;
    float *c = state + t * stateStep;
    float *h = out + t * outStep;
    if (t == 0) {
#pragma clang loop vectorize(assume_safety)
      for (long j = 0; j < width; j++) {
        float f = 1.0f / (1.0f + exponential(-u[width + j]));
        float r = 1.0f / (1.0f + exponential(-u[2 * width + j]));
        u[width + j] = f;
        u[2 * width + j] = r;
        c[j] = (1.0f - f) * u[j];
        h[j] = r * c[j] + (1.0f - r) * s[j];
      }
    } else {
      step(width, u, u + width, u + 2 * width, s, c - stateStep, forgetWeight, resetWeight, c, h);
    }
  }
}

typedef signed char smallLane __attribute__((vector_size(16), aligned(1)));

CLONES void courant_add_rows(
    float *sum, const signed char *table, const float *scales, const int32_t *rows, long count, long width) {
  long left = 0;
  // Some columns of all rows at a time, so that what is missing in the cache is fetched together.
  for (; left + 32 <= width; left += 32) {
    lane first = load(sum + left), second = load(sum + left + 16);
    for (long i = 0; i < count; i++) {
      const signed char *row = table + rows[i] * width + left;
      float scale = scales[rows[i]];
      first = first + __builtin_convertvector(*(const smallLane *)row, lane) * scale;
      second = second + __builtin_convertvector(*(const smallLane *)(row + 16), lane) * scale;
    }
    store(sum + left, first);
    store(sum + left + 16, second);
  }
  for (; left < width; left++)
    for (long i = 0; i < count; i++) sum[left] += (float)table[rows[i] * width + left] * scales[rows[i]];
}

CLONES void courant_dots(float *out, long step, const float *rows, long count, const float *vector, long width) {
  long whole = width - width % 16;
  for (long i = 0; i < count; i++) {
    const float *row = rows + i * width;
    // Sixteen sums side by side, so that the order of additions is the same however wide the machine's vectors are.
    lane sums = {0};
    for (long j = 0; j < whole; j += 16) sums = sums + load(row + j) * load(vector + j);
    for (long j = whole; j < width; j++) sums[j - whole] += row[j] * vector[j];
    float total = 0;
    for (long j = 0; j < 16; j++) total += sums[j];
    out[i * step] = total;
  }
}

CLONES void courant_normalise(
    float *restrict out, const float *restrict row, const float *restrict scale, const float *restrict shift, long count) {
  // Sixteen sums side by side, as above.
  long whole = count - count % 16;
  lane sums = {0};
  for (long i = 0; i < whole; i += 16) sums = sums + load(row + i);
  for (long i = whole; i < count; i++) sums[i - whole] += row[i];
  float total = 0;
  for (long i = 0; i < 16; i++) total += sums[i];
  float mean = total / (float)count;
  lane squares = {0};
  for (long i = 0; i < whole; i += 16) {
    lane difference = load(row + i) - mean;
    squares = squares + difference * difference;
  }
  for (long i = whole; i < count; i++) squares[i - whole] += (row[i] - mean) * (row[i] - mean);
  float variance = 0;
  for (long i = 0; i < 16; i++) variance += squares[i];
  float inverse = 1.0f / __builtin_sqrtf(variance / (float)count + 1e-5f);
  for (long i = 0; i < count; i++) out[i] = (row[i] - mean) * inverse * scale[i] + shift[i];
}
