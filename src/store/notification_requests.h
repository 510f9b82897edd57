// SPDX-License-Identifier: Apache-2.0
//
// The tables `notification_policies`, `notification_permissions` and `notification_requests`: from whom people want to
// hear. What a policy does to a notification is decided where that is stored (store/notifications.h).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/ids.h"
#include "domain/notification_policy.h"
#include "domain/page.h"

namespace auklet::store::notification_requests {

// The usual one when they have chosen nothing.
Task<Result<NotificationPolicy>> policy(db::Session& session, AccountId owner);
Task<Result<>> set_policy(db::Session& session, AccountId owner, NotificationPolicy policy);

// Someone whose mentions were filtered, while there are such.
struct Request {
  NotificationRequestId cursor{};
  AccountId from{};
  UnixMillis created_at{};
  UnixMillis updated_at{};
  std::int64_t count = 0;  // of the filtered mentions, up to `counted_max`
  std::optional<PostId> last_post;
};
inline constexpr int counted_max = 100;

Task<Result<std::vector<Request>>> page(db::Session& session, AccountId owner, PageRequest page);
Task<Result<std::optional<Request>>> find(db::Session& session, AccountId owner, NotificationRequestId id);

struct Summary {
  std::int64_t requests = 0;       // up to `counted_max`
  std::int64_t notifications = 0;  // of those requests, each counted up to `counted_max`
};
Task<Result<Summary>> summary(db::Session& session, AccountId owner);

// Takes away those of the requests that are the owner's, and gives their senders.
Task<Result<std::vector<AccountId>>> take(db::Session& session, AccountId owner,
                                          std::vector<NotificationRequestId> const& ids);
// From now on nothing of these senders is filtered or dropped by a policy.
Task<Result<>> permit(db::Session& session, AccountId owner, std::vector<AccountId> const& senders);

// Puts filtered notifications of these senders among the others, at most `limit`; says how many there were.
Task<Result<std::int64_t>> merge(db::Session& session, AccountId owner, std::vector<AccountId> const& senders,
                                 int limit);
// The same, and deletes them; of those before `below` alone.
Task<Result<std::int64_t>> discard(db::Session& session, AccountId owner,
                                   std::vector<AccountId> const& senders, NotificationId below, int limit);
// Whether notifications of a permitted sender are still filtered.
Task<Result<bool>> any_to_merge(db::Session& session, AccountId owner);

}  // namespace auklet::store::notification_requests
