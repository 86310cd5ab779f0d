// SPDX-License-Identifier: GPL-2.0-or-later
// Part of courant-pdf, a program of its own that is linked to poppler; see LICENSE in this folder.

#include "Recorder.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <UTF.h>

namespace {

enum Flags : uint8_t {
  invisible = 1,
  outside = 2,
  whiteOnWhite = 4,
  covered = 8,
  artifact = 16,
};

enum Look : uint8_t { bold = 1, italic = 2, hasUnicodeMap = 4, fixedWidth = 8, embedded = 16, composite = 32 };

// What is remembered of one page beyond its text; a page that paints more is a drawing.
const size_t mostAreas = 4096;
const size_t mostPictures = 4096;
const size_t workPerPage = 4000000;

bool contains(const std::string &name, std::initializer_list<const char *> parts) {
  return std::any_of(parts.begin(), parts.end(), [&](const char *part) { return name.find(part) != std::string::npos; });
}

/// What TeX's encodings (Cork, and the old one for ligatures) have where others have controls. Its fonts as pictures of
/// letters say no more.
Unicode ofTeX(Unicode code) {
  if (code >= 0x1B && code <= 0x1F) return 0xFB00 + code - 0x1B;
  if (code >= 0x0B && code <= 0x0F) return 0xFB00 + code - 0x0B;
  switch (code) {
  case 0x10: return 0x201C;
  case 0x11: return 0x201D;
  case 0x12: return 0x201E;
  case 0x13: return 0xAB;
  case 0x14: return 0xBB;
  case 0x15: return 0x2013;
  case 0x16: return 0x2014;
  case 0x7F: return '-';
  default: return code;
  }
}

} // namespace

void Recorder::begin(double pageWidth, double pageHeight) {
  width = pageWidth;
  height = pageHeight;
  runs.clear();
  pictures.clear();
  areas.clear();
  artifacts.clear();
  groups.clear();
  openArtifacts = softMasks = 0;
  isActual = false;
  hasFont = hasColor = false;
  matrix = {};
  current = nullptr;
  recent.clear();
  patience = workPerPage;
}

void Recorder::finish() {
  answer.byte('P');
  answer.real(width);
  answer.real(height);
  for (const Box &box : pictures) {
    answer.byte('I');
    for (double side : {box.left, box.top, box.right, box.bottom}) answer.real(side);
  }
  for (const Run &run : runs) {
    if (run.glyphs.empty()) continue;
    answer.byte('R');
    answer.number(run.font);
    answer.byte(run.flags);
    for (float value : {run.angle, run.size, run.baseline, run.ascent, run.descent}) answer.real(value);
    answer.number(static_cast<uint32_t>(run.glyphs.size()));
    for (const Glyph &glyph : run.glyphs) {
      answer.number(glyph.unicode);
      answer.real(glyph.start);
      answer.real(glyph.end);
    }
  }
  runs.clear();
}

// MARK: Fonts

Recorder::FontFacts Recorder::facts(GfxFont &font) {
  const Ref id = *font.getID();
  const auto known = fonts.find({id.num, id.gen});
  if (known != fonts.end()) return known->second;
  FontFacts facts{};
  facts.number = static_cast<uint16_t>(std::min<size_t>(fonts.size(), 0xFFFF));
  // Many fonts state heights that are none.
  facts.ascent = font.getAscent() > 0.4 && font.getAscent() < 1.1 ? font.getAscent() : 0.8;
  facts.descent = font.getDescent() < -0.05 && font.getDescent() > -0.5 ? -font.getDescent() : 0.22;
  facts.scale = 1;
  facts.isVertical = font.getWMode() == 1;
  if (font.getType() == fontType3) {
    const double *matrix = font.getFontMatrix();
    const auto &bytes = static_cast<const Gfx8BitFont &>(font);
    double sum = 0;
    int count = 0;
    for (int code = 0; code < 256; code++) {
      const double wide = bytes.getWidth(static_cast<unsigned char>(code));
      if (wide > 0 && wide < 10) {
        sum += wide;
        count++;
      }
    }
    // A letter is about half as wide as the font is high.
    if (count > 0) facts.scale = sum / count / 0.5;
    if (matrix[0] != 0) facts.scale *= std::abs(matrix[3] / matrix[0]);
    facts.isTeX = !font.hasToUnicodeCMap();
    facts.ascent = 0.75;
    facts.descent = 0.22;
  }
  const std::string name = font.getName().value_or("");
  uint8_t look = 0;
  const bool isLight = contains(name, {"SemiLight", "Semilight"});
  if (font.isBold() || font.getWeight() >= GfxFont::W600 ||
      (!isLight && contains(name, {"Bold", "bold", "BOLD", "Black", "Heavy", "Semi", "Demi", "-Bd", "CMBX", "SFBX", "NimbusRomNo9L-Medi", "NimbusSanL-Bold"})))
    look |= bold;
  if (font.isItalic() || contains(name, {"Italic", "Oblique", "-It", "CMTI", "SFTI"})) look |= italic;
  if (font.hasToUnicodeCMap()) look |= hasUnicodeMap;
  if (font.isCIDFont()) {
    // Of the Asian collections everybody knows which character a number is.
    const GooString *collection = static_cast<const GfxCIDFont &>(font).getCollection();
    const std::string asian = collection != nullptr ? collection->toStr() : "";
    if (contains(asian, {"Adobe-GB1", "Adobe-CNS1", "Adobe-Japan1", "Adobe-Korea1", "Adobe-KR"})) look |= hasUnicodeMap;
  }
  if (font.isFixedWidth() || contains(name, {"Mono", "Courier", "CMTT", "SFTT", "Consolas", "Typewriter"})) look |= fixedWidth;
  Ref file;
  if (font.getEmbeddedFontID(&file)) look |= embedded;
  if (font.isCIDFont()) look |= composite;
  if (fonts.size() < 0xFFFF) {
    answer.byte('F');
    answer.number(facts.number);
    answer.byte(look);
    answer.text(name.substr(0, 128));
  }
  fonts.emplace(std::make_pair(id.num, id.gen), facts);
  return facts;
}

