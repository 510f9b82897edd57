// SPDX-License-Identifier: Apache-2.0
//
// What a browser (or a preview robot) sees at the address of a person or a post: plain HTML with Open Graph
// meta data. Only what everyone may see belongs in here; the caller decides that.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "view/page_frame.h"

namespace auklet::view {

struct PictureBlock {
  std::string url;
  std::string preview_url;
  std::string description;
};

struct PollLine {
  std::string title;
  std::string votes;  // empty while they are not to be told
};

// What the post's link leads to.
struct CardBlock {
  std::string url;
  std::string title;
  std::string description;  // may be empty
  std::string provider;     // may be empty
};

// A post within another one. Everyone may see it.
struct QuoteBlock {
  std::string url;
  std::string author_name;  // or the handle
  std::string author_handle;
  std::string language;  // may be empty
  Html content;
  std::string content_warning;  // when there is one, it stands in place of the content
};

struct PostBlock {
  std::string url;  // of its page
  std::string author_name;
  std::string author_handle;  // @user@domain
  std::string author_url;
  std::string author_avatar_url;
  Html content;
  std::string content_warning;  // folds the content away when it is not empty
  std::string language;         // BCP 47; may be empty
  std::string created_at;       // ISO 8601, for machines
  std::string created_on;       // for people: `11 April 2026, 16:55`
  std::int64_t replies = 0;
  std::int64_t boosts = 0;
  std::int64_t favourites = 0;
  std::vector<PictureBlock> pictures = {};
  // The name and the warning with pictures in them, where they are shown; empty: as they are.
  Html author_label = {};
  Html warning_label = {};
  std::string edited_at = {};  // ISO 8601; empty: never
  std::vector<PollLine> poll = {};
  std::optional<CardBlock> card = {};
  std::optional<QuoteBlock> quote = {};
};

struct ProfileField {
  Html name;
  Html value;
  bool verified = false;
};

// GET /@NAME
struct ProfilePage {
  Site site;
  std::string display_name;
  std::string handle;        // @user@domain
  std::string url;           // of this page
  std::string activity_uri;  // the account's ActivityPub id
  std::string avatar_url;
  std::string header_url;  // may be empty
  Html note;
  std::string summary;  // the note as plain text, for previews
  std::vector<ProfileField> fields;
  std::string joined_on;  // `11 April 2026`
  std::int64_t posts_count = 0;
  std::int64_t following_count = 0;
  std::int64_t followers_count = 0;
  bool indexable = false;  // otherwise search engines are asked to stay away
  std::vector<PostBlock> posts;
  Html label = {};  // the display name with pictures in it; empty: as it is
  std::string username = {};
};
std::string profile_page(ProfilePage const& page);

// GET /@NAME/ID
struct PostPage {
  Site site;
  PostBlock post;
  std::string activity_uri;
  std::string summary;  // the text, or the content warning alone, for previews
  bool indexable = false;
  std::vector<PostBlock> ancestors;  // public ones, oldest first
  std::vector<PostBlock> replies;
};
std::string post_page(PostPage const& page);

// GET /tags/NAME
struct TagPage {
  Site site;
  std::string name;  // without '#'
  std::vector<PostBlock> posts;
};
std::string tag_page(TagPage const& page);

}  // namespace auklet::view
