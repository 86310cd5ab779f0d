// SPDX-License-Identifier: GPL-2.0-or-later
// Part of courant-pdf, a program of its own that is linked to poppler; see LICENSE in this folder.

#include "Document.h"

#include <cmath>
#include <memory>
#include <new>

#include <Catalog.h>
#include <Error.h>
#include <ErrorCodes.h>
#include <GlobalParams.h>
#include <PDFDoc.h>
#include <Page.h>
#include <UTF.h>

#include "Recorder.h"

namespace {

/// No piece of metadata is longer.
const size_t longestText = 2000;

void append(std::string &text, Unicode scalar) {
  if (scalar > 0x10FFFF || (scalar >= 0xD800 && scalar < 0xE000)) scalar = 0xFFFD;
  if (scalar < 0x80) {
    text += static_cast<char>(scalar);
  } else if (scalar < 0x800) {
    text += static_cast<char>(0xC0 | scalar >> 6);
    text += static_cast<char>(0x80 | (scalar & 0x3F));
  } else if (scalar < 0x10000) {
    text += static_cast<char>(0xE0 | scalar >> 12);
    text += static_cast<char>(0x80 | (scalar >> 6 & 0x3F));
    text += static_cast<char>(0x80 | (scalar & 0x3F));
  } else {
    text += static_cast<char>(0xF0 | scalar >> 18);
    text += static_cast<char>(0x80 | (scalar >> 12 & 0x3F));
    text += static_cast<char>(0x80 | (scalar >> 6 & 0x3F));
    text += static_cast<char>(0x80 | (scalar & 0x3F));
  }
}

/// A text string of the format as UTF-8.
std::string utf8(const GooString *string) {
  std::string text;
  if (string == nullptr) return text;
  const std::string &bytes = string->toStr();
  if (bytes.size() >= 3 && bytes.compare(0, 3, "\xEF\xBB\xBF") == 0) return bytes.substr(3, longestText);
  Unicode *scalars = nullptr;
  const int count = TextStringToUCS4(bytes, &scalars);
  for (int i = 0; i < count && text.size() < longestText; i++) append(text, scalars[i]);
  gfree(scalars);
  return text;
}

void metadata(PDFDoc &document, Answer &answer) {
  answer.byte('M');
  for (const char *key : {"Title", "Author", "CreationDate", "ModDate"})
    answer.text(utf8(document.getDocInfoStringEntry(key).get()));
  std::string language;
  const Object catalog = document.getXRef()->getCatalog();
  if (catalog.isDict()) {
    const Object value = catalog.dictLookup("Lang");
    if (value.isString()) language = utf8(value.getString());
  }
  answer.text(language);
}

} // namespace

void prepareDocuments() {
  globalParams = std::make_unique<GlobalParams>();
  globalParams->setErrQuiet(true);
}

Status readDocument(const char *bytes, size_t count, uint32_t mostPages, Answer &answer) {
  try {
    PDFDoc document(new MemStream(bytes, 0, static_cast<Goffset>(count), Object(objNull)));
    if (!document.isOk()) return document.getErrorCode() == errEncrypted ? Status::encrypted : Status::broken;
    const int pages = document.getNumPages();
    if (pages <= 0) return Status::broken;
    if (static_cast<uint32_t>(pages) > mostPages) return Status::tooLarge;
    metadata(document, answer);
    Recorder recorder(answer);
    for (int number = 1; number <= pages; number++) {
      const Page *page = document.getCatalog()->getPage(number);
      double width = 0, height = 0;
      if (page != nullptr && page->isOk()) {
        const bool isTurned = page->getRotate() % 180 != 0;
        width = isTurned ? page->getCropHeight() : page->getCropWidth();
        height = isTurned ? page->getCropWidth() : page->getCropHeight();
      }
      recorder.begin(width, height);
      if (page != nullptr && page->isOk()) document.displayPage(&recorder, number, 72, 72, 0, false, true, false);
      recorder.finish();
    }
    answer.byte('E');
    return Status::read;
  } catch (const AnswerFull &) {
    return Status::tooLarge;
  } catch (const std::bad_alloc &) {
    return Status::tooLarge;
  } catch (const std::exception &) {
    return Status::broken;
  }
}
