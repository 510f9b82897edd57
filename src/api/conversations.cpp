// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/conversations/
#include "api/conversations.h"

#include <boost/json/array.hpp>
#include <utility>

#include "api/paging.h"
#include "api/services.h"
#include "service/conversation_service.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

constexpr int page_default = 20;
constexpr int page_max = 40;

boost::json::object render(Call const& call, service::ConversationDetails const& details) {
  return call.services.view.conversation(details.conversation, details.accounts, details.last);
}

Task<Result<Reply>> list(Call& call) {
  CO_TRY(auto const page, read_page(call, page_default, page_max));
  CO_TRY(auto const listing, co_await call.services.conversations.list(call.caller, page));
  co_return page_of(call, Newer::min_id, listing,
                    [&call](auto const& details) { return render(call, details); });
}

template <bool unread>
Task<Result<Reply>> set_unread(Call& call) {
  CO_TRY(auto const id, read_id<ConversationId>(call));
  CO_TRY(auto const details, co_await call.services.conversations.set_unread(call.caller, id, unread));
  co_return Reply::of(render(call, details));
}

Task<Result<Reply>> remove(Call& call) {
  CO_TRY(auto const id, read_id<ConversationId>(call));
  CO_TRY_OK(co_await call.services.conversations.remove(call.caller, id));
  co_return Reply::empty();
}

}  // namespace

std::vector<Route> conversation_routes() {
  using enum net::Method;
  using enum Access;
  using enum Scope;
  return {
      {get, "/api/v1/conversations", user, {read_statuses}, list},
      {delete_, "/api/v1/conversations/{id}", user, {write_conversations}, remove},
      {post, "/api/v1/conversations/{id}/read", user, {write_conversations}, set_unread<false>},
      {post, "/api/v1/conversations/{id}/unread", user, {write_conversations}, set_unread<true>},
  };
}

}  // namespace auklet::api
