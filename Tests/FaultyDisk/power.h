// What a disk may forget when the power goes: whatever was not synced.
//
// Before a file is changed, what stood there is written down in the folder of FAULTY_POWER: for the bytes of a file in a file named by
// its inode, for names in the file `names`. Syncing a file removes its notes, syncing a folder adds a line to `names`. Whoever plays the
// power cut kills the processes, and undoes what is noted:
//
//   <inode>   records of three 64-bit integers: place, how many bytes follow, size of the file before; then the bytes
//   names     lines of fields between tabs: `create PATH`, `mkdir PATH`, `unlink PATH KEPT`, `rename OLD NEW KEPT`, `sync FOLDER`;
//             KEPT is another name of the file that was replaced or removed, or `-`
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define REAL(type, name) ((type)real(#name))
void *real(const char *name);

void power_begin(const char *folder);
int power_is_watched(void);
void power_lock(void);
void power_unlock(void);
// A place of -1 is the end.
void power_before_write(int file, off64_t place, size_t count);
void power_before_truncation(int file, off64_t length);
void power_before_open(const char *path, int flags);
void power_before_rename(const char *old_path, const char *new_path);
void power_before_unlink(const char *path);
void power_after_mkdir(const char *path);
int power_sync(int file);
