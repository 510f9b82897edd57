// SPDX-License-Identifier: Apache-2.0
#include "api/sessions.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "api/paging.h"
#include "api/services.h"
#include "base/time_text.h"
#include "domain/scope.h"
#include "service/access_service.h"

namespace auklet::api {

namespace {

boost::json::object render(AppSession const& session, service::Caller const& caller) {
  auto const scopes = split_scopes(session.scopes);
  return {{"id", to_text(session.id)},
          {"name", session.app_name},
          {"website", session.website ? boost::json::value(*session.website) : nullptr},
          {"scopes", boost::json::array(scopes.begin(), scopes.end())},
          {"created_at", base::iso_millis(session.created_at)},
          {"last_used_at", session.used_at ? boost::json::value(base::iso_date(*session.used_at)) : nullptr},
          {"current", caller.token == session.id}};
}

Task<Result<Reply>> list(Call& call) {
  CO_TRY(auto const sessions, co_await call.services.access.list(call.caller));
  co_return Reply::of(array_of(sessions, [&](auto const& session) { return render(session, call.caller); }));
}

Task<Result<Reply>> end(Call& call) {
  CO_TRY(auto const id, read_id<TokenId>(call));
  CO_TRY_OK(co_await call.services.access.end(call.caller, id));
  co_return Reply::empty();
}

Task<Result<Reply>> end_others(Call& call) {
  CO_TRY_OK(co_await call.services.access.end_others(call.caller));
  co_return Reply::empty();
}

Task<Result<Reply>> change_password(Call& call) {
  CO_TRY(auto current, call.reader().text("current_password"));
  CO_TRY(auto chosen, call.reader().text("password"));
  CO_TRY_OK(co_await call.services.access.change_password(
      call.caller, {std::move(current).value_or(""), std::move(chosen).value_or("")}));
  co_return Reply::empty();
}

}  // namespace

std::vector<Route> session_routes() {
  using enum net::Method;
  using enum Access;
  using enum Scope;
  return {
      {get, "/api/v1/auklet/sessions", user, {read_accounts}, list},
      {delete_, "/api/v1/auklet/sessions", user, {write_accounts}, end_others},
      {delete_, "/api/v1/auklet/sessions/{id}", user, {write_accounts}, end},
      {post, "/api/v1/auklet/password", user, {write_accounts}, change_password},
  };
}

}  // namespace auklet::api
