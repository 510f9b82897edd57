// SPDX-License-Identifier: Apache-2.0
#include "api/timelines.h"

#include "api/paging.h"
#include "api/services.h"
#include "api/status_pages.h"
#include "service/timeline_service.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

using store::timelines::Origin;

constexpr int page_default = 20;
constexpr int page_max = 40;
constexpr std::size_t extra_tags_max = 4;  // of each of any, all and none, as Mastodon has it

Reply timeline_reply(Call const& call, service::Listing<PostDetails> const& listing) {
  auto reply = Reply::of(call.services.view.statuses(listing.items));
  link_pages(call, reply, Newer::min_id, listing);
  return reply;
}

Reply page_reply(Call const& call, StatusPages::Page page) {
  auto reply = Reply::json_text(std::move(page.text));
  link_pages(call, reply, Newer::min_id, page.first_cursor, page.last_cursor, page.full);
  return reply;
}

Result<Origin> read_origin(net::ParamReader const& reader) {
  TRY(auto const local, reader.boolean("local"));
  TRY(auto const remote, reader.boolean("remote"));
  if (local.value_or(false)) {
    return Origin::local;
  }
  return remote.value_or(false) ? Origin::remote : Origin::everywhere;
}

Result<std::vector<std::string>> read_tags(net::ParamReader const& reader, std::string_view name) {
  TRY(auto names, reader.texts(name));
  names.resize(std::min(names.size(), extra_tags_max));
  return names;
}

// A page that is joined from text which is kept for all readers.
Task<Result<Reply>> resident_reply(Call& call, service::TimelineService::ResidentPage page) {
  auto const& ids = page.ids;
  auto const newest = ids.empty() ? std::nullopt : std::optional{std::to_underlying(ids.front())};
  auto const oldest = ids.empty() ? std::nullopt : std::optional{std::to_underlying(ids.back())};
  auto shown = call.services.status_pages.show(call.caller.account, std::move(page.ids));
  CO_TRY(auto text, co_await (page.rebuilt ? call.services.timelines.beside_rebuilds(std::move(shown))
                                           : std::move(shown)));
  auto reply = Reply::json_text(std::move(text));
  link_pages(call, reply, Newer::min_id, newest, oldest, true);
  co_return reply;
}

Task<Result<Reply>> home(Call& call) {
  CO_TRY(auto const page, read_page(call, page_default, page_max));
  CO_TRY(auto resident, co_await call.services.timelines.resident_home(call.caller.self(), page));
  if (resident) {
    co_return co_await resident_reply(call, *std::move(resident));
  }
  CO_TRY(auto const listing, co_await call.services.timelines.home(call.caller, page));
  co_return timeline_reply(call, listing);
}

Task<Result<Reply>> list(Call& call) {
  CO_TRY(auto const id, read_id<ListId>(call, "list_id"));
  CO_TRY(auto const page, read_page(call, page_default, page_max));
  CO_TRY(auto resident, co_await call.services.timelines.resident_list(call.caller, id, page));
  if (resident) {
    co_return co_await resident_reply(call, *std::move(resident));
  }
  CO_TRY(auto const listing, co_await call.services.timelines.list(call.caller, id, page));
  co_return timeline_reply(call, listing);
}

Task<Result<Reply>> public_timeline(Call& call) {
  auto const reader = call.reader();
  CO_TRY(auto const page, read_page(call, page_default, page_max));
  CO_TRY(auto const origin, read_origin(reader));
  CO_TRY(auto const only_media, reader.boolean("only_media"));
  auto const pages = call.services.timelines.public_pages(origin, only_media.value_or(false));
  CO_TRY(auto shown, co_await call.services.status_pages.fill(call.caller.account, *pages, page));
  co_return page_reply(call, std::move(shown));
}

Task<Result<Reply>> hashtag(Call& call) {
  auto const reader = call.reader();
  CO_TRY(auto const page, read_page(call, page_default, page_max));
  CO_TRY(auto const origin, read_origin(reader));
  CO_TRY(auto const only_media, reader.boolean("only_media"));
  service::TagQuery query{.name = std::string(call.path["hashtag"])};
  CO_TRY(query.any, read_tags(reader, "any"));
  CO_TRY(query.all, read_tags(reader, "all"));
  CO_TRY(query.none, read_tags(reader, "none"));
  if (!query.all.empty() || !query.none.empty()) {
    CO_TRY(auto const listing, co_await call.services.timelines.tagged(call.caller, std::move(query), origin,
                                                                       only_media.value_or(false), page));
    co_return timeline_reply(call, listing);
  }
  query.any.push_back(std::move(query.name));
  CO_TRY(auto const pages, co_await call.services.timelines.tag_pages(std::move(query.any), origin,
                                                                      only_media.value_or(false)));
  CO_TRY(auto shown, co_await call.services.status_pages.fill(call.caller.account, *pages, page));
  co_return page_reply(call, std::move(shown));
}

Task<Result<Reply>> link(Call& call) {
  CO_TRY(auto const page, read_page(call, page_default, page_max));
  CO_TRY(auto const url, call.reader().text("url"));
  CO_TRY(auto const pages, co_await call.services.timelines.link_pages(url.value_or("")));
  CO_TRY(auto shown, co_await call.services.status_pages.fill(call.caller.account, *pages, page));
  co_return page_reply(call, std::move(shown));
}

}  // namespace

std::vector<Route> timeline_routes() {
  using enum net::Method;
  return {
      {get, "/api/v1/timelines/home", Access::user, {Scope::read_statuses}, home},
      {get, "/api/v1/timelines/list/{list_id}", Access::user, {Scope::read_lists}, list},
      {get, "/api/v1/timelines/public", Access::optional, {Scope::read_statuses}, public_timeline},
      {get, "/api/v1/timelines/tag/{hashtag}", Access::optional, {Scope::read_statuses}, hashtag},
      {get, "/api/v1/timelines/link", Access::optional, {Scope::read_statuses}, link},
  };
}

}  // namespace auklet::api
