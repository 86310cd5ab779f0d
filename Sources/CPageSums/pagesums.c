#define _GNU_SOURCE
#include "CPageSums.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// MARK: The file of checksums

// 64 bytes, then 8 bytes for each page, as the machine writes numbers.
typedef struct {
  char magic[8];
  uint32_t version, page_size;
  // Of the database when it was last synced: if they are others, somebody else wrote to it.
  uint64_t size, inode;
  int64_t seconds, nanoseconds;
  uint64_t reserved[2];
} header;

static const char magic[8] = "CRNTSUMS";
enum { version = 1, largest_page = 65536 };
_Static_assert(sizeof(header) == 64, "the header has 64 bytes");

static off_t place_of(uint64_t page) { return (off_t)(sizeof(header) + 8 * page); }

static char *sums_path(const char *database) {
  char *path = malloc(strlen(database) + 6);
  if (path) sprintf(path, "%s-sums", database);
  return path;
}

static uint64_t mixed(uint64_t value) {
  value ^= value >> 32;
  value *= 0xd6e8feb86659fd93u;
  value ^= value >> 29;
  value *= 0xa0761d6478bd642fu;
  return value ^ (value >> 32);
}

// Against accidents, not against people. The number of the page is part of it, so that no page passes for another; four lanes, so that
// the multiplications do not wait for each other. Never 0, which stands for a page that has none.
static uint64_t sum_of(const unsigned char *bytes, size_t count, uint64_t page) {
  uint64_t lanes[4] = {page + 1, 0x9e3779b97f4a7c15u, 0xe7037ed1a0b428dbu, 0x8ebc6af09c88c6e3u};
  for (size_t at = 0; at + 32 <= count; at += 32) {
    for (int lane = 0; lane < 4; lane++) {
      uint64_t word;
      memcpy(&word, bytes + at + 8 * lane, 8);
      lanes[lane] = (lanes[lane] ^ word) * 0xff51afd7ed558ccdu;
      lanes[lane] ^= lanes[lane] >> 31;
    }
  }
  uint64_t sum = count;
  for (int lane = 0; lane < 4; lane++) sum = mixed(sum ^ lanes[lane]);
  return sum ? sum : 1;
}

static int read_whole(int file, void *bytes, size_t count, off_t at) {
  ssize_t got;
  do got = pread(file, bytes, count, at);
  while (got < 0 && errno == EINTR);
  return got == (ssize_t)count;
}

static int write_whole(int file, const void *bytes, size_t count, off_t at) {
  ssize_t put;
  do put = pwrite(file, bytes, count, at);
  while (put < 0 && errno == EINTR);
  return put == (ssize_t)count;
}

static void identify(header *head, const struct stat *status) {
  head->size = (uint64_t)status->st_size;
  head->inode = (uint64_t)status->st_ino;
  head->seconds = status->st_mtim.tv_sec;
  head->nanoseconds = status->st_mtim.tv_nsec;
}

static int is_sound(const header *head) {
  uint32_t size = head->page_size;
  return memcmp(head->magic, magic, sizeof magic) == 0 && head->version == version && size >= 512 &&
         size <= largest_page && (size & (size - 1)) == 0;
}

// The size of a database's pages, as its header says; 0 if it is none.
static uint32_t page_size_of(int database) {
  unsigned char bytes[18];
  if (!read_whole(database, bytes, sizeof bytes, 0) || memcmp(bytes, "SQLite format 3", 16) != 0) return 0;
  uint32_t size = (uint32_t)bytes[16] << 8 | bytes[17];
  return size == 1 ? 65536 : size;
}

