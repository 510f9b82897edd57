// SPDX-License-Identifier: Apache-2.0
#include "view/oembed.h"

#include <chrono>

#include "view/html.h"
#include "view/page_content.h"

namespace auklet::view {

namespace {

constexpr std::chrono::seconds cache_age = std::chrono::hours{24};

std::string quotation(PostBlock const& block) {
  auto const content =
      block.content_warning.empty() ? block.content : html("<p>{}</p>", block.content_warning);
  return html(
             R"(<blockquote cite="{0}"{1}>{2}<p><a href="{0}" target="_blank" rel="noopener">{3}, {4}</a></p></blockquote>)",
             block.url, block.language.empty() ? Html{} : html(R"( lang="{}")", block.language), content,
             block.author_handle, block.created_on)
      .text();
}

}  // namespace

boost::json::object oembed(Renderer const& renderer, Site const& site, std::string const& base_url,
                           PostDetails const& details, std::int64_t width) {
  auto const block = post_block(renderer, details);
  auto const& name = block.author_name.empty() ? block.author_handle : block.author_name;
  return {{"type", "rich"},
          {"version", "1.0"},
          {"title", "New post by " + name},
          {"author_name", name},
          {"author_url", block.author_url},
          {"provider_name", site.domain},
          {"provider_url", base_url + "/"},
          {"cache_age", cache_age.count()},
          {"html", quotation(block)},
          {"width", width},
          {"height", nullptr}};
}

}  // namespace auklet::view
