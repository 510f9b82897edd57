// SPDX-License-Identifier: Apache-2.0
#include "api/statuses.h"

#include <algorithm>
#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/serialize.hpp>
#include <limits>

#include "api/http_status.h"
#include "api/media.h"
#include "api/paging.h"
#include "api/scheduled.h"
#include "api/services.h"
#include "api/status_pages.h"
#include "base/ids.h"
#include "service/account_service.h"
#include "service/post_loader.h"
#include "service/post_service.h"
#include "service/quote_service.h"
#include "service/reaction_service.h"
#include "service/scheduled_service.h"
#include "service/timeline_service.h"
#include "service/written_post.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

using service::PostDraft;

constexpr std::size_t many_posts_max = 20;
constexpr std::size_t idempotency_key_bytes_max = 255;

// The tree of an answer lives until it is text: it stands on the stack, and nobody frees it piece by piece.
Reply status_reply(Call const& call, PostDetails const& details) {
  std::array<unsigned char, std::size_t{16} * 1024> stack;
  boost::json::monotonic_resource memory(stack.data(), stack.size());
  return Reply::json_text(boost::json::serialize(call.services.view.status(details, &memory)));
}

Result<std::optional<Visibility>> read_visibility(net::ParamReader const& reader) {
  TRY(auto const word, reader.text("visibility"));
  if (!word || word->empty()) {
    return std::nullopt;
  }
  if (auto const visibility = parse_visibility(*word)) {
    return visibility;
  }
  return service::validation_failed("Visibility is not included in the list");
}

Result<std::optional<Approval>> read_approval(net::ParamReader const& reader, std::string_view name) {
  TRY(auto const word, reader.text(name));
  if (!word || word->empty()) {
    return std::nullopt;
  }
  if (auto const approval = parse_approval(*word)) {
    return approval;
  }
  return service::validation_failed(std::string(name) + " is not included in the list");
}

// Who may reply and boost is a word of our own.
Result<service::PolicyChange> read_policy(net::ParamReader const& reader) {
  service::PolicyChange change;
  TRY(change.quote, read_approval(reader, "quote_approval_policy"));
  TRY(change.reply, read_approval(reader, "reply_approval_policy"));
  TRY(change.boost, read_approval(reader, "reblog_approval_policy"));
  return change;
}

Result<std::optional<service::PollDraft>> read_poll(net::ParamReader const& reader) {
  TRY(auto const sent, reader.object("poll"));
  if (!sent) {
    return std::nullopt;
  }
  service::PollDraft draft;
  TRY(draft.options, sent->texts("options"));
  TRY(auto const expires_in, sent->integer("expires_in", 0, std::numeric_limits<std::int32_t>::max()));
  TRY(auto const multiple, sent->boolean("multiple"));
  TRY(auto const hide_totals, sent->boolean("hide_totals"));
  if (draft.options.size() > poll_choices_max) {
    return service::validation_failed("Poll has too many options");
  }
  draft.expires_in = std::chrono::seconds{expires_in.value_or(0)};
  draft.multiple = multiple.value_or(false);
  draft.hide_totals = hide_totals.value_or(false);
  return draft;
}

// `media_attributes[][id]=…&media_attributes[][description]=…` say anew what is attached already.
Result<service::MediaChoice> read_media(Call const& call) {
  auto const reader = call.reader();
  service::MediaChoice choice;
  TRY(auto const ids, reader.ids("media_ids"));
  std::ranges::transform(ids, std::back_inserter(choice.ids), [](std::int64_t id) { return MediaId{id}; });
  TRY(auto const labels, reader.objects("media_attributes"));
  for (auto const& label : labels) {
    TRY(auto const id, label.id("id"));
    if (!id) {
      continue;
    }
    service::MediaDescription description{.id = MediaId{*id}};
    TRY(description.description, label.text("description"));
    if (description.description) {
      TRY(description.description, call.services.media.clean_description(*description.description));
    }
    TRY(description.focus, read_focus(label));
    choice.descriptions.push_back(std::move(description));
  }
  return choice;
}

