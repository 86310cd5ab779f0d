// What a process needs of C to give up what it does not need.
#pragma once
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

// Declared for _GNU_SOURCE alone, under which the system's headers are not those that Swift knows.
static const int COURANT_O_PATH = 010000000;
static const uint64_t COURANT_CLONE_THREAD = CLONE_THREAD;
/// Names a piece of memory; younger than Debian 12's header.
static const int COURANT_PR_SET_VMA = 0x53564d41;

// Swift sees neither functions with variable arguments nor function-like macros.

static inline int courant_no_new_privileges(void) {
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

/// Gives up every capability, also of programs that would be started; 0, or errno.
static inline int courant_drop_capabilities(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2];
  memset(data, 0, sizeof data);
  for (int capability = 0; capability < 64; capability++) prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  return syscall(SYS_capset, &header, data) == 0 ? 0 : errno;
}

/// The rights of a version that Debian 12's header does not have yet: those of version 1 to 5 of files, of 4 for TCP, of 6 for scopes.
struct courant_ruleset {
  uint64_t files;
  uint64_t network;
  uint64_t scoped;
};

/// The version of Landlock in the kernel; 0 where there is none.
static inline int courant_landlock_version(void) {
  long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return version < 0 ? 0 : (int)version;
}

static inline int courant_landlock_create(const struct courant_ruleset *rules, int version) {
  size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
  return (int)syscall(SYS_landlock_create_ruleset, rules, size, 0);
}

/// Lets everything below a path be read; -1 with errno.
static inline int courant_landlock_allow(int ruleset, const char *path, uint64_t rights) {
  int folder = open(path, COURANT_O_PATH | O_CLOEXEC);
  if (folder < 0) return -1;
  struct landlock_path_beneath_attr rule = {.allowed_access = rights, .parent_fd = folder};
  int result = (int)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  int reason = errno;
  close(folder);
  errno = reason;
  return result;
}

static inline int courant_landlock_enter(int ruleset) {
  return (int)syscall(SYS_landlock_restrict_self, ruleset, 0);
}

static const uint32_t COURANT_SECCOMP_ALLOW = SCMP_ACT_ALLOW;
static inline uint32_t courant_seccomp_error(uint16_t code) { return SCMP_ACT_ERRNO(code); }

/// Where an argument must be a value under a mask.
struct courant_condition {
  unsigned argument;
  uint64_t mask;
  uint64_t value;
};

/// Adds a rule under up to six conditions; 0, or a negative errno: -EDOM for a call that this kind of machine has not.
static inline int courant_seccomp_rule(
    scmp_filter_ctx filter, uint32_t action, int call, const struct courant_condition *conditions, unsigned count) {
  struct scmp_arg_cmp comparisons[6];
  if (count > 6) return -EINVAL;
  for (unsigned i = 0; i < count; i++) {
    comparisons[i] = SCMP_CMP(conditions[i].argument, SCMP_CMP_MASKED_EQ, conditions[i].mask, conditions[i].value);
  }
  return seccomp_rule_add_array(filter, action, call, count, comparisons);
}

/// A call that takes its arguments as they are, for tests of the filter; -1 with errno.
static inline long courant_system_call(long number, long a, long b, long c, long d) {
  return syscall(number, a, b, c, d);
}
