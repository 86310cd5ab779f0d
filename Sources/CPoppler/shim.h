// Poppler's own headers are C++, which no module of Swift's imports: `courant-pdf` includes them. This module only
// brings the library in.
#pragma once
