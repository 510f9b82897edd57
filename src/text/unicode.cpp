// SPDX-License-Identifier: Apache-2.0
#include "text/unicode.h"

#include <unicode/brkiter.h>
#include <unicode/bytestream.h>
#include <unicode/idna.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>

#include "base/check.h"
#include "base/encoding.h"

namespace auklet::text {

namespace {

constexpr std::size_t host_bytes_max = 253;
constexpr std::size_t label_bytes_max = 63;

// ICU counts in 32 bits.
int32_t icu_size(std::size_t size) {
  CHECK(size <= INT32_MAX);
  return static_cast<int32_t>(size);
}

std::uint32_t category(char32_t code) {
  return U_GET_GC_MASK(static_cast<UChar32>(code));
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// How many bytes at the front are ASCII and neither spaces nor control characters.
std::size_t visible_ascii(std::string_view text) {
  auto const end = std::ranges::find_if_not(text, [](char c) { return c > ' ' && c <= '~'; });
  return static_cast<std::size_t>(end - text.begin());
}

bool is_ascii_label(std::string_view label, bool underscores) {
  if (label.empty() || label.size() > label_bytes_max || label.starts_with('-') || label.ends_with('-')) {
    return false;
  }
  return std::ranges::all_of(label, [underscores](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || (c == '_' && underscores);
  });
}

bool is_ascii_host(std::string_view host, bool underscores) {
  if (host.size() > host_bytes_max) {
    return false;
  }
  while (true) {
    auto const dot = host.find('.');
    if (!is_ascii_label(host.substr(0, dot), underscores)) {
      return false;
    }
    if (dot == std::string_view::npos) {
      return true;
    }
    host.remove_prefix(dot + 1);
  }
}

icu::IDNA const& idna() {
  static std::unique_ptr<icu::IDNA> const instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::IDNA> made(icu::IDNA::createUTS46Instance(
        UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII, status));
    CHECK(U_SUCCESS(status));
    return made;
  }();
  return *instance;
}

}  // namespace

Decoded decode_at(std::string_view text, std::size_t at) {
  auto const* bytes = reinterpret_cast<std::uint8_t const*>(text.data());
  if (bytes[at] < 0x80) {
    return {bytes[at], at + 1};
  }
  std::size_t next = at;
  UChar32 code;
  U8_NEXT_OR_FFFD(bytes, next, text.size(), code);
  return {static_cast<char32_t>(code), next};
}

char32_t code_before(std::string_view text, std::size_t at) {
  if (at == 0) {
    return 0;
  }
  auto const* bytes = reinterpret_cast<std::uint8_t const*>(text.data());
  auto position = icu_size(at);
  UChar32 code;
  U8_PREV_OR_FFFD(bytes, 0, position, code);
  return static_cast<char32_t>(code);
}

void append_utf8(std::string& out, char32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
    return;
  }
  std::uint8_t bytes[U8_MAX_LENGTH];
  int32_t size = 0;
  UBool failed = false;
  U8_APPEND(bytes, size, U8_MAX_LENGTH, static_cast<UChar32>(code), failed);
  CHECK(!failed);
  out.append(reinterpret_cast<char const*>(bytes), static_cast<std::size_t>(size));
}

bool is_space(char32_t code) {
  if (code < 0x80) {
    return code == ' ' || (code >= '\t' && code <= '\r');
  }
  return u_isUWhiteSpace(static_cast<UChar32>(code));
}

bool is_word(char32_t code) {
  return (category(code) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK | U_GC_PC_MASK)) != 0 ||
         is_alphabetic(code);
}

bool is_alphabetic(char32_t code) {
  return u_isUAlphabetic(static_cast<UChar32>(code));
}

bool is_mark(char32_t code) {
  return (category(code) & U_GC_M_MASK) != 0;
}

bool is_digit(char32_t code) {
  return (category(code) & U_GC_ND_MASK) != 0;
}

bool is_virama(char32_t code) {
  constexpr std::uint8_t virama_class = 9;
  return u_getCombiningClass(static_cast<UChar32>(code)) == virama_class;
}

bool is_latin(char32_t code) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(static_cast<UChar32>(code), &status) == USCRIPT_LATIN;
}

bool is_unspaced(char32_t code) {
  if (code < 0x0E00) {  // below are none of them, and most of what is written
    return false;
  }
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(code), &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_HANGUL:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return true;
    default:
      return false;
  }
}

bool is_control(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code <= 0x9F);
}

