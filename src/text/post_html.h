// SPDX-License-Identifier: Apache-2.0
//
// Parsed text as the HTML that Mastodon clients know (contract: content HTML), byte for byte as Mastodon
// writes it: paragraphs `<p>…</p>` at two or more line ends, `<br />` at one, and
//   mention  <span class="h-card" translate="no"><a href="URL" class="u-url
//   mention">@<span>NAME</span></a></span> hashtag  <a href="TAGS/NAME" class="mention hashtag"
//   rel="tag">#<span>NAME</span></a> link     <a href="URL" target="_blank" rel="nofollow noopener"
//   translate="no"><span class="invisible">https://www.
//            </span><span class="ellipsis">first 30 characters</span><span class="invisible">the
//            rest</span></a>
// Everything else is escaped; custom emoji stay `:code:`. One difference: a hashtag links to its folded name,
// so that a tag has one address, the same as in Status.tags.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "text/post_text.h"

namespace auklet::text {

struct MentionLink {
  std::string url;  // of the account's page
  std::string
      shown;  // after the @: the username, or username@domain where two people of one name are mentioned
};

struct Links {
  // nullopt leaves the mention as the plain text it was typed as. Called once for each of
  // ParsedText::mentions.
  std::function<std::optional<MentionLink>(MentionToken const&)> mention;
  std::string tags_url;  // `https://DOMAIN/tags/`; the percent-encoded folded name is appended
};

// Empty for an empty text. Linear time.
std::string render_html(ParsedText const& parsed, Links const& links);

// A link alone, as it stands in the text of a post. `url` begins with a scheme and "//".
std::string render_link(std::string_view url);

// One line, without <p> and with rel="nofollow noopener me" on links: the value of a profile field.
std::string render_field_html(ParsedText const& parsed, Links const& links);

}  // namespace auklet::text