void Recorder::updateFont(GfxState *state) {
  current = state->getFont().get();
  hasFont = current != nullptr;
  if (!hasFont) return;
  const auto known = recent.find(current);
  if (known != recent.end()) {
    font = known->second;
    return;
  }
  font = facts(*current);
  recent.emplace(current, font);
}

// MARK: Text

void Recorder::drawChar(
    GfxState *state, double x, double y, double dx, double dy, double originX, double originY, CharCode code, int bytes,
    const Unicode *unicode, int length) {
  if (softMasks > 0) return;
  if (state->getFont().get() != current) updateFont(state);
  if (!hasFont) return;
  // The advance has the space after the character in it.
  double space = state->getCharSpace();
  if (code == 0x20 && bytes == 1) space += state->getWordSpace();
  double spaceX, spaceY;
  if (font.isVertical)
    state->textTransformDelta(0, space, &spaceX, &spaceY);
  else
    state->textTransformDelta(space * state->getHorizScaling(), 0, &spaceX, &spaceY);
  double startX, startY, alongX, alongY;
  state->transform(x - originX, y - originY, &startX, &startY);
  if (font.isVertical) state->transform(x, y, &startX, &startY);
  state->transformDelta(dx - spaceX, dy - spaceY, &alongX, &alongY);
  double m11, m12, m21, m22;
  state->getFontTransMat(&m11, &m12, &m21, &m22);
  if (font.isVertical) {
    m11 = alongX;
    m12 = alongY;
  }
  const std::array<double, 4> now{m11, m12, m21, m22};
  if (now != matrix) {
    matrix = now;
    lettersSize = std::hypot(m21, m22);
    // The direction is that of the line, and not that of a glyph that is drawn backwards.
    const double norm = std::hypot(m11, m12);
    cosine = norm > 0 ? m11 / norm : 1;
    sine = norm > 0 ? m12 / norm : 0;
    // A degree or two are how a page lay on the scanner.
    if (std::abs(sine) < 0.05) {
      sine = 0;
      cosine = cosine < 0 ? -1 : 1;
    } else if (std::abs(cosine) < 0.05) {
      cosine = 0;
      sine = sine < 0 ? -1 : 1;
    }
    angle = std::atan2(sine, cosine) * 180 / M_PI;
    if (angle < 0) angle += 360;
  }
  const double size = lettersSize * font.scale;
  if (!std::isfinite(size) || !std::isfinite(startX + startY + alongX + alongY) || size <= 0 || size > 10000) return;
  const double start = startX * cosine + startY * sine;
  const double end = start + alongX * cosine + alongY * sine;
  const double baseline = startY * cosine - startX * sine;
  const double ascent = font.isVertical ? size / 2 : font.ascent * size;
  const double descent = font.isVertical ? size / 2 : font.descent * size;

  uint8_t flags = openArtifacts > 0 ? artifact : 0;
  const int render = state->getRender() & 3;
  const double opacity = render == 1 ? state->getStrokeOpacity() : state->getFillOpacity();
  if (render == 3 || opacity < 0.05) flags |= invisible;
  const double middle = (start + end) / 2, height2 = baseline - ascent / 2 + descent / 2;
  const double centerX = middle * cosine - height2 * sine, centerY = middle * sine + height2 * cosine;
  double clipLeft, clipTop, clipRight, clipBottom;
  state->getClipBBox(&clipLeft, &clipTop, &clipRight, &clipBottom);
  const double slack = size / 2;
  if (centerX < 0 || centerY < 0 || centerX > width || centerY > height || centerX < clipLeft - slack ||
      centerX > clipRight + slack || centerY < clipTop - slack || centerY > clipBottom + slack)
    flags |= outside;
  if (render == 0 && isWhite(state) && isOnWhite(centerX, centerY)) flags |= whiteOnWhite;

  bool isNew = runs.empty();
  if (!isNew) {
    const Run &last = runs.back();
    isNew = last.font != font.number || last.flags != flags || std::abs(last.size - size) > size * 0.01 ||
            last.cosine != cosine || last.sine != sine || std::abs(last.baseline - baseline) > size * 0.02 ||
            (!last.glyphs.empty() &&
             (start < last.glyphs.back().start - size * 0.3 || start > last.glyphs.back().end + size * 3));
  }
  if (isNew) {
    Run run;
    run.font = font.number;
    run.flags = flags;
    run.size = static_cast<float>(size);
    run.ascent = static_cast<float>(ascent);
    run.descent = static_cast<float>(descent);
    run.angle = static_cast<float>(angle);
    run.cosine = cosine;
    run.sine = sine;
    run.baseline = static_cast<float>(baseline);
    run.box = {1e9, 1e9, -1e9, -1e9};
    runs.push_back(std::move(run));
  }
  Run &run = runs.back();
  run.box.left = std::min(run.box.left, centerX);
  run.box.right = std::max(run.box.right, centerX);
  run.box.top = std::min(run.box.top, centerY);
  run.box.bottom = std::max(run.box.bottom, centerY);
  if (length <= 0 || unicode == nullptr) {
    // A character that nothing says the meaning of.
    run.glyphs.push_back({0xFFFD, static_cast<float>(start), static_cast<float>(end)});
    return;
  }
  for (int i = 0; i < length; i++) {
    const double from = start + (end - start) * i / length, to = start + (end - start) * (i + 1) / length;
    const Unicode scalar = font.isTeX ? ofTeX(unicode[i]) : unicode[i];
    run.glyphs.push_back({scalar, static_cast<float>(from), static_cast<float>(to)});
  }
}

