// SPDX-License-Identifier: Apache-2.0
//
// Which notifications a client asks for.
#pragma once

#include <optional>
#include <vector>

#include "domain/notification.h"
#include "service/caller.h"
#include "store/notifications.h"

namespace auklet::service {

struct NotificationFilter {
  std::vector<NotificationType> types;  // empty: all
  std::vector<NotificationType> excluded;
  std::optional<AccountId> from;
  bool filtered_too = false;  // those kept apart by the receiver's policy as well
};

store::notifications::Selection selection_of(Caller const& caller, NotificationFilter const& filter);

}  // namespace auklet::service
