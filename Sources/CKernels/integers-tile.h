// One way to multiply; this file is read once for each, with these macros defined, which it takes away again: NAME and
// TARGET of the function, LANES in a vector, HEIGHT of a tile in rows, and addProducts(sum, x, y), which adds to each
// lane of sums the two products of pair x and of the pair of y in that lane.

TARGET static void NAME(
    float *c, const int32_t *a, const float *scalesA, const int32_t *b, const float *scalesB, const float *bias,
    long rows, long columns, long pairs) {
  // Without a sign where sums may wrap in the compiler's eyes.
  typedef uint32_t lanes __attribute__((vector_size(LANES * 4), aligned(4)));
  typedef int32_t signedLanes __attribute__((vector_size(LANES * 4), aligned(4)));
  typedef float floatLanes __attribute__((vector_size(LANES * 4), aligned(4)));
  enum { WIDTH = 2 * LANES };
  for (long left = 0; left < columns; left += PANEL) {
    for (long top = 0; top < rows; top += HEIGHT) {
      // Past the last row it is read again, for nothing.
      const int32_t *from[HEIGHT];
      for (long i = 0; i < HEIGHT; i++) from[i] = a + (top + i < rows ? top + i : rows - 1) * pairs;
      for (long part = 0; part < PANEL && left + part < columns; part += WIDTH) {
        const int32_t *panel = b + left * pairs + part;
        lanes sums[HEIGHT][2] = {0};
        for (long k = 0; k < pairs; k++) {
          signedLanes y0 = *(const signedLanes *)(panel + k * PANEL);
          signedLanes y1 = *(const signedLanes *)(panel + k * PANEL + LANES);
#pragma clang loop unroll(full)
          for (long i = 0; i < HEIGHT; i++) {
            int32_t x = from[i][k];
            sums[i][0] = addProducts(sums[i][0], x, y0);
            sums[i][1] = addProducts(sums[i][1], x, y1);
          }
        }
        long wide = columns - left - part < WIDTH ? columns - left - part : WIDTH;
#pragma clang loop unroll(full)
        for (long i = 0; i < HEIGHT; i++) {
          if (top + i >= rows) break;
          float *to = c + (top + i) * columns + left + part;
          floatLanes out[2];
#pragma clang loop unroll(full)
          for (long j = 0; j < 2; j++) {
            floatLanes scale = *(const floatLanes *)(scalesB + left + part + j * LANES) * scalesA[top + i];
            out[j] = __builtin_convertvector((signedLanes)sums[i][j], floatLanes) * scale;
          }
          if (wide == WIDTH) {
            *(floatLanes *)to = bias ? out[0] + *(const floatLanes *)(bias + left + part) : out[0];
            *(floatLanes *)(to + LANES) = bias ? out[1] + *(const floatLanes *)(bias + left + part + LANES) : out[1];
          } else {
            // At the last columns the tile is wider than what is there.
            float edge[WIDTH];
            memcpy(edge, out, sizeof edge);
            for (long j = 0; j < wide; j++) to[j] = bias ? edge[j] + bias[left + part + j] : edge[j];
          }
        }
      }
    }
  }
}

#undef NAME
#undef TARGET
#undef LANES
#undef HEIGHT
#undef addProducts
