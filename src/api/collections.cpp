// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/collections/
#include "api/collections.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

#include "api/id_list.h"
#include "api/paging.h"
#include "api/services.h"
#include "service/collection_service.h"
#include "view/collection.h"

namespace auklet::api {

namespace {

constexpr int page_default = 40;
constexpr int page_max = 80;
constexpr int offset_max = 10'000;

using Service = service::CollectionService;

Result<service::CollectionDraft> read_draft(Call const& call) {
  auto const reader = call.reader();
  service::CollectionDraft draft;
  TRY(draft.name, reader.text("name"));
  TRY(draft.description, reader.text("description"));
  TRY(draft.language, reader.text("language"));
  TRY(draft.tag, reader.text("tag_name"));
  TRY(draft.sensitive, reader.boolean("sensitive"));
  TRY(draft.discoverable, reader.boolean("discoverable"));
  return draft;
}

Reply wrapped(Call const& call, CollectionDetails const& details) {
  return Reply::of(boost::json::object{{"collection", view::collection(call.services.view, details)}});
}

Task<Result<Reply>> create(Call& call) {
  CO_TRY(auto draft, read_draft(call));
  CO_TRY(auto accounts, read_ids<AccountId>(call, "account_ids"));
  CO_TRY(auto const made,
         co_await call.services.collections.create(call.caller, std::move(draft), std::move(accounts)));
  co_return wrapped(call, made);
}

Task<Result<Reply>> show(Call& call) {
  CO_TRY(auto const id, read_id<CollectionId>(call));
  CO_TRY(auto const details, co_await call.services.collections.find(call.caller, id));
  co_return Reply::of(view::collection_with_accounts(call.services.view, details));
}

Task<Result<Reply>> update(Call& call) {
  CO_TRY(auto const id, read_id<CollectionId>(call));
  CO_TRY(auto draft, read_draft(call));
  CO_TRY(auto const details, co_await call.services.collections.update(call.caller, id, std::move(draft)));
  co_return wrapped(call, details);
}

Task<Result<Reply>> remove(Call& call) {
  CO_TRY(auto const id, read_id<CollectionId>(call));
  CO_TRY_OK(co_await call.services.collections.remove(call.caller, id));
  co_return Reply::empty();
}

Task<Result<Reply>> add(Call& call) {
  CO_TRY(auto const id, read_id<CollectionId>(call));
  CO_TRY(auto const account, call.reader().id("account_id"));
  if (!account) {
    co_return service::validation_failed("`account_id` parameter is missing");
  }
  CO_TRY(auto const item, co_await call.services.collections.add(call.caller, id, AccountId{*account}));
  co_return Reply::of(boost::json::object{{"collection_item", view::collection_item(item)}});
}

template <Task<Result<>> (Service::*change)(service::Caller, CollectionId, RelationId)>
Task<Result<Reply>> change_item(Call& call) {
  CO_TRY(auto const id, read_id<CollectionId>(call));
  CO_TRY(auto const item, read_id<RelationId>(call, "item"));
  CO_TRY_OK(co_await (call.services.collections.*change)(call.caller, id, item));
  co_return Reply::empty();
}

template <Task<Result<std::vector<CollectionDetails>>> (Service::*list)(service::Caller, AccountId, int, int)
              const>
Task<Result<Reply>> list_of(Call& call) {
  CO_TRY(auto const account, read_id<AccountId>(call));
  auto const reader = call.reader();
  CO_TRY(auto const limit_sent, reader.clamped_integer("limit", 1, page_max));
  CO_TRY(auto const offset_sent, reader.clamped_integer("offset", 0, offset_max));
  auto const limit = static_cast<int>(limit_sent.value_or(page_default));
  auto const offset = static_cast<int>(offset_sent.value_or(0));
  CO_TRY(auto const found, co_await (call.services.collections.*list)(call.caller, account, limit, offset));
  auto const render = [&call](auto const& details) { return view::collection(call.services.view, details); };
  auto reply = Reply::of(boost::json::object{{"collections", array_of(found, render)}});
  link_next_offset(call, reply, limit, offset, found.size());
  co_return reply;
}

}  // namespace

std::vector<Route> collection_routes() {
  using enum net::Method;
  using enum Access;
  using enum Scope;
  constexpr auto one = "/api/v1/collections/{id}";
  constexpr auto item = "/api/v1/collections/{id}/items/{item}";
  return {
      {post, "/api/v1/collections", user, {write_collections}, create},
      {get, one, optional, {read_collections}, show},
      {patch, one, user, {write_collections}, update},
      {put, one, user, {write_collections}, update},
      {delete_, one, user, {write_collections}, remove},
      {post, "/api/v1/collections/{id}/items", user, {write_collections}, add},
      {delete_, item, user, {write_collections}, change_item<&Service::remove_item>},
      {post,
       "/api/v1/collections/{id}/items/{item}/revoke",
       user,
       {write_collections},
       change_item<&Service::revoke>},
      {get, "/api/v1/accounts/{id}/collections", optional, {read_collections}, list_of<&Service::of_account>},
      {get,
       "/api/v1/accounts/{id}/in_collections",
       optional,
       {read_collections},
       list_of<&Service::with_account>},
  };
}

}  // namespace auklet::api
