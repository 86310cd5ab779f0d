#define _GNU_SOURCE
#include "guard.h"

#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
  most_descriptors = 1 << 16,
  most_policies = 256,
  most_processes = 1 << 11,
  most_ended = 1 << 10,
  most_candidates = 1 << 12,
  // What a CURVE connection may send unseen, a second: heartbeats look like messages there, and are never delivered.
  unseen_bytes = 64,
  // A message in libzmq's queue, its content's head, and what malloc adds: msg_t has 64 bytes, content_t 40.
  frame_cost = 120,
  // What strangers may have unread at all sockets for workers together, in bytes, unless one message is larger; and how far
  // peers that have hung up may go beyond.
  least_unread = 20 << 20,
  unread_excess = 4 << 20,
  // What each connection may have unread all the same: questions, and most documents.
  always_allowed = 8 << 10,
  // What a peer may leave unread of its answers before its questions wait, in bytes; and all peers together, before only small
  // answers are given, and those that have read nothing for some seconds are ended.
  most_unsent = 1 << 20,
  most_questions = 8,
  most_unsent_of_all = 40 << 20,
  small_answer = 16 << 10,
  stall_seconds = 5,
  // Connections that have ended, before it is worth while to look for memory that they leave.
  worth_returning = 64,
  return_seconds = 3,
  large_piece = 128 << 10,
  // A CURVE message is a command: its name, a nonce, the seal, and the flags of the frame inside (spec 26).
  curve_overhead = 33,
};

// ZMTP 3.1: flags of a frame.
enum { flag_more = 1, flag_long = 2, flag_command = 4 };

typedef enum { in_greeting, in_flags, in_length, in_body } place;

typedef struct {
  // Guards all that follows, but for `policy`, which is read first.
  pthread_mutex_t lock;
  // Number of the policy plus one; 0 for a descriptor that is none of a guarded connection.
  atomic_int policy;
  // How libzmq polls it.
  int poller;
  uint64_t number;
  struct epoll_event wanted;
  // Of unread messages, and of what is kept.
  uint64_t cost;
  // Of answers that the kernel has not taken yet, for the peer does not read; and when it last took some of them.
  uint64_t unsent;
  time_t progress;
  // When the message that is being read began, or the connection; up to when heartbeats were allowed for. Seconds.
  time_t since, allowed;
  // Input waits; it waited when the socket was last found drained.
  uint8_t is_paused, is_marked;
  uint8_t is_cut;
  uint8_t is_remote;
  // Of a process that the program trusts, at a socket for workers: it has an account of its own.
  uint8_t is_trusted;

  // The frame that is being read.
  place place;
  uint8_t flags;
  uint8_t is_curve;
  uint8_t length_bytes;
  uint8_t name[16];
  uint8_t name_count;
  uint32_t frames;
  // What is left of the greeting, the length or the body.
  uint64_t left;
  uint64_t length;
  uint64_t frame_charge;
  // Of the message that is not there as a whole: libzmq drops it when the connection ends, and delivers those before it.
  uint64_t message_charge;
} connection;

typedef struct {
  courant_guard_policy rules;
  atomic_int is_used;
  // Of strangers, and of processes that are trusted.
  atomic_ullong costs[2];
  // The part of the strangers' cost that is of connections which have ended, whoever's they were: their messages are still to
  // be read; and how much of it was there when the socket was last found drained.
  atomic_ullong left_behind, left_behind_before;
  atomic_int connections, paused;
  // Of them those in the file system, and those over TCP.
  atomic_int sides[2];
  atomic_ullong frames, endless, protocol, descriptors, crowd, denied;
  pthread_mutex_t lock;
  uint64_t ended[most_ended];
  int ended_count;
} policy_state;

