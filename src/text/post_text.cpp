// SPDX-License-Identifier: Apache-2.0
#include "text/post_text.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "base/encoding.h"
#include "text/unicode.h"

namespace auklet::text {

namespace {

constexpr char32_t middle_dot = 0xB7;
constexpr char32_t katakana_middle_dot = 0x30FB;
constexpr char32_t zero_width_non_joiner = 0x200C;
constexpr char32_t zero_width_joiner = 0x200D;
constexpr std::string_view fullwidth_number_sign = "＃";

bool is_ascii_alnum(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// What may join the parts of a hashtag, but neither start nor end it.
bool is_hashtag_joint(char32_t code) {
  return code == middle_dot || code == katakana_middle_dot || code == zero_width_non_joiner;
}

// Variation selectors are marks, but belong to emoji: they must not make #tag and #tag️ two.
bool is_variation_selector(char32_t code) {
  return (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0xE0100 && code <= 0xE01EF);
}

bool is_hashtag_word(char32_t code) {
  return code == '_' ||
         ((is_alphabetic(code) || is_mark(code) || is_digit(code)) && !is_variation_selector(code));
}

bool is_closing_punctuation(char32_t code, bool in_query) {
  if (code == '=' || code == '&') {
    return !in_query;
  }
  return std::u32string_view{U"!*';:,.$%[]~|?`「」『』【】〈〉《》（）“”‘’«»…。、，．！？；：｡､"}.contains(
      code);
}

bool ends_url(char32_t code) {
  return code == '<' || code == '>' || code == '"' || code == '\\' || is_space(code) ||
         is_bidi_override(code);
}

// Finds the entities of a cleaned text. Every find_ function answers with the offset after the entity that
// starts at `begin`, or nullopt, and looks only at bytes that no later call has to look at again more than a
// few times.
class Scanner {
 public:
  explicit Scanner(ParsedText& parsed) : parsed_(parsed), text_(parsed.text) {}

  void run() {
    constexpr std::string_view first_bytes = "hH@#\xEF";  // \xEF starts the full-width #
    std::size_t at = 0;
    while ((at = text_.find_first_of(first_bytes, at)) != std::string_view::npos) {
      at = take(at);
    }
  }

 private:
  std::size_t take(std::size_t begin) {
    std::optional<std::size_t> end;
    switch (text_[begin]) {
      case '@':
        end = take_mention(begin);
        break;
      case '#':
        end = take_hashtag(begin, begin + 1);
        break;
      case 'h':
      case 'H':
        end = take_url(begin);
        break;
      default:
        if (text_.substr(begin).starts_with(fullwidth_number_sign)) {
          end = take_hashtag(begin, begin + fullwidth_number_sign.size());
        }
    }
    return end.value_or(begin + 1);
  }

  char32_t code_at(std::size_t at) const { return at < text_.size() ? decode_at(text_, at).code : 0; }
  bool follows(std::size_t at, std::string_view what) const { return text_.substr(at).starts_with(what); }

  template <class Predicate>
  std::size_t skip(std::size_t at, Predicate accepts) const {
    while (at < text_.size()) {
      auto const [code, end] = decode_at(text_, at);
      if (!accepts(code)) {
        break;
      }
      at = end;
    }
    return at;
  }

  // Runs of word characters joined by dots and hyphens; ends after the last run.
  template <class Predicate>
  std::size_t skip_dotted(std::size_t at, Predicate accepts) const {
    auto end = skip(at, accepts);
    while (end > at) {
      at = end;
      auto const joined = skip(end, [](char32_t c) { return c == '.' || c == '-'; });
      if (joined == end || (end = skip(joined, accepts)) == joined) {
        return at;
      }
    }
    return at;
  }

  std::optional<std::size_t> take_mention(std::size_t begin) {
    auto const before = code_before(text_, begin);
    if (before == '=' || before == '/' || is_word(before)) {
      return std::nullopt;
    }
    auto const name_begin = begin + 1;
    auto const name_end = skip_dotted(name_begin, [](char32_t c) { return c == '_' || is_ascii_alnum(c); });
    auto end = name_end;
    if (name_end < text_.size() && text_[name_end] == '@') {
      end = cut_run_on(name_end + 1, skip_dotted(name_end + 1, is_word));
    }
    bool const has_domain = end > name_end + 1;
    // A Latin word that goes on, a third @ or a scheme: whatever this is, it is no handle. Scripts written
    // without spaces do go on right after one: `@aliceさん`.
    auto const after = code_at(end);
    if (name_end == name_begin || after == '@' || end == name_end + 1 || follows(end, "://") ||
        is_latin(after) || is_mark(after)) {
      return std::nullopt;
    }
    if (name_end - name_begin > mention_username_bytes_max) {
      return end;
    }
    MentionToken token{std::string(text_.substr(name_begin, name_end - name_begin)), {}};
    if (has_domain) {
      auto domain = host_to_ascii(text_.substr(name_end + 1, end - name_end - 1));
      if (!domain) {
        return end;
      }
      token.domain = *std::move(domain);
    }
    auto key = base::ascii_lower(token.username) + '@' + token.domain;
    add(Entity::Kind::mention, begin, end, mention_of_, std::move(key), parsed_.mentions, std::move(token));
    return end;
  }

  std::optional<std::size_t> take_hashtag(std::size_t begin, std::size_t name_begin) {
    auto const before = code_before(text_, begin);
    if (is_word(before) || std::u32string_view{U"/)=&#@＃"}.contains(before)) {
      return std::nullopt;
    }
    std::size_t end = name_begin;  // after the last character that may end the name
    bool has_letter = false;
    bool has_digit = false;
    bool joined = false;  // a joint or _ with something on either side: what makes 1_2 more than a number
    char32_t last = 0;
    for (auto at = name_begin; at < text_.size();) {
      auto const [code, next] = decode_at(text_, at);
      if (is_hashtag_word(code)) {
        joined |= is_hashtag_joint(last) || (last == '_' && has_digit);
        has_letter |= is_alphabetic(code);
        has_digit |= is_digit(code);
        end = next;
      } else if (at == name_begin ||
                 !(is_hashtag_joint(code) || (code == zero_width_joiner && is_virama(last)))) {
        break;
      }
      last = code;
      at = next;
    }
    if (!(has_letter || (joined && has_digit)) || follows(end, "://")) {
      return std::nullopt;
    }
    auto const display = text_.substr(name_begin, end - name_begin);
    if (display.size() > hashtag_bytes_max) {
      return end;
    }
    auto name = fold_hashtag(display);
    if (name.empty() || name.size() > hashtag_bytes_max) {
      return end;
    }
    add(Entity::Kind::hashtag, begin, end, hashtag_of_, name, parsed_.hashtags,
        Hashtag{name, std::string(display)});
    return end;
  }

  std::optional<std::size_t> take_url(std::size_t begin) {
    auto const host_begin = skip_scheme(begin);
    auto const before = code_before(text_, begin);
    if (!host_begin || is_ascii_alnum(before) || std::u32string_view{U"@＠$#＃"}.contains(before)) {
      return std::nullopt;
    }
    auto const host_end = find_host_end(*host_begin);
    if (!host_end) {
      return std::nullopt;
    }
    auto end = skip_port(*host_end);
    // `http://known.example@other.example` and its kin go elsewhere than they seem to.
    if (auto const after = code_at(end); after == '@' || after == '\\') {
      return std::nullopt;
    }
    if (auto const after = code_at(end); after == '/' || after == '?' || after == '#') {
      end = find_tail_end(end);
    }
    if (end - begin > url_bytes_max) {
      return end;
    }
    std::string url(text_.substr(begin, end - begin));
    add(Entity::Kind::url, begin, end, url_of_, url, parsed_.urls, url);
    return end;
  }

  std::optional<std::size_t> skip_scheme(std::size_t at) const {
    auto const start = base::ascii_lower(text_.substr(at, std::string_view{"https://"}.size()));
    for (std::string_view const scheme : {"https://", "http://"}) {
      if (start.starts_with(scheme)) {
        return at + scheme.size();
      }
    }
    return std::nullopt;
  }

  // Scripts written without spaces go on right after a host name: `https://example.com見て`. No top-level
  // domain mixes ASCII with other letters, so the host ends where they meet.
  std::size_t cut_run_on(std::size_t begin, std::size_t end) const {
    auto const last_dot = text_.substr(begin, end - begin).rfind('.');
    if (last_dot == std::string_view::npos) {
      return end;
    }
    auto const top_begin = begin + last_dot + 1;
    auto const ascii_end = skip(top_begin, is_ascii_alnum);
    return ascii_end > top_begin && code_at(ascii_end) >= 0x80 ? ascii_end : end;
  }

  // The end of a host name of two labels or more whose last one can be a top-level domain.
  std::optional<std::size_t> find_host_end(std::size_t begin) const {
    auto const end = cut_run_on(begin, skip_dotted(begin, is_word));
    auto const last_dot = text_.substr(begin, end - begin).rfind('.');
    if (last_dot == std::string_view::npos) {
      return std::nullopt;
    }
    auto const top_begin = begin + last_dot + 1;
    auto const top = text_.substr(top_begin, end - top_begin);
    auto const is_letter = [](char32_t c) { return is_alphabetic(c) || is_mark(c); };
    bool const plausible = top.size() >= 2 && (base::ascii_lower(top.substr(0, 4)) == "xn--" ||
                                               skip(top_begin, is_letter) >= end);
    if (!plausible || !host_to_ascii(text_.substr(begin, end - begin), /*underscores=*/true)) {
      return std::nullopt;
    }
    return end;
  }

  std::size_t skip_port(std::size_t at) const {
    if (at >= text_.size() || text_[at] != ':') {
      return at;
    }
    auto const end = skip(at + 1, [](char32_t c) { return c >= '0' && c <= '9'; });
    auto const digits = end - at - 1;
    return digits >= 1 && digits <= 5 ? end : at;
  }

  // The end of path, query and fragment: after the last character outside of brackets that is no closing
  // punctuation. A bracket belongs to the link when its partner does. Two levels are enough for every
  // encyclopaedia, and bound how often a byte is looked at.
  std::size_t find_tail_end(std::size_t begin) const {
    constexpr int depth_max = 2;
    auto end = begin;
    int depth = 0;
    bool in_query = false;
    for (auto at = begin; at < text_.size();) {
      auto const [code, next] = decode_at(text_, at);
      if (ends_url(code) || (code == '(' && depth == depth_max) || (code == ')' && depth == 0)) {
        break;
      }
      at = next;
      depth += (code == '(') - (code == ')');
      in_query |= code == '?';
      if (depth == 0 && !is_closing_punctuation(code, in_query)) {
        end = next;
      }
    }
    return end;
  }

  using IndexOf = std::unordered_map<std::string, std::size_t>;

  template <class Value>
  void add(Entity::Kind kind, std::size_t begin, std::size_t end, IndexOf& index_of, std::string key,
           std::vector<Value>& values, Value value) {
    auto const [found, is_new] = index_of.try_emplace(std::move(key), values.size());
    if (is_new) {
      values.push_back(std::move(value));
    }
    parsed_.entities.push_back({kind, begin, end, found->second});
  }

  ParsedText& parsed_;
  std::string_view text_;
  IndexOf mention_of_;
  IndexOf hashtag_of_;
  IndexOf url_of_;
};

}  // namespace

ParsedText parse(std::string_view source) {
  ParsedText parsed;
  parsed.text = clean_text(source);
  Scanner(parsed).run();
  return parsed;
}

std::size_t count_characters(ParsedText const& parsed) {
  std::string_view const text = parsed.text;
  std::string counted;
  counted.reserve(text.size());
  std::size_t copied = 0;
  for (auto const& entity : parsed.entities) {
    if (entity.kind == Entity::Kind::hashtag) {
      continue;
    }
    counted += text.substr(copied, entity.begin - copied);
    if (entity.kind == Entity::Kind::url) {
      counted.append(characters_reserved_per_url, 'x');
    } else {
      counted += '@';
      counted += parsed.mentions[entity.index].username;
    }
    copied = entity.end;
  }
  counted += text.substr(copied);
  return count_graphemes(counted);
}

std::size_t count_characters(std::string_view source) {
  return count_characters(parse(source));
}

std::string fold_hashtag(std::string_view name) {
  auto const folded = fold_compatible(name);
  std::string out;
  out.reserve(folded.size());
  for (std::size_t at = 0; at < folded.size();) {
    auto const [code, end] = decode_at(folded, at);
    if (is_hashtag_word(code) || code == middle_dot || code == katakana_middle_dot) {
      out += std::string_view{folded}.substr(at, end - at);
    }
    at = end;
  }
  return out;
}

std::optional<Hashtag> read_hashtag(std::string_view text) {
  auto const typed = clean_text(text);
  auto const marked = typed.starts_with('#') ? typed : "#" + typed;
  auto parsed = parse(marked);
  if (parsed.hashtags.size() != 1 || parsed.hashtags.front().display.size() + 1 != marked.size()) {
    return std::nullopt;
  }
  return std::move(parsed.hashtags.front());
}

}  // namespace auklet::text
