// SPDX-License-Identifier: GPL-2.0-or-later
// Part of courant-pdf, a program of its own that is linked to poppler; see LICENSE in this folder.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include <GfxFont.h>
#include <GfxState.h>
#include <OutputDev.h>

#include "Answer.h"

/// Records what a page shows: each character with its place, and the areas that pictures cover.
///
/// Places are in points, from the upper left corner of the page as it is shown.
class Recorder : public OutputDev {
public:
  explicit Recorder(Answer &answer) : answer(answer) {}

  /// Begins a page of a size.
  void begin(double width, double height);
  /// Writes the page that was recorded.
  void finish();

  bool upsideDown() override { return true; }
  bool useDrawChar() override { return true; }
  bool interpretType3Chars() override { return false; }
  // Patterns and shadings are areas here: nothing of them is worked out.
  bool useTilingPatternFill() override { return true; }
  bool useShadedFills(int) override { return true; }
  bool tilingPatternFill(
      GfxState *state, Gfx *, Catalog *, GfxTilingPattern *, const double *, int, int, int, int, double, double) override {
    return paint(state);
  }
  bool functionShadedFill(GfxState *state, GfxFunctionShading *) override { return paint(state); }
  bool axialShadedFill(GfxState *state, GfxAxialShading *, double, double) override { return paint(state); }
  bool radialShadedFill(GfxState *state, GfxRadialShading *, double, double) override { return paint(state); }
  bool gouraudTriangleShadedFill(GfxState *state, GfxGouraudTriangleShading *) override { return paint(state); }
  bool patchMeshShadedFill(GfxState *state, GfxPatchMeshShading *) override { return paint(state); }

  void fill(GfxState *state) override;
  void eoFill(GfxState *state) override { fill(state); }

  void updateFont(GfxState *state) override;
  void updateAll(GfxState *) override { hasColor = false; }
  void updateFillColor(GfxState *) override { hasColor = false; }
  void updateFillColorSpace(GfxState *) override { hasColor = false; }
  void restoreState(GfxState *) override { hasColor = false; }
  void drawChar(
      GfxState *state, double x, double y, double dx, double dy, double originX, double originY, CharCode code, int bytes,
      const Unicode *unicode, int length) override;
  void beginActualText(GfxState *state, const GooString *text) override;
  void endActualText(GfxState *state) override;
  void beginMarkedContent(const char *name, Dict *properties) override;
  void endMarkedContent(GfxState *state) override;

  void drawImageMask(
      GfxState *state, Object *reference, Stream *stream, int width, int height, bool invert, bool interpolate,
      bool isInline) override;
  void drawImage(
      GfxState *state, Object *reference, Stream *stream, int width, int height, GfxImageColorMap *colors, bool interpolate,
      const int *mask, bool isInline) override;
  void drawMaskedImage(
      GfxState *state, Object *reference, Stream *stream, int width, int height, GfxImageColorMap *colors, bool interpolate,
      Stream *maskStream, int maskWidth, int maskHeight, bool maskInvert, bool maskInterpolate) override;
  void drawSoftMaskedImage(
      GfxState *state, Object *reference, Stream *stream, int width, int height, GfxImageColorMap *colors, bool interpolate,
      Stream *maskStream, int maskWidth, int maskHeight, GfxImageColorMap *maskColors, bool maskInterpolate) override;

  void beginTransparencyGroup(
      GfxState *state, const double *box, GfxColorSpace *space, bool isolated, bool knockout, bool isForSoftMask) override;
  void endTransparencyGroup(GfxState *state) override;

private:
  struct Box {
    double left, top, right, bottom;

    bool holds(double x, double y) const { return x >= left && x <= right && y >= top && y <= bottom; }
    bool holds(const Box &other) const {
      return other.left >= left && other.right <= right && other.top >= top && other.bottom <= bottom;
    }
  };

  struct Area {
    Box box;
    bool isWhite;
  };

  struct Glyph {
    Unicode unicode;
    /// Where it begins and ends along the line.
    float start, end;
  };

  /// Characters of one font, size, look and line, each after the one before.
  struct Run {
    uint16_t font;
    uint8_t flags;
    float size, ascent, descent;
    /// Degrees from the page's horizontal, clockwise, in which it goes on.
    float angle;
    double cosine, sine;
    /// How far its line is from the corner, across the line.
    float baseline;
    Box box;
    std::vector<Glyph> glyphs;
  };

  struct FontFacts {
    uint16_t number;
    double ascent, descent;
    /// By how much a font with shapes of its own is larger than it says.
    double scale;
    bool isVertical;
    /// Whether its characters are what TeX numbers them by, for lack of a better word.
    bool isTeX;
  };

  FontFacts facts(GfxFont &font);
  bool paint(GfxState *state);
  void picture(GfxState *state);
  bool isWhite(GfxState *state);
  bool isOnWhite(double x, double y) const;
  void cover(const Box &box);

  Answer &answer;
  std::map<std::pair<int, int>, FontFacts> fonts;
  std::map<const GfxFont *, FontFacts> recent;
  FontFacts font{};
  bool hasFont = false;
  GfxFont *current = nullptr;

  /// The color that is filled with, as far as it matters.
  bool hasColor = false, isColorWhite = false;

  /// The letters' matrix that was worked out last, and what it comes to.
  std::array<double, 4> matrix{};
  double lettersSize = 0, cosine = 1, sine = 0, angle = 0;

  double width = 0, height = 0;
  std::vector<Run> runs;
  std::vector<Box> pictures;
  std::vector<Area> areas;
  /// How much work may still be spent on what is painted over text.
  size_t patience = 0;

  /// For each marked content that is open, whether it stands outside the page's own text.
  std::vector<bool> artifacts;
  int openArtifacts = 0;
  int softMasks = 0;
  std::vector<bool> groups;

  /// While a stretch of text says itself what it is: how many runs and characters there were before.
  bool isActual = false;
  std::string actual;
  size_t actualRun = 0, actualGlyph = 0;
};
