// SPDX-License-Identifier: Apache-2.0
//
// The tables `notifications` and `markers`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/notification.h"
#include "domain/page.h"

namespace auklet::store::notifications {

// Nothing is stored when the receiver has no log-in here, has blocked or is blocked by the one it is about, mutes that
// one's notifications, or has muted the thread.
Task<Result<>> insert(db::Session& session, Notification const& notification, std::optional<ThreadId> thread);
void insert(db::Batch& batch, Notification const& notification, std::optional<ThreadId> thread);
Task<Result<std::optional<Notification>>> find(db::Session& session, AccountId receiver, NotificationId id);

// `types` is a set of bits, 1 << NotificationType. `from` narrows to one sender.
Task<Result<std::vector<Notification>>> page(db::Session& session, AccountId receiver, std::uint32_t types,
                                             std::optional<AccountId> from, PageRequest page);
// How many are newer than `after`, counted up to `limit`.
Task<Result<std::int64_t>> count_newer(db::Session& session, AccountId receiver, NotificationId after,
                                       std::uint32_t types, int limit);

// Says whether it was there.
Task<Result<bool>> remove(db::Session& session, AccountId receiver, NotificationId id);
Task<Result<>> remove_all(db::Session& session, AccountId receiver);
// What one account caused for another; with a post and type: that one thing.
Task<Result<>> remove_from(db::Session& session, AccountId receiver, AccountId from);
Task<Result<>> remove_about(db::Session& session, AccountId from, NotificationType type, PostId post);
Task<Result<>> remove_of_type(db::Session& session, AccountId receiver, AccountId from,
                              NotificationType type);

struct Marker {
  std::string timeline;  // "home" or "notifications"
  std::int64_t last_read_id = 0;
  std::int64_t version = 0;
  UnixMillis updated_at{};
};
Task<Result<std::vector<Marker>>> markers(db::Session& session, AccountId owner);
// Writes the place and gives back the marker with its new version.
Task<Result<Marker>> set_marker(db::Session& session, AccountId owner, std::string_view timeline,
                                std::int64_t last_read_id, UnixMillis now);

}  // namespace auklet::store::notifications
