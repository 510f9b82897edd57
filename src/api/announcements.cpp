// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/announcements/
#include "api/announcements.h"

#include <boost/json/array.hpp>
#include <string>

#include "api/paging.h"
#include "api/services.h"
#include "service/announcement_service.h"
#include "view/announcement.h"

namespace auklet::api {

namespace {

using Service = service::AnnouncementService;

Task<Result<Reply>> list(Call& call) {
  CO_TRY(auto const with_dismissed, call.reader().boolean("with_dismissed"));
  CO_TRY(auto const found,
         co_await call.services.announcements.list(call.caller, with_dismissed.value_or(false)));
  co_return Reply::of(array_of(
      found, [&call](auto const& details) { return view::announcement(call.services.view, details); }));
}

Task<Result<Reply>> dismiss(Call& call) {
  CO_TRY(auto const id, read_id<AnnouncementId>(call));
  CO_TRY_OK(co_await call.services.announcements.dismiss(call.caller, id));
  co_return Reply::empty();
}

template <Task<Result<>> (Service::*change)(service::Caller, AnnouncementId, std::string)>
Task<Result<Reply>> change_reaction(Call& call) {
  CO_TRY(auto const id, read_id<AnnouncementId>(call));
  CO_TRY_OK(co_await (call.services.announcements.*change)(call.caller, id, std::string(call.path["name"])));
  co_return Reply::empty();
}

}  // namespace

std::vector<Route> announcement_routes() {
  using enum net::Method;
  using enum Access;
  using enum Scope;
  constexpr auto reaction = "/api/v1/announcements/{id}/reactions/{name}";
  return {
      {get, "/api/v1/announcements", user, {}, list},
      {post, "/api/v1/announcements/{id}/dismiss", user, {write_accounts}, dismiss},
      {put, reaction, user, {write_favourites}, change_reaction<&Service::react>},
      {patch, reaction, user, {write_favourites}, change_reaction<&Service::react>},
      {delete_, reaction, user, {write_favourites}, change_reaction<&Service::unreact>},
  };
}

}  // namespace auklet::api