void Recorder::beginActualText(GfxState *, const GooString *text) {
  if (isActual || softMasks > 0) return;
  isActual = true;
  actual = text->toStr();
  actualRun = runs.size();
  actualGlyph = runs.empty() ? 0 : runs.back().glyphs.size();
}

void Recorder::endActualText(GfxState *) {
  if (!isActual) return;
  isActual = false;
  // Where it begins: in the run that was open, if that went on, or in the next.
  size_t run = actualRun, glyph = 0;
  if (actualRun > 0 && runs[actualRun - 1].glyphs.size() > actualGlyph) {
    run = actualRun - 1;
    glyph = actualGlyph;
  }
  // What stands in several runs is on several lines, or of several looks: its own characters say where.
  if (run + 1 != runs.size() || runs[run].glyphs.size() <= glyph) return;
  Unicode *said = nullptr;
  const int count = TextStringToUCS4(actual, &said);
  std::vector<Glyph> &glyphs = runs[run].glyphs;
  const float start = glyphs[glyph].start, end = glyphs.back().end;
  if (count > 0 && count < 1000) {
    glyphs.resize(glyph);
    for (int i = 0; i < count; i++)
      glyphs.push_back({said[i], start + (end - start) * i / count, start + (end - start) * (i + 1) / count});
  }
  gfree(said);
}

void Recorder::beginMarkedContent(const char *name, Dict *properties) {
  bool isOutside = false;
  if (name != nullptr && std::string(name) == "Artifact" && properties != nullptr) {
    const Object type = properties->lookup("Type"), subtype = properties->lookup("Subtype");
    isOutside = type.isName("Pagination") || subtype.isName("Header") || subtype.isName("Footer") ||
                subtype.isName("Watermark");
  }
  artifacts.push_back(isOutside);
  if (isOutside) openArtifacts++;
}

void Recorder::endMarkedContent(GfxState *) {
  if (artifacts.empty()) return;
  if (artifacts.back()) openArtifacts--;
  artifacts.pop_back();
}

// MARK: Areas

void Recorder::beginTransparencyGroup(GfxState *, const double *, GfxColorSpace *, bool, bool, bool isForSoftMask) {
  groups.push_back(isForSoftMask);
  if (isForSoftMask) softMasks++;
}

void Recorder::endTransparencyGroup(GfxState *) {
  if (groups.empty()) return;
  if (groups.back()) softMasks--;
  groups.pop_back();
}

