// SPDX-License-Identifier: Apache-2.0
//
// What an author typed, made ready for the tables: read, checked, and turned into HTML.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/account.h"
#include "domain/media.h"
#include "domain/poll.h"
#include "service/environment.h"
#include "service/post_draft.h"
#include "store/posts.h"
#include "text/post_text.h"

namespace auklet::service {

// The field of an error under which stands, as the description, the id of each account that a post mentions and should
// not.
inline constexpr char const* unexpected_accounts_field = "unexpected_accounts";

struct WrittenPost {
  std::string text;
  std::string spoiler_text;
  std::string content;
  std::optional<std::string> language;
  std::vector<Account> mentioned;  // each once, in order of appearance
  std::vector<text::Hashtag> hashtags;
  std::optional<std::string> link;  // to be shown as a card
  std::optional<Poll> poll;         // without votes and without its post
  std::vector<Media> media;         // in order; put there by those who publish or edit

  std::vector<AccountId> mentions() const;
  bool mentions(AccountId account) const;
  // With an id for each tag that turns out to be new.
  std::vector<store::posts::TagUse> tag_uses(Environment const& env) const;
};

// `text` and `spoiler_text` stand for those of the draft. A post that quotes gives the address of what it quotes; it may
// have no words of its own. Errors: invalid (empty, too long, too many mentions, one that the draft does not allow, a
// poll that cannot be held or has media beside it, a language that there is not).
Task<Result<WrittenPost>> write_post(Environment const& env, AccountId author, std::string text,
                                     std::string spoiler_text, PostDraft const& draft,
                                     std::optional<std::string> quoted_url);

}  // namespace auklet::service
