// SPDX-License-Identifier: Apache-2.0
#include "text/language.h"

#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/encoding.h"

namespace auklet::text {

namespace {

using CodeSet = std::set<std::string, std::less<>>;

CodeSet codes(char const* const* list) {
  CodeSet set;
  for (; *list != nullptr; ++list) {
    set.insert(*list);
  }
  return set;
}

// Offered by Mastodon's clients and absent from ICU's list: Bihari, Montenegrin, Kurmanji, Láadan, Tagalog,
// Toki Pona, Balaibalan.
constexpr auto beyond_icu = std::to_array<std::string_view>({"bh", "cnr", "kmr", "ldn", "tl", "tok", "zba"});

// ICU has no name for all of them.
constexpr auto names_beyond_icu = std::to_array<std::string_view>(
    {"Bihari", "Montenegrin", "Northern Kurdish", "Láadan", "Tagalog", "Toki Pona", "Balaibalan"});
static_assert(names_beyond_icu.size() == beyond_icu.size());

std::string english_name(std::string const& code) {
  if (auto const found = std::ranges::find(beyond_icu, code); found != beyond_icu.end()) {
    return std::string(names_beyond_icu[static_cast<std::size_t>(found - beyond_icu.begin())]);
  }
  std::array<char16_t, 128> name{};
  auto error = U_ZERO_ERROR;
  auto const length =
      uloc_getDisplayLanguage(code.c_str(), "en", name.data(), static_cast<int>(name.size()), &error);
  std::string utf8;
  if (U_SUCCESS(error)) {
    icu::UnicodeString(name.data(), length).toUTF8String(utf8);
  }
  return utf8.empty() ? code : utf8;
}

CodeSet language_codes() {
  auto set = codes(uloc_getISOLanguages());
  set.insert(beyond_icu.begin(), beyond_icu.end());
  return set;
}

bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

std::optional<std::string> script(std::string_view part) {
  if (part.size() != 4 || !std::ranges::all_of(part, is_ascii_letter)) {
    return std::nullopt;
  }
  auto spelt = base::ascii_lower(part);
  spelt[0] = upper(spelt[0]);
  return spelt;
}

// ISO 3166-1, or three digits of UN M.49 (es-419).
std::optional<std::string> region(std::string_view part) {
  static CodeSet const countries = codes(uloc_getISOCountries());
  std::string spelt(part);
  std::ranges::transform(spelt, spelt.begin(), upper);
  bool const is_area = spelt.size() == 3 && std::ranges::all_of(spelt, is_digit);
  return is_area || countries.contains(spelt) ? std::optional(spelt) : std::nullopt;
}

}  // namespace

std::optional<std::string> canonical_language(std::string_view code) {
  static CodeSet const languages = language_codes();
  constexpr std::size_t code_bytes_max = 12;  // zzz-Zzzz-999
  if (code.size() > code_bytes_max) {
    return std::nullopt;
  }
  if (base::ascii_lower(code) == "zh-yue") {  // Cantonese as Mastodon spells it; neither script nor region
    return "zh-YUE";
  }
  constexpr std::string_view separators = "-_";
  auto const language_end = code.find_first_of(separators);
  auto spelt = base::ascii_lower(code.substr(0, language_end));
  if (!languages.contains(spelt)) {
    return std::nullopt;
  }
  bool script_may_follow = true;
  while (code.find_first_of(separators) != std::string_view::npos) {
    code.remove_prefix(code.find_first_of(separators) + 1);
    auto const part = code.substr(0, code.find_first_of(separators));
    bool const is_last = part.size() == code.size();
    auto subtag = script_may_follow ? script(part) : std::nullopt;
    if (!subtag && is_last) {
      subtag = region(part);
    }
    if (!subtag) {
      return std::nullopt;
    }
    script_may_follow = false;
    spelt += '-' + *subtag;
  }
  return spelt;
}

bool is_language_code(std::string_view code) {
  return canonical_language(code).has_value();
}

std::vector<LanguageName> const& offered_languages() {
  static auto const offered = [] {
    std::vector<LanguageName> list;
    for (auto const& code : language_codes()) {
      if (code.size() == 2 || std::ranges::find(beyond_icu, code) != beyond_icu.end()) {
        list.push_back({code, english_name(code)});
      }
    }
    return list;
  }();
  return offered;
}

}  // namespace auklet::text
