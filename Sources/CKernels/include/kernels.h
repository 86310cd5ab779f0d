#pragma once

#include <stdint.h>

// The dense arithmetic of the language models. It is in C because Swift cannot compile one function for several
// instruction sets; each is built for AVX-512, AVX2 and plain x86-64 (or whatever the machine has), and the loader picks.
// Every result is the same on all of them, bit for bit: sums run in one order and every machine fuses the same
// multiply-adds.

/// C = A·B, or C += A·B where `accumulate` is not 0.
///
/// A is rows × depth, B is depth × columns; element (i, j) of a matrix is at i·rowStep + j·columnStep, so that a transposed
/// matrix is the same bytes with its steps changed. C is dense in its columns, `rowStepC` apart.
void courant_multiply(
    float *c, long rowStepC, const float *a, long rowStepA, long columnStepA, const float *b, long rowStepB,
    long columnStepB, long rows, long columns, long depth, int accumulate);

/// e^x in place; below -87 it is 0.
void courant_exp(float *x, long count);

/// One direction of a recurrent layer over one sentence: for each of `count` words, with c the state of the word before,
/// f = σ(u₁ + forgetWeight ⊙ c), r = σ(u₂ + resetWeight ⊙ c), c' = f ⊙ c + (1 − f) ⊙ u₀, h = r ⊙ c' + (1 − r) ⊙ skip.
///
/// `gates` has u₀, u₁, u₂ of `width` each; f and r replace u₁ and u₂ there. Rows are `…Step` floats apart, negative to go backwards.
void courant_recurrence(
    long count, long width, float *gates, long gateStep, const float *skip, long skipStep, const float *forgetWeight,
    const float *resetWeight, float *state, long stateStep, float *out, long outStep);

/// Adds some rows of a table of small integers, each times its own scale, to a row of floats, one after the other.
void courant_add_rows(
    float *sum, const signed char *table, const float *scales, const int32_t *rows, long count, long width);

/// The product of each of some rows, one after the other, with one vector; the products are `step` floats apart.
void courant_dots(float *out, long step, const float *rows, long count, const float *vector, long width);

/// Brings a row to mean 0 and variance 1, then scales and shifts each number.
void courant_normalise(float *out, const float *row, const float *scale, const float *shift, long count);