Result<PostDraft> read_draft(Call const& call) {
  auto const reader = call.reader();
  PostDraft draft;
  TRY(auto text, reader.text("status"));
  draft.text = std::move(text).value_or("");
  TRY(draft.spoiler_text, reader.text("spoiler_text"));
  TRY(draft.sensitive, reader.boolean("sensitive"));
  TRY(draft.language, reader.text("language"));
  TRY(draft.visibility, read_visibility(reader));
  TRY(draft.poll, read_poll(reader));
  TRY(draft.media, read_media(call));
  TRY(auto const parent, reader.id("in_reply_to_id"));
  if (parent) {
    draft.in_reply_to = PostId{*parent};
  }
  TRY(auto const quoted, reader.id("quoted_status_id"));
  if (quoted) {
    draft.quote_of = PostId{*quoted};
  }
  TRY(draft.policy, read_policy(reader));
  if (reader.has("allowed_mentions")) {
    TRY(auto const ids, reader.ids("allowed_mentions"));
    auto& allowed = draft.allowed_mentions.emplace();
    std::ranges::transform(ids, std::back_inserter(allowed), [](std::int64_t id) { return AccountId{id}; });
  }
  if (auto const key = call.request.headers.find("Idempotency-Key"); key && !key->empty()) {
    draft.idempotency_key = std::string(key->substr(0, idempotency_key_bytes_max));
  }
  return draft;
}

// Whom a post mentions against `allowed_mentions` is shown as accounts, so that the client can ask about them.
Task<Result<Reply>> refuse_unexpected(Call& call, Error error) {
  std::vector<AccountId> ids;
  for (auto const& field : error.fields) {
    if (auto const id = field.field == service::unexpected_accounts_field ? base::parse_id(field.description)
                                                                          : std::nullopt) {
      ids.push_back(AccountId{*id});
    }
  }
  if (ids.empty()) {
    co_return std::unexpected(std::move(error));
  }
  CO_TRY(auto const accounts, co_await call.services.accounts.find_all(std::move(ids)));
  auto reply = Reply::of({{"error", error.message},
                          {service::unexpected_accounts_field, call.services.view.accounts(accounts)}});
  reply.status = http_status(error.kind);
  co_return reply;
}

Task<Result<Reply>> create(Call& call) {
  CO_TRY(auto draft, read_draft(call));
  CO_TRY(auto const scheduled_at, read_scheduled_at(call));
  if (scheduled_at) {
    auto const waiting =
        co_await call.services.scheduled.create(call.caller, std::move(draft), *scheduled_at);
    if (!waiting) {
      co_return co_await refuse_unexpected(call, waiting.error());
    }
    co_return Reply::of(render(call.services.view, *waiting));
  }
  auto& pages = call.services.status_pages;
  auto const ticket = pages.ticket();
  auto const details = co_await call.services.posts.publish(call.caller, std::move(draft));
  if (!details) {
    co_return co_await refuse_unexpected(call, details.error());
  }
  if (details->post.quote) {
    co_return status_reply(call, *details);
  }
  co_return Reply::json_text(pages.show_new(*details, ticket));
}

Task<Result<Reply>> show(Call& call) {
  CO_TRY(auto const id, read_id<PostId>(call));
  CO_TRY(auto text, co_await call.services.status_pages.show_one(call.caller.account, id));
  co_return Reply::json_text(std::move(text));
}

Task<Result<Reply>> show_many(Call& call) {
  CO_TRY(auto raw, call.reader().ids("id"));
  raw.resize(std::min(raw.size(), many_posts_max));
  std::vector<PostId> ids;
  std::ranges::transform(raw, std::back_inserter(ids), [](std::int64_t id) { return PostId{id}; });
  CO_TRY(auto text, co_await call.services.status_pages.show_visible(call.caller.account, std::move(ids),
                                                                     service::Company::anyone));
  co_return Reply::json_text(std::move(text));
}

