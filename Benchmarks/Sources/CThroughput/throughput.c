#include "throughput.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zmq.h>

static double seconds_of(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

double throughput_now(void) { return seconds_of(CLOCK_MONOTONIC); }

double throughput_cpu(void) { return seconds_of(CLOCK_PROCESS_CPUTIME_ID); }

typedef struct {
  void *context;
  const char *endpoint;
  int routed;
  uint64_t count;
  size_t size;
  int error;
} sender;

static void *run_sender(void *argument) {
  sender *self = argument;
  void *socket = zmq_socket(self->context, self->routed ? ZMQ_DEALER : ZMQ_PUSH);
  char *bytes = malloc(self->size);
  if (socket == NULL || bytes == NULL || zmq_connect(socket, self->endpoint) != 0) {
    self->error = errno;
  } else {
    memset(bytes, 1, self->size);
    for (uint64_t sent = 0; sent <= self->count; sent++) {
      while (zmq_send(socket, bytes, self->size, 0) < 0) {
        if (errno == EINTR) continue;
        self->error = errno;
        goto end;
      }
    }
  }
end:
  free(bytes);
  if (socket != NULL) zmq_close(socket);
  return NULL;
}

static int receive(void *socket, zmq_msg_t *message) {
  while (zmq_msg_recv(message, socket, 0) < 0) {
    if (errno != EINTR) return errno;
  }
  return 0;
}

static int receive_all(void *socket, int routed, uint64_t count, throughput_result *result) {
  zmq_msg_t peer, message;
  double start = 0, cpu = 0;
  int error = 0;
  zmq_msg_init(&peer);
  zmq_msg_init(&message);
  for (uint64_t received = 0; received <= count; received++) {
    if (routed && (error = receive(socket, &peer)) != 0) break;
    if ((error = receive(socket, &message)) != 0) break;
    result->checksum += *(const unsigned char *)zmq_msg_data(&message);
    if (received == 0) {
      start = throughput_now();
      cpu = throughput_cpu();
    }
  }
  result->seconds = throughput_now() - start;
  result->cpu_seconds = throughput_cpu() - cpu;
  zmq_msg_close(&peer);
  zmq_msg_close(&message);
  return error;
}

throughput_result throughput_run(const char *endpoint, int routed, uint64_t count, size_t size) {
  throughput_result result = {0};
  char bound[256];
  size_t length = sizeof bound;
  void *context = zmq_ctx_new();
  void *socket = context == NULL ? NULL : zmq_socket(context, routed ? ZMQ_ROUTER : ZMQ_PULL);
  if (socket == NULL || zmq_bind(socket, endpoint) != 0 ||
      zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, bound, &length) != 0) {
    result.error = errno;
  } else {
    sender sender = {context, bound, routed, count, size, 0};
    pthread_t thread;
    result.error = pthread_create(&thread, NULL, run_sender, &sender);
    if (result.error == 0) {
      result.error = receive_all(socket, routed, count, &result);
      pthread_join(thread, NULL);
      if (sender.error != 0) result.error = sender.error;
    }
  }
  if (socket != NULL) zmq_close(socket);
  if (context != NULL) zmq_ctx_term(context);
  return result;
}