static connection connections[most_descriptors];
static policy_state policies[most_policies];
// One more than the largest descriptor of a connection so far.
static atomic_int descriptor_end;
// Number of the policy plus one of each listening socket.
static atomic_int listeners[most_descriptors];
// Processes; 0 where there is none.
static atomic_int denied[most_processes], trusted[most_processes];
static atomic_ullong last_number;
// Of all policies together: connections, and those that have ended since memory was last given back.
static atomic_int connection_count, ended_count;
static atomic_int most_connections = most_descriptors;
// The cost of what is unread of strangers at all sockets for workers, and how much it may be.
static atomic_ullong unread;
static atomic_ullong most_unread = least_unread;
// What answers the kernel has not taken yet, of strangers at all sockets.
static atomic_ullong unsent;
// Held by whoever makes room.
static pthread_mutex_t relief = PTHREAD_MUTEX_INITIALIZER;
// A child between fork and exec closes what it has inherited: its locks may be held for ever, by threads that it does not have.
static pid_t owner;
static _Thread_local int binding;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static struct {
  int (*listen)(int, int);
  int (*accept4)(int, struct sockaddr *, socklen_t *, int);
  ssize_t (*recv)(int, void *, size_t, int);
  ssize_t (*send)(int, const void *, size_t, int);
  int (*epoll_ctl)(int, int, int, struct epoll_event *);
  int (*close)(int);
} next;

static void prepare(void) {
  owner = getpid();
  *(void **)&next.listen = dlsym(RTLD_NEXT, "listen");
  *(void **)&next.accept4 = dlsym(RTLD_NEXT, "accept4");
  *(void **)&next.recv = dlsym(RTLD_NEXT, "recv");
  *(void **)&next.send = dlsym(RTLD_NEXT, "send");
  *(void **)&next.epoll_ctl = dlsym(RTLD_NEXT, "epoll_ctl");
  *(void **)&next.close = dlsym(RTLD_NEXT, "close");
  for (int i = 0; i < most_descriptors; i++) pthread_mutex_init(&connections[i].lock, NULL);
  for (int i = 0; i < most_policies; i++) pthread_mutex_init(&policies[i].lock, NULL);
}

static inline void prepare_once(void) { pthread_once(&once, prepare); }

static inline int is_descriptor(int descriptor) { return descriptor >= 0 && descriptor < most_descriptors; }

// The connection of a descriptor, locked; NULL where it is none that is guarded, or of another policy than `policy`.
static connection *locked(int descriptor, int policy) {
  if (!is_descriptor(descriptor)) return NULL;
  connection *it = &connections[descriptor];
  if (atomic_load_explicit(&it->policy, memory_order_acquire) == 0) return NULL;
  pthread_mutex_lock(&it->lock);
  int own = atomic_load_explicit(&it->policy, memory_order_relaxed) - 1;
  if (own >= 0 && (policy < 0 || own == policy)) return it;
  pthread_mutex_unlock(&it->lock);
  return NULL;
}

static inline policy_state *policy_of(connection *it) { return &policies[atomic_load(&it->policy) - 1]; }

static time_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
  return time.tv_sec;
}

static void add_unread(policy_state *policy, uint64_t cost) {
  if (policy->rules.is_of_workers) atomic_fetch_add(&unread, cost);
}

static void subtract_unread(policy_state *policy, uint64_t cost) {
  if (policy->rules.is_of_workers) atomic_fetch_sub(&unread, cost);
}

static inline atomic_ullong *account(connection *it) { return &policy_of(it)->costs[it->is_trusted]; }

static void charge(connection *it, uint64_t cost) {
  it->cost += cost;
  it->frame_charge += cost;
  it->message_charge += cost;
  atomic_fetch_add(account(it), cost);
  if (!it->is_trusted) add_unread(policy_of(it), cost);
}

static void credit(connection *it, uint64_t cost) {
  if (cost > it->cost) cost = it->cost;
  it->cost -= cost;
  atomic_fetch_sub(account(it), cost);
  if (!it->is_trusted) subtract_unread(policy_of(it), cost);
}

// Messages of connections that have ended were read, or are found to have been.
static void credit_left_behind(policy_state *policy, uint64_t cost) {
  unsigned long long held = atomic_load(&policy->left_behind);
  while (1) {
    unsigned long long part = cost < held ? cost : held;
    if (part == 0) return;
    if (!atomic_compare_exchange_weak(&policy->left_behind, &held, held - part)) continue;
    atomic_fetch_sub(&policy->costs[0], part);
    subtract_unread(policy, part);
    return;
  }
}

