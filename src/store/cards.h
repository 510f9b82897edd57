// SPDX-License-Identifier: Apache-2.0
//
// The tables of link cards: what pages say of themselves, one row an address, and which post shows which.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/link_card.h"
#include "domain/page.h"
#include "store/posts.h"

namespace auklet::store::cards {

struct Kept {
  LinkCard card;
  UnixMillis fetched_at{};
};
// A page that had nothing to say is kept too.
Task<Result<std::optional<Kept>>> find(db::Session& session, std::string_view url);
// Those that exist, in no particular order.
Task<Result<std::vector<LinkCard>>> find_all(db::Session& session, std::vector<CardId> const& ids);
// What these posts show.
Task<Result<std::vector<posts::OfPost<LinkCard>>>> of_posts(db::Session& session,
                                                            std::vector<PostId> const& posts);

// Writes what the page says now; when there is a row of the address already, it keeps its id.
void put(db::Batch& batch, LinkCard const& card, UnixMillis fetched_at);
// The post shows the card of the address from now on, and no other; nothing happens when the post is gone. The url must
// live until the batch is written.
void attach(db::Batch& batch, PostId post, std::string_view url);
Task<Result<bool>> detach(db::Session& session, PostId post);

// Public posts that show the card.
Task<Result<std::vector<PostId>>> posts_with(db::Session& session, CardId card, PageRequest page);

}  // namespace auklet::store::cards