bool is_bidi_override(char32_t code) {
  return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

std::string clean_text(std::string_view source) {
  std::string out;
  out.reserve(source.size());
  std::size_t kept = 0;  // size of `out` up to its last character that is no space
  for (std::size_t at = 0; at < source.size();) {
    if (auto const run = visible_ascii(source.substr(at)); run > 0) {
      out += source.substr(at, run);
      kept = out.size();
      at += run;
      continue;
    }
    auto [code, end] = decode_at(source, at);
    if (code == '\r') {
      code = '\n';
      end += end < source.size() && source[end] == '\n';
    }
    at = end;
    if (is_control(code) && code != '\n' && code != '\t') {
      continue;
    }
    bool const space = is_space(code);
    if (space && out.empty()) {
      continue;
    }
    append_utf8(out, code);
    if (!space) {
      kept = out.size();
    }
  }
  out.resize(kept);
  return out;
}

std::string fold_compatible(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  static icu::Normalizer2 const* const normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
  CHECK(normalizer != nullptr);
  std::string out;
  icu::StringByteSink<std::string> sink(&out, icu_size(text.size()));
  status = U_ZERO_ERROR;
  normalizer->normalizeUTF8(0, icu::StringPiece(text.data(), icu_size(text.size())), sink, nullptr, status);
  CHECK(U_SUCCESS(status));
  return out;
}

std::string fold_for_search(std::string_view text) {
  if (is_ascii(text)) {
    return base::ascii_lower(text);
  }
  auto const folded = fold_compatible(text);
  UErrorCode status = U_ZERO_ERROR;
  static icu::Normalizer2 const* const take_apart = icu::Normalizer2::getNFDInstance(status);
  static icu::Normalizer2 const* const put_together = icu::Normalizer2::getNFCInstance(status);
  CHECK(take_apart != nullptr && put_together != nullptr);
  status = U_ZERO_ERROR;
  auto const apart = take_apart->normalize(icu::UnicodeString::fromUTF8(folded), status);
  icu::UnicodeString bare;
  for (std::int32_t at = 0; at < apart.length(); at = apart.moveIndex32(at, 1)) {
    auto const code = apart.char32At(at);
    auto const accent = (code >= 0x0300 && code <= 0x036F) || (code >= 0x0591 && code <= 0x05C7) ||
                        (code >= 0x064B && code <= 0x065F) || code == 0x0670;
    if (!accent) {
      bare.append(code);
    }
  }
  std::string out;
  put_together->normalize(bare, status).toUTF8String(out);
  CHECK(U_SUCCESS(status));
  return out;
}

std::size_t count_graphemes(std::string_view text) {
  if (is_ascii(text)) {  // UAX 29 joins only \r\n here
    std::size_t count = text.size();
    for (auto at = text.find("\r\n"); at != std::string_view::npos; at = text.find("\r\n", at + 2)) {
      --count;
    }
    return count;
  }
  UErrorCode status = U_ZERO_ERROR;
  thread_local std::unique_ptr<icu::BreakIterator> const breaks(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
  CHECK(breaks != nullptr);
  status = U_ZERO_ERROR;
  UText view = UTEXT_INITIALIZER;
  utext_openUTF8(&view, text.data(), static_cast<int64_t>(text.size()), &status);
  breaks->setText(&view, status);
  CHECK(U_SUCCESS(status));
  std::size_t count = 0;
  breaks->first();
  while (breaks->next() != icu::BreakIterator::DONE) {
    ++count;
  }
  utext_close(&view);
  return count;
}

bool is_emoji(std::string_view text) {
  constexpr std::size_t emoji_bytes_max = 64;  // the longest of the list have 35
  if (text.empty() || text.size() > emoji_bytes_max) {
    return false;
  }
  auto const is_listed = [](icu::UnicodeString const& emoji) {
    return u_stringHasBinaryProperty(emoji.getBuffer(), emoji.length(), UCHAR_RGI_EMOJI) != 0;
  };
  auto const emoji = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), icu_size(text.size())));
  return is_listed(emoji) || is_listed(icu::UnicodeString(emoji).append(char16_t{0xFE0F}));
}

std::optional<std::string> host_to_ascii(std::string_view host, bool underscores) {
  if (host.size() > host_bytes_max * U8_MAX_LENGTH) {
    return std::nullopt;
  }
  std::string ascii;
  icu::StringByteSink<std::string> sink(&ascii);
  UErrorCode status = U_ZERO_ERROR;
  icu::IDNAInfo info;
  idna().nameToASCII_UTF8(icu::StringPiece(host.data(), icu_size(host.size())), sink, info, status);
  if (U_FAILURE(status) || info.hasErrors() || !is_ascii_host(ascii, underscores)) {
    return std::nullopt;
  }
  return ascii;
}

}  // namespace auklet::text