// Whether so much of strangers is unread in all sockets for workers that their input waits.
static int is_much_unread(policy_state *policy, uint64_t excess) {
  return policy->rules.is_of_workers && atomic_load(&unread) >= atomic_load(&most_unread) + excess;
}

static int is_over(connection *it) {
  policy_state *policy = policy_of(it);
  if (it->cost >= policy->rules.connection_cost || atomic_load(account(it)) >= policy->rules.total_cost) return 1;
  if (it->is_trusted) return 0;
  return it->unsent >= most_unsent || (it->cost >= always_allowed && is_much_unread(policy, 0));
}

// Tells the kernel what libzmq wants to hear of, less its input where that waits.
static void poll_again(connection *it, int descriptor) {
  if (it->poller < 0) return;
  struct epoll_event event = it->wanted;
  if (it->is_paused) event.events &= ~(uint32_t)EPOLLIN;
  next.epoll_ctl(it->poller, EPOLL_CTL_MOD, descriptor, &event);
}

static void set_paused(connection *it, int descriptor, int is_paused) {
  if (it->is_paused != is_paused) atomic_fetch_add(&policy_of(it)->paused, is_paused ? 1 : -1);
  it->is_paused = (uint8_t)is_paused;
  it->is_marked &= is_paused;
  poll_again(it, descriptor);
}

static void resume_if_possible(connection *it, int descriptor) {
  if (it->is_paused && !is_over(it)) set_paused(it, descriptor, 0);
}

// Ends a connection: the I/O thread hears of it, and reads an end.
static void cut(connection *it, int descriptor) {
  it->is_cut = 1;
  shutdown(descriptor, SHUT_RDWR);
  set_paused(it, descriptor, 0);
}

// MARK: Reading along

static int has_name(connection *it, const char *name) {
  size_t count = strlen(name);
  return it->name_count > count && it->name[0] == count && memcmp(it->name + 1, name, count) == 0;
}

// A frame is there as a whole. False where the peer must not go on.
static int end_frame(connection *it, uint64_t rest) {
  policy_state *policy = policy_of(it);
  it->place = in_flags;
  if (it->flags & flag_command) {
    int is_message = has_name(it, "MESSAGE");
    int is_subscription = has_name(it, "SUBSCRIBE") || has_name(it, "CANCEL");
    // Other commands are done with at once.
    if (!is_message && !is_subscription) {
      credit(it, it->frame_charge);
      it->message_charge -= it->frame_charge < it->message_charge ? it->frame_charge : it->message_charge;
    }
    if (is_message) it->message_charge = 0;
    it->is_curve |= is_message;
    // libzmq now asks whether the key is known, and would hold what follows: nothing may, before the answer.
    if (has_name(it, "INITIATE") && rest > 0) {
      atomic_fetch_add(&policy->protocol, 1);
      return 0;
    }
    if (is_message) it->since = now();
    return 1;
  }
  if (it->flags & flag_more) {
    if (++it->frames >= policy->rules.frames) {
      atomic_fetch_add(&policy->frames, 1);
      return 0;
    }
  } else {
    it->frames = 0;
    it->message_charge = 0;
    it->since = now();
  }
  return 1;
}

// Follows the frames in what was read. False where the peer must not go on.
static int read_along(connection *it, const uint8_t *bytes, size_t count) {
  policy_state *policy = policy_of(it);
  if (it->is_curve) {
    time_t time = now();
    credit(it, (uint64_t)(time - it->allowed) * unseen_bytes);
    it->allowed = time;
  }
  size_t at = 0;
  while (at < count) {
    switch (it->place) {
      case in_greeting: {
        // 64 bytes (spec 23): a signature of FF, eight of any, 7F; then the version, at least 3.
        size_t offset = 64 - it->left;
        uint8_t byte = bytes[at++];
        if ((offset == 0 && byte != 0xff) || (offset == 9 && byte != 0x7f) || (offset == 10 && byte < 3)) {
          atomic_fetch_add(&policy->protocol, 1);
          return 0;
        }
        if (--it->left == 0) it->place = in_flags;
        break;
      }
      case in_flags:
        if (it->frames == 0) it->since = now();
        it->flags = bytes[at++];
        it->length = 0;
        it->name_count = 0;
        it->frame_charge = 0;
        it->left = it->flags & flag_long ? 8 : 1;
        it->place = in_length;
        charge(it, frame_cost);
        break;
      case in_length:
        it->length = it->length << 8 | bytes[at++];
        if (--it->left > 0) break;
        it->left = it->length;
        it->place = in_body;
        if (it->left == 0 && !end_frame(it, count - at)) return 0;
        break;
      case in_body: {
        size_t part = count - at < it->left ? count - at : it->left;
        for (size_t i = 0; i < part && it->name_count < sizeof it->name; i++) it->name[it->name_count++] = bytes[at + i];
        charge(it, part * policy->rules.byte_cost);
        at += part;
        it->left -= part;
        if (it->left == 0 && !end_frame(it, count - at)) return 0;
        break;
      }
    }
  }
  return 1;
}

