// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace auklet::text {

// A language as posts and preferences carry it: ISO 639-1 or 639-3, optionally a script and a region (de,
// ckb, zh-TW, sr-Latn, pt_BR), in its usual spelling: `PT_br` is pt-BR. nullopt for anything else.
std::optional<std::string> canonical_language(std::string_view code);

bool is_language_code(std::string_view code);

}  // namespace auklet::text
