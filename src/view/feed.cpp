// SPDX-License-Identifier: Apache-2.0
#include "view/feed.h"

#include <string_view>
#include <utility>

#include "base/time_text.h"
#include "view/html.h"

namespace auklet::view {

namespace {

// Text as XML 1.0 may hold it (section 2.2): escaped, and without the two characters that the sanitiser of posts lets
// through and XML forbids, U+FFFE and U+FFFF.
std::string xml_text(std::string_view text) {
  std::string allowed;
  allowed.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    auto const three = text.substr(at, 3);
    if (three == "\xEF\xBF\xBE" || three == "\xEF\xBF\xBF") {
      at += 3;
      continue;
    }
    allowed += text[at++];
  }
  return base::html_escape(allowed);
}

std::string element(std::string_view name, std::string_view text) {
  return fmt::format("<{0}>{1}</{0}>\n", name, xml_text(text));
}

// In place of a boost, the post that is boosted.
FeedItem item_of(Renderer const& renderer, PostDetails const& details) {
  if (details.boosted) {
    return item_of(renderer, *details.boosted);
  }
  auto const& post = details.post;
  auto const& emojis = renderer.emojis();
  auto content = emojis.pictured(trusted_html(post.content)).text();
  if (!post.spoiler_text.empty()) {
    content = html("<p><strong>Content warning:</strong> {}</p><hr>", emojis.pictured_text(post.spoiler_text))
                  .text() +
              content;
  }
  FeedItem item{.url = renderer.post_url(post, details.author),
                .published_at = base::http_date(post.created_at),
                .content = std::move(content)};
  for (auto const& tag : details.tags) {
    item.tags.push_back(tag.name);
  }
  for (auto const& media : details.media) {
    item.files.push_back({renderer.file_url(media.file), media.bytes, std::string(media_type_of(media.file)),
                          media.description});
  }
  return item;
}

std::vector<FeedItem> items_of(Renderer const& renderer, std::vector<PostDetails> const& posts) {
  std::vector<FeedItem> items;
  for (auto const& details : posts) {
    items.push_back(item_of(renderer, details));
  }
  return items;
}

std::string rss_item(FeedItem const& item) {
  auto out = "<item>\n" + fmt::format("<guid isPermaLink=\"true\">{}</guid>\n", xml_text(item.url)) +
             element("link", item.url) + element("pubDate", item.published_at) +
             element("description", item.content);
  for (auto const& tag : item.tags) {
    out += element("category", tag);
  }
  for (auto const& file : item.files) {
    out += fmt::format("<media:content url=\"{}\" fileSize=\"{}\" type=\"{}\">\n", xml_text(file.url),
                       file.bytes, file.content_type);
    if (!file.description.empty()) {
      out += fmt::format("<media:description type=\"plain\">{}</media:description>\n",
                         xml_text(file.description));
    }
    out += "</media:content>\n";
  }
  return out + "</item>\n";
}

}  // namespace

Feed describe_feed(Renderer const& renderer, Account const& account, std::vector<PostDetails> const& posts) {
  auto const handle = "@" + account.username + "@" + account.domain;
  return {.title = account.display_name.empty() ? handle : account.display_name,
          .url = account.url,
          .description = "Public posts from " + handle,
          .image_url = renderer.avatar_url(account),
          .items = items_of(renderer, posts)};
}

Feed describe_feed(Renderer const& renderer, Site const& site, std::string const& tag, std::string url,
                   std::vector<PostDetails> const& posts) {
  return {.title = "#" + tag,
          .url = std::move(url),
          .description = "Public posts about #" + tag + " on " + site.title,
          .image_url = {},
          .items = items_of(renderer, posts)};
}

std::string rss(Feed const& feed) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" "
      "xmlns:media=\"http://search.yahoo.com/mrss/\">\n<channel>\n";
  out += element("title", feed.title) + element("description", feed.description) + element("link", feed.url) +
         element("generator", "Auklet");
  if (!feed.image_url.empty()) {
    out += "<image>\n" + element("url", feed.image_url) + element("title", feed.title) +
           element("link", feed.url) + "</image>\n";
  }
  if (!feed.items.empty()) {
    out += element("lastBuildDate", feed.items.front().published_at);
  }
  for (auto const& item : feed.items) {
    out += rss_item(item);
  }
  return out + "</channel>\n</rss>\n";
}

}  // namespace auklet::view