// MARK: What libzmq calls

int listen(int descriptor, int backlog) {
  prepare_once();
  int result = next.listen(descriptor, backlog);
  if (result == 0 && is_descriptor(descriptor)) atomic_store(&listeners[descriptor], binding);
  return result;
}

// How many descriptors are kept for files: a database that cannot open its files is worse than a peer that waits.
static int first_reserved(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return most_descriptors;
  uint64_t most = limit.rlim_cur < most_descriptors ? limit.rlim_cur : most_descriptors;
  uint64_t reserve = most / 4 < 256 ? most / 4 : 256;
  return (int)(most - reserve);
}

// The process at the other end of a connection in the file system; 0 where it is on another host, or in a container of its own.
static pid_t peer_of(int descriptor) {
  struct ucred peer;
  socklen_t size = sizeof peer;
  return getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 ? peer.pid : 0;
}

static int is_among(pid_t process, atomic_int *processes) {
  for (int i = 0; process != 0 && i < most_processes; i++) {
    if (atomic_load_explicit(&processes[i], memory_order_relaxed) == process) return 1;
  }
  return 0;
}

static int is_remote(int descriptor) {
  int domain = 0;
  socklen_t size = sizeof domain;
  return getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain != AF_UNIX;
}

int accept4(int listener, struct sockaddr *address, socklen_t *size, int flags) {
  prepare_once();
  int number = is_descriptor(listener) ? atomic_load(&listeners[listener]) : 0;
  if (number == 0) return next.accept4(listener, address, size, flags);
  policy_state *policy = &policies[number - 1];
  int descriptor = next.accept4(listener, address, size, flags);
  if (descriptor < 0) {
    // An ipc listener of libzmq 4.3.4 asserts that there is a descriptor. The reserve makes this rare.
    if (errno == EMFILE || errno == ENFILE) {
      atomic_fetch_add(&policy->descriptors, 1);
      usleep(1000);
      errno = ECONNABORTED;
    }
    return descriptor;
  }
  // Descriptors are given out from the lowest on, so that the number says how many are in use.
  int is_late = descriptor >= first_reserved();
  // Each socket has some to itself, in the file system and over TCP, so that a crowd at one keeps nobody from the others.
  int side = is_remote(descriptor);
  pid_t peer = policy->rules.is_of_workers || policy->rules.denies ? peer_of(descriptor) : 0;
  int is_trusted = policy->rules.is_of_workers && (peer == owner || is_among(peer, trusted));
  int is_crowd = !is_trusted && atomic_load(&connection_count) >= atomic_load(&most_connections)
                 && atomic_load(&policy->sides[side]) >= (int)policy->rules.own_connections;
  if (is_late || is_crowd || (policy->rules.denies && is_among(peer, denied))) {
    atomic_fetch_add(is_late ? &policy->descriptors : is_crowd ? &policy->crowd : &policy->denied, 1);
    next.close(descriptor);
    errno = ECONNABORTED;
    return -1;
  }
  connection *it = &connections[descriptor];
  pthread_mutex_lock(&it->lock);
  memset((char *)it + offsetof(connection, poller), 0, sizeof *it - offsetof(connection, poller));
  it->poller = -1;
  it->number = atomic_fetch_add(&last_number, 1) + 1;
  it->place = in_greeting;
  it->left = 64;
  it->since = it->allowed = now();
  it->is_remote = (uint8_t)side;
  it->is_trusted = (uint8_t)is_trusted;
  atomic_store_explicit(&it->policy, number, memory_order_release);
  pthread_mutex_unlock(&it->lock);
  atomic_fetch_add(&policy->connections, 1);
  atomic_fetch_add(&policy->sides[side], 1);
  atomic_fetch_add(&connection_count, 1);
  int end = atomic_load(&descriptor_end);
  while (end <= descriptor && !atomic_compare_exchange_weak(&descriptor_end, &end, descriptor + 1)) {}
  return descriptor;
}

