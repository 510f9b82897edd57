// SPDX-License-Identifier: Apache-2.0
#include "store/domain_blocks.h"

#include "store/paged.h"

namespace auklet::store::domain_blocks {

Task<Result<>> insert(db::Session& session, RelationId id, AccountId account, std::string_view domain) {
  return session.execute(
      "INSERT INTO domain_blocks (id, account_id, domain) VALUES ($1, $2, $3) "
      "ON CONFLICT (account_id, domain) DO NOTHING",
      {id, account, domain});
}

Task<Result<bool>> remove(db::Session& session, AccountId account, std::string_view domain) {
  return session.changes("DELETE FROM domain_blocks WHERE account_id = $1 AND domain = $2",
                         {account, domain});
}

Task<Result<std::int64_t>> count(db::Session& session, AccountId account) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT COUNT(*) FROM domain_blocks WHERE account_id = $1", {account}));
  co_return rows[0].integer(0);
}

Task<Result<std::vector<ListedDomain>>> list(db::Session& session, AccountId account, PageRequest page) {
  static constexpr auto sql = paged<"SELECT id, domain FROM domain_blocks WHERE account_id = $1", "id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, account, page));
  std::vector<ListedDomain> domains;
  for (auto const row : rows) {
    domains.push_back({row.as<RelationId>(0), row.string(1)});
  }
  co_return in_page_order(std::move(domains), page);
}

// A server has fewer known people than a famous account has followers, so it is them who are gone through.
Task<Result<Ties>> ties(db::Session& session, AccountId account, std::string_view domain) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT (SELECT COUNT(*) FROM accounts a CROSS JOIN follows f WHERE a.domain = $2 "
             "AND f.follower_id = $1 AND f.followee_id = a.id), "
             "(SELECT COUNT(*) FROM accounts a CROSS JOIN follows f WHERE a.domain = $2 "
             "AND f.follower_id = a.id AND f.followee_id = $1)",
             {account, domain}));
  co_return Ties{rows[0].integer(0), rows[0].integer(1)};
}

Task<Result<std::vector<AccountId>>> tied(db::Session& session, AccountId account, std::string_view domain,
                                          int limit) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT a.id FROM accounts a WHERE a.domain = $2 AND ("
             "EXISTS (SELECT 1 FROM follows f WHERE f.follower_id = $1 AND f.followee_id = a.id) OR "
             "EXISTS (SELECT 1 FROM follows f WHERE f.follower_id = a.id AND f.followee_id = $1) OR "
             "EXISTS (SELECT 1 FROM follow_requests r WHERE r.follower_id = $1 AND r.followee_id = a.id) OR "
             "EXISTS (SELECT 1 FROM follow_requests r WHERE r.follower_id = a.id AND r.followee_id = $1)) "
             "LIMIT $3",
             {account, domain, limit}));
  co_return ids_in<AccountId>(rows);
}

}  // namespace auklet::store::domain_blocks
