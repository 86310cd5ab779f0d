// SPDX-License-Identifier: GPL-2.0-or-later
// Part of courant-pdf, a program of its own that is linked to poppler; see LICENSE in this folder.

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <cstring>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "Answer.h"
#include "Confinement.h"
#include "Document.h"

// The protocol, for one peer that asks and waits. All numbers are 32 bits, little-endian.
//     request:  'CPQ1', count of bytes, milliseconds, pages at most, bytes of text at most; then the bytes
//     answer:   'CPA1', status, count of bytes; then the bytes

namespace {

const uint32_t requestMark = 0x31515043, answerMark = 0x31415043;
const uint32_t mostBytes = 512u << 20, mostAnswer = 1u << 30, mostMilliseconds = 600000;
/// What a document may take beside its own bytes and the answer.
const uint64_t memory = uint64_t(512) << 20;

struct Request {
  uint32_t mark, count, milliseconds, pages, answer;
};

struct Reply {
  uint32_t mark, status, count;
};

bool readAll(void *into, size_t count) {
  auto *at = static_cast<char *>(into);
  while (count > 0) {
    const ssize_t got = read(STDIN_FILENO, at, count);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    at += got;
    count -= static_cast<size_t>(got);
  }
  return true;
}

bool writeAll(const void *from, size_t count) {
  const auto *at = static_cast<const char *>(from);
  while (count > 0) {
    const ssize_t put = write(STDOUT_FILENO, at, count);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    at += put;
    count -= static_cast<size_t>(put);
  }
  return true;
}

int64_t now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return int64_t(time.tv_sec) * 1000 + time.tv_nsec / 1000000;
}

/// What parent and child share of one document; the answer follows.
struct Shared {
  uint32_t isDone, status;
  uint64_t count;
};

/// The document's child: never returns.
[[noreturn]] void work(
    const Confinement &confinement, const Request &request, const std::vector<char> &bytes, Shared *shared, size_t capacity) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  close(STDIN_FILENO);
  close(STDOUT_FILENO);
  Confinement::limit(memory + bytes.size() + capacity, request.milliseconds / 1000 + 2);
  confinement.enterSystemCalls();
  Answer answer(reinterpret_cast<unsigned char *>(shared + 1), capacity);
  const Status status = readDocument(bytes.data(), bytes.size(), request.pages, answer);
  shared->status = static_cast<uint32_t>(status);
  shared->count = status == Status::read ? answer.size() : 0;
  shared->isDone = 1;
  _exit(0);
}

enum class End { ended, late, parentless };

/// Waits until the child's end of a pipe closes, the time is over, or nobody is left to answer to.
End wait(int life, uint32_t milliseconds) {
  const int64_t end = now() + milliseconds;
  for (;;) {
    const int64_t left = end - now();
    if (left <= 0) return End::late;
    pollfd watched[] = {{life, POLLIN, 0}, {STDIN_FILENO, 0, 0}};
    if (poll(watched, 2, static_cast<int>(left)) < 0 && errno != EINTR) return End::late;
    if (watched[0].revents != 0) return End::ended;
    if (watched[1].revents & (POLLHUP | POLLERR)) return End::parentless;
  }
}

/// Reads one document in a process of its own, and answers. False when nobody is left to answer to.
bool serve(const Confinement &confinement, const Request &request, const std::vector<char> &bytes) {
  const size_t size = sizeof(Shared) + request.answer;
  void *region = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  int life[2];
  if (region == MAP_FAILED || pipe(life) != 0) return false;
  auto *shared = static_cast<Shared *>(region);
  const pid_t child = fork();
  if (child == 0) {
    close(life[0]);
    work(confinement, request, bytes, shared, request.answer);
  }
  close(life[1]);
  Reply reply{answerMark, static_cast<uint32_t>(Status::crashed), 0};
  bool goesOn = child > 0;
  if (child > 0) {
    const End end = wait(life[0], request.milliseconds);
    kill(child, SIGKILL);
    int code = 0;
    while (waitpid(child, &code, 0) < 0 && errno == EINTR) {
    }
    goesOn = end != End::parentless;
    if (shared->isDone == 1 && shared->count <= request.answer) {
      reply.status = shared->status;
      reply.count = static_cast<uint32_t>(shared->count);
    } else if (end == End::late || (WIFSIGNALED(code) && WTERMSIG(code) == SIGXCPU)) {
      reply.status = static_cast<uint32_t>(Status::tooSlow);
    } else if (WIFEXITED(code) && WEXITSTATUS(code) == 1) {
      // How poppler ends when there is no memory left.
      reply.status = static_cast<uint32_t>(Status::tooLarge);
    }
  }
  close(life[0]);
  goesOn = goesOn && writeAll(&reply, sizeof reply) && writeAll(shared + 1, reply.count);
  munmap(region, size);
  return goesOn;
}

} // namespace

int main(int count, char **arguments) {
  if (count != 2 || std::strcmp(arguments[1], "--serve") != 0) {
    std::fputs("usage: courant-pdf --serve    reads PDFs for courantd and courant, which start it\n", stderr);
    return 2;
  }
  // What whoever started it had open is none of its business.
  close_range(STDERR_FILENO + 1, ~0U, 0);
  signal(SIGPIPE, SIG_IGN);
  // Who started it ends it, by closing the pipe: a document may be half read when a terminal sends its signal to all.
  signal(SIGINT, SIG_IGN);
  prepareDocuments();
  const Confinement confinement;
  confinement.enterFiles();
  std::vector<char> bytes;
  for (;;) {
    Request request{};
    if (!readAll(&request, sizeof request)) return 0;
    if (request.mark != requestMark || request.count > mostBytes || request.answer > mostAnswer ||
        request.milliseconds == 0 || request.milliseconds > mostMilliseconds)
      return 1;
    bytes.resize(request.count);
    if (!readAll(bytes.data(), bytes.size())) return 0;
    if (!serve(confinement, request, bytes)) return 0;
    // A large one is not kept for the small ones after it.
    std::vector<char>().swap(bytes);
  }
}
