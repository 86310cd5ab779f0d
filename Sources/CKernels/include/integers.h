#pragma once

#include <stdint.h>

// Products with the constant matrices of a trained network, in 16-bit integers: half the bytes of floats, and twice as
// many products in one instruction. Sums are exact, so that every kind of processor gives the same numbers.
//
// A row or a column of `depth` numbers has one scale, so chosen that its largest number becomes
// ±⌊√((2³¹ − 1) / depth)⌋ (at most 32767): no sum of products can then leave 32 bits. Two numbers that follow
// each other lie together in 32 bits; of an odd depth the last has a zero beside it.

/// How many pairs a row or column of so many numbers has.
long courant_pairs(long depth);

/// How many pairs a packed matrix has, and how many scales.
long courant_packed_pairs(long depth, long columns);
long courant_packed_scales(long columns);

/// Packs a matrix, row after row, of `depth` rows.
void courant_pack(int32_t *packed, float *scales, const float *matrix, long depth, long columns);

/// Turns rows of numbers, one after the other, to integers: each row has courant_pairs(depth) pairs and one scale.
void courant_quantise(int32_t *pairs, float *scales, const float *rows, long count, long depth);

/// The fastest way to multiply that this machine has; all lower ones, down to 0 in plain C, work too and give the same
/// numbers.
int courant_fastest(void);

/// C = A·B + bias, with A from courant_quantise and B from courant_pack; no bias where that is null. C is dense.
void courant_multiply_integers(
    int way, float *c, const int32_t *a, const float *scalesA, const int32_t *b, const float *scalesB,
    const float *bias, long rows, long columns, long depth);
