// SPDX-License-Identifier: Apache-2.0
//
// Post text → entities → HTML on any bytes. What must hold whatever is typed:
//   - everything that comes out is well-formed UTF-8, and cleaning or folding twice changes nothing more
//   - entities lie in the text, in order, on character borders, and say what the text says
//   - the HTML is made of our own tags alone, closed in order, and no attribute leaves its quotes
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/encoding.h"
#include "text/display_name.h"
#include "text/email.h"
#include "text/language.h"
#include "text/post_html.h"
#include "text/post_text.h"
#include "text/unicode.h"
#include "text/username.h"

namespace {

using namespace auklet;  // NOLINT(google-build-using-namespace): one short file

void check_entities(text::ParsedText const& parsed) {
  std::size_t last = 0;
  for (auto const& entity : parsed.entities) {
    CHECK(entity.begin >= last && entity.begin < entity.end && entity.end <= parsed.text.size());
    last = entity.end;
    auto const source = std::string_view{parsed.text}.substr(entity.begin, entity.end - entity.begin);
    CHECK(base::is_utf8(source));
    switch (entity.kind) {
      case text::Entity::Kind::mention:
        CHECK(base::ascii_lower(source).starts_with(
            '@' + base::ascii_lower(parsed.mentions.at(entity.index).username)));
        break;
      case text::Entity::Kind::hashtag: {
        auto const& name = parsed.hashtags.at(entity.index).name;
        CHECK(!name.empty() && text::fold_hashtag(name) == name &&
              source.find('\n') == std::string_view::npos);
        break;
      }
      case text::Entity::Kind::url:
        CHECK(source == parsed.urls.at(entity.index) && source.size() <= text::url_bytes_max);
        CHECK(source.find_first_of(" \t\n<>\"") == std::string_view::npos);
        break;
    }
  }
}

// Reads the tag that starts at `html` and answers its name; `html` moves behind it.
std::string_view read_tag(std::string_view& html) {
  auto const end = html.find('>');
  CHECK(end != std::string_view::npos);
  auto tag = html.substr(1, end - 1);
  html.remove_prefix(end + 1);
  auto const name = tag.substr(0, tag.find(' '));
  tag.remove_prefix(name.size());
  while (!tag.empty() && tag != " /") {  // every attribute: space, name, =, quoted value
    auto const equals = tag.find("=\"");
    CHECK(tag.starts_with(' ') && equals != std::string_view::npos);
    auto const attribute = tag.substr(1, equals - 1);
    CHECK(attribute == "class" || attribute == "href" || attribute == "rel" || attribute == "target" ||
          attribute == "translate");
    auto const close = tag.find('"', equals + 2);
    CHECK(close != std::string_view::npos);
    auto const value = tag.substr(equals + 2, close - equals - 2);
    CHECK(value.find_first_of("<>'") == std::string_view::npos);
    CHECK(attribute != "href" || base::ascii_lower(value).starts_with("http"));
    tag.remove_prefix(close + 1);
  }
  return name;
}

void check_html(std::string_view html) {
  CHECK(base::is_utf8(html));
  std::vector<std::string_view> open;
  while (!html.empty()) {
    if (html.front() != '<') {
      auto const plain = html.substr(0, html.find('<'));
      CHECK(plain.find_first_of(">\"'\n") == std::string_view::npos);
      html.remove_prefix(plain.size());
      continue;
    }
    auto const name = read_tag(html);
    if (name.starts_with('/')) {
      CHECK(!open.empty() && open.back() == name.substr(1));
      open.pop_back();
    } else if (name != "br") {
      CHECK(name == "p" || name == "span" || name == "a");
      open.push_back(name);
    }
  }
  CHECK(open.empty());
}

void check_names(std::string_view input) {
  auto const clean = text::clean_display_name(input);
  CHECK(base::is_utf8(clean) && text::clean_display_name(clean) == clean);
  CHECK(!text::validate_local_username(input) || base::is_utf8(input));
  CHECK(!text::validate_email(input) || text::fold_email(text::fold_email(input)) == text::fold_email(input));
  if (auto const language = text::canonical_language(input)) {
    CHECK(text::canonical_language(*language) == language);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const input(reinterpret_cast<char const*>(data), size);
  auto const parsed = text::parse(input);
  CHECK(base::is_utf8(parsed.text) && text::clean_text(parsed.text) == parsed.text);
  CHECK(parsed.entities.empty() ==
        (parsed.mentions.empty() && parsed.hashtags.empty() && parsed.urls.empty()));
  check_entities(parsed);
  CHECK(text::count_characters(parsed) <=
        parsed.text.size() + parsed.entities.size() * text::characters_reserved_per_url);

  text::Links const links{
      .mention = [](text::MentionToken const& mention) -> std::optional<text::MentionLink> {
        return mention.username.size() % 2 == 0
                   ? std::nullopt
                   : std::optional(text::MentionLink{"https://" + mention.domain, "<\"'&>"});
      },
      .tags_url = "https://here.example/tags/",
  };
  check_html(text::render_html(parsed, links));
  check_html(text::render_field_html(parsed, links));
  check_names(input);
  return 0;
}
