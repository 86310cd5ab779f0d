#define _GNU_SOURCE
#include "power.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[PATH_MAX - 64];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int kept;

void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

void power_begin(const char *path) {
  if (path && strlen(path) < sizeof folder) strcpy(folder, path);
}

int power_is_watched(void) { return folder[0]; }
void power_lock(void) { pthread_mutex_lock(&mutex); }
void power_unlock(void) { pthread_mutex_unlock(&mutex); }

static void append(const char *path, const void *bytes, size_t count) {
  int file = REAL(int (*)(const char *, int, ...), open64)(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) abort();
  ssize_t (*next)(int, const void *, size_t) = REAL(ssize_t(*)(int, const void *, size_t), write);
  if (next(file, bytes, count) != (ssize_t)count) abort();
  close(file);
}

/// SQLite's shared memory is no part of what is stored.
static int is_stored(const char *path) {
  size_t length = strlen(path);
  return length < 4 || strcmp(path + length - 4, "-shm");
}

static int is_stored_file(int file) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_stored(path);
}

static void note_bytes(int file, off64_t place, off64_t end) {
  int saved = errno;
  struct stat64 status;
  if (fstat64(file, &status) || !S_ISREG(status.st_mode) || !is_stored_file(file)) {
    errno = saved;
    return;
  }
  if (place < 0) place = status.st_size;
  if (end > status.st_size || end < place) end = status.st_size;
  size_t count = end > place ? (size_t)(end - place) : 0;
  int64_t *record = malloc(3 * sizeof *record + count);
  if (!record) abort();
  record[0] = place;
  record[1] = (int64_t)count;
  record[2] = status.st_size;
  // The file may be open for writing alone.
  char path[PATH_MAX];
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  int reader = count ? REAL(int (*)(const char *, int, ...), open64)(path, O_RDONLY | O_CLOEXEC, 0) : -1;
  if (count && (reader < 0 || pread64(reader, record + 3, count, place) != (ssize_t)count)) abort();
  if (reader >= 0) close(reader);
  snprintf(path, sizeof path, "%s/%llu", folder, (unsigned long long)status.st_ino);
  append(path, record, 3 * sizeof *record + count);
  free(record);
  errno = saved;
}

void power_before_write(int file, off64_t place, size_t count) {
  note_bytes(file, place, place < 0 ? -1 : place + (off64_t)count);
}

void power_before_truncation(int file, off64_t length) { note_bytes(file, length, -1); }

static void note_names(const char *verb, const char *first, const char *second, const char *third) {
  char line[4 * PATH_MAX], path[PATH_MAX];
  int length = snprintf(line, sizeof line, "%s\t%s%s%s%s%s\n", verb, first, second ? "\t" : "", second ? second : "",
                        third ? "\t" : "", third ? third : "");
  snprintf(path, sizeof path, "%s/names", folder);
  append(path, line, (size_t)length);
}

void power_before_open(const char *path, int flags) {
  int saved = errno;
  if (is_stored(path)) {
    if (access(path, F_OK)) {
      if (flags & O_CREAT) note_names("create", path, NULL, NULL);
    } else if (flags & O_TRUNC) {
      int file = REAL(int (*)(const char *, int, ...), open64)(path, O_RDONLY | O_CLOEXEC, 0);
      if (file >= 0) {
        note_bytes(file, 0, -1);
        close(file);
      }
    }
  }
  errno = saved;
}

/// Gives a file that is about to go another name, so that it can come back.
static const char *keep(const char *path, char *name, size_t size) {
  snprintf(name, size, "%s/kept-%d-%d", folder, getpid(), kept++);
  return link(path, name) ? "-" : name;
}

void power_before_rename(const char *old_path, const char *new_path) {
  int saved = errno;
  char name[PATH_MAX];
  note_names("rename", old_path, new_path, keep(new_path, name, sizeof name));
  errno = saved;
}

void power_before_unlink(const char *path) {
  int saved = errno;
  char name[PATH_MAX];
  if (is_stored(path) && !access(path, F_OK)) note_names("unlink", path, keep(path, name, sizeof name), NULL);
  errno = saved;
}

void power_after_mkdir(const char *path) { note_names("mkdir", path, NULL, NULL); }

int power_sync(int file) {
  struct stat64 status;
  char link[64], path[PATH_MAX];
  if (fstat64(file, &status)) return -1;
  power_lock();
  if (S_ISDIR(status.st_mode)) {
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length > 0) {
      path[length] = 0;
      note_names("sync", path, NULL, NULL);
    }
  } else {
    snprintf(path, sizeof path, "%s/%llu", folder, (unsigned long long)status.st_ino);
    REAL(int (*)(const char *), unlink)(path);
  }
  power_unlock();
  return 0;
}
