// The throughput loop in C, as the measure for the one in Swift.

#ifndef COURANT_THROUGHPUT_H
#define COURANT_THROUGHPUT_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  // From the first message's arrival to the last one's.
  double seconds;
  // Of the whole process, over the same time.
  double cpu_seconds;
  // The sum of the messages' first bytes: what was received was looked at.
  uint64_t checksum;
  // 0, or the errno of the call that failed.
  int error;
} throughput_result;

// Sends `count` messages of `size` bytes after a first one, from a thread to
// this one, over `endpoint`. With `routed`, DEALER to ROUTER; else PUSH to PULL.
throughput_result throughput_run(const char *endpoint, int routed, uint64_t count, size_t size);

// The monotonic clock, and the process's own, in seconds.
double throughput_now(void);
double throughput_cpu(void);

#endif
