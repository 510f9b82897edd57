// SPDX-License-Identifier: Apache-2.0
#include "view/emojis.h"

#include <algorithm>
#include <memory>

#include "text/shortcodes.h"

namespace auklet::view {

namespace json = boost::json;

json::object Emojis::entity(CustomEmoji const& emoji) const {
  auto const urls = urls_of(emoji);
  json::object object{
      {"shortcode", emoji.shortcode},
      {"url", urls.url},
      {"static_url", urls.static_url},
      {"visible_in_picker", emoji.in_picker},
  };
  if (!emoji.category.empty()) {
    object["category"] = emoji.category;
  }
  return object;
}

json::array Emojis::in(std::span<std::string_view const> texts) const {
  json::array array;
  std::shared_ptr<EmojiList const> list;
  std::vector<CustomEmoji const*> seen;
  for (auto const text : texts) {
    for (auto const shortcode : text::shortcodes_in(text)) {
      if (!list) {
        list = table_.all();
      }
      auto const* const emoji = find_emoji(*list, shortcode);
      if (emoji != nullptr && std::ranges::find(seen, emoji) == seen.end()) {
        seen.push_back(emoji);
        array.push_back(entity(*emoji));
      }
    }
  }
  return array;
}

json::array Emojis::in(Account const& account) const {
  std::vector<std::string_view> texts{account.display_name, account.note};
  for (auto const& field : account.fields) {
    texts.push_back(field.name);
    texts.push_back(field.value);
  }
  return in(texts);
}

Html Emojis::pictured(Html const& source) const {
  std::string_view rest = source.text();
  if (rest.find(':') == std::string_view::npos) {
    return source;
  }
  auto const list = table_.all();
  Html out;
  auto const keep = [&out](std::string_view markup) { out += trusted_html(std::string(markup)); };
  while (!rest.empty()) {
    auto const text = rest.substr(0, rest.find('<'));
    std::size_t shown = 0;
    for (auto const shortcode : text::shortcodes_in(text)) {
      auto const* const emoji = find_emoji(*list, shortcode);
      if (emoji == nullptr) {
        continue;
      }
      auto const at = static_cast<std::size_t>(shortcode.data() - text.data()) - 1;  // of the colon
      keep(text.substr(shown, at - shown));
      out += html(R"(<img class="emoji" src="{0}" alt=":{1}:" title=":{1}:" height="20">)",
                  urls_of(*emoji).url, emoji->shortcode);
      shown = at + shortcode.size() + 2;
    }
    keep(text.substr(shown));
    rest.remove_prefix(text.size());
    auto const tag = rest.substr(0, std::min(rest.find('>'), rest.size() - 1) + 1);
    keep(tag);
    rest.remove_prefix(tag.size());
  }
  return out;
}

std::optional<Emojis::Urls> Emojis::urls_of(std::string_view shortcode) const {
  auto const list = table_.all();
  auto const* const emoji = find_emoji(*list, shortcode);
  return emoji == nullptr ? std::nullopt : std::optional{urls_of(*emoji)};
}

}  // namespace auklet::view