ssize_t recv(int descriptor, void *buffer, size_t size, int flags) {
  prepare_once();
  connection *it = locked(descriptor, -1);
  if (!it) return next.recv(descriptor, buffer, size, flags);
  ssize_t count = 0;
  if (!it->is_cut && is_over(it)) {
    // A peer that has hung up sends no more than the kernel holds already, and would be reported again and again.
    struct pollfd state = {.fd = descriptor};
    int has_ended = poll(&state, 1, 0) > 0 && state.revents & (POLLHUP | POLLERR);
    if (!has_ended) {
      set_paused(it, descriptor, 1);
      pthread_mutex_unlock(&it->lock);
      errno = EAGAIN;
      return -1;
    }
    policy_state *policy = policy_of(it);
    it->is_cut = it->cost >= 2 * policy->rules.connection_cost || atomic_load(account(it)) >= 2 * policy->rules.total_cost
                 || (!it->is_trusted && is_much_unread(policy, unread_excess));
  }
  if (!it->is_cut) {
    count = next.recv(descriptor, buffer, size, flags);
    if (count > 0 && !read_along(it, buffer, (size_t)count)) {
      it->is_cut = 1;
      count = 0;
    }
  }
  int reason = errno;
  pthread_mutex_unlock(&it->lock);
  errno = reason;
  return count;
}

// Answers go out: what the kernel has taken is no longer held here.
ssize_t send(int descriptor, const void *buffer, size_t size, int flags) {
  prepare_once();
  ssize_t count = next.send(descriptor, buffer, size, flags);
  int reason = errno;
  connection *it = count > 0 ? locked(descriptor, -1) : NULL;
  if (it) {
    // Commands and the heads of frames are sent, too, and are not counted.
    uint64_t part = (uint64_t)count < it->unsent ? (uint64_t)count : it->unsent;
    it->unsent -= part;
    atomic_fetch_sub(&unsent, part);
    it->progress = now();
    resume_if_possible(it, descriptor);
    pthread_mutex_unlock(&it->lock);
  }
  errno = reason;
  return count;
}

int epoll_ctl(int poller, int operation, int descriptor, struct epoll_event *event) {
  prepare_once();
  connection *it = event && operation != EPOLL_CTL_DEL ? locked(descriptor, -1) : NULL;
  if (!it) return next.epoll_ctl(poller, operation, descriptor, event);
  it->poller = poller;
  it->wanted = *event;
  struct epoll_event given = *event;
  if (it->is_paused) given.events &= ~(uint32_t)EPOLLIN;
  int result = next.epoll_ctl(poller, operation, descriptor, &given);
  int reason = errno;
  pthread_mutex_unlock(&it->lock);
  errno = reason;
  return result;
}

int close(int descriptor) {
  prepare_once();
  if (is_descriptor(descriptor)) atomic_store_explicit(&listeners[descriptor], 0, memory_order_relaxed);
  int is_guarded = is_descriptor(descriptor) && atomic_load(&connections[descriptor].policy) != 0 && getpid() == owner;
  connection *it = is_guarded ? locked(descriptor, -1) : NULL;
  if (it) {
    int number = atomic_load(&it->policy) - 1;
    policy_state *policy = &policies[number];
    uint64_t ended = it->number;
    int side = it->is_remote;
    // What is kept is freed with the connection. Messages are not: libzmq delivers those that are whole, however long ago
    // their peer left.
    uint64_t whole = it->cost > it->message_charge ? it->cost - it->message_charge : 0;
    if (policy->rules.is_kept) whole = 0;
    credit(it, it->cost - (it->is_trusted ? 0 : whole));
    if (it->is_trusted) {
      // Nobody can tell whose a message was whose connection has ended: there is one account for them.
      atomic_fetch_add(&policy->costs[0], whole);
      add_unread(policy, whole);
    }
    atomic_fetch_add(&policy->left_behind, whole);
    atomic_fetch_sub(&unsent, it->unsent);
    if (it->is_paused) atomic_fetch_sub(&policy->paused, 1);
    atomic_store_explicit(&it->policy, 0, memory_order_release);
    pthread_mutex_unlock(&it->lock);
    atomic_fetch_sub(&policy->sides[side], 1);
    atomic_fetch_sub(&policy->connections, 1);
    atomic_fetch_sub(&connection_count, 1);
    atomic_fetch_add(&ended_count, 1);
    pthread_mutex_lock(&policy->lock);
    if (policy->ended_count < most_ended) policy->ended[policy->ended_count++] = ended;
    pthread_mutex_unlock(&policy->lock);
  }
  return next.close(descriptor);
}

