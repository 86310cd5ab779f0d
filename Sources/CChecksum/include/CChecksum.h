#pragma once

#include <stddef.h>
#include <stdint.h>

// CRC32C (Castagnoli): the CRC that x86-64 with SSE4.2 and ARMv8 compute in hardware.

/// The CRC32C of bytes that follow others. `crc` is that of the bytes before; 0 if there are none.
/// Uses the processor's instructions if it has them.
uint32_t checksum_crc32c(uint32_t crc, const void *bytes, size_t count);

/// The same, by tables, on any processor.
uint32_t checksum_crc32c_portable(uint32_t crc, const void *bytes, size_t count);

/// Whether the processor has instructions for it: 1 or 0.
int checksum_crc32c_is_fast(void);
