#pragma once

#include <sqlite3.h>
#include <stdint.h>

// Checksums of a database's pages, in a file beside it, `<database>-sums`: 8 bytes a page. SQLite has checksums in its log, and none in
// the database itself, so a flipped bit would be read as what was written.
//
// A layer over the system's files writes the checksum of each page that SQLite writes to a database, and compares it with each page
// that SQLite reads. It does so only for databases that have such a file when they are opened; all others are as without it.

/// Makes the layer SQLite's default. Any number of times, from any thread.
int pagesums_register(void);

/// Files that this thread opens from now on are read as without the layer (1), or with it (0).
void pagesums_bypass(int bypass);

/// Writes the file of checksums anew, from the pages as they are. Nobody may write to the database meanwhile.
/// Returns 0, or errno.
int pagesums_build(const char *database);

/// What pagesums_look has found.
typedef struct {
  /// 1 if the file of checksums cannot be used: there is none, or it is of pages of another size.
  int is_missing;
  /// 1 if the database was written to by somebody else since.
  int is_foreign;
  /// Pages that are not what their checksum says, if all were looked at; the first of them.
  uint32_t bad, first_bad;
} pagesums_state;

/// Looks whether the checksums are of the database as it is: 0 for `is_in_use` before it is opened, when all pages are read only if
/// somebody else wrote to it; 1 to read all of one that may be written to meanwhile.
/// Returns 0, or errno.
int pagesums_look(const char *database, int is_in_use, pagesums_state *state);

/// Compares pages of an open database with their checksums, from a number on (1 is the first), a count at most.
/// Sets how many there are in all, how many were looked at, and up to `room` numbers of those that are damaged.
/// Returns SQLITE_OK, or SQLITE_NOTFOUND for a database without checksums.
int pagesums_verify(sqlite3 *database, uint32_t first, uint32_t count, uint32_t *pages, uint32_t *looked,
                    uint32_t *bad, uint32_t room, uint32_t *found);

/// The page that was last found damaged when it was read, in this process; 0 if none was.
uint32_t pagesums_last_fault(void);