// MARK: What the program calls

static void raise_to(atomic_ullong *bound, uint64_t least) {
  unsigned long long now = atomic_load(bound);
  while (now < least && !atomic_compare_exchange_weak(bound, &now, least)) {}
}

void courant_guard_limit(int connections) { atomic_store(&most_connections, connections); }

int courant_guard_make(const courant_guard_policy *rules) {
  prepare_once();
  // What is as large goes back to the system when it is freed. By itself glibc raises this up to 32 MiB once something
  // large was freed, and then keeps the pieces (mallopt(3)).
  mallopt(M_MMAP_THRESHOLD, large_piece);
  for (int i = 0; i < most_policies; i++) {
    int expected = 0;
    // The last connections of the one before may still be closing.
    if (atomic_load(&policies[i].connections) != 0) continue;
    if (!atomic_compare_exchange_strong(&policies[i].is_used, &expected, 1)) continue;
    policy_state *state = &policies[i];
    state->rules = *rules;
    state->ended_count = 0;
    state->left_behind_before = 0;
    state->frames = state->endless = state->protocol = state->descriptors = state->crowd = state->denied = 0;
    // One message of the largest that there are must fit.
    if (rules->is_of_workers) raise_to(&most_unread, rules->connection_cost);
    return i;
  }
  return -1;
}

void courant_guard_free(int policy) {
  credit_left_behind(&policies[policy], UINT64_MAX);
  atomic_store(&policies[policy].is_used, 0);
}

void courant_guard_begin(int policy) { binding = policy + 1; }

void courant_guard_end(void) { binding = 0; }

uint64_t courant_guard_read(int policy, int descriptor, uint64_t bytes, uint32_t frames, int *is_sure) {
  policy_state *state = &policies[policy];
  uint64_t cost = bytes * state->rules.byte_cost + frames * frame_cost;
  connection *it = locked(descriptor, policy);
  *is_sure = 0;
  if (!it) {
    credit_left_behind(state, cost);
    return 0;
  }
  uint64_t number = it->number;
  if (!state->rules.is_kept) {
    if (it->is_curve) cost += frames * curve_overhead * state->rules.byte_cost;
    // The descriptor may be another's by now: what this one has not sent was left behind by one before it.
    uint64_t own = cost < it->cost ? cost : it->cost;
    *is_sure = own == cost;
    credit(it, own);
    credit_left_behind(state, cost - own);
    resume_if_possible(it, descriptor);
  }
  pthread_mutex_unlock(&it->lock);
  return number;
}

// Ends a connection, of whatever policy, whose message has no end. What it holds counts until it is closed, for so long is
// the memory not free.
static void end_unfinished(connection *it, int descriptor) {
  atomic_fetch_add(&policy_of(it)->endless, 1);
  cut(it, descriptor);
}

int courant_guard_answer(int policy, int descriptor, uint64_t number, uint64_t bytes) {
  connection *it = locked(descriptor, policy);
  if (!it) return 1;
  int is_allowed = 1;
  if (it->number == number && !it->is_trusted) {
    // Questions that were asked before the bound was reached may be many.
    int is_much = it->unsent >= most_questions * (uint64_t)most_unsent;
    int is_much_of_all = bytes > small_answer && atomic_load(&unsent) >= most_unsent_of_all;
    is_allowed = !is_much && !is_much_of_all;
    if (is_allowed) {
      if (it->unsent == 0) it->progress = now();
      it->unsent += bytes;
      atomic_fetch_add(&unsent, bytes);
    }
  }
  pthread_mutex_unlock(&it->lock);
  return is_allowed;
}

