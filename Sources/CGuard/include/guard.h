// Bounds what peers can make libzmq hold, and how many of them there are.
//
// libzmq 4.3.4 bounds a frame, not a message: a message without an end grows until memory does. It asserts where an
// ipc listener finds no free file descriptor, and where a heartbeat is read of a peer that is gone while its queue was
// full. None of this can be set. So this library defines the system calls by which libzmq listens, accepts, reads,
// polls and closes: a program's own definition takes the place of the C library's. Each reads along (ZMTP 3,
// rfc.zeromq.org/spec/23) and calls the C library's. Sockets that were not bound between `courant_guard_begin` and
// `courant_guard_end` are left alone.
//
// A guarded socket must have no receive high-water mark. In its place the guard stops reading a connection (EPOLLIN is
// taken away) whose unread messages reach a bound in bytes, and goes on when they are read. So libzmq never holds back
// input that it has read, which is when it asserts.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// How the connections of one socket are bounded. Costs are bytes of memory: those of a frame's content and what libzmq
/// holds beside it.
typedef struct {
  /// Frames of one message; more end the connection.
  uint32_t frames;
  /// Cost of the messages of one connection that are not read yet: then its input waits.
  uint64_t connection_cost;
  /// The same for all connections of the socket; and once more for those of processes that are trusted.
  uint64_t total_cost;
  /// What each byte of a frame costs: 1, or more where it is kept in pieces.
  uint32_t byte_cost;
  /// Whether what was read is kept for as long as the connection lasts, as subscriptions are.
  uint8_t is_kept;
  /// Whether workers send there. What strangers have unread at all such sockets together has a bound of its own; what processes
  /// send there that `courant_guard_trust` names, or this one, is no part of it, and neither waits for the other.
  uint8_t is_of_workers;
  /// Connections that the socket may always have, in the file system and as many over TCP, however many the others have.
  uint32_t own_connections;
  /// Whether processes are turned away that `courant_guard_deny` names.
  uint8_t denies;
} courant_guard_policy;

/// How often something was refused since the process began.
typedef struct {
  /// Messages of too many frames.
  uint64_t frames;
  /// Messages without an end: all that could be read was read, and what is left has reached the bound.
  uint64_t endless;
  /// Connections that did not speak ZMTP 3, or spoke out of turn.
  uint64_t protocol;
  /// Connections that were turned away for want of file descriptors.
  uint64_t descriptors;
  /// Connections that were turned away because there were too many.
  uint64_t crowd;
  /// Connections of processes that are denied.
  uint64_t denied;
} courant_guard_counts;

/// How many connections all policies have together, before those of a policy that has its own already are turned away.
void courant_guard_limit(int connections);

/// Makes a policy. Returns its number; -1 when there are too many.
int courant_guard_make(const courant_guard_policy *policy);
/// The policy's sockets are closed.
void courant_guard_free(int policy);

/// What the calling thread binds from now on has the policy, up to `courant_guard_end`.
void courant_guard_begin(int policy);
void courant_guard_end(void);

/// A message was read of a connection; `descriptor` is libzmq's property `__fd`. Returns the connection's number, which no other ever
/// has; 0 where it has ended. It may be that of another, which was given the descriptor after the sender's end: `is_sure` is set where the
/// connection has sent as much.
uint64_t courant_guard_read(int policy, int descriptor, uint64_t bytes, uint32_t frames, int *is_sure);

/// Notes that an answer of so many bytes is about to be queued for a connection. Returns 0 if it must not be: the peer does not read
/// its answers, or all peers together leave so much unread that only small answers are given.
int courant_guard_answer(int policy, int descriptor, uint64_t number, uint64_t bytes);

/// The answer was not queued.
void courant_guard_unanswer(int policy, int descriptor, uint64_t number, uint64_t bytes);

/// Nothing is left to be read on the policy's socket. A connection whose input has waited since the call before, at its own
/// bound, has sent a message without an end, and is ended. Where one waits because all together have too much, of its
/// socket or of all sockets, those that hold the most are ended until half of the bound is free. So are those that have read none of their answers for five
/// seconds, where much is unread of all. Returns how many were.
int courant_guard_drained(int policy);

/// Ends a connection of the policy, if the descriptor is still one.
void courant_guard_cut(int policy, int descriptor);

/// Turns a process away from sockets whose policy says so, or lets it in again.
void courant_guard_deny(pid_t process, int is_denied);

/// Gives the connections that a process makes from now on to sockets for workers an account of their own, or no longer. They
/// also count as no crowd.
void courant_guard_trust(pid_t process, int is_trusted);

/// The numbers of a policy's connections that have ended since the last call; returns how many.
int courant_guard_ended(int policy, uint64_t *numbers, int room);

/// Cost of a policy's unread messages now.
uint64_t courant_guard_cost(int policy);
courant_guard_counts courant_guard_count(int policy);

/// Whether a socket of the policy listens: false also where another library's definitions are those that libzmq calls.
int courant_guard_is_listening(int policy);

/// Whether so many connections have ended since the last time that it is worth while to give memory back.
int courant_guard_has_ended_many(void);

/// Gives memory that was freed back to the system.
void courant_guard_return_memory(void);
