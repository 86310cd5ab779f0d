#pragma once
#include <fcntl.h>
#include <linux/openat2.h>
#include <signal.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// prctl takes a variable number of arguments, which Swift cannot pass.
static inline int courant_name_thread(const char *name) {
  return prctl(PR_SET_NAME, name, 0, 0, 0);
}

static inline int courant_end_with_parent(void) {
  return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}

/// Opens what lies below a folder, by a path that leads neither out of it nor over a link; -1 with errno: ELOOP for a link, EXDEV for a
/// way out. Linux 5.6.
static inline int courant_open_below(int folder, const char *path, uint64_t flags) {
  struct open_how how = {.flags = flags, .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
  return (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
}
