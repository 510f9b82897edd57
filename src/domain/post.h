// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "domain/account.h"
#include "domain/filter.h"
#include "domain/ids.h"
#include "domain/interaction_policy.h"
#include "domain/link_card.h"
#include "domain/media.h"
#include "domain/poll.h"
#include "domain/quote.h"
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
  bool has_media = false;
  std::int64_t quotes_count = 0;  // of quotes that were accepted
  InteractionPolicy policy = {};
  std::optional<Quote> quote = {};

  // Replies, boosts and quotes that few may see are not counted where everyone can see the count.
  bool counts_in_public() const { return visibility <= Visibility::unlisted; }
};

// A former or present version of a post.
struct PostEdit {
  std::string content;
  std::string spoiler_text;
  bool sensitive = false;
  UnixMillis created_at{};
  std::vector<std::string> poll_options = {};  // titles
  // What was attached, and how it was described then. What is gone since is not shown any more.
  std::vector<MediaLabel> media = {};
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
  bool favourited : 1 = false;
  bool boosted : 1 = false;
  bool bookmarked : 1 = false;
  bool pinned : 1 = false;
  bool thread_muted : 1 = false;
  PollChoices votes = 0;  // in its poll
};

struct PostDetails;

// What a post quotes, as the one who reads sees it.
struct ShownQuote {
  QuoteState state = QuoteState::accepted;
  std::shared_ptr<PostDetails const> post = {};  // null unless carries_post(state)
};

// A post with all that is needed to show it.
struct PostDetails {
  Post post;
  Account author;
  std::vector<Account> mentions;  // in order of appearance
  std::vector<Tag> tags;          // in order of appearance
  std::optional<Poll> poll = {};
  UnixMillis seen_at{};           // whether the poll has ended is told as of then
  std::vector<Media> media = {};  // in their order
  std::optional<AppLabel> app;
  std::optional<LinkCard> card;
  std::optional<ViewerFlags> viewer;  // absent when nobody is logged in
  bool own = false;                   // the viewer is the author
  bool follows_author = false;        // the viewer does; asked only where it matters
  bool viewer_is_mentioned = false;
  std::optional<ShownQuote> quote = {};        // as it is for everyone, when the viewer was not asked for
  std::vector<FilterMatch> filtered = {};      // of the viewer's filters; a boost's are those of its post too
  std::shared_ptr<PostDetails const> boosted;  // of a boost; always present there

  // All that a reader is told in words, for those who look for words in it. Of a boost nothing: see what it boosts.
  std::vector<std::string_view> words_said() const {
    std::vector<std::string_view> words{post.spoiler_text, post.text};
    if (poll) {
      for (auto const& option : poll->options) {
        words.push_back(option.title);
      }
    }
    return words;
  }
};

}  // namespace auklet
