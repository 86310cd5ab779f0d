#pragma once
#include <stddef.h>
#include <stdint.h>

// libFuzzer's own loop, called from a program that has a `main`; see LLVM's FuzzerInterface.h.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*target)(const uint8_t *data, size_t size));
