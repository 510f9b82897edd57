// SPDX-License-Identifier: Apache-2.0
//
// The table `domain_blocks`: of which other servers people want to see nothing. What follows from it for timelines is
// said by store/blocks.h, which counts everyone of such a server as muted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/ids.h"
#include "domain/page.h"

namespace auklet::store::domain_blocks {

// An existing one stays as it is.
Task<Result<>> insert(db::Session& session, RelationId id, AccountId account, std::string_view domain);
Task<Result<bool>> remove(db::Session& session, AccountId account, std::string_view domain);
Task<Result<std::int64_t>> count(db::Session& session, AccountId account);

struct ListedDomain {
  RelationId cursor{};
  std::string domain;
};
// The newest first.
Task<Result<std::vector<ListedDomain>>> list(db::Session& session, AccountId account, PageRequest page);

// How many people of the domain the account follows, and how many follow it.
struct Ties {
  std::int64_t following = 0;
  std::int64_t followers = 0;
};
Task<Result<Ties>> ties(db::Session& session, AccountId account, std::string_view domain);
// Some of those who follow the account or whom it follows, be it as a request.
Task<Result<std::vector<AccountId>>> tied(db::Session& session, AccountId account, std::string_view domain,
                                          int limit);

}  // namespace auklet::store::domain_blocks
