// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "domain/account.h"
#include "domain/ids.h"
#include "domain/link_card.h"
#include "domain/visibility.h"

namespace auklet {

// A post, or a boost: a boost is a post of its own, without text, that points at another.
struct Post {
  PostId id{};
  AccountId account_id{};
  std::optional<std::string> remote_uri;  // of posts that came from elsewhere; local ones derive theirs
  std::optional<std::string> remote_url;
  std::optional<PostId> in_reply_to_id;             // forgotten when that post is deleted
  std::optional<AccountId> in_reply_to_account_id;  // kept
  ThreadId thread_id{};
  std::optional<PostId> boost_of_id;
  std::optional<AccountId> boost_of_account_id;
  Visibility visibility = Visibility::public_;
  bool sensitive = false;
  std::string spoiler_text;
  std::string text;     // as typed
  std::string content;  // as HTML
  std::optional<std::string> language;
  std::optional<AppId> app_id;
  UnixMillis created_at{};
  std::optional<UnixMillis> edited_at;
  std::int64_t replies_count = 0;
  std::int64_t boosts_count = 0;
  std::int64_t favourites_count = 0;
};

// A former or present version of a post.
struct PostEdit {
  std::string content;
  std::string spoiler_text;
  bool sensitive = false;
  UnixMillis created_at{};
};

struct Tag {
  TagId id{};
  std::string name;     // folded: what look-ups use
  std::string display;  // as first written
};

// Which application a post was written with.
struct AppLabel {
  std::string name;
  std::optional<std::string> website;
};

// How the one who reads stands to a post.
struct ViewerFlags {
  bool favourited = false;
  bool boosted = false;
  bool bookmarked = false;
  bool pinned = false;
  bool thread_muted = false;
};

// A post with all that is needed to show it.
struct PostDetails {
  Post post;
  Account author;
  std::vector<Account> mentions;  // in order of appearance
  std::vector<Tag> tags;          // in order of appearance
  std::optional<AppLabel> app;
  std::optional<LinkCard> card;
  std::optional<ViewerFlags> viewer;           // absent when nobody is logged in
  bool own = false;                            // the viewer is the author
  std::shared_ptr<PostDetails const> boosted;  // of a boost; always present there
};

}  // namespace auklet
