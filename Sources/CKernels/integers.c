#include "integers.h"

#include <string.h>

#pragma clang fp contract(off)

enum { PANEL = 32 };

typedef int16_t small __attribute__((may_alias));

long courant_pairs(long depth) { return (depth + 1) / 2; }

static long panels(long columns) { return (columns + PANEL - 1) / PANEL; }

long courant_packed_pairs(long depth, long columns) { return panels(columns) * PANEL * courant_pairs(depth); }

long courant_packed_scales(long columns) { return panels(columns) * PANEL; }

static float limit(long depth) {
  long most = 32767;
  while (most * most > INT32_MAX / depth) most--;
  return (float)most;
}

// The nearest integer, from -most to most: adding 1.5·2²³ leaves it in the lowest bits.
static inline __attribute__((always_inline)) int32_t nearest(float number, int32_t most) {
  union {
    float number;
    uint32_t bits;
  } sum = {number + 12582912.0f};
  int32_t whole = (int32_t)(sum.bits - 0x4B400000);
  return whole < -most ? -most : whole > most ? most : whole;
}

#if defined(__x86_64__)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES
#endif

CLONES void courant_quantise(int32_t *pairs, float *scales, const float *rows, long count, long depth) {
  float most = limit(depth);
  for (long i = 0; i < count; i++) {
    const float *row = rows + i * depth;
    small *to = (small *)(pairs + i * courant_pairs(depth));
    // As bits, because the order of numbers without a sign is the order of their bits.
    uint32_t highest = 0;
    for (long k = 0; k < depth; k++) {
      uint32_t bits;
      memcpy(&bits, row + k, sizeof bits);
      bits &= 0x7FFFFFFF;
      highest = bits > highest ? bits : highest;
    }
    float largest;
    memcpy(&largest, &highest, sizeof largest);
    // What is smaller is as good as nothing, and would not have a scale; what is not a number makes the row none.
    float up = largest < 1e-30f ? 0 : most / largest;
    scales[i] = largest / most;
#pragma clang loop vectorize(assume_safety)
    for (long k = 0; k < depth; k++) to[k] = (small)nearest(row[k] * up, (int32_t)most);
    if (depth & 1) to[depth] = 0;
  }
}

void courant_pack(int32_t *packed, float *scales, const float *matrix, long depth, long columns) {
  float most = limit(depth);
  long pairs = courant_pairs(depth);
  memset(packed, 0, courant_packed_pairs(depth, columns) * sizeof *packed);
  memset(scales, 0, courant_packed_scales(columns) * sizeof *scales);
  for (long left = 0; left < columns; left += PANEL) {
    long width = columns - left < PANEL ? columns - left : PANEL;
    small *panel = (small *)(packed + left * pairs);
    float largest[PANEL] = {0}, up[PANEL];
    for (long k = 0; k < depth; k++)
      for (long j = 0; j < width; j++) {
        float size = __builtin_fabsf(matrix[k * columns + left + j]);
        largest[j] = size > largest[j] ? size : largest[j];
      }
    for (long j = 0; j < width; j++) {
      up[j] = largest[j] < 1e-30f ? 0 : most / largest[j];
      scales[left + j] = largest[j] / most;
    }
    for (long k = 0; k < depth; k++)
      for (long j = 0; j < width; j++)
        panel[(k / 2 * PANEL + j) * 2 + k % 2] = (small)nearest(matrix[k * columns + left + j] * up[j], (int32_t)most);
  }
}

#define NAME multiplyPlain
#define TARGET
#define LANES 4
#define HEIGHT 8
#define addProducts(sum, x, y) ((sum) + (lanes)((y << 16 >> 16) * (int16_t)x) + (lanes)((y >> 16) * (x >> 16)))
#include "integers-tile.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define NAME multiply128
#define TARGET
#define LANES 4
#define HEIGHT 4
#define addProducts(sum, x, y) \
  (lanes)_mm_add_epi32((__m128i)(sum), _mm_madd_epi16(_mm_set1_epi32(x), (__m128i)(y)))
#include "integers-tile.h"

#define NAME multiply256
#define TARGET __attribute__((target("avx2")))
#define LANES 8
#define HEIGHT 6
#define addProducts(sum, x, y) \
  (lanes)_mm256_add_epi32((__m256i)(sum), _mm256_madd_epi16(_mm256_set1_epi32(x), (__m256i)(y)))
#include "integers-tile.h"

#define NAME multiply512
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq")))
#define LANES 16
#define HEIGHT 8
#define addProducts(sum, x, y) \
  (lanes)_mm512_add_epi32((__m512i)(sum), _mm512_madd_epi16(_mm512_set1_epi32(x), (__m512i)(y)))
#include "integers-tile.h"

#define NAME multiplyNeural
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")))
#define LANES 16
#define HEIGHT 8
#define addProducts(sum, x, y) (lanes)_mm512_dpwssd_epi32((__m512i)(sum), _mm512_set1_epi32(x), (__m512i)(y))
#include "integers-tile.h"
#endif

int courant_fastest(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2")) return 1;
  if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") ||
      !__builtin_cpu_supports("avx512vl") || !__builtin_cpu_supports("avx512dq"))
    return 2;
  return __builtin_cpu_supports("avx512vnni") ? 4 : 3;
#else
  return 0;
#endif
}

void courant_multiply_integers(
    int way, float *c, const int32_t *a, const float *scalesA, const int32_t *b, const float *scalesB,
    const float *bias, long rows, long columns, long depth) {
  long pairs = courant_pairs(depth);
#if defined(__x86_64__)
  if (way == 4) return multiplyNeural(c, a, scalesA, b, scalesB, bias, rows, columns, pairs);
  if (way == 3) return multiply512(c, a, scalesA, b, scalesB, bias, rows, columns, pairs);
  if (way == 2) return multiply256(c, a, scalesA, b, scalesB, bias, rows, columns, pairs);
  if (way == 1) return multiply128(c, a, scalesA, b, scalesB, bias, rows, columns, pairs);
#endif
  multiplyPlain(c, a, scalesA, b, scalesB, bias, rows, columns, pairs);
}
