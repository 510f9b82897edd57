// SPDX-License-Identifier: Apache-2.0
//
// A home timeline, or that of a list, as the store has it: for rebuilding a resident one and for reading on below it,
// so that it never ends. Shows exactly what the engine shows, because both apply domain/home_rule.h.
#pragma once

#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/home_rule.h"
#include "domain/page.h"
#include "service/recent_entries.h"

namespace auklet::service {

// Whom the viewer follows and on what terms, whom they hide from, as of now.
Task<Result<HomeRelations>> load_home_relations(db::Session& session, AccountId viewer, UnixMillis now);
// The same for the timeline of a list. Of a list that is gone: nobody is in it.
Task<Result<HomeRelations>> load_list_relations(db::Session& session, AccountId owner, ListId list,
                                                UnixMillis now);

// The newest entries of a timeline, about `limit` of them, for the engine. What `recent` holds is not read again.
struct HomeWindow {
  std::vector<HomeEntry> entries;  // newest first, admitted by the rule
  PostId floor{};                  // nothing is missing from here on; 0: nothing is missing at all
};
Task<Result<HomeWindow>> load_home_window(db::Session& session, RecentEntries& recent,
                                          HomeRelations const& relations, int limit, UnixMillis now);

// A page, newest first. Fewer than the limit means that there are no more in that direction.
Task<Result<std::vector<PostId>>> load_home_page(db::Session& session, HomeRelations const& relations,
                                                 PageRequest page, UnixMillis now);

}  // namespace auklet::service
