// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/accounts/ and …/blocks/, …/mutes/, …/follow_requests/, …/endorsements/
#include "api/relations.h"

#include <boost/json/array.hpp>
#include <chrono>
#include <utility>

#include "api/id_list.h"
#include "api/paging.h"
#include "api/services.h"
#include "base/time_text.h"
#include "service/relation_service.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

constexpr std::int64_t mute_seconds_max = 100LL * 365 * 24 * 60 * 60;

using Service = service::RelationService;

// What all changes answer: how the two stand now.
Task<Result<Reply>> answer(Call& call, Task<Result<Relationship>> change) {
  CO_TRY(auto const relationship, co_await std::move(change));
  co_return Reply::of(call.services.view.relationship(relationship));
}

template <Task<Result<Relationship>> (Service::*change)(service::Caller, AccountId)>
Task<Result<Reply>> change_of(Call& call) {
  CO_TRY(auto const target, read_id<AccountId>(call));
  co_return co_await answer(call, (call.services.relations.*change)(call.caller, target));
}

template <Task<Result<service::Listing<Account>>> (Service::*list)(service::Caller, PageRequest) const>
Task<Result<Reply>> own_list(Call& call) {
  CO_TRY(auto const page, read_page(call, 40, 80));
  CO_TRY(auto const listing, co_await (call.services.relations.*list)(call.caller, page));
  auto reply = Reply::of(call.services.view.accounts(listing.items));
  link_pages(call, reply, Newer::since_id, listing);
  co_return reply;
}

Task<Result<Reply>> relationships(Call& call) {
  CO_TRY(auto ids, read_ids<AccountId>(call, "id"));
  CO_TRY(auto const list, co_await call.services.relations.relationships(call.caller, std::move(ids)));
  co_return Reply::of(array_of(
      list, [&call](auto const& relationship) { return call.services.view.relationship(relationship); }));
}

Task<Result<Reply>> follow(Call& call) {
  CO_TRY(auto const target, read_id<AccountId>(call));
  auto const reader = call.reader();
  service::FollowTerms terms;
  CO_TRY(terms.show_reblogs, reader.boolean("reblogs"));
  CO_TRY(terms.notify, reader.boolean("notify"));
  if (reader.has("languages")) {
    CO_TRY(terms.languages, reader.texts("languages"));
  }
  co_return co_await answer(call, call.services.relations.follow(call.caller, target, std::move(terms)));
}

Task<Result<Reply>> mute(Call& call) {
  CO_TRY(auto const target, read_id<AccountId>(call));
  auto const reader = call.reader();
  CO_TRY(auto const notifications, reader.boolean("notifications"));
  CO_TRY(auto const duration, reader.integer("duration", 0, mute_seconds_max));
  service::MuteTerms const terms{.hide_notifications = notifications.value_or(true),
                                 .duration = std::chrono::seconds{duration.value_or(0)}};
  co_return co_await answer(call, call.services.relations.mute(call.caller, target, terms));
}

Task<Result<Reply>> set_note(Call& call) {
  CO_TRY(auto const target, read_id<AccountId>(call));
  CO_TRY(auto comment, call.reader().text("comment"));
  co_return co_await answer(
      call, call.services.relations.set_note(call.caller, target, std::move(comment).value_or("")));
}

// https://docs.joinmastodon.org/entities/MutedAccount/
Task<Result<Reply>> mutes(Call& call) {
  CO_TRY(auto const page, read_page(call, 40, 80));
  CO_TRY(auto const listing, co_await call.services.relations.mutes(call.caller, page));
  boost::json::array shown;
  for (auto const& muted : listing.items) {
    auto account = call.services.view.account(muted.account);
    account["mute_expires_at"] = nullptr;
    if (muted.expires_at) {
      account["mute_expires_at"] = base::iso_millis(*muted.expires_at);
    }
    shown.push_back(std::move(account));
  }
  auto reply = Reply::of(std::move(shown));
  link_pages(call, reply, Newer::since_id, listing);
  co_return reply;
}

}  // namespace

std::vector<Route> relation_routes() {
  using enum net::Method;
  using enum Access;
  using enum Scope;
  return {
      {get, "/api/v1/accounts/relationships", user, {read_follows}, relationships},
      {post, "/api/v1/accounts/{id}/follow", user, {write_follows}, follow},
      {post, "/api/v1/accounts/{id}/unfollow", user, {write_follows}, change_of<&Service::unfollow>},
      {post,
       "/api/v1/accounts/{id}/remove_from_followers",
       user,
       {write_follows},
       change_of<&Service::remove_follower>},
      {post, "/api/v1/accounts/{id}/block", user, {write_blocks}, change_of<&Service::block>},
      {post, "/api/v1/accounts/{id}/unblock", user, {write_blocks}, change_of<&Service::unblock>},
      {post, "/api/v1/accounts/{id}/mute", user, {write_mutes}, mute},
      {post, "/api/v1/accounts/{id}/unmute", user, {write_mutes}, change_of<&Service::unmute>},
      {post, "/api/v1/accounts/{id}/note", user, {write_accounts}, set_note},
      {post, "/api/v1/accounts/{id}/endorse", user, {write_accounts}, change_of<&Service::endorse>},
      {post, "/api/v1/accounts/{id}/unendorse", user, {write_accounts}, change_of<&Service::unendorse>},
      // Their names before 4.4.
      {post, "/api/v1/accounts/{id}/pin", user, {write_accounts}, change_of<&Service::endorse>},
      {post, "/api/v1/accounts/{id}/unpin", user, {write_accounts}, change_of<&Service::unendorse>},
      {get, "/api/v1/endorsements", user, {read_accounts}, own_list<&Service::own_endorsements>},
      {get, "/api/v1/blocks", user, {read_blocks}, own_list<&Service::blocks>},
      {get, "/api/v1/mutes", user, {read_mutes}, mutes},
      {get, "/api/v1/follow_requests", user, {read_follows}, own_list<&Service::follow_requests>},
      {post,
       "/api/v1/follow_requests/{id}/authorize",
       user,
       {write_follows},
       change_of<&Service::accept_request>},
      {post,
       "/api/v1/follow_requests/{id}/reject",
       user,
       {write_follows},
       change_of<&Service::reject_request>},
  };
}

}  // namespace auklet::api
