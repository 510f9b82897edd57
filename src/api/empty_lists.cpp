// SPDX-License-Identifier: Apache-2.0
#include "api/empty_lists.h"

#include "api/paging.h"
#include "api/services.h"
#include "service/account_service.h"

namespace auklet::api {

namespace {

Task<Result<Reply>> no_items(Call&) {
  co_return Reply::of(boost::json::array{});
}

// Of an account: it must be there all the same.
Task<Result<Reply>> no_items_of_account(Call& call) {
  CO_TRY(auto const id, read_id<AccountId>(call));
  CO_TRY_OK(co_await call.services.accounts.find(id));
  co_return Reply::of(boost::json::array{});
}

}  // namespace

std::vector<Route> empty_list_routes() {
  using enum net::Method;
  using enum Scope;
  return {
      {get, "/api/v1/conversations", Access::user, {read_statuses}, no_items},
      {get, "/api/v1/featured_tags", Access::user, {read_accounts}, no_items},
      {get, "/api/v1/endorsements", Access::user, {read_accounts}, no_items},
      {get, "/api/v1/domain_blocks", Access::user, {read_blocks}, no_items},
      {get, "/api/v2/suggestions", Access::user, {read_accounts}, no_items},
      {get, "/api/v1/accounts/{id}/featured_tags", Access::optional, {read_accounts}, no_items_of_account},
      {get, "/api/v1/accounts/{id}/endorsements", Access::optional, {read_accounts}, no_items_of_account},
  };
}

}  // namespace auklet::api
