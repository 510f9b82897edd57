// SPDX-License-Identifier: Apache-2.0
//
// The few Unicode questions the text room asks, answered by ICU. Everything here takes any bytes: what is not
// UTF-8 reads as U+FFFD, one for each maximal broken piece (Unicode 15, section 3.9, "substitution of maximal
// subparts").
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace auklet::text {

constexpr char32_t replacement_character = 0xFFFD;

// The code point that starts at `at` and the offset after it. Needs at < text.size().
struct Decoded {
  char32_t code;
  std::size_t end;
};
Decoded decode_at(std::string_view text, std::size_t at);

// The code point that ends right before `at`; 0 at the start of the text.
char32_t code_before(std::string_view text, std::size_t at);

void append_utf8(std::string& out, char32_t code);

// White_Space: spaces of every script, line ends, tabs.
bool is_space(char32_t code);
// What a word is made of (Unicode TR18, \w without join controls): letters, marks, decimal digits, connectors
// such as _.
bool is_word(char32_t code);
// The property Alphabetic: letters, letter numbers and the vowel signs of the Indic scripts.
bool is_alphabetic(char32_t code);
bool is_mark(char32_t code);
bool is_digit(char32_t code);
// A virama: what a zero-width joiner may follow inside a word of the Indic scripts (RFC 5892, A.2).
bool is_virama(char32_t code);
// Letters of the Latin script, plain or accented.
bool is_latin(char32_t code);
// C0, DEL and C1.
bool is_control(char32_t code);
// Embeddings, overrides and isolates (U+202A..E, U+2066..9): they can make a text look like another one.
bool is_bidi_override(char32_t code);

// A text as this house keeps it: well-formed UTF-8, line ends as \n, no control character but \n and \t, no
// white space (of any script) at either end.
std::string clean_text(std::string_view source);

// NFKC_Casefold (Unicode 15, D146): width, compatibility and case differences vanish, and so do invisible
// characters.
std::string fold_compatible(std::string_view text);

// The form in which texts are compared by a search: fold_compatible() without the accents of Latin, Greek and Cyrillic
// letters, Hebrew points and Arabic vowel signs. The vowel signs of the Indic scripts stay: they make the word.
std::string fold_for_search(std::string_view text);

// Letters of scripts that put no space between words, or glue much to them: Han, the kana, Hangul, Thai, Lao, Khmer,
// Burmese.
bool is_unspaced(char32_t code);

// User-perceived characters: extended grapheme clusters (UAX 29). A family emoji is one, é is one however it
// is typed.
std::size_t count_graphemes(std::string_view text);

// One emoji and nothing else, as the Unicode emoji list has it (UTS 51, RGI_Emoji), with or without the selector U+FE0F at
// its end.
bool is_emoji(std::string_view text);

// A host name in its ASCII form (UTS 46, non-transitional), lower case. nullopt for anything that is no host
// name: empty or over-long labels, over 253 bytes, forbidden characters. Underscores only with `underscores`.
std::optional<std::string> host_to_ascii(std::string_view host, bool underscores = false);

}  // namespace auklet::text
