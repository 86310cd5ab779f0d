#pragma once
#include <errno.h>
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

/// Whether somebody has a file open for writing: 1 if so, 0 if not or where the system does not tell, as of another's file.
/// A lease to read is given for what nobody writes to, and given back at once; whoever opens it meanwhile waits for that moment, and the
/// system sends SIGIO, which the process must ignore.
static inline int courant_is_written(int file) {
  if (fcntl(file, 1024 /* F_SETLEASE */, F_RDLCK) != 0) return errno == EAGAIN;
  fcntl(file, 1024, F_UNLCK);
  return 0;
}

/// Opens what lies below a folder, by a path that leads neither out of it nor over a link; -1 with errno: ELOOP for a link, EXDEV for a
/// way out. Linux 5.6.
static inline int courant_open_below(int folder, const char *path, uint64_t flags) {
  struct open_how how = {.flags = flags, .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
  return (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
}