bool Recorder::isWhite(GfxState *state) {
  if (hasColor) return isColorWhite;
  hasColor = true;
  isColorWhite = false;
  if (state->getFillColorSpace()->getMode() == csPattern) return false;
  GfxRGB color;
  state->getFillRGB(&color);
  const double least = 0.97;
  isColorWhite = colToDbl(color.r) > least && colToDbl(color.g) > least && colToDbl(color.b) > least;
  return isColorWhite;
}

bool Recorder::isOnWhite(double x, double y) const {
  if (areas.size() >= mostAreas) return false;
  for (auto area = areas.rbegin(); area != areas.rend(); ++area) {
    if (area->box.holds(x, y)) return area->isWhite;
  }
  return true;
}

void Recorder::fill(GfxState *state) {
  if (softMasks > 0 || state->getFillOpacity() < 0.05) return;
  const GfxPath *path = state->getPath();
  Box box{1e9, 1e9, -1e9, -1e9};
  int points = 0;
  bool isCurved = false;
  for (int i = 0; i < path->getNumSubpaths(); i++) {
    const GfxSubpath *part = path->getSubpath(i);
    points += part->getNumPoints();
    // A drawing, and no area that text stands on.
    if (points > 64) return;
    for (int j = 0; j < part->getNumPoints(); j++) {
      double x, y;
      state->transform(part->getX(j), part->getY(j), &x, &y);
      box.left = std::min(box.left, x);
      box.right = std::max(box.right, x);
      box.top = std::min(box.top, y);
      box.bottom = std::max(box.bottom, y);
      isCurved = isCurved || part->getCurve(j);
    }
  }
  double left, top, right, bottom;
  state->getClipBBox(&left, &top, &right, &bottom);
  box = {std::max(box.left, left), std::max(box.top, top), std::min(box.right, right), std::min(box.bottom, bottom)};
  if (!(box.right - box.left > 2 && box.bottom - box.top > 2)) return;
  if (areas.size() < mostAreas) areas.push_back({box, isWhite(state)});
  const bool isRectangle = path->getNumSubpaths() == 1 && points <= 5 && !isCurved;
  if (isRectangle && state->getFillOpacity() > 0.98 && state->getBlendMode() == gfxBlendNormal &&
      state->getFillColorSpace()->getMode() != csPattern)
    cover(box);
}

void Recorder::cover(const Box &box) {
  if (runs.size() > patience) return;
  patience -= runs.size();
  for (Run &run : runs) {
    if (box.holds(run.box)) run.flags |= covered;
  }
}

bool Recorder::paint(GfxState *state) {
  if (softMasks == 0 && areas.size() < mostAreas) {
    double left, top, right, bottom;
    state->getClipBBox(&left, &top, &right, &bottom);
    areas.push_back({{left, top, right, bottom}, false});
  }
  return true;
}

void Recorder::picture(GfxState *state) {
  if (softMasks > 0) return;
  const double *m = state->getCTM();
  Box box{std::min(0.0, m[0]) + std::min(0.0, m[2]) + m[4], std::min(0.0, m[1]) + std::min(0.0, m[3]) + m[5],
          std::max(0.0, m[0]) + std::max(0.0, m[2]) + m[4], std::max(0.0, m[1]) + std::max(0.0, m[3]) + m[5]};
  double left, top, right, bottom;
  state->getClipBBox(&left, &top, &right, &bottom);
  box = {std::max({box.left, left, 0.0}), std::max({box.top, top, 0.0}), std::min({box.right, right, width}),
         std::min({box.bottom, bottom, height})};
  if (!(box.right > box.left && box.bottom > box.top)) return;
  if (areas.size() < mostAreas) areas.push_back({box, false});
  if (pictures.size() < mostPictures) pictures.push_back(box);
}

void Recorder::drawImageMask(
    GfxState *state, Object *reference, Stream *stream, int imageWidth, int imageHeight, bool invert, bool interpolate,
    bool isInline) {
  picture(state);
  OutputDev::drawImageMask(state, reference, stream, imageWidth, imageHeight, invert, interpolate, isInline);
}

void Recorder::drawImage(
    GfxState *state, Object *reference, Stream *stream, int imageWidth, int imageHeight, GfxImageColorMap *colors,
    bool interpolate, const int *mask, bool isInline) {
  picture(state);
  OutputDev::drawImage(state, reference, stream, imageWidth, imageHeight, colors, interpolate, mask, isInline);
}

void Recorder::drawMaskedImage(
    GfxState *state, Object *, Stream *, int, int, GfxImageColorMap *, bool, Stream *, int, int, bool, bool) {
  picture(state);
}

void Recorder::drawSoftMaskedImage(
    GfxState *state, Object *, Stream *, int, int, GfxImageColorMap *, bool, Stream *, int, int, GfxImageColorMap *, bool) {
  picture(state);
}
