// SPDX-License-Identifier: Apache-2.0
//
// The tables `notifications` and `markers`.
#pragma once

#include <cstdint>
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
// one's notifications, has muted the thread, or has a policy by which it is dropped. A mention that is filtered makes
// or renews the request of its sender (store/notification_requests.h).
Task<Result<>> insert(db::Session& session, Notification const& notification, std::optional<ThreadId> thread);
void insert(db::Batch& batch, Notification const& notification, std::optional<ThreadId> thread);
Task<Result<std::optional<Notification>>> find(db::Session& session, AccountId receiver, NotificationId id);

// Which of someone's notifications a list is of.
struct Selection {
  AccountId receiver{};
  NotificationTypes types = all_notification_types;
  std::optional<AccountId> from = {};  // caused by this account alone
  bool filtered_too = false;
};
Task<Result<std::vector<Notification>>> page(db::Session& session, Selection selection, PageRequest page);
// How many are newer than `after`, counted up to `limit`.
Task<Result<std::int64_t>> count_newer(db::Session& session, Selection selection, NotificationId after,
                                       int limit);
// The same of groups, where groups are shown of the types in `grouped`. No more than `looked_at_max` of the oldest
// notifications that are newer are looked at.
Task<Result<std::int64_t>> count_newer_groups(db::Session& session, Selection selection, NotificationId after,
                                              NotificationTypes grouped, int limit);
inline constexpr int looked_at_max = 5'000;

// What a group tells beside the newest of it that is shown.
struct GroupFacts {
  NotificationId newest{};
  std::int64_t count = 0;          // of it and those older; counted up to `counted_max`
  std::vector<AccountId> senders;  // of it and those older, the newest first; at most `senders_max`
};
inline constexpr int counted_max = 10'000;
inline constexpr int senders_max = 8;
// Of each of these notifications of the receiver that is in a group, in no particular order.
Task<Result<std::vector<GroupFacts>>> group_facts(db::Session& session, AccountId receiver,
                                                  std::vector<NotificationId> const& newest);
Task<Result<std::optional<Notification>>> newest_of(db::Session& session, AccountId receiver,
                                                    NotificationGroup const& group);
// Who is in a group, the newest first.
struct GroupMember {
  NotificationId cursor{};
  AccountId account{};
};
Task<Result<std::vector<GroupMember>>> members(db::Session& session, AccountId receiver,
                                               NotificationGroup const& group, PageRequest page);

// Says whether it was there.
Task<Result<bool>> remove(db::Session& session, AccountId receiver, NotificationId id);
Task<Result<>> remove_group(db::Session& session, AccountId receiver, NotificationGroup const& group);
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
// The newest notification that its receiver has seen; 0 when they never said.
Task<Result<NotificationId>> last_read(db::Session& session, AccountId owner);
Task<Result<std::vector<Marker>>> markers(db::Session& session, AccountId owner);
// Writes the place and gives back the marker with its new version.
Task<Result<Marker>> set_marker(db::Session& session, AccountId owner, std::string_view timeline,
                                std::int64_t last_read_id, UnixMillis now);

}  // namespace auklet::store::notifications
