// SPDX-License-Identifier: Apache-2.0
#include "store/suggestions.h"

#include <boost/unordered/unordered_flat_set.hpp>

#include "store/hiding_sql.h"
#include "store/paged.h"

namespace auklet::store::suggestions {

namespace {

constexpr int friends_max = 40;
constexpr int followees_of_each_max = 50;

// A condition on the account `a`, which wants to be found.
#define WORTH_SUGGESTING                                                                                \
  "a.id <> $1 AND " SHOWN_TO_VIEWER_SQL                                                                 \
  "AND NOT EXISTS (SELECT 1 FROM follows h WHERE h.follower_id = $1 AND h.followee_id = a.id) "         \
  "AND NOT EXISTS (SELECT 1 FROM follow_requests h WHERE h.follower_id = $1 AND h.followee_id = a.id) " \
  "AND NOT EXISTS (SELECT 1 FROM suggestion_dismissals h WHERE h.account_id = $1 AND h.target_id = a.id) "

}  // namespace

// Two statements: in one, an engine may begin with all who want to be found.
Task<Result<std::vector<AccountId>>> friends_of_friends(db::Session& session, AccountId of, int limit,
                                                        UnixMillis now) {
  CO_TRY(
      auto const rows,
      co_await session.query(
          "SELECT t.followee_id FROM "
          "(SELECT f.followee_id FROM follows f WHERE f.follower_id = $1 ORDER BY f.id DESC LIMIT $2) mine "
          "JOIN accounts m ON m.id = mine.followee_id AND m.hide_collections = 0 AND m.suspended_at IS NULL "
          "JOIN follows t ON t.follower_id = mine.followee_id AND t.id >= COALESCE((SELECT x.id FROM follows "
          "x "
          "WHERE x.follower_id = mine.followee_id ORDER BY x.id DESC LIMIT 1 OFFSET $3), 0) "
          "GROUP BY t.followee_id ORDER BY COUNT(*) DESC, t.followee_id DESC",
          {of, friends_max, followees_of_each_max - 1}));
  auto found = ids_in<AccountId>(rows);
  CO_TRY(auto const worth,
         co_await session.query("SELECT a.id FROM directory a WHERE a.id {any $3} AND " WORTH_SUGGESTING,
                                {of, now, found}));
  auto const kept = ids_in<AccountId>(worth);
  boost::unordered_flat_set<AccountId> const wanted(kept.begin(), kept.end());
  std::erase_if(found, [&wanted](AccountId id) { return !wanted.contains(id); });
  if (found.size() > static_cast<std::size_t>(limit)) {
    found.resize(static_cast<std::size_t>(limit));
  }
  co_return found;
}

Task<Result<std::vector<AccountId>>> most_followed(db::Session& session, AccountId for_whom,
                                                   std::string_view domain, int limit, UnixMillis now) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT a.id FROM accounts a WHERE a.domain = $3 AND a.followers_count > 0 "
                                "AND a.discoverable = 1 AND a.suspended_at IS NULL "
                                "AND " WORTH_SUGGESTING "ORDER BY a.followers_count DESC, a.id DESC LIMIT $4",
                                {for_whom, now, domain, limit}));
  co_return ids_in<AccountId>(rows);
}

Task<Result<>> dismiss(db::Session& session, AccountId account, AccountId target) {
  return session.execute(
      "INSERT INTO suggestion_dismissals (account_id, target_id) VALUES ($1, $2) "
      "ON CONFLICT (account_id, target_id) DO NOTHING",
      {account, target});
}

}  // namespace auklet::store::suggestions
