// SPDX-License-Identifier: GPL-2.0-or-later
// Part of courant-pdf, a program of its own that is linked to poppler; see LICENSE in this folder.
#pragma once

#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>

/// What became of a document; the numbers are those of the protocol.
enum class Status : uint32_t {
  read = 0,
  /// Nothing can be made of the bytes.
  broken = 1,
  /// It wants a password.
  encrypted = 2,
  /// It has more pages, text or unpacked data than is read.
  tooLarge = 3,
  /// It takes longer than it may.
  tooSlow = 4,
  /// It brought the reader down.
  crashed = 5,
};

/// The answer about one document outgrew its memory.
struct AnswerFull : std::runtime_error {
  AnswerFull() : std::runtime_error("the answer is full") {}
};

/// The bytes of an answer, in memory of a fixed size. All numbers are little-endian.
class Answer {
public:
  Answer(unsigned char *memory, size_t capacity) : memory(memory), capacity(capacity) {}

  size_t size() const { return used; }

  void byte(uint8_t value) { put(&value, 1); }
  void number(uint32_t value) { put(&value, sizeof value); }
  void real(double value) {
    float narrow = static_cast<float>(value);
    put(&narrow, sizeof narrow);
  }
  /// A length and as many bytes.
  void text(const std::string &value) {
    number(static_cast<uint32_t>(value.size()));
    put(value.data(), value.size());
  }

private:
  void put(const void *bytes, size_t count) {
    if (count > capacity - used) throw AnswerFull();
    std::memcpy(memory + used, bytes, count);
    used += count;
  }

  unsigned char *memory;
  size_t capacity;
  size_t used = 0;
};
