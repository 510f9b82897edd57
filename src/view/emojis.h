// SPDX-License-Identifier: Apache-2.0
//
// The emojis of this server that a text names: as clients are told of them, and as pages for browsers show them. A text
// without a colon costs a look through its bytes. https://docs.joinmastodon.org/entities/CustomEmoji/
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/account.h"
#include "domain/emoji_table.h"
#include "view/html.h"

namespace auklet::view {

class Emojis {
 public:
  // The table outlives this. Files lie below `media_url`, which has no slash at its end.
  Emojis(EmojiTable const& table, std::string media_url) : table_(table), media_url_(std::move(media_url)) {}

  boost::json::object entity(CustomEmoji const& emoji) const;
  // Those that these texts name, each once, in order of appearance.
  boost::json::array in(std::span<std::string_view const> texts) const;
  boost::json::array in(std::initializer_list<std::string_view> texts) const {
    return in(std::span(texts.begin(), texts.size()));
  }
  boost::json::array in(Account const& account) const;

  // For browsers: in place of each `:shortcode:` its picture, with that for a text; whatever it is not stays as it is.
  // What stands inside of tags is left alone.
  Html pictured(Html const& html) const;
  Html pictured_text(std::string_view text) const { return pictured(html("{}", text)); }

  struct Urls {
    std::string url;
    std::string static_url;
  };
  // Nothing for what is no shortcode of ours.
  std::optional<Urls> urls_of(std::string_view shortcode) const;

 private:
  Urls urls_of(CustomEmoji const& emoji) const {
    return {media_url_ + "/" + emoji.file, media_url_ + "/" + emoji.static_file};
  }

  EmojiTable const& table_;
  std::string const media_url_;
};

}  // namespace auklet::view
