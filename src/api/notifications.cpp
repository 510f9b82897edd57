// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/notifications/ and …/markers/
#include "api/notifications.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

#include "api/notification_params.h"
#include "api/paging.h"
#include "api/services.h"
#include "base/time_text.h"
#include "service/notification_service.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

constexpr std::array<std::string_view, 2> marked_timelines{"home", "notifications"};

boost::json::object render(Call const& call, service::NotificationDetails const& details) {
  return call.services.view.notification(details.notification, details.from, details.post);
}

Task<Result<Reply>> list(Call& call) {
  CO_TRY(auto filter, read_notification_filter(call));
  CO_TRY(auto const page, read_page(call, 40, 80));
  if (!filter) {
    co_return Reply::of(boost::json::array{});
  }
  CO_TRY(auto const listing,
         co_await call.services.notifications.list(call.caller, *std::move(filter), page));
  co_return page_of(call, Newer::min_id, listing,
                    [&call](auto const& details) { return render(call, details); });
}

Task<Result<Reply>> show(Call& call) {
  CO_TRY(auto const id, read_id<NotificationId>(call));
  CO_TRY(auto const details, co_await call.services.notifications.find(call.caller, id));
  co_return Reply::of(render(call, details));
}

Task<Result<Reply>> dismiss(Call& call) {
  CO_TRY(auto const id, read_id<NotificationId>(call));
  CO_TRY_OK(co_await call.services.notifications.dismiss(call.caller, id));
  co_return Reply::empty();
}

Task<Result<Reply>> clear(Call& call) {
  CO_TRY_OK(co_await call.services.notifications.clear(call.caller));
  co_return Reply::empty();
}

Task<Result<Reply>> unread_count(Call& call) {
  CO_TRY(auto filter, read_notification_filter(call));
  CO_TRY(auto const limit, read_count_limit(call));
  std::int64_t count = 0;
  if (filter) {
    CO_TRY(count, co_await call.services.notifications.unread_count(call.caller, *std::move(filter), limit));
  }
  co_return Reply::of(boost::json::object{{"count", count}});
}

boost::json::object render(store::notifications::Marker const& marker) {
  return {{"last_read_id", std::to_string(marker.last_read_id)},
          {"version", marker.version},
          {"updated_at", base::iso_millis(marker.updated_at)}};
}

Task<Result<Reply>> markers(Call& call) {
  CO_TRY(auto const asked, call.reader().texts("timeline"));
  CO_TRY(auto const markers, co_await call.services.notifications.markers(call.caller));
  boost::json::object shown;
  for (auto const& marker : markers) {
    if (std::ranges::find(asked, marker.timeline) != asked.end()) {
      shown[marker.timeline] = render(marker);
    }
  }
  co_return Reply::of(std::move(shown));
}

struct Place {
  std::string timeline;
  std::int64_t last_read_id = 0;
};

Result<std::vector<Place>> read_places(net::ParamReader const& reader) {
  std::vector<Place> places;
  for (auto const timeline : marked_timelines) {
    TRY(auto const sent, reader.object(timeline));
    if (!sent) {
      continue;
    }
    TRY(auto const last_read_id, sent->id("last_read_id"));
    if (last_read_id) {
      places.push_back({std::string(timeline), *last_read_id});
    }
  }
  return places;
}

Task<Result<Reply>> set_markers(Call& call) {
  CO_TRY(auto const places, read_places(call.reader()));
  boost::json::object shown;
  for (auto const& place : places) {
    CO_TRY(auto const marker,
           co_await call.services.notifications.set_marker(call.caller, place.timeline, place.last_read_id));
    shown[marker.timeline] = render(marker);
  }
  co_return Reply::of(std::move(shown));
}

}  // namespace

std::vector<Route> notification_routes() {
  using enum net::Method;
  using enum Access;
  using enum Scope;
  return {
      {get, "/api/v1/notifications", user, {read_notifications}, list},
      {get, "/api/v1/notifications/unread_count", user, {read_notifications}, unread_count},
      {get, "/api/v1/notifications/{id}", user, {read_notifications}, show},
      {post, "/api/v1/notifications/clear", user, {write_notifications}, clear},
      {post, "/api/v1/notifications/{id}/dismiss", user, {write_notifications}, dismiss},
      {get, "/api/v1/markers", user, {read_statuses}, markers},
      {post, "/api/v1/markers", user, {write_statuses}, set_markers},
  };
}

}  // namespace auklet::api
