// SPDX-License-Identifier: Apache-2.0
//
// Pages of posts as the tables have them, before the rules of who may see what: the caller filters and asks
// for more. Every list comes in page order, newest first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/home_rule.h"
#include "domain/ids.h"
#include "domain/page.h"
#include "domain/visibility.h"

namespace auklet::store::timelines {

// Public posts that are neither boosts nor replies to others.
enum class Origin : std::uint8_t { everywhere, local, remote };
enum class Kind : std::uint8_t { any, with_media };
Task<Result<std::vector<PostId>>> public_posts(db::Session& session, Origin origin, PageRequest page,
                                               Kind kind = Kind::any);

// Public posts that carry any of the tags.
Task<Result<std::vector<PostId>>> tagged(db::Session& session, std::vector<TagId> const& any_of,
                                         Origin origin, PageRequest page, Kind kind = Kind::any);

struct AccountFilter {
  Visibility most_private = Visibility::unlisted;  // what the viewer may see without being mentioned
  AccountId mentioned{};                           // posts that mention this account are seen too
  bool exclude_replies = false;                    // to others; threads of one's own stay
  bool exclude_boosts = false;
  std::optional<TagId> tag;
  Kind kind = Kind::any;
};
Task<Result<std::vector<PostId>>> by_account(db::Session& session, AccountId account, AccountFilter filter,
                                             PageRequest page);

// The newest posts of an account, newest first, with what the filter asks of each.
struct OwnPost {
  PostId id{};
  bool boost = false;
  bool answers_another = false;  // than its author
};
Task<Result<std::vector<OwnPost>>> newest_of_account(db::Session& session, AccountId account, int limit);

// Posts and boosts of the given authors, as the rule of the home timeline wants to know them. `now` bounds
// the newest id there can be.
Task<Result<std::vector<HomeEntry>>> by_authors(db::Session& session, std::vector<AccountId> const& authors,
                                                PageRequest page, UnixMillis now);

// The newest posts of each of the authors, `depth` of each at most, as home timelines see them. In any order.
Task<Result<std::vector<HomeEntry>>> newest_of_each(db::Session& session,
                                                    std::vector<AccountId> const& authors, std::size_t depth);
// Public posts and replies that carry one of the tags, in the same form; each once, and of its tags only those asked
// for.
Task<Result<std::vector<HomeEntry>>> by_tags(db::Session& session, std::vector<TagId> const& tags,
                                             PageRequest page);
Task<Result<std::optional<HomeEntry>>> home_entry(db::Session& session, PostId id);

}  // namespace auklet::store::timelines