int pagesums_build(const char *database) {
  int result = EINVAL, source = -1, target = -1;
  char *path = sums_path(database), *draft = NULL;
  unsigned char *page = malloc(largest_page);
  if (!path || !page || asprintf(&draft, "%s.%d.tmp", path, (int)getpid()) < 0) {
    result = ENOMEM;
    goto end;
  }
  header head = {.version = version};
  memcpy(head.magic, magic, sizeof magic);
  struct stat status;
  source = open(database, O_RDONLY | O_CLOEXEC);
  if (source < 0 || fstat(source, &status) < 0) goto failed;
  identify(&head, &status);
  head.page_size = page_size_of(source);
  if (!is_sound(&head)) goto end;
  unlink(draft);
  target = open(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (target < 0 || fchmod(target, 0600) < 0 || !write_whole(target, &head, sizeof head, 0)) goto failed;
  // Many at once, so that a large database does not take a call for each page.
  enum { together = 512 };
  uint64_t sums[together], count = (uint64_t)status.st_size / head.page_size;
  for (uint64_t first = 0; first < count; first += together) {
    uint64_t some = count - first < together ? count - first : together;
    for (uint64_t at = 0; at < some; at++) {
      if (!read_whole(source, page, head.page_size, (off_t)((first + at) * head.page_size))) goto failed;
      sums[at] = sum_of(page, head.page_size, first + at);
    }
    if (!write_whole(target, sums, some * 8, place_of(first))) goto failed;
  }
  if (fsync(target) < 0 || rename(draft, path) < 0) goto failed;
  result = 0;
  goto end;
failed:
  result = errno ? errno : EIO;
  if (target >= 0) unlink(draft);
end:
  if (source >= 0) close(source);
  if (target >= 0) close(target);
  free(page);
  free(draft);
  free(path);
  return result;
}

// Whether bytes are what the checksum of a page says.
static int matches(int sums, const void *bytes, uint32_t size, uint64_t page) {
  uint64_t sum;
  return read_whole(sums, &sum, 8, place_of(page)) && sum == sum_of(bytes, size, page);
}

// A page that is being written has for a moment the checksum of the one before: it is read so often, with a pause between.
enum { most_tries = 20, pause_microseconds = 1000 };

static int is_good(int source, int sums, unsigned char *bytes, uint32_t size, uint64_t page, int tries) {
  while (1) {
    if (read_whole(source, bytes, size, (off_t)(page * size)) && matches(sums, bytes, size, page)) return 1;
    if (--tries == 0) return 0;
    usleep(pause_microseconds);
  }
}

int pagesums_look(const char *database, int is_in_use, pagesums_state *state) {
  *state = (pagesums_state){0};
  int result = 0;
  char *path = sums_path(database);
  unsigned char *page = malloc(largest_page);
  if (!path || !page) {
    free(path);
    free(page);
    return ENOMEM;
  }
  struct stat status;
  header head, now = {0};
  int source = open(database, O_RDONLY | O_CLOEXEC), sums = open(path, O_RDONLY | O_CLOEXEC);
  if (source < 0 || fstat(source, &status) < 0) {
    result = errno;
  } else if (sums < 0 || !read_whole(sums, &head, sizeof head, 0) || !is_sound(&head) ||
             head.page_size != page_size_of(source)) {
    state->is_missing = 1;
  } else {
    identify(&now, &status);
    state->is_foreign = now.size != head.size || now.inode != head.inode || now.seconds != head.seconds ||
                        now.nanoseconds != head.nanoseconds;
    uint64_t count = state->is_foreign || is_in_use ? now.size / head.page_size : 0;
    for (uint64_t at = 0; at < count; at++) {
      if (is_good(source, sums, page, head.page_size, at, is_in_use ? most_tries : 1)) continue;
      if (state->bad++ == 0) state->first_bad = (uint32_t)(at + 1);
    }
  }
  if (source >= 0) close(source);
  if (sums >= 0) close(sums);
  free(page);
  free(path);
  return result;
}

// MARK: The layer over files

typedef struct {
  sqlite3_file base;
  int sums;
  uint32_t page_size;
  // SQLite keeps the name as long as the file is open.
  const char *name;
} summed_file;

typedef struct {
  uint32_t first, count, pages, looked, room, found;
  uint32_t *bad;
} verification;

enum { verify_operation = 0x43524e54 };

static _Thread_local int is_bypassed;
// Of all threads, and of this one: it reads its own databases, and GRDB blocks it until it has.
static _Atomic uint32_t last_fault;
static _Thread_local uint32_t own_fault;

void pagesums_bypass(int bypass) { is_bypassed = bypass; }
uint32_t pagesums_last_fault(void) { return own_fault ? own_fault : last_fault; }

static sqlite3_file *real(sqlite3_file *file) { return (sqlite3_file *)((summed_file *)file + 1); }

static int is_page(const summed_file *file, int count, sqlite3_int64 at) {
  return (uint32_t)count == file->page_size && at % file->page_size == 0;
}

static int layer_close(sqlite3_file *file) {
  close(((summed_file *)file)->sums);
  return real(file)->pMethods->xClose(real(file));
}

static int layer_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 at) {
  summed_file *summed = (summed_file *)file;
  int result = real(file)->pMethods->xRead(real(file), bytes, count, at);
  if (result != SQLITE_OK || !is_page(summed, count, at)) return result;
  uint64_t page = (uint64_t)at / summed->page_size;
  if (matches(summed->sums, bytes, summed->page_size, page)) return SQLITE_OK;
  last_fault = own_fault = (uint32_t)(page + 1);
  return SQLITE_IOERR_DATA;
}

