// SPDX-License-Identifier: Apache-2.0
//
// What the text of a post talks about: mentions, hashtags and links, found in one pass whose work is linear
// in the text. The rules are Mastodon's as its users meet them; where this house differs, the difference is
// said here:
//   - A hashtag may follow any character but a letter, digit, _, or one of / ) = & # @, so `(#tag)` and
//   `"#tag"` work
//     (Mastodon wants white space). Inside it, besides word characters: · ・ and the zero-width non-joiner;
//     the zero-width joiner after a virama, which Sinhala needs. It may start with a digit, but is never
//     digits alone.
//   - A link is http:// or https:// with a host name of at least two labels; IP addresses, user names and
//   bare domains
//     stay text. It ends before white space, quotes, < > \ and direction overrides; closing punctuation
//     (Western or CJK) and a bracket that was opened outside stay outside.
//   - A mention's domain is kept in ASCII form (punycode) and lower case; a mention whose domain is no host
//   name is text.
//   - Nothing inside a link, a mention or an e-mail address is an entity of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace auklet::text {

// What a link counts as, however long it is (Instance.configuration.statuses.characters_reserved_per_url).
constexpr std::size_t characters_reserved_per_url = 23;

// Longer ones stay plain text.
constexpr std::size_t url_bytes_max = 2048;
constexpr std::size_t hashtag_bytes_max = 512;  // of the folded name too: it is an index key
constexpr std::size_t mention_username_bytes_max = 255;

struct MentionToken {
  std::string username;  // as typed
  std::string domain;    // ASCII form, lower case; empty = no domain was typed

  friend bool operator==(MentionToken const&, MentionToken const&) = default;
};

struct Hashtag {
  std::string name;     // folded (fold_hashtag): the key to find it by
  std::string display;  // as first typed, without the #

  friend bool operator==(Hashtag const&, Hashtag const&) = default;
};

// Where something was found: bytes [begin, end) of ParsedText::text.
struct Entity {
  enum class Kind : std::uint8_t { mention, hashtag, url };
  Kind kind;
  std::size_t begin;
  std::size_t end;
  std::size_t index;  // into mentions, hashtags or urls
};

struct ParsedText {
  std::string text;                    // the source cleaned (clean_text in unicode.h): keep this, count this
  std::vector<Entity> entities;        // in order, never overlapping
  std::vector<MentionToken> mentions;  // unique by folded username and domain, in order of appearance
  std::vector<Hashtag> hashtags;       // unique by name, in order of appearance
  std::vector<std::string> urls;       // unique, in order of appearance
};

// Takes any bytes: broken UTF-8 becomes U+FFFD, control characters vanish, \r\n becomes \n, the ends are
// trimmed. Never fails. Linear time; a text of 1 MB takes tens of milliseconds.
ParsedText parse(std::string_view source);

// The length that a post limit is held against: user-perceived characters, every link as 23, `@user@domain`
// as `@user`. A content warning is counted with count_graphemes (unicode.h) and added by the caller.
std::size_t count_characters(ParsedText const& parsed);
std::size_t count_characters(std::string_view source);

// The name under which a hashtag (without #) is found: NFKC_Casefold, then everything that cannot be in a
// hashtag is dropped. So STRASSE, Straße and strasse are one, ｆｏｏ is foo, a Persian name is the same with
// or without its zero-width non-joiner; but é stays é (Mastodon strips accents, which would mix words of
// different meaning). Idempotent. Empty when nothing is left: then it is no hashtag.
std::string fold_hashtag(std::string_view name);

// The hashtag that a text is, typed with or without #. Nothing for a text that would not be one as a whole in a post.
std::optional<Hashtag> read_hashtag(std::string_view text);

}  // namespace auklet::text
