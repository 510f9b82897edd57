// SPDX-License-Identifier: Apache-2.0
//
// What happened to someone, and how far they have read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/notification.h"
#include "domain/page.h"
#include "domain/post.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/listing.h"
#include "service/notification_filter.h"
#include "service/post_loader.h"
#include "store/notifications.h"

namespace auklet::service {

struct NotificationDetails {
  Notification notification;
  Account from;
  std::optional<PostDetails> post;
};

class NotificationService {
 public:
  NotificationService(Environment const& env, PostLoader const& loader) : env_(env), loader_(loader) {}

  Task<Result<Listing<NotificationDetails>>> list(Caller caller, NotificationFilter filter,
                                                  PageRequest page) const;
  // Errors of both: not_found, also for other people's.
  Task<Result<NotificationDetails>> find(Caller caller, NotificationId id) const;
  Task<Result<>> dismiss(Caller caller, NotificationId id);
  // Those of them that are there.
  Task<Result<>> dismiss_all(Caller caller, std::vector<NotificationId> ids);
  Task<Result<>> clear(Caller caller);
  // How many are newer than the notifications marker, counted up to `limit`.
  Task<Result<std::int64_t>> unread_count(Caller caller, NotificationFilter filter, int limit) const;

  Task<Result<std::vector<store::notifications::Marker>>> markers(Caller caller) const;
  // `timeline` is "home" or "notifications".
  Task<Result<store::notifications::Marker>> set_marker(Caller caller, std::string timeline,
                                                        std::int64_t last_read_id);

 private:
  Task<Result<std::vector<NotificationDetails>>> details(Caller const& caller,
                                                         std::vector<Notification> list) const;

  Environment const& env_;
  PostLoader const& loader_;
};

}  // namespace auklet::service