Task<Result<Reply>> edit(Call& call) {
  CO_TRY(auto const id, read_id<PostId>(call));
  CO_TRY(auto draft, read_draft(call));
  CO_TRY(auto const details, co_await call.services.posts.edit(call.caller, id, std::move(draft)));
  co_return status_reply(call, details);
}

Task<Result<Reply>> remove(Call& call) {
  CO_TRY(auto const id, read_id<PostId>(call));
  CO_TRY(auto const forget_media, call.reader().boolean("delete_media"));
  CO_TRY(auto const details,
         co_await call.services.posts.remove(call.caller, id, forget_media.value_or(false)));
  co_return Reply::of(call.services.view.deleted_status(details));
}

Task<Result<Reply>> context(Call& call) {
  CO_TRY(auto const id, read_id<PostId>(call));
  CO_TRY(auto const thread, co_await call.services.timelines.thread(call.caller, id));
  co_return Reply::of({{"ancestors", call.services.view.statuses(thread.ancestors)},
                       {"descendants", call.services.view.statuses(thread.descendants)}});
}

Task<Result<Reply>> history(Call& call) {
  CO_TRY(auto const id, read_id<PostId>(call));
  CO_TRY(auto const history, co_await call.services.posts.history(call.caller, id));
  boost::json::array versions;
  for (auto const& version : history.versions) {
    versions.push_back(call.services.view.edit(version, history.author, history.media));
  }
  co_return Reply::of(std::move(versions));
}

Task<Result<Reply>> source(Call& call) {
  CO_TRY(auto const id, read_id<PostId>(call));
  CO_TRY(auto const source, co_await call.services.posts.source(call.caller, id));
  co_return Reply::of(
      {{"id", to_text(source.id)}, {"text", source.text}, {"spoiler_text", source.spoiler_text}});
}

Task<Result<Reply>> quotes(Call& call) {
  CO_TRY(auto const id, read_id<PostId>(call));
  CO_TRY(auto const page, read_page(call, 20, 40));
  CO_TRY(auto const pages, co_await call.services.quotes.pages(call.caller, id));
  CO_TRY(auto shown, co_await call.services.status_pages.fill(call.caller.account, *pages, page));
  auto reply = Reply::json_text(std::move(shown.text));
  link_pages(call, reply, Newer::min_id, shown.first_cursor, shown.last_cursor, shown.full);
  co_return reply;
}

Task<Result<Reply>> revoke_quote(Call& call) {
  CO_TRY(auto const quoted, read_id<PostId>(call));
  CO_TRY(auto const quoting, read_id<PostId>(call, "quoting_status_id"));
  CO_TRY(auto const details, co_await call.services.quotes.revoke(call.caller, quoted, quoting));
  co_return status_reply(call, details);
}

Task<Result<Reply>> change_policy(Call& call) {
  CO_TRY(auto const id, read_id<PostId>(call));
  CO_TRY(auto const change, read_policy(call.reader()));
  CO_TRY(auto const details, co_await call.services.quotes.change_policy(call.caller, id, change));
  co_return status_reply(call, details);
}

// Favourite, bookmark, pin, … : a post in, the same post out as it is afterwards.
using Reaction = Task<Result<PostDetails>> (service::ReactionService::*)(service::Caller, PostId);

template <Reaction reaction>
Task<Result<Reply>> react(Call& call) {
  CO_TRY(auto const id, read_id<PostId>(call));
  CO_TRY(auto const details, co_await (call.services.reactions.*reaction)(call.caller, id));
  co_return status_reply(call, details);
}

Task<Result<Reply>> reblog(Call& call) {
  CO_TRY(auto const id, read_id<PostId>(call));
  CO_TRY(auto const visibility, read_visibility(call.reader()));
  CO_TRY(auto const details, co_await call.services.reactions.boost(call.caller, id, visibility));
  co_return status_reply(call, details);
}

using AccountList = Task<Result<service::Listing<Account>>> (service::ReactionService::*)(service::Caller,
                                                                                          PostId,
                                                                                          PageRequest) const;

