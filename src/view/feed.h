// SPDX-License-Identifier: Apache-2.0
//
// RSS 2.0 (https://www.rssboard.org/rss-specification): what everyone may see of a person or under a tag, for feed
// readers. Whether everyone may see it was decided before.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/account.h"
#include "domain/post.h"
#include "view/page_frame.h"
#include "view/renderer.h"

namespace auklet::view {

inline constexpr char const* rss_type = "application/rss+xml; charset=utf-8";

struct FeedItem {
  std::string url;           // of the post's page, which is also how readers know the item again
  std::string published_at;  // RFC 822, as base::http_date writes it
  std::string content;       // HTML
  std::vector<std::string> tags;
  struct File {
    std::string url;
    std::int64_t bytes = 0;
    std::string content_type;
    std::string description;  // may be empty
  };
  std::vector<File> files = {};
};

struct Feed {
  std::string title;
  std::string url;  // of the page that shows the same
  std::string description;
  std::string image_url;        // may be empty
  std::vector<FeedItem> items;  // newest first
};

Feed describe_feed(Renderer const& renderer, Account const& account, std::vector<PostDetails> const& posts);
// `url`: of the tag's page.
Feed describe_feed(Renderer const& renderer, Site const& site, std::string const& tag, std::string url,
                   std::vector<PostDetails> const& posts);

std::string rss(Feed const& feed);

}  // namespace auklet::view
