// SPDX-License-Identifier: Apache-2.0
//
// The tables `push_subscriptions` and `vapid_keys`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/ids.h"
#include "domain/notification.h"
#include "domain/push.h"

namespace auklet::store::push_subscriptions {

// In place of the one that the token may have.
Task<Result<>> put(db::Session& session, PushSubscription const& subscription);
Task<Result<std::optional<PushSubscription>>> find(db::Session& session, TokenId token);
// Writes alerts and policy; false when there is none.
Task<Result<bool>> update(db::Session& session, PushSubscription const& subscription);
Task<Result<>> remove(db::Session& session, TokenId token);
// Only while it is still the one of this id: an app may have made another.
Task<Result<>> remove_stale(db::Session& session, TokenId token, std::int64_t id);
// Those of the account that want this type, at most `limit`, of people who may log in.
Task<Result<std::vector<PushSubscription>>> wanting(db::Session& session, AccountId account,
                                                    NotificationType type, int limit);

// Enqueues a job of that kind when the notification was stored, is not filtered, and any subscription of its receiver
// wants it. The payload is "RECEIVER NOTIFICATION".
inline constexpr std::string_view announce_job = "announce_push";
void announce(db::Batch& batch, Notification const& notification, JobId job);

// The private key by which push services know this server. The first that is offered is kept for ever.
Task<Result<std::optional<std::string>>> vapid_key(db::Session& session);
Task<Result<>> offer_vapid_key(db::Session& session, std::string_view private_key, UnixMillis now);

}  // namespace auklet::store::push_subscriptions
