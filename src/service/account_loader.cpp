// SPDX-License-Identifier: Apache-2.0
#include "service/account_loader.h"

#include <boost/unordered/unordered_flat_map.hpp>

#include "store/accounts.h"

namespace auklet::service {

Task<Result<std::vector<Account>>> load_accounts(db::Session& session, std::vector<AccountId> ids) {
  CO_TRY(auto const found, co_await store::accounts::find_all(session, ids));
  boost::unordered_flat_map<AccountId, Account const*> by_id;
  for (auto const& account : found) {
    by_id.emplace(account.id, &account);
  }
  std::vector<Account> accounts;
  accounts.reserve(found.size());
  for (auto const id : ids) {
    if (auto const known = by_id.find(id); known != by_id.end() && !known->second->suspended_at) {
      accounts.push_back(*known->second);
    }
  }
  co_return accounts;
}

}  // namespace auklet::service
