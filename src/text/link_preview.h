// SPDX-License-Identifier: Apache-2.0
//
// What a page of the web says of itself to those who link to it: Open Graph (https://ogp.me), HTML's own <title> and
// <meta>, and oEmbed (https://oembed.com). All of it was written by strangers: what comes out is plain text of bounded
// length, addresses are http or https, and markup is made here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace auklet::text {

constexpr std::size_t preview_title_characters_max = 300;
constexpr std::size_t preview_text_characters_max = 1000;  // of a description
constexpr std::size_t preview_name_characters_max = 100;   // of authors and providers

struct LinkPreview {
  std::string title;
  std::string description;
  std::string author_name;
  std::string provider_name;
  std::optional<std::string> language;
  std::string published_at;  // ISO 8601, as it was written
  std::string oembed_url;    // absolute; where oEmbed says more
};

// `content_type` is the header; it, the page's own word, or else what the bytes look like tells the encoding. `url` is
// the address that the page came from, for relative ones. Only the head is looked at. Never fails: what is no HTML says
// nothing. Linear time.
LinkPreview read_page(std::string_view html, std::string_view content_type, std::string_view url);

struct Embed {
  enum class Type : std::uint8_t { link, photo, video };
  Type type = Type::link;
  std::string title;
  std::string author_name;
  std::string author_url;
  std::string provider_name;
  std::string provider_url;
  std::string photo_url;   // of a photo
  std::string player_url;  // of a video: what its <iframe> shows, https only
  std::int64_t width = 0;
  std::int64_t height = 0;
};

// nullopt for what is no oEmbed answer, or one of markup that we do not show (`rich`).
std::optional<Embed> read_oembed(std::string_view json);

// A player that can do nothing to the page around it.
std::string player_html(std::string_view player_url, std::int64_t width, std::int64_t height);

// `reference` as found in a page of that address; empty when it leads to no http or https address.
std::string absolute_url(std::string_view base, std::string_view reference);

// scheme://host[:port] and host of an http or https URL; both empty for others.
std::string_view origin_of(std::string_view url);
std::string_view host_of(std::string_view url);

}  // namespace auklet::text
