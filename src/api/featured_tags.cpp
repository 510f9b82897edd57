// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/featured_tags/
#include "api/featured_tags.h"

#include <boost/json/array.hpp>
#include <string>
#include <utility>

#include "api/paging.h"
#include "api/services.h"
#include "api/tags.h"
#include "service/featured_tag_service.h"
#include "view/featured_tag.h"

namespace auklet::api {

namespace {

using Service = service::FeaturedTagService;

Task<Result<Reply>> answer(Call& call, AccountId owner) {
  CO_TRY(auto const shown, co_await call.services.featured_tags.of(owner));
  co_return Reply::of(view::featured_tags(shown.tags, shown.owner));
}

Task<Result<Reply>> own(Call& call) {
  return answer(call, call.caller.self());
}

Task<Result<Reply>> of_account(Call& call) {
  CO_TRY(auto const owner, read_id<AccountId>(call));
  co_return co_await answer(call, owner);
}

Task<Result<Reply>> add(Call& call) {
  CO_TRY(auto name, call.reader().text("name"));
  CO_TRY(auto const added,
         co_await call.services.featured_tags.add(call.caller, std::move(name).value_or("")));
  CO_TRY(auto const shown, co_await call.services.featured_tags.of(call.caller.self()));
  co_return Reply::of(view::featured_tag(added, shown.owner));
}

Task<Result<Reply>> remove(Call& call) {
  CO_TRY(auto const id, read_id<RelationId>(call));
  CO_TRY_OK(co_await call.services.featured_tags.remove(call.caller, id));
  co_return Reply::empty();
}

Task<Result<Reply>> suggestions(Call& call) {
  CO_TRY(auto const tags, co_await call.services.featured_tags.suggestions(call.caller));
  co_return Reply::of(array_of(tags, [&call](auto const& details) { return render_tag(call, details); }));
}

template <Task<Result<service::TagDetails>> (Service::*change)(service::Caller, std::string)>
Task<Result<Reply>> change_of(Call& call) {
  CO_TRY(auto const details,
         co_await (call.services.featured_tags.*change)(call.caller, std::string(call.path["name"])));
  co_return Reply::of(render_tag(call, details));
}

}  // namespace

std::vector<Route> featured_tag_routes() {
  using enum net::Method;
  using enum Access;
  using enum Scope;
  return {
      {get, "/api/v1/featured_tags", user, {read_accounts}, own},
      {post, "/api/v1/featured_tags", user, {write_accounts}, add},
      {get, "/api/v1/featured_tags/suggestions", user, {read_accounts}, suggestions},
      {delete_, "/api/v1/featured_tags/{id}", user, {write_accounts}, remove},
      {get, "/api/v1/accounts/{id}/featured_tags", optional, {read_accounts}, of_account},
      {post, "/api/v1/tags/{name}/feature", user, {write_accounts}, change_of<&Service::feature>},
      {post, "/api/v1/tags/{name}/unfeature", user, {write_accounts}, change_of<&Service::unfeature>},
  };
}

}  // namespace auklet::api
