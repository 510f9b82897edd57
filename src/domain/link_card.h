// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "domain/ids.h"

namespace auklet {

enum class CardType : std::uint8_t { link = 0, photo = 1, video = 2 };  // numbers are stored: never renumber

// What a page that posts link to says of itself. All text is plain; `html` was made here.
struct LinkCard {
  CardId id{};
  std::string url;    // as the posts have it
  std::string title;  // empty: there is nothing to show
  std::string description;
  CardType type = CardType::link;
  std::string author_name;
  std::string author_url;
  std::string provider_name;
  std::string provider_url;
  std::string html;  // of a video: an <iframe>
  std::int64_t width = 0;
  std::int64_t height = 0;
  std::string embed_url;  // of a photo
  std::optional<std::string> language;
  std::optional<UnixMillis> published_at;

  bool is_shown() const { return !title.empty(); }
};

}  // namespace auklet
