// What the ZeroMQ module needs from C. The eventfd and thread-name calls are
// here because Swift's Glibc module leaves them out.

#ifndef COURANT_CZEROMQ_SHIM_H
#define COURANT_CZEROMQ_SHIM_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <errno.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <zmq.h>

/// Every libzmq since 4.3.0 has the option, and its header shows it in builds with drafts only.
static const int COURANT_ZMQ_ZAP_ENFORCE_DOMAIN = 93;
/// The same, since 4.3.0.
static const int COURANT_ZMQ_ZERO_COPY_RECV = 10;

/// A non-blocking, close-on-exec event counter; -1 with errno when none is to be had.
static inline int courant_eventfd(void) {
  return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

/// pthread_setname_np is declared for _GNU_SOURCE only, which Swift's importer
/// does not always define before <pthread.h> is first seen.
extern int pthread_setname_np(pthread_t, const char *);

static inline int courant_name_this_thread(const char *name) {
  return pthread_setname_np(pthread_self(), name);
}

#endif
