// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/domain_blocks/
#include "api/domain_blocks.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <utility>

#include "api/paging.h"
#include "api/services.h"
#include "service/domain_block_service.h"

namespace auklet::api {

namespace {

constexpr int page_default = 100;
constexpr int page_max = 200;

using Service = service::DomainBlockService;

Result<std::string> read_domain(Call const& call) {
  TRY(auto domain, call.reader().text("domain"));
  return std::move(domain).value_or("");
}

Task<Result<Reply>> list(Call& call) {
  CO_TRY(auto const page, read_page(call, page_default, page_max));
  CO_TRY(auto const listing, co_await call.services.domain_blocks.list(call.caller, page));
  auto reply = Reply::of(boost::json::array(listing.items.begin(), listing.items.end()));
  link_pages(call, reply, Newer::since_id, listing);
  co_return reply;
}

template <Task<Result<>> (Service::*change)(service::Caller, std::string)>
Task<Result<Reply>> change_of(Call& call) {
  CO_TRY(auto domain, read_domain(call));
  CO_TRY_OK(co_await (call.services.domain_blocks.*change)(call.caller, std::move(domain)));
  co_return Reply::empty();
}

Task<Result<Reply>> preview(Call& call) {
  CO_TRY(auto domain, read_domain(call));
  CO_TRY(auto const ties, co_await call.services.domain_blocks.preview(call.caller, std::move(domain)));
  co_return Reply::of(
      boost::json::object{{"following_count", ties.following}, {"followers_count", ties.followers}});
}

}  // namespace

std::vector<Route> domain_block_routes() {
  using enum net::Method;
  using enum Access;
  using enum Scope;
  return {
      {get, "/api/v1/domain_blocks", user, {read_blocks}, list},
      {post, "/api/v1/domain_blocks", user, {write_blocks}, change_of<&Service::block>},
      {delete_, "/api/v1/domain_blocks", user, {write_blocks}, change_of<&Service::unblock>},
      {get, "/api/v1/domain_blocks/preview", user, {read_blocks, write_blocks}, preview},
  };
}

}  // namespace auklet::api
