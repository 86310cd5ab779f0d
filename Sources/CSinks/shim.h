#pragma once

#include <sys/socket.h>

// What libcurl gives for an address before it makes a socket for it. Of IPv6 the address goes on behind the last field.
struct courant_curl_sockaddr {
  int family;
  int socktype;
  int protocol;
  unsigned int addrlen;
  struct sockaddr addr;
};

// Functions of libcurl that take any number of arguments, called by their addresses: Swift cannot call such functions, and the
// library is loaded only when a sink or a feed wants it.

static inline int courant_curl_set_long(void *function, void *curl, int option, long value) {
  return ((int (*)(void *, int, ...))function)(curl, option, value);
}

static inline int courant_curl_set_pointer(void *function, void *curl, int option, const void *value) {
  return ((int (*)(void *, int, ...))function)(curl, option, value);
}

static inline int courant_curl_get_long(void *function, void *curl, int info, long *value) {
  return ((int (*)(void *, int, ...))function)(curl, info, value);
}

static inline int courant_curl_get_text(void *function, void *curl, int info, const char **value) {
  return ((int (*)(void *, int, ...))function)(curl, info, value);
}
