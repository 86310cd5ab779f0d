#pragma once
#include <signal.h>
#include <sys/prctl.h>

// prctl takes a variable number of arguments, which Swift cannot pass.
static inline int courant_name_thread(const char *name) {
  return prctl(PR_SET_NAME, name, 0, 0, 0);
}

static inline int courant_end_with_parent(void) {
  return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}
