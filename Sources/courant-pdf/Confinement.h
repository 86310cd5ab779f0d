// SPDX-License-Identifier: GPL-2.0-or-later
// Part of courant-pdf, a program of its own that is linked to poppler; see LICENSE in this folder.
#pragma once

#include <cstdint>
#include <vector>

#include <linux/filter.h>

/// What a process that reads hostile documents gives up.
class Confinement {
public:
  /// Works the rules out, while that is cheap.
  Confinement();

  /// Gives up capabilities, programs with more rights, and all files but those that poppler reads. For the process and
  /// its children.
  void enterFiles() const;
  /// Leaves the system calls of a process that computes. The kernel may not go along; the walls that stand are enough
  /// for the rest.
  void enterSystemCalls() const;
  /// Bounds memory and time.
  static void limit(uint64_t memory, uint64_t seconds);

private:
  std::vector<sock_filter> filter;
};
