// SPDX-License-Identifier: Apache-2.0
//
// Operations of former versions of the API that old apps still ask. Each does what its successor does.
#include "api/former_forms.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <iterator>
#include <utility>

#include "api/paging.h"
#include "api/services.h"
#include "api/status_pages.h"
#include "service/conversation_service.h"
#include "service/notification_service.h"
#include "service/post_loader.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

constexpr std::size_t many_notifications_max = 80;  // as many as a page of them has at most

Result<NotificationId> read_notification(Call const& call) {
  TRY(auto const id, call.reader().id("id"));
  if (!id) {
    return service::record_not_found();
  }
  return NotificationId{*id};
}

Task<Result<Reply>> dismiss(Call& call) {
  CO_TRY(auto const id, read_notification(call));
  CO_TRY_OK(co_await call.services.notifications.dismiss(call.caller, id));
  co_return Reply::empty();
}

Task<Result<Reply>> dismiss_named(Call& call) {
  CO_TRY(auto const id, read_id<NotificationId>(call));
  CO_TRY_OK(co_await call.services.notifications.dismiss(call.caller, id));
  co_return Reply::empty();
}

Task<Result<Reply>> dismiss_many(Call& call) {
  CO_TRY(auto const sent, call.reader().ids("ids"));
  if (sent.size() > many_notifications_max) {
    co_return service::validation_failed("Ids are too many");
  }
  std::vector<NotificationId> ids;
  std::ranges::transform(sent, std::back_inserter(ids), [](std::int64_t id) { return NotificationId{id}; });
  CO_TRY_OK(co_await call.services.notifications.dismiss_all(call.caller, std::move(ids)));
  co_return Reply::empty();
}

// What conversations are made of, without the conversations.
Task<Result<Reply>> direct_timeline(Call& call) {
  CO_TRY(auto const page, read_page(call, 20, 40));
  auto const pages = call.services.conversations.pages(call.caller);
  CO_TRY(auto shown, co_await call.services.status_pages.fill(call.caller.account, *pages, page));
  auto reply = Reply::json_text(std::move(shown.text));
  link_pages(call, reply, Newer::min_id, shown.first_cursor, shown.last_cursor, shown.full);
  co_return reply;
}

// It came to be a part of the status.
Task<Result<Reply>> card(Call& call) {
  CO_TRY(auto const id, read_id<PostId>(call));
  CO_TRY(auto const found, co_await call.services.posts_read.load_one(call.services.env.database.session(),
                                                                      call.caller.account, id));
  auto const& post = found.boosted ? *found.boosted : found;
  if (!post.card) {
    co_return service::record_not_found();
  }
  co_return Reply::of(call.services.view.card(*post.card));
}

// The services that proved identities are gone; a link that is verified took their place.
Task<Result<Reply>> identity_proofs(Call& call) {
  CO_TRY(auto const id, read_id<AccountId>(call));
  CO_TRY_OK(co_await call.services.status_pages.check_account(id));
  co_return Reply::of(boost::json::array{});
}

}  // namespace

std::vector<Route> former_form_routes() {
  using enum net::Method;
  using enum Access;
  using enum Scope;
  return {
      {post, "/api/v1/notifications/dismiss", user, {write_notifications}, dismiss},
      {delete_, "/api/v1/notifications/destroy_multiple", user, {write_notifications}, dismiss_many},
      {delete_, "/api/v1/notifications/{id}", user, {write_notifications}, dismiss_named},
      {get, "/api/v1/timelines/direct", user, {read_statuses}, direct_timeline},
      {get, "/api/v1/statuses/{id}/card", optional, {read_statuses}, card},
      {get, "/api/v1/accounts/{id}/identity_proofs", user, {}, identity_proofs},
  };
}

}  // namespace auklet::api