template <AccountList list>
Task<Result<Reply>> accounts_who(Call& call) {
  CO_TRY(auto const id, read_id<PostId>(call));
  CO_TRY(auto const page, read_page(call, 40, 80));
  CO_TRY(auto const listing, co_await (call.services.reactions.*list)(call.caller, id, page));
  auto reply = Reply::of(call.services.view.accounts(listing.items));
  link_pages(call, reply, Newer::since_id, listing);
  co_return reply;
}

using PostList = Task<Result<service::Listing<PostDetails>>> (service::ReactionService::*)(service::Caller,
                                                                                           PageRequest) const;

template <PostList list>
Task<Result<Reply>> own_list(Call& call) {
  CO_TRY(auto const page, read_page(call, 20, 40));
  CO_TRY(auto const listing, co_await (call.services.reactions.*list)(call.caller, page));
  auto reply = Reply::of(call.services.view.statuses(listing.items));
  link_pages(call, reply, Newer::min_id, listing);
  co_return reply;
}

}  // namespace

std::vector<Route> status_routes() {
  using enum net::Method;
  using enum Scope;
  using S = service::ReactionService;
  return {
      {post, "/api/v1/statuses", Access::user, {write_statuses}, create},
      {get, "/api/v1/statuses", Access::optional, {read_statuses}, show_many},
      {get, "/api/v1/statuses/{id}", Access::optional, {read_statuses}, show},
      {put, "/api/v1/statuses/{id}", Access::user, {write_statuses}, edit},
      {patch, "/api/v1/statuses/{id}", Access::user, {write_statuses}, edit},
      {delete_, "/api/v1/statuses/{id}", Access::user, {write_statuses}, remove},
      {get, "/api/v1/statuses/{id}/context", Access::optional, {read_statuses}, context},
      {get, "/api/v1/statuses/{id}/history", Access::optional, {read_statuses}, history},
      {get, "/api/v1/statuses/{id}/source", Access::user, {read_statuses}, source},
      {post, "/api/v1/statuses/{id}/favourite", Access::user, {write_favourites}, react<&S::favourite>},
      {post, "/api/v1/statuses/{id}/unfavourite", Access::user, {write_favourites}, react<&S::unfavourite>},
      {post, "/api/v1/statuses/{id}/bookmark", Access::user, {write_bookmarks}, react<&S::bookmark>},
      {post, "/api/v1/statuses/{id}/unbookmark", Access::user, {write_bookmarks}, react<&S::unbookmark>},
      {post, "/api/v1/statuses/{id}/pin", Access::user, {write_accounts}, react<&S::pin>},
      {post, "/api/v1/statuses/{id}/unpin", Access::user, {write_accounts}, react<&S::unpin>},
      {post, "/api/v1/statuses/{id}/mute", Access::user, {write_mutes}, react<&S::mute_thread>},
      {post, "/api/v1/statuses/{id}/unmute", Access::user, {write_mutes}, react<&S::unmute_thread>},
      {post, "/api/v1/statuses/{id}/reblog", Access::user, {write_statuses}, reblog},
      {post, "/api/v1/statuses/{id}/unreblog", Access::user, {write_statuses}, react<&S::unboost>},
      {get,
       "/api/v1/statuses/{id}/favourited_by",
       Access::optional,
       {read_statuses},
       accounts_who<&S::favourited_by>},
      {get,
       "/api/v1/statuses/{id}/reblogged_by",
       Access::optional,
       {read_statuses},
       accounts_who<&S::boosted_by>},
      {get, "/api/v1/statuses/{id}/quotes", Access::user, {read_statuses}, quotes},
      {post,
       "/api/v1/statuses/{id}/quotes/{quoting_status_id}/revoke",
       Access::user,
       {write_statuses},
       revoke_quote},
      {put, "/api/v1/statuses/{id}/interaction_policy", Access::user, {write_statuses}, change_policy},
      {get, "/api/v1/favourites", Access::user, {read_favourites}, own_list<&S::favourites>},
      {get, "/api/v1/bookmarks", Access::user, {read_bookmarks}, own_list<&S::bookmarks>},
  };
}

}  // namespace auklet::api
