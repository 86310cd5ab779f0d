// A library for LD_PRELOAD that makes the disk and the clock of a process fail, as a file says at every moment.
//
// FAULTY_DISK names a file of three 64-bit integers in the machine's byte order: what fails (below), how often of a thousand times,
// and what is added to the wall clock, in nanoseconds. FAULTY_ROOT is how the paths begin of the files that fail. The monotonic clock
// is left.
//
// FAULTY_POWER names a folder on the same file system in which is written down how to undo what was not synced yet, so that a power cut
// can be played: see power.h. Nothing is really synced then.
#pragma once

enum faulty_disk {
  faulty_disk_none = 0,
  // Nothing more can be written: half of what was asked for is, then there is no space.
  faulty_disk_full = 1,
  // As a file system that was remounted read-only.
  faulty_disk_read_only = 2,
  // What was written cannot be synced.
  faulty_disk_sync = 3,
  // Nothing can be written, not even half.
  faulty_disk_error = 4,
};
