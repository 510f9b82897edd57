// SPDX-License-Identifier: Apache-2.0
//
// The table `directory`: those who want to be found, in the orders in which they are shown.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/ids.h"

namespace auklet::store::directory {

// With the time of the last post as the table `accounts` has it.
Task<Result<>> enter(db::Session& session, AccountId account);
Task<Result<>> leave(db::Session& session, AccountId account);
// Of someone who is in it or not.
void note_post(db::Batch& batch, AccountId account, UnixMillis time);

enum class Order : std::uint8_t {
  active,  // who posted last
  newest,  // who came last
};
struct Query {
  AccountId viewer{};  // 0: nobody
  Order order = Order::active;
  std::string domain;  // empty: of all
  int limit = 40;
  int offset = 0;
};
// Without those who are hidden between them and the viewer; the suspended are for who loads them to leave out.
Task<Result<std::vector<AccountId>>> page(db::Session& session, Query query, UnixMillis now);

}  // namespace auklet::store::directory
