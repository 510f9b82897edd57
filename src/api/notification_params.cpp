// SPDX-License-Identifier: Apache-2.0
#include "api/notification_params.h"

#include <vector>

namespace auklet::api {

namespace {

Result<std::vector<NotificationType>> read_types(net::ParamReader const& reader, std::string_view name) {
  TRY(auto const names, reader.texts(name));
  std::vector<NotificationType> types;
  for (auto const& text : names) {
    if (auto const type = parse_notification_type(text)) {
      types.push_back(*type);
    }
  }
  return types;
}

}  // namespace

Result<std::optional<service::NotificationFilter>> read_notification_filter(Call const& call) {
  auto const reader = call.reader();
  service::NotificationFilter filter;
  TRY(filter.types, read_types(reader, "types"));
  TRY(auto const asked, reader.texts("types"));
  if (filter.types.empty() && !asked.empty()) {
    return std::nullopt;
  }
  TRY(filter.excluded, read_types(reader, "exclude_types"));
  TRY(auto const from, reader.id("account_id"));
  if (from) {
    filter.from = AccountId{*from};
  }
  TRY(auto const filtered_too, reader.boolean("include_filtered"));
  filter.filtered_too = filtered_too.value_or(false);
  return filter;
}

Result<NotificationTypes> read_grouped_types(Call const& call) {
  auto const reader = call.reader();
  TRY(auto const asked, reader.texts("grouped_types"));
  if (asked.empty()) {
    return groupable_types;
  }
  TRY(auto const types, read_types(reader, "grouped_types"));
  NotificationTypes grouped = 0;
  for (auto const type : types) {
    grouped |= bit_of(type);
  }
  return grouped;
}

Result<int> read_count_limit(Call const& call) {
  TRY(auto const limit, call.reader().clamped_integer("limit", 1, 1000));
  return static_cast<int>(limit.value_or(100));
}

}  // namespace auklet::api
