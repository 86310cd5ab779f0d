// SPDX-License-Identifier: GPL-2.0-or-later
// Part of courant-pdf, a program of its own that is linked to poppler; see LICENSE in this folder.

#include "Confinement.h"

#include <cerrno>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

/// Character maps and fonts; what libraries read when they are first used.
const char *const folders[] = {"/usr/share/poppler", "/usr/share/fonts", "/etc/fonts", "/usr/lib", "/lib"};

/// Memory, and the files that Landlock leaves.
const char *const calls[] = {
    "read", "pread64", "readv", "write", "close", "fstat", "newfstatat", "stat", "lstat", "statx", "lseek", "access",
    "faccessat", "faccessat2", "readlink", "getdents64", "munmap", "mremap", "madvise", "brk", "futex", "getrandom",
    "clock_gettime", "gettimeofday", "time", "getpid", "gettid", "getrusage", "sysinfo", "uname", "sched_yield",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "exit", "exit_group", "restart_syscall", "rseq",
};

std::vector<sock_filter> systemCalls() {
  std::vector<sock_filter> rules;
  scmp_filter_ctx context = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (context == nullptr) return rules;
  const auto add = [&](const char *name, std::vector<scmp_arg_cmp> conditions) {
    const int call = seccomp_syscall_resolve_name(name);
    if (call == __NR_SCMP_ERROR) return;
    seccomp_rule_add_array(
        context, SCMP_ACT_ALLOW, call, static_cast<unsigned>(conditions.size()), conditions.data());
  };
  const auto masked = [](unsigned argument, uint64_t mask) {
    return scmp_arg_cmp{argument, SCMP_CMP_MASKED_EQ, mask, 0};
  };
  for (const char *call : calls) add(call, {});
  const uint64_t writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;
  add("open", {masked(1, writing)});
  add("openat", {masked(2, writing)});
  add("mmap", {masked(2, PROT_EXEC)});
  add("mprotect", {masked(2, PROT_EXEC)});
  add("prlimit64", {scmp_arg_cmp{0, SCMP_CMP_EQ, 0, 0}, scmp_arg_cmp{2, SCMP_CMP_EQ, 0, 0}});
  const int file = memfd_create("rules", MFD_CLOEXEC);
  if (file >= 0 && seccomp_export_bpf(context, file) == 0) {
    const off_t size = lseek(file, 0, SEEK_END);
    rules.resize(static_cast<size_t>(size) / sizeof(sock_filter));
    const size_t bytes = rules.size() * sizeof(sock_filter);
    if (pread(file, rules.data(), bytes, 0) != static_cast<ssize_t>(bytes)) rules.clear();
  }
  if (file >= 0) close(file);
  seccomp_release(context);
  return rules;
}

void bound(__rlimit_resource resource, rlim_t most) {
  rlimit now{};
  if (getrlimit(resource, &now) != 0) return;
  const rlim_t least = most < now.rlim_max ? most : now.rlim_max;
  const rlimit then{least, least};
  setrlimit(resource, &then);
}

} // namespace

Confinement::Confinement() : filter(systemCalls()) {}

void Confinement::enterFiles() const {
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  for (int capability = 0; capability < 64; capability++) prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[2]{};
  syscall(SYS_capset, &header, data);
  bound(RLIMIT_CORE, 0);
  bound(RLIMIT_NOFILE, 64);

  const long version = syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return;
  // The rights to files of each version: 13 in the first, one more in the second and in the third, two more in the
  // fifth.
  const int rights = version >= 5 ? 16 : version >= 3 ? 15 : version == 2 ? 14 : 13;
  struct {
    uint64_t files, network, scopes;
  } all{(uint64_t(1) << rights) - 1, version >= 4 ? uint64_t(3) : 0, version >= 6 ? uint64_t(3) : 0};
  const size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
  const int rules = static_cast<int>(syscall(SYS_landlock_create_ruleset, &all, size, 0));
  if (rules < 0) return;
  for (const char *path : folders) {
    const int folder = open(path, O_PATH | O_CLOEXEC);
    if (folder < 0) continue;
    landlock_path_beneath_attr rule{};
    rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
    rule.parent_fd = folder;
    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    close(folder);
  }
  syscall(SYS_landlock_restrict_self, rules, 0);
  close(rules);
}

void Confinement::enterSystemCalls() const {
  if (filter.empty()) return;
  sock_fprog program{static_cast<unsigned short>(filter.size()), const_cast<sock_filter *>(filter.data())};
  prctl(PR_SET_SECCOMP, 2 /* a filter */, &program, 0, 0);
}

void Confinement::limit(uint64_t memory, uint64_t seconds) {
  bound(RLIMIT_DATA, memory);
  bound(RLIMIT_AS, memory + (uint64_t(1) << 30));
  bound(RLIMIT_FSIZE, 0);
  bound(RLIMIT_STACK, 16 << 20);
  bound(RLIMIT_CPU, seconds);
}
