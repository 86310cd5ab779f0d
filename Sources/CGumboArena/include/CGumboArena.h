// libgumbo with a bound on its memory.
//
// libgumbo does not check whether an allocation succeeded, so a bound cannot be an allocator that returns NULL. Here all
// that it allocates lies in one arena; when that is full, the parse is left at once and the arena is given back whole.

#ifndef COURANT_GUMBO_ARENA_H
#define COURANT_GUMBO_ARENA_H

#include <stddef.h>

/// The tree of one page and the memory that it lies in.
typedef struct courant_tree courant_tree;

/// Parses `length` bytes. The bytes must outlive the tree, which points into them.
/// Returns NULL when the tree would take more than `budget` bytes, or the system has no more memory.
courant_tree *courant_tree_parse(const char *bytes, size_t length, size_t budget);

/// The `GumboNode` of the document, which lives as long as the tree.
const void *courant_tree_document(const courant_tree *tree);

/// Gives the tree back.
void courant_tree_free(courant_tree *tree);

#endif
