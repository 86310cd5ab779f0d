#include "CGumboArena.h"

#include <gumbo.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>

enum {
  GRAIN = 16,
  // Up to here a class of sizes is a multiple of GRAIN; above, a power of two.
  FINE = 512,
  FINE_CLASSES = FINE / GRAIN,
  CLASSES = FINE_CLASSES + 48,
};

#define CHUNK ((size_t)256 * 1024)

// What stands before each piece, so that it can go back to the list of its size.
typedef union header {
  union header *next;
  size_t class;
  char grain[GRAIN];
} header;

typedef struct chunk {
  struct chunk *next;
  size_t pad;
} chunk;

struct courant_tree {
  chunk *chunks;
  char *at;
  char *end;
  size_t left;
  header *free[CLASSES];
  GumboOutput *output;
  jmp_buf full;
};

static size_t class_of(size_t size, size_t *rounded) {
  if (size <= FINE) {
    size_t class = size == 0 ? 0 : (size - 1) / GRAIN;
    *rounded = (class + 1) * GRAIN;
    return class;
  }
  size_t class = FINE_CLASSES;
  size_t power = FINE * 2;
  while (power < size) {
    power *= 2;
    class++;
  }
  *rounded = power;
  return class;
}

static void *allocate(void *userdata, size_t size) {
  courant_tree *tree = userdata;
  if (size > tree->left) longjmp(tree->full, 1);
  size_t rounded;
  size_t class = class_of(size, &rounded);
  header *piece = tree->free[class];
  if (piece != NULL) {
    tree->free[class] = piece[1].next;
    return piece + 1;
  }
  size_t need = rounded + sizeof(header);
  if ((size_t)(tree->end - tree->at) < need) {
    size_t bytes = need + sizeof(chunk) > CHUNK ? need + sizeof(chunk) : CHUNK;
    if (bytes > tree->left) longjmp(tree->full, 1);
    chunk *fresh = malloc(bytes);
    if (fresh == NULL) longjmp(tree->full, 1);
    tree->left -= bytes;
    fresh->next = tree->chunks;
    tree->chunks = fresh;
    tree->at = (char *)(fresh + 1);
    tree->end = (char *)fresh + bytes;
  }
  piece = (header *)tree->at;
  tree->at += need;
  piece->class = class;
  return piece + 1;
}

// A freed piece keeps its class before it, and its own first bytes point to the next one of the list.
static void release(void *userdata, void *memory) {
  if (memory == NULL) return;
  courant_tree *tree = userdata;
  header *piece = (header *)memory - 1;
  piece[1].next = tree->free[piece->class];
  tree->free[piece->class] = piece;
}

static void parse(courant_tree *tree, const char *bytes, size_t length) {
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = allocate;
  options.deallocator = release;
  options.userdata = tree;
  // An error is never looked at, and each would keep a copy of the stack of open elements.
  options.max_errors = 0;
  tree->output = gumbo_parse_with_options(&options, bytes, length);
}

courant_tree *courant_tree_parse(const char *bytes, size_t length, size_t budget) {
  courant_tree *tree = calloc(1, sizeof(courant_tree));
  if (tree == NULL) return NULL;
  tree->left = budget;
  if (setjmp(tree->full) == 0) {
    parse(tree, bytes, length);
    return tree;
  }
  courant_tree_free(tree);
  return NULL;
}

const void *courant_tree_document(const courant_tree *tree) { return tree->output->document; }

void courant_tree_free(courant_tree *tree) {
  chunk *at = tree->chunks;
  while (at != NULL) {
    chunk *next = at->next;
    free(at);
    at = next;
  }
  free(tree);
}
