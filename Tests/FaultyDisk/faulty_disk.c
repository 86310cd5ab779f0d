#define _GNU_SOURCE
#include "include/faulty_disk.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct control {
  _Atomic int64_t mode;
  _Atomic int64_t permille;
  _Atomic int64_t clock;
};

// What the other file takes: see there.
#include "power.h"

static struct control none;
static struct control *control = &none;
static char root[PATH_MAX];
static size_t root_length;

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("FAULTY_DISK");
  const char *folder = getenv("FAULTY_ROOT");
  if (!path || !folder || strlen(folder) >= sizeof root) return;
  strcpy(root, folder);
  root_length = strlen(folder);
  power_begin(getenv("FAULTY_POWER"));
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  void *memory = mmap(NULL, sizeof *control, PROT_READ, MAP_SHARED, file, 0);
  close(file);
  if (memory != MAP_FAILED) control = memory;
}

static int is_ours(const char *path) {
  return root_length && path && !strncmp(path, root, root_length);
}

static int is_our_file(int file) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_ours(path);
}

static uint32_t next_random(void) {
  static _Atomic uint32_t state = 2463534242;
  uint32_t x = state;
  x ^= x << 13;
  x ^= x >> 17;
  x ^= x << 5;
  state = x;
  return x;
}

static int is_time(void) { return (int64_t)(next_random() % 1000) < control->permille; }

/// The error that a write to the file ends in now; 0 for none.
static int write_error(int file) {
  int64_t mode = control->mode;
  if (mode == faulty_disk_none || mode == faulty_disk_sync) return 0;
  if (!is_time() || !is_our_file(file)) return 0;
  return mode == faulty_disk_full ? ENOSPC : mode == faulty_disk_read_only ? EROFS : EIO;
}

ssize_t write(int file, const void *bytes, size_t count) {
  ssize_t (*next)(int, const void *, size_t) = REAL(ssize_t(*)(int, const void *, size_t), write);
  int error = write_error(file);
  if (!error) {
    if (!power_is_watched() || !is_our_file(file)) return next(file, bytes, count);
    power_lock();
    power_before_write(file, fcntl(file, F_GETFL) & O_APPEND ? -1 : lseek64(file, 0, SEEK_CUR), count);
    ssize_t written = next(file, bytes, count);
    power_unlock();
    return written;
  }
  if (error == ENOSPC && count > 1 && next_random() & 64) return next(file, bytes, count / 2);
  errno = error;
  return -1;
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
  ssize_t (*next)(int, const void *, size_t, off64_t) =
      REAL(ssize_t(*)(int, const void *, size_t, off64_t), pwrite64);
  int error = write_error(file);
  if (!error) {
    if (!power_is_watched() || !is_our_file(file)) return next(file, bytes, count, offset);
    power_lock();
    power_before_write(file, offset, count);
    ssize_t written = next(file, bytes, count, offset);
    power_unlock();
    return written;
  }
  if (error == ENOSPC && count > 1 && next_random() & 64) return next(file, bytes, count / 2, offset);
  errno = error;
  return -1;
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) { return pwrite64(file, bytes, count, offset); }

static int truncated(int file, off64_t length) {
  struct stat64 status;
  int error = 0;
  // What becomes shorter needs no room.
  if (control->mode == faulty_disk_full && !fstat64(file, &status) && length <= status.st_size) return 0;
  error = write_error(file);
  errno = error;
  return error ? -1 : 0;
}

int ftruncate64(int file, off64_t length) {
  if (truncated(file, length)) return -1;
  int (*next)(int, off64_t) = REAL(int (*)(int, off64_t), ftruncate64);
  if (!power_is_watched() || !is_our_file(file)) return next(file, length);
  power_lock();
  power_before_truncation(file, length);
  int result = next(file, length);
  power_unlock();
  return result;
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

static int sync_error(int file) {
  int64_t mode = control->mode;
  if (mode != faulty_disk_sync && mode != faulty_disk_error) return 0;
  return is_time() && is_our_file(file) ? EIO : 0;
}

int fsync(int file) {
  int error = sync_error(file);
  if (!error) return power_is_watched() && is_our_file(file) ? power_sync(file) : REAL(int (*)(int), fsync)(file);
  errno = error;
  return -1;
}

int fdatasync(int file) {
  int error = sync_error(file);
  if (!error) return power_is_watched() && is_our_file(file) ? power_sync(file) : REAL(int (*)(int), fdatasync)(file);
  errno = error;
  return -1;
}

/// The error that a change of names ends in now; 0 for none.
static int name_error(const char *path, int needs_room) {
  int64_t mode = control->mode;
  if (mode == faulty_disk_none || mode == faulty_disk_sync || !is_time()) return 0;
  if (mode == faulty_disk_full && !needs_room) return 0;
  if (!is_ours(path)) return 0;
  return mode == faulty_disk_full ? ENOSPC : mode == faulty_disk_read_only ? EROFS : EIO;
}

static int open_error(const char *path, int flags) {
  if (!(flags & (O_WRONLY | O_RDWR | O_CREAT))) return 0;
  if (control->mode == faulty_disk_full && (!(flags & O_CREAT) || !access(path, F_OK))) return 0;
  return name_error(path, 1);
}

int open64(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
  va_end(list);
  int error = open_error(path, flags);
  if (!error) {
    int (*next)(const char *, int, ...) = REAL(int (*)(const char *, int, ...), open64);
    if (!power_is_watched() || !is_ours(path) || !(flags & (O_CREAT | O_TRUNC))) return next(path, flags, mode);
    power_lock();
    power_before_open(path, flags);
    int file = next(path, flags, mode);
    power_unlock();
    return file;
  }
  errno = error;
  return -1;
}

int open(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
  va_end(list);
  return open64(path, flags, mode);
}

int rename(const char *old, const char *new) {
  int error = name_error(new, 0);
  if (!error) {
    int (*next)(const char *, const char *) = REAL(int (*)(const char *, const char *), rename);
    if (!power_is_watched() || !is_ours(new)) return next(old, new);
    power_lock();
    power_before_rename(old, new);
    int result = next(old, new);
    power_unlock();
    return result;
  }
  errno = error;
  return -1;
}

int unlink(const char *path) {
  int error = name_error(path, 0);
  if (!error) {
    int (*next)(const char *) = REAL(int (*)(const char *), unlink);
    if (!power_is_watched() || !is_ours(path)) return next(path);
    power_lock();
    power_before_unlink(path);
    int result = next(path);
    power_unlock();
    return result;
  }
  errno = error;
  return -1;
}

int mkdir(const char *path, mode_t mode) {
  int error = name_error(path, 1);
  if (!error) {
    int result = REAL(int (*)(const char *, mode_t), mkdir)(path, mode);
    if (result == 0 && power_is_watched() && is_ours(path)) {
      power_lock();
      power_after_mkdir(path);
      power_unlock();
    }
    return result;
  }
  errno = error;
  return -1;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  int result = REAL(int (*)(clockid_t, struct timespec *), clock_gettime)(clock, time);
  int64_t offset = control->clock;
  if (result == 0 && offset && clock == CLOCK_REALTIME) {
    int64_t sum = time->tv_sec * 1000000000LL + time->tv_nsec + offset;
    time->tv_sec = sum / 1000000000;
    time->tv_nsec = sum % 1000000000;
  }
  return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  struct timespec now;
  (void)zone;
  if (clock_gettime(CLOCK_REALTIME, &now)) return -1;
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *place) {
  struct timespec now;
  if (clock_gettime(CLOCK_REALTIME, &now)) return -1;
  if (place) *place = now.tv_sec;
  return now.tv_sec;
}
