// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/scheduled_statuses/
#include "api/scheduled.h"

#include <boost/json/array.hpp>
#include <boost/json/value_from.hpp>
#include <utility>

#include "api/paging.h"
#include "api/services.h"
#include "base/time_text.h"
#include "service/scheduled_service.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

namespace json = boost::json;

template <class T>
json::value or_null(std::optional<T> const& value) {
  return value ? json::value_from(*value) : json::value(nullptr);
}

json::value render(std::optional<service::PollDraft> const& poll) {
  if (!poll) {
    return nullptr;
  }
  return {{"options", json::value_from(poll->options)},
          {"expires_in", poll->expires_in.count()},
          {"multiple", poll->multiple},
          {"hide_totals", poll->hide_totals}};
}

// As Mastodon shows them: ids of posts and apps are numbers here.
json::object render(service::PostDraft const& draft, std::optional<AppId> app) {
  json::value media = nullptr;
  if (!draft.media.ids.empty()) {
    auto& list = media.emplace_array();
    for (auto const id : draft.media.ids) {
      list.push_back(json::string(to_text(id)));
    }
  }
  json::object params{
      {"text", draft.text},
      {"spoiler_text", or_null(draft.spoiler_text)},
      {"sensitive", or_null(draft.sensitive)},
      {"language", or_null(draft.language)},
      {"visibility", draft.visibility ? json::value(to_string(*draft.visibility)) : json::value(nullptr)},
      {"in_reply_to_id",
       draft.in_reply_to ? json::value(std::to_underlying(*draft.in_reply_to)) : json::value(nullptr)},
      {"quoted_status_id",
       draft.quote_of ? json::value(json::string(to_text(*draft.quote_of))) : json::value(nullptr)},
      {"media_ids", std::move(media)},
      {"poll", render(draft.poll)},
      {"idempotency", or_null(draft.idempotency_key)},
      {"application_id", std::to_underlying(app.value_or(AppId{}))},
      {"scheduled_at", nullptr},
      {"with_rate_limit", false},
  };
  // Absent where it is as the author's preferences say: the contract has no null here.
  if (auto const policy = draft.policy.quote) {
    params["quote_approval_policy"] = to_string(*policy);
  }
  if (draft.allowed_mentions) {
    json::array allowed;
    for (auto const account : *draft.allowed_mentions) {
      allowed.push_back(json::string(to_text(account)));
    }
    params["allowed_mentions"] = std::move(allowed);
  }
  return params;
}

Task<Result<Reply>> list(Call& call) {
  CO_TRY(auto const page, read_page(call, 20, 40));
  CO_TRY(auto const listing, co_await call.services.scheduled.list(call.caller, page));
  co_return page_of(call, Newer::min_id, listing,
                    [&call](auto const& post) { return api::render(call.services.view, post); });
}

Task<Result<Reply>> show(Call& call) {
  CO_TRY(auto const id, read_id<ScheduledPostId>(call));
  CO_TRY(auto const post, co_await call.services.scheduled.find(call.caller, id));
  co_return Reply::of(api::render(call.services.view, post));
}

Task<Result<Reply>> move(Call& call) {
  CO_TRY(auto const id, read_id<ScheduledPostId>(call));
  CO_TRY(auto const at, read_scheduled_at(call));
  if (!at) {
    co_return service::validation_failed("Scheduled at can't be blank");
  }
  CO_TRY(auto const post, co_await call.services.scheduled.move(call.caller, id, *at));
  co_return Reply::of(api::render(call.services.view, post));
}

Task<Result<Reply>> remove(Call& call) {
  CO_TRY(auto const id, read_id<ScheduledPostId>(call));
  CO_TRY_OK(co_await call.services.scheduled.remove(call.caller, id));
  co_return Reply::empty();
}

}  // namespace

Result<std::optional<UnixMillis>> read_scheduled_at(Call const& call) {
  TRY(auto const text, call.reader().text("scheduled_at"));
  if (!text || text->empty()) {
    return std::nullopt;
  }
  auto const at = base::parse_iso(*text);
  if (!at) {
    return service::validation_failed("Scheduled at is not a date and time");
  }
  return *at;
}

json::object render(view::Renderer const& view, service::ScheduledPost const& post) {
  json::array attachments;
  for (auto const& item : post.media) {
    attachments.push_back(view.attachment(item));
  }
  return {{"id", to_text(post.id)},
          {"scheduled_at", base::iso_millis(post.at)},
          {"params", render(post.draft, post.app)},
          {"media_attachments", std::move(attachments)}};
}

std::vector<Route> scheduled_routes() {
  using enum net::Method;
  using enum Access;
  using enum Scope;
  return {
      {get, "/api/v1/scheduled_statuses", user, {read_statuses}, list},
      {get, "/api/v1/scheduled_statuses/{id}", user, {read_statuses}, show},
      {put, "/api/v1/scheduled_statuses/{id}", user, {write_statuses}, move},
      {patch, "/api/v1/scheduled_statuses/{id}", user, {write_statuses}, move},
      {delete_, "/api/v1/scheduled_statuses/{id}", user, {write_statuses}, remove},
  };
}

}  // namespace auklet::api