void courant_guard_unanswer(int policy, int descriptor, uint64_t number, uint64_t bytes) {
  connection *it = locked(descriptor, policy);
  if (!it) return;
  uint64_t part = it->number != number ? 0 : bytes < it->unsent ? bytes : it->unsent;
  it->unsent -= part;
  atomic_fetch_sub(&unsent, part);
  resume_if_possible(it, descriptor);
  pthread_mutex_unlock(&it->lock);
}

// Ends the connections of a policy whose answers have stood still, where all together hold much.
static int end_stalled(int policy) {
  if (atomic_load(&unsent) < most_unsent_of_all / 2) return 0;
  int count = 0, end = atomic_load(&descriptor_end);
  time_t time = now();
  for (int i = 0; i < end; i++) {
    connection *it = locked(i, policy);
    if (!it) continue;
    if (!it->is_cut && it->unsent > small_answer && it->progress + stall_seconds < time) {
      atomic_fetch_add(&policy_of(it)->endless, 1);
      cut(it, i);
      count++;
    }
    pthread_mutex_unlock(&it->lock);
  }
  return count;
}

typedef struct {
  uint64_t cost;
  int descriptor;
} candidate;

// Those first that hold the most.
static int holds_more(const void *one, const void *other) {
  const candidate *a = one, *b = other;
  return (a->cost < b->cost) - (a->cost > b->cost);
}

// Whether a connection can be ended to make room: it keeps what it holds, or is within a message and has been for some time.
static int is_candidate(connection *it, time_t time) {
  if (it->cost == 0) return 0;
  if (policy_of(it)->rules.is_kept) return 1;
  int has_begun = it->place == in_length || it->place == in_body || it->frames > 0 || it->is_curve;
  return has_begun && (it->since + 1 < time || (it->is_paused && it->is_marked));
}

// Whose connections are to make room: of a policy or, where it is -1, of all for workers; those that are trusted or strangers'.
typedef struct {
  int policy;
  int is_trusted;
} group;

static int is_within(connection *it, group of) {
  return it->is_trusted == of.is_trusted && (of.policy >= 0 || policy_of(it)->rules.is_of_workers);
}

// What connections of a group have left that have ended.
static uint64_t left_behind(group of) {
  if (of.is_trusted) return 0;
  if (of.policy >= 0) return atomic_load(&policies[of.policy].left_behind);
  uint64_t sum = 0;
  for (int i = 0; i < most_policies; i++) {
    if (policies[i].rules.is_of_workers) sum += atomic_load(&policies[i].left_behind);
  }
  return sum;
}

// Makes room among the connections of a group: half of `bound` is to be free.
static int relieve(group of, uint64_t held, uint64_t bound) {
  if (pthread_mutex_trylock(&relief) != 0) return 0;
  static candidate candidates[most_candidates];
  int count = 0, found = 0, end = atomic_load(&descriptor_end);
  uint64_t leaving = left_behind(of);
  time_t time = now();
  for (int i = 0; i < end; i++) {
    connection *it = locked(i, of.policy);
    if (!it) continue;
    if (is_within(it, of)) {
      if (it->is_cut) leaving += it->cost;
      else if (found < most_candidates && is_candidate(it, time)) {
        candidates[found++] = (candidate){.cost = it->cost, .descriptor = i};
      }
    }
    pthread_mutex_unlock(&it->lock);
  }
  qsort(candidates, (size_t)found, sizeof *candidates, holds_more);
  for (int i = 0; i < found && held > leaving + bound / 2; i++) {
    connection *it = locked(candidates[i].descriptor, of.policy);
    if (!it) continue;
    if (!it->is_cut && is_within(it, of) && is_candidate(it, time)) {
      leaving += it->cost;
      end_unfinished(it, candidates[i].descriptor);
      count++;
    }
    pthread_mutex_unlock(&it->lock);
  }
  pthread_mutex_unlock(&relief);
  return count;
}

