// SPDX-License-Identifier: Apache-2.0
#include "store/endorsements.h"

namespace auklet::store::endorsements {

Task<Result<>> insert(db::Session& session, RelationId id, AccountId account, AccountId target) {
  return session.execute(
      "INSERT INTO endorsements (id, account_id, target_id) VALUES ($1, $2, $3) "
      "ON CONFLICT (account_id, target_id) DO NOTHING",
      {id, account, target});
}

Task<Result<>> remove(db::Session& session, AccountId account, AccountId target) {
  return session.execute("DELETE FROM endorsements WHERE account_id = $1 AND target_id = $2",
                         {account, target});
}

Task<Result<std::vector<ListedAccount>>> list(db::Session& session, AccountId account, PageRequest page) {
  static constexpr auto sql = paged<"SELECT id, target_id FROM endorsements WHERE account_id = $1", "id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, account, page));
  co_return listed_accounts(rows, page);
}

}  // namespace auklet::store::endorsements
