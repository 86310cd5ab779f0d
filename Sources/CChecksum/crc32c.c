#include "CChecksum.h"

#include <pthread.h>
#include <string.h>

// The polynomial, its bits reversed.
#define POLYNOMIAL 0x82F63B78u

// The fast way computes three CRCs side by side, of three stretches of this length, and joins them: an instruction
// takes three cycles, and a new one can be started in each. A long and a short stretch, so that records of 1 kB gain by
// it too.
#define LONG 2048
#define SHORT 256

// tables[k][b]: the CRC of byte b followed by k bytes of zero.
static uint32_t tables[8][256];
// shift[k][b]: what byte k of a CRC, if it is b, becomes when a stretch of zeros follows.
static uint32_t long_shift[4][256], short_shift[4][256];

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int is_fast;

static uint32_t step_zeros(uint32_t crc, size_t count) {
  while (count--) crc = (crc >> 8) ^ tables[0][crc & 0xFF];
  return crc;
}

// The CRC is linear: what becomes of a value is the sum of what becomes of its bits.
static void make_shift(uint32_t shift[4][256], size_t count) {
  uint32_t bits[32];
  for (int bit = 0; bit < 32; bit++) bits[bit] = step_zeros(1u << bit, count);
  for (int place = 0; place < 4; place++) {
    for (uint32_t byte = 0; byte < 256; byte++) {
      uint32_t sum = 0;
      for (int bit = 0; bit < 8; bit++) {
        if (byte >> bit & 1) sum ^= bits[8 * place + bit];
      }
      shift[place][byte] = sum;
    }
  }
}

static int find_fast(void);

static void prepare(void) {
  for (uint32_t byte = 0; byte < 256; byte++) {
    uint32_t crc = byte;
    for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
    tables[0][byte] = crc;
  }
  for (int k = 1; k < 8; k++) {
    for (uint32_t byte = 0; byte < 256; byte++) {
      uint32_t before = tables[k - 1][byte];
      tables[k][byte] = (before >> 8) ^ tables[0][before & 0xFF];
    }
  }
  make_shift(long_shift, LONG);
  make_shift(short_shift, SHORT);
  is_fast = find_fast();
}

static uint64_t load64(const uint8_t *bytes) {
  uint64_t value;
  memcpy(&value, bytes, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  value = __builtin_bswap64(value);
#endif
  return value;
}

static uint32_t by_tables(uint32_t crc, const uint8_t *bytes, size_t count) {
  while (count >= 8) {
    uint64_t word = load64(bytes) ^ crc;
    crc = tables[7][word & 0xFF] ^ tables[6][word >> 8 & 0xFF] ^ tables[5][word >> 16 & 0xFF] ^
          tables[4][word >> 24 & 0xFF] ^ tables[3][word >> 32 & 0xFF] ^ tables[2][word >> 40 & 0xFF] ^
          tables[1][word >> 48 & 0xFF] ^ tables[0][word >> 56];
    bytes += 8;
    count -= 8;
  }
  while (count--) crc = (crc >> 8) ^ tables[0][(crc ^ *bytes++) & 0xFF];
  return crc;
}

#if defined(__x86_64__)
#include <nmmintrin.h>

#define FAST __attribute__((target("sse4.2")))
#define STEP64(crc, word) ((uint32_t)_mm_crc32_u64((crc), (word)))
#define STEP8(crc, byte) _mm_crc32_u8((crc), (byte))

static int find_fast(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("sse4.2") != 0;
}
#elif defined(__aarch64__) && defined(__linux__)
#include <arm_acle.h>
#include <asm/hwcap.h>
#include <sys/auxv.h>

#define FAST __attribute__((target("crc")))
#define STEP64(crc, word) __crc32cd((crc), (word))
#define STEP8(crc, byte) __crc32cb((crc), (byte))

static int find_fast(void) { return (getauxval(AT_HWCAP) & HWCAP_CRC32) != 0; }
#else
static int find_fast(void) { return 0; }
#endif

#ifdef FAST
static inline uint32_t shifted(uint32_t shift[4][256], uint32_t crc) {
  return shift[0][crc & 0xFF] ^ shift[1][crc >> 8 & 0xFF] ^ shift[2][crc >> 16 & 0xFF] ^ shift[3][crc >> 24];
}

FAST static inline uint32_t three(uint32_t crc, const uint8_t *bytes, size_t stretch, uint32_t shift[4][256]) {
  uint32_t second = 0, third = 0;
  for (size_t i = 0; i < stretch; i += 8) {
    crc = STEP64(crc, load64(bytes + i));
    second = STEP64(second, load64(bytes + stretch + i));
    third = STEP64(third, load64(bytes + 2 * stretch + i));
  }
  crc = shifted(shift, crc) ^ second;
  return shifted(shift, crc) ^ third;
}

FAST static uint32_t by_instructions(uint32_t crc, const uint8_t *bytes, size_t count) {
  for (; count >= 3 * LONG; bytes += 3 * LONG, count -= 3 * LONG) crc = three(crc, bytes, LONG, long_shift);
  for (; count >= 3 * SHORT; bytes += 3 * SHORT, count -= 3 * SHORT) crc = three(crc, bytes, SHORT, short_shift);
  for (; count >= 8; bytes += 8, count -= 8) crc = STEP64(crc, load64(bytes));
  while (count--) crc = STEP8(crc, *bytes++);
  return crc;
}
#endif

uint32_t checksum_crc32c(uint32_t crc, const void *bytes, size_t count) {
  pthread_once(&once, prepare);
#ifdef FAST
  if (is_fast) return ~by_instructions(~crc, bytes, count);
#endif
  return ~by_tables(~crc, bytes, count);
}

uint32_t checksum_crc32c_portable(uint32_t crc, const void *bytes, size_t count) {
  pthread_once(&once, prepare);
  return ~by_tables(~crc, bytes, count);
}

int checksum_crc32c_is_fast(void) {
  pthread_once(&once, prepare);
  return is_fast;
}