static int layer_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 at) {
  summed_file *summed = (summed_file *)file;
  int result = real(file)->pMethods->xWrite(real(file), bytes, count, at);
  if (result != SQLITE_OK || !is_page(summed, count, at)) return result;
  uint64_t page = (uint64_t)at / summed->page_size, sum = sum_of(bytes, (size_t)count, page);
  return write_whole(summed->sums, &sum, 8, place_of(page)) ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

static int layer_truncate(sqlite3_file *file, sqlite3_int64 size) {
  return real(file)->pMethods->xTruncate(real(file), size);
}

static int layer_sync(sqlite3_file *file, int flags) {
  summed_file *summed = (summed_file *)file;
  int result = real(file)->pMethods->xSync(real(file), flags);
  if (result != SQLITE_OK) return result;
  // Before the log is used anew, checksums have to be on disk as well.
  header head;
  struct stat status;
  if (read_whole(summed->sums, &head, sizeof head, 0) && stat(summed->name, &status) == 0) {
    identify(&head, &status);
    if (!write_whole(summed->sums, &head, sizeof head, 0)) return SQLITE_IOERR_FSYNC;
  }
  return fdatasync(summed->sums) == 0 ? SQLITE_OK : SQLITE_IOERR_FSYNC;
}

static int layer_file_size(sqlite3_file *file, sqlite3_int64 *size) {
  return real(file)->pMethods->xFileSize(real(file), size);
}

static int layer_lock(sqlite3_file *file, int level) { return real(file)->pMethods->xLock(real(file), level); }
static int layer_unlock(sqlite3_file *file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }

static int layer_check_reserved(sqlite3_file *file, int *out) {
  return real(file)->pMethods->xCheckReservedLock(real(file), out);
}

static int verify(summed_file *file, verification *task) {
  sqlite3_int64 size = 0;
  int result = real(&file->base)->pMethods->xFileSize(real(&file->base), &size);
  unsigned char *bytes = malloc(file->page_size);
  if (!bytes) return SQLITE_NOMEM;
  task->pages = (uint32_t)(size / file->page_size);
  for (; result == SQLITE_OK && task->looked < task->count; task->looked++) {
    uint64_t page = (uint64_t)task->first + task->looked - 1;
    if (page >= task->pages) break;
    int is_good = 0;
    for (int tries = 0; !is_good && tries < most_tries; tries++) {
      if (tries > 0) usleep(pause_microseconds);
      int got = real(&file->base)->pMethods->xRead(real(&file->base), bytes, (int)file->page_size,
                                                   (sqlite3_int64)(page * file->page_size));
      is_good = got == SQLITE_OK && matches(file->sums, bytes, file->page_size, page);
    }
    if (is_good) continue;
    if (task->found < task->room) task->bad[task->found] = (uint32_t)(page + 1);
    task->found++;
  }
  free(bytes);
  return result;
}

static int layer_control(sqlite3_file *file, int operation, void *argument) {
  if (operation == verify_operation) return verify((summed_file *)file, argument);
  return real(file)->pMethods->xFileControl(real(file), operation, argument);
}

static int layer_sector_size(sqlite3_file *file) { return real(file)->pMethods->xSectorSize(real(file)); }
static int layer_characteristics(sqlite3_file *file) {
  return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int layer_shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **memory) {
  return real(file)->pMethods->xShmMap(real(file), region, size, extend, memory);
}
static int layer_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
  return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
static void layer_shm_barrier(sqlite3_file *file) { real(file)->pMethods->xShmBarrier(real(file)); }
static int layer_shm_unmap(sqlite3_file *file, int remove) {
  return real(file)->pMethods->xShmUnmap(real(file), remove);
}

// Version 2: pages are read, and never mapped, for what is mapped is not seen here.
static const sqlite3_io_methods layer_methods = {
    .iVersion = 2,
    .xClose = layer_close,
    .xRead = layer_read,
    .xWrite = layer_write,
    .xTruncate = layer_truncate,
    .xSync = layer_sync,
    .xFileSize = layer_file_size,
    .xLock = layer_lock,
    .xUnlock = layer_unlock,
    .xCheckReservedLock = layer_check_reserved,
    .xFileControl = layer_control,
    .xSectorSize = layer_sector_size,
    .xDeviceCharacteristics = layer_characteristics,
    .xShmMap = layer_shm_map,
    .xShmLock = layer_shm_lock,
    .xShmBarrier = layer_shm_barrier,
    .xShmUnmap = layer_shm_unmap,
};

static sqlite3_vfs layer;
static sqlite3_vfs *system_vfs;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int registered = SQLITE_ERROR;

static int layer_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) {
  (void)vfs;
  int sums = -1;
  header head;
  if (name && (flags & SQLITE_OPEN_MAIN_DB) && !is_bypassed) {
    char *path = sums_path(name);
    if (!path) return SQLITE_NOMEM;
    // Also of a database that is only read: its checksums tell the same.
    sums = open(path, (flags & SQLITE_OPEN_READWRITE ? O_RDWR : O_RDONLY) | O_CLOEXEC);
    free(path);
    if (sums >= 0 && (!read_whole(sums, &head, sizeof head, 0) || !is_sound(&head))) {
      close(sums);
      sums = -1;
    }
  }
  if (sums < 0) return system_vfs->xOpen(system_vfs, name, file, flags, out);
  summed_file *summed = (summed_file *)file;
  summed->base.pMethods = NULL;
  memset(summed + 1, 0, (size_t)system_vfs->szOsFile);
  int result = system_vfs->xOpen(system_vfs, name, real(file), flags, out);
  if (!real(file)->pMethods) {
    close(sums);
    return result;
  }
  summed->sums = sums;
  summed->page_size = head.page_size;
  summed->name = name;
  summed->base.pMethods = &layer_methods;
  return result;
}

static void register_once(void) {
  system_vfs = sqlite3_vfs_find(NULL);
  if (!system_vfs) return;
  // Everything but opening is the system's own.
  layer = *system_vfs;
  layer.pNext = NULL;
  layer.zName = "courant-page-sums";
  layer.szOsFile = (int)sizeof(summed_file) + system_vfs->szOsFile;
  layer.xOpen = layer_open;
  registered = sqlite3_vfs_register(&layer, 1);
}

int pagesums_register(void) {
  pthread_once(&once, register_once);
  return registered;
}

int pagesums_verify(sqlite3 *database, uint32_t first, uint32_t count, uint32_t *pages, uint32_t *looked,
                    uint32_t *bad, uint32_t room, uint32_t *found) {
  verification task = {.first = first, .count = count, .room = room, .bad = bad};
  int result = sqlite3_file_control(database, "main", verify_operation, &task);
  *pages = task.pages;
  *looked = task.looked;
  *found = task.found;
  return result;
}