int courant_guard_drained(int policy) {
  policy_state *state = &policies[policy];
  // All that was left behind when the socket was last found drained has been read by now.
  credit_left_behind(state, atomic_exchange(&state->left_behind_before, 0));
  atomic_store(&state->left_behind_before, atomic_load(&state->left_behind));
  int count = end_stalled(policy);
  if (atomic_load(&state->paused) == 0) return count;
  int waiting[2] = {0, 0}, end = atomic_load(&descriptor_end);
  for (int i = 0; i < end; i++) {
    connection *it = locked(i, policy);
    if (!it) continue;
    resume_if_possible(it, i);
    // All that came before it was paused has been delivered by now, if it was marked before this turn.
    int has_waited = it->is_paused && it->is_marked;
    it->is_marked = it->is_paused;
    if (has_waited && it->cost >= state->rules.connection_cost) {
      end_unfinished(it, i);
      count++;
    } else {
      waiting[it->is_trusted] += has_waited;
    }
    pthread_mutex_unlock(&it->lock);
  }
  // None has too much, and together they have: those that hold the most go until there is room.
  for (int is_trusted = 0; is_trusted < 2; is_trusted++) {
    uint64_t held = atomic_load(&state->costs[is_trusted]);
    if (waiting[is_trusted] == 0 || held < state->rules.total_cost) continue;
    count += relieve((group){.policy = policy, .is_trusted = is_trusted}, held, state->rules.total_cost);
  }
  if (waiting[0] == 0 || !is_much_unread(state, 0)) return count;
  count += relieve((group){.policy = -1}, atomic_load(&unread), atomic_load(&most_unread));
  return count;
}

void courant_guard_cut(int policy, int descriptor) {
  connection *it = locked(descriptor, policy);
  if (!it) return;
  atomic_fetch_add(&policies[policy].frames, 1);
  cut(it, descriptor);
  pthread_mutex_unlock(&it->lock);
}

static void set_among(pid_t process, atomic_int *processes, int is_in) {
  // Once, however often it is asked for: it is taken out by one call.
  if (is_in && is_among(process, processes)) return;
  for (int i = 0; i < most_processes; i++) {
    int expected = is_in ? 0 : process;
    if (atomic_compare_exchange_strong(&processes[i], &expected, is_in ? process : 0)) return;
  }
}

void courant_guard_deny(pid_t process, int is_denied) { set_among(process, denied, is_denied); }

void courant_guard_trust(pid_t process, int is_trusted) { set_among(process, trusted, is_trusted); }

int courant_guard_ended(int policy, uint64_t *numbers, int room) {
  policy_state *state = &policies[policy];
  pthread_mutex_lock(&state->lock);
  int count = state->ended_count < room ? state->ended_count : room;
  memcpy(numbers, state->ended, (size_t)count * sizeof *numbers);
  memmove(state->ended, state->ended + count, (size_t)(state->ended_count - count) * sizeof *numbers);
  state->ended_count -= count;
  pthread_mutex_unlock(&state->lock);
  return count;
}

uint64_t courant_guard_cost(int policy) {
  policy_state *state = &policies[policy];
  return atomic_load(&state->costs[0]) + atomic_load(&state->costs[1]);
}

courant_guard_counts courant_guard_count(int policy) {
  policy_state *state = &policies[policy];
  return (courant_guard_counts){
      .frames = atomic_load(&state->frames),
      .endless = atomic_load(&state->endless),
      .protocol = atomic_load(&state->protocol),
      .descriptors = atomic_load(&state->descriptors),
      .crowd = atomic_load(&state->crowd),
      .denied = atomic_load(&state->denied),
  };
}

int courant_guard_is_listening(int policy) {
  for (int i = 0; i < most_descriptors; i++) {
    if (atomic_load_explicit(&listeners[i], memory_order_relaxed) == policy + 1) return 1;
  }
  return 0;
}

int courant_guard_has_ended_many(void) {
  static _Atomic time_t last;
  time_t time = now();
  if (atomic_load(&ended_count) < worth_returning || time < atomic_load(&last) + return_seconds) return 0;
  atomic_store(&last, time);
  atomic_store(&ended_count, 0);
  return 1;
}

void courant_guard_return_memory(void) { malloc_trim(0); }
