// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/accounts/
#include "api/accounts.h"

#include <boost/json/array.hpp>
#include <utility>

#include "api/id_list.h"
#include "api/paging.h"
#include "api/services.h"
#include "api/status_pages.h"
#include "service/account_service.h"
#include "service/relation_service.h"
#include "service/timeline_service.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

// Each account costs queries of its own; clients ask about those on one screen.
constexpr std::size_t familiar_accounts_max = 40;

constexpr int offset_max = 10'000;

Task<Result<Reply>> show(Call& call) {
  CO_TRY(auto const id, read_id<AccountId>(call));
  CO_TRY(auto const account, co_await call.services.accounts.find(id));
  co_return Reply::of(call.services.view.account(account));
}

Task<Result<Reply>> show_many(Call& call) {
  CO_TRY(auto ids, read_ids<AccountId>(call, "id"));
  CO_TRY(auto const accounts, co_await call.services.accounts.find_all(std::move(ids)));
  co_return Reply::of(call.services.view.accounts(accounts));
}

Task<Result<Reply>> lookup(Call& call) {
  CO_TRY(auto const acct, call.reader().text("acct"));
  CO_TRY(auto const account, co_await call.services.accounts.find_by_acct(acct.value_or("")));
  co_return Reply::of(call.services.view.account(account));
}

Task<Result<Reply>> search(Call& call) {
  auto const reader = call.reader();
  service::AccountSearch query;
  CO_TRY(auto const text, reader.text("q"));
  CO_TRY(auto const limit, reader.clamped_integer("limit", 1, 80));
  CO_TRY(auto const offset, reader.clamped_integer("offset", 0, offset_max));
  CO_TRY(auto const following, reader.boolean("following"));
  query.text = text.value_or("");
  query.limit = static_cast<int>(limit.value_or(query.limit));
  query.offset = static_cast<int>(offset.value_or(0));
  query.following_only = following.value_or(false);
  CO_TRY(auto const found, co_await call.services.accounts.search(call.caller, std::move(query)));
  co_return Reply::of(call.services.view.accounts(found));
}

Task<Result<Reply>> familiar_followers(Call& call) {
  CO_TRY(auto ids, read_ids<AccountId>(call, "id"));
  if (ids.size() > familiar_accounts_max) {
    ids.resize(familiar_accounts_max);
  }
  CO_TRY(auto const list, co_await call.services.accounts.familiar_followers(call.caller, std::move(ids)));
  boost::json::array shown;
  for (auto const& [of, accounts] : list) {
    shown.push_back({{"id", to_text(of)}, {"accounts", call.services.view.accounts(accounts)}});
  }
  co_return Reply::of(std::move(shown));
}

Reply account_page(Call& call, service::Listing<Account> const& listing) {
  auto reply = Reply::of(call.services.view.accounts(listing.items));
  link_pages(call, reply, Newer::since_id, listing);
  return reply;
}

using Relations = service::RelationService;

template <Task<Result<service::Listing<Account>>> (Relations::*list)(service::Caller, AccountId, PageRequest)
              const>
Task<Result<Reply>> related(Call& call) {
  CO_TRY(auto const id, read_id<AccountId>(call));
  CO_TRY(auto const page, read_page(call, 40, 80));
  CO_TRY(auto const listing, co_await (call.services.relations.*list)(call.caller, id, page));
  co_return account_page(call, listing);
}

Result<service::AccountPostsQuery> read_posts_query(net::ParamReader const& reader) {
  TRY(auto const pinned, reader.boolean("pinned"));
  TRY(auto const exclude_replies, reader.boolean("exclude_replies"));
  TRY(auto const exclude_boosts, reader.boolean("exclude_reblogs"));
  TRY(auto const only_media, reader.boolean("only_media"));
  TRY(auto tagged, reader.text("tagged"));
  return service::AccountPostsQuery{.pinned = pinned.value_or(false),
                                    .exclude_replies = exclude_replies.value_or(false),
                                    .exclude_boosts = exclude_boosts.value_or(false),
                                    .only_media = only_media.value_or(false),
                                    .tagged = std::move(tagged)};
}

// The page that nearly every client asks for: from memory.
Task<Result<Reply>> newest_posts(Call& call, AccountId account, service::AccountPostsQuery const& query,
                                 PageRequest page) {
  auto& shown = call.services.status_pages;
  CO_TRY_OK(co_await shown.check_account(account));
  auto const pages = call.services.timelines.account_pages(
      call.caller, account,
      {.exclude_replies = query.exclude_replies, .exclude_boosts = query.exclude_boosts});
  CO_TRY(auto found, co_await shown.fill(call.caller.account, *pages, page));
  auto reply = Reply::json_text(std::move(found.text));
  link_pages(call, reply, Newer::min_id, found.first_cursor, found.last_cursor, found.full);
  co_return reply;
}

Task<Result<Reply>> posts(Call& call) {
  CO_TRY(auto const id, read_id<AccountId>(call));
  CO_TRY(auto query, read_posts_query(call.reader()));
  CO_TRY(auto const page, read_page(call, 20, 40));
  if (!query.pinned && !query.only_media && !query.tagged) {
    co_return co_await newest_posts(call, id, query, page);
  }
  CO_TRY(auto const listing,
         co_await call.services.timelines.of_account(call.caller, id, std::move(query), page));
  auto reply = Reply::of(call.services.view.statuses(listing.items));
  link_pages(call, reply, Newer::min_id, listing);
  co_return reply;
}

}  // namespace

std::vector<Route> account_routes() {
  using enum net::Method;
  using enum Access;
  using enum Scope;
  return {
      {get, "/api/v1/accounts", optional, {read_accounts}, show_many},
      {get, "/api/v1/accounts/lookup", optional, {read_accounts}, lookup},
      {get, "/api/v1/accounts/search", app, {read_accounts}, search},
      {get, "/api/v1/accounts/familiar_followers", user, {read_follows}, familiar_followers},
      {get, "/api/v1/accounts/{id}", optional, {read_accounts}, show},
      {get, "/api/v1/accounts/{id}/followers", optional, {read_accounts}, related<&Relations::followers>},
      {get, "/api/v1/accounts/{id}/following", optional, {read_accounts}, related<&Relations::following>},
      {get,
       "/api/v1/accounts/{id}/endorsements",
       optional,
       {read_accounts},
       related<&Relations::endorsements>},
      {get, "/api/v1/accounts/{id}/statuses", optional, {read_statuses}, posts},
  };
}

}  // namespace auklet::api
