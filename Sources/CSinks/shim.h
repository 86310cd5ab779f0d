#pragma once

// Functions of libcurl that take any number of arguments, called by their addresses: Swift cannot call such functions, and the
// library is loaded only when a sink wants it.

static inline int courant_curl_set_long(void *function, void *curl, int option, long value) {
  return ((int (*)(void *, int, ...))function)(curl, option, value);
}

static inline int courant_curl_set_pointer(void *function, void *curl, int option, const void *value) {
  return ((int (*)(void *, int, ...))function)(curl, option, value);
}

static inline int courant_curl_get_long(void *function, void *curl, int info, long *value) {
  return ((int (*)(void *, int, ...))function)(curl, info, value);
}
