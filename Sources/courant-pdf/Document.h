// SPDX-License-Identifier: GPL-2.0-or-later
// Part of courant-pdf, a program of its own that is linked to poppler; see LICENSE in this folder.
#pragma once

#include <cstddef>
#include <cstdint>

#include "Answer.h"

/// Reads a document into an answer.
/// - mostPages: a document with more is too large.
Status readDocument(const char *bytes, size_t count, uint32_t mostPages, Answer &answer);

/// Reads poppler's own tables, while files may be read.
void prepareDocuments();
