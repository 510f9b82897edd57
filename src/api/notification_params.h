// SPDX-License-Identifier: Apache-2.0
//
// What the lists of notifications, one by one and in groups, let clients ask for.
#pragma once

#include <optional>

#include "api/call.h"
#include "domain/notification.h"
#include "service/notification_filter.h"

namespace auklet::api {

// Types that this server does not have are left out: clients list all that they know. nullopt: only such are asked for,
// so there is nothing to show.
Result<std::optional<service::NotificationFilter>> read_notification_filter(Call const& call);
// The types of which groups are shown: all that can be, unless the call names them.
Result<NotificationTypes> read_grouped_types(Call const& call);
// How far unread notifications are counted.
Result<int> read_count_limit(Call const& call);

}  // namespace auklet::api
