// What the HTML module needs of libgumbo.

#ifndef COURANT_CGUMBO_SHIM_H
#define COURANT_CGUMBO_SHIM_H

#include <gumbo.h>

#endif
