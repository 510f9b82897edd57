// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace auklet::text {

// A language as posts and preferences carry it: ISO 639-1 or 639-3, optionally a script and a region (de,
// ckb, zh-TW, sr-Latn, pt_BR), in its usual spelling: `PT_br` is pt-BR. nullopt for anything else.
std::optional<std::string> canonical_language(std::string_view code);

bool is_language_code(std::string_view code);

struct LanguageName {
  std::string code;
  std::string name;  // in English
};
// Those that a client offers to choose from, by their codes: the languages of ISO 639-1, and a few that people here use
// beside them.
std::vector<LanguageName> const& offered_languages();

}  // namespace auklet::text
