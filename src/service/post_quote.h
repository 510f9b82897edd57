// SPDX-License-Identifier: Apache-2.0
//
// The quote as a part of a post that is written or edited.
// https://docs.joinmastodon.org/client/quotes/
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/post.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/post_draft.h"
#include "service/post_loader.h"

namespace auklet::service {

// A post that may be quoted.
struct Quotable {
  Post post;
  std::string url;  // of its page
};

Error quoted_is_gone();

std::string page_of(Post const& post, Account const& author);

// The post of that id, or what it boosts. Errors: not_found when the author may not see it; invalid when it is a
// direct post, or whoever wrote it does not let them.
Task<Result<std::optional<Quotable>>> quotable(PostLoader const& loader, db::Session& session,
                                               AccountId author, std::optional<PostId> id);

// How many may see a post that quotes: no more than may see what it quotes.
Visibility narrowed(Visibility visibility, std::optional<Quotable> const& quoted);

// Errors: invalid, when a direct post quotes someone to whom it does not go.
Result<> check_audience(AccountId author, Visibility visibility, std::vector<AccountId> const& mentions,
                        std::optional<Quotable> const& quoted);

// For readers that know of no quotes the HTML begins with a link to the quoted post, unless the text has one. Those who do
// know leave out what is of the class quote-inline.
std::string with_quote_link(std::string content, std::string_view text, std::string const& url);

// Says anew what others may do with a post of the caller. Errors: not_found, also for boosts.
Task<Result<>> change_policy_of(Environment const& env, Caller caller, PostId id, PolicyChange change);

}  // namespace auklet::service
