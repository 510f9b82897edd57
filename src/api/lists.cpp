// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/lists/
#include "api/lists.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "api/id_list.h"
#include "api/paging.h"
#include "api/services.h"
#include "service/list_service.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

constexpr int members_default = 40;
constexpr int members_max = 80;
constexpr int members_at_once_max = 10'000;  // for who asks for 0, which means everyone

constexpr std::array<std::pair<std::string_view, RepliesPolicy>, 3> policies{{
    {"followed", RepliesPolicy::followed},
    {"list", RepliesPolicy::list},
    {"none", RepliesPolicy::none},
}};

boost::json::object render(List const& list) {
  auto const* const policy =
      std::ranges::find(policies, list.replies, &decltype(policies)::value_type::second);
  return {{"id", to_text(list.id)},
          {"title", list.title},
          {"replies_policy", policy->first},
          {"exclusive", list.exclusive}};
}

boost::json::array render(std::vector<List> const& lists) {
  return array_of(lists, [](List const& list) { return render(list); });
}

Result<service::ListDraft> read_draft(Call const& call) {
  auto const reader = call.reader();
  service::ListDraft draft;
  TRY(draft.title, reader.text("title"));
  TRY(draft.exclusive, reader.boolean("exclusive"));
  TRY(auto const policy, reader.text("replies_policy"));
  if (policy && !policy->empty()) {
    auto const* const known = std::ranges::find(policies, *policy, &decltype(policies)::value_type::first);
    if (known == policies.end()) {
      return service::validation_failed("Replies policy must be one of followed, list, none");
    }
    draft.replies = known->second;
  }
  return draft;
}

Task<Result<Reply>> all(Call& call) {
  CO_TRY(auto const lists, co_await call.services.lists.all(call.caller));
  co_return Reply::of(render(lists));
}

Task<Result<Reply>> of_account(Call& call) {
  CO_TRY(auto const account, read_id<AccountId>(call));
  CO_TRY(auto const lists, co_await call.services.lists.with_member(call.caller, account));
  co_return Reply::of(render(lists));
}

Task<Result<Reply>> show(Call& call) {
  CO_TRY(auto const id, read_id<ListId>(call));
  CO_TRY(auto const list, co_await call.services.lists.find(call.caller, id));
  co_return Reply::of(render(list));
}

Task<Result<Reply>> create(Call& call) {
  CO_TRY(auto draft, read_draft(call));
  CO_TRY(auto const list, co_await call.services.lists.create(call.caller, std::move(draft)));
  co_return Reply::of(render(list));
}

Task<Result<Reply>> update(Call& call) {
  CO_TRY(auto const id, read_id<ListId>(call));
  CO_TRY(auto draft, read_draft(call));
  CO_TRY(auto const list, co_await call.services.lists.update(call.caller, id, std::move(draft)));
  co_return Reply::of(render(list));
}

Task<Result<Reply>> remove(Call& call) {
  CO_TRY(auto const id, read_id<ListId>(call));
  CO_TRY_OK(co_await call.services.lists.remove(call.caller, id));
  co_return Reply::of(boost::json::object{});
}

Task<Result<Reply>> members(Call& call) {
  CO_TRY(auto const id, read_id<ListId>(call));
  CO_TRY(auto const limit, call.reader().clamped_integer("limit", 0, members_max));
  CO_TRY(auto page, read_page(call, members_default, members_max));
  if (limit == 0) {
    page.limit = members_at_once_max;
  }
  CO_TRY(auto const listing, co_await call.services.lists.members(call.caller, id, page));
  auto reply = Reply::of(call.services.view.accounts(listing.items));
  link_pages(call, reply, Newer::since_id, listing);
  co_return reply;
}

template <Task<Result<>> (service::ListService::*change)(service::Caller, ListId, std::vector<AccountId>)>
Task<Result<Reply>> change_members(Call& call) {
  CO_TRY(auto const id, read_id<ListId>(call));
  CO_TRY(auto accounts, read_ids<AccountId>(call, "account_ids"));
  CO_TRY_OK(co_await (call.services.lists.*change)(call.caller, id, std::move(accounts)));
  co_return Reply::of(boost::json::object{});
}

}  // namespace

std::vector<Route> list_routes() {
  using enum net::Method;
  using enum Access;
  using enum Scope;
  using Service = service::ListService;
  return {
      {get, "/api/v1/lists", user, {read_lists}, all},
      {post, "/api/v1/lists", user, {write_lists}, create},
      {get, "/api/v1/lists/{id}", user, {read_lists}, show},
      {put, "/api/v1/lists/{id}", user, {write_lists}, update},
      {patch, "/api/v1/lists/{id}", user, {write_lists}, update},
      {delete_, "/api/v1/lists/{id}", user, {write_lists}, remove},
      {get, "/api/v1/lists/{id}/accounts", user, {read_lists}, members},
      {post, "/api/v1/lists/{id}/accounts", user, {write_lists}, change_members<&Service::add_members>},
      {delete_, "/api/v1/lists/{id}/accounts", user, {write_lists}, change_members<&Service::remove_members>},
      {get, "/api/v1/accounts/{id}/lists", user, {read_lists}, of_account},
  };
}

}  // namespace auklet::api
