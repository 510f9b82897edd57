// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/accounts/#update_credentials and …/profile/, …/preferences/
#include "api/profile.h"

#include <algorithm>
#include <string>
#include <utility>

#include "api/media.h"
#include "api/services.h"
#include "service/account_service.h"
#include "service/featured_tag_service.h"
#include "view/own_settings.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

// A picture comes as a file. The empty text is what clients send for "none"; the text of a data: URI, which some libraries
// could send, is refused rather than dropped.
Task<Result<std::optional<service::ProfilePicture>>> read_picture(Call& call, std::string_view name,
                                                                  media::PicturePurpose purpose) {
  if (auto upload = find_upload(call, name)) {
    CO_TRY(auto made,
           co_await call.services.media.make_profile_picture(call.caller, purpose, *std::move(upload)));
    co_return std::move(made);
  }
  CO_TRY(auto const text, call.reader().text(name));
  if (text && !text->empty()) {
    co_return service::validation_failed(std::string(name) + " must be sent as a file, in a multipart form");
  }
  co_return std::nullopt;
}

// Once all else is known to be right.
Task<Result<>> add_pictures(Call& call, service::ProfileChange& change) {
  CO_TRY(change.avatar, co_await read_picture(call, "avatar", media::PicturePurpose::avatar));
  CO_TRY(change.header, co_await read_picture(call, "header", media::PicturePurpose::header));
  co_return Result<>{};
}

Result<> read_source(net::ParamReader const& source, service::ProfileChange& change) {
  TRY(auto const privacy, source.text("privacy"));
  if (privacy && !privacy->empty()) {
    change.default_visibility = parse_visibility(*privacy);
    // Direct is no default: a post that mentions nobody would be lost on its author alone.
    if (!change.default_visibility || change.default_visibility == Visibility::direct) {
      return service::validation_failed("Privacy is not included in the list");
    }
  }
  TRY(change.default_sensitive, source.boolean("sensitive"));
  TRY(auto const quote_policy, source.text("quote_policy"));
  if (quote_policy && !quote_policy->empty()) {
    change.default_quote_policy = parse_approval(*quote_policy);
    if (!change.default_quote_policy) {
      return service::validation_failed("Quote policy is not included in the list");
    }
  }
  if (source.has("language")) {
    TRY(auto language, source.text("language"));
    change.default_language = std::move(language).value_or("");
  }
  return {};
}

Result<std::vector<ProfileField>> read_fields(net::ParamReader const& reader) {
  TRY(auto const sent, reader.objects("fields_attributes"));
  std::vector<ProfileField> fields;
  for (auto const& field : sent) {
    TRY(auto name, field.text("name"));
    TRY(auto value, field.text("value"));
    fields.push_back({std::move(name).value_or(""), std::move(value).value_or("")});
  }
  return fields;
}

Result<service::ProfileChange> read_change(Call const& call) {
  auto const reader = call.reader();
  service::ProfileChange change;
  TRY(change.display_name, reader.text("display_name"));
  TRY(change.note, reader.text("note"));
  TRY(change.locked, reader.boolean("locked"));
  TRY(change.bot, reader.boolean("bot"));
  TRY(change.discoverable, reader.boolean("discoverable"));
  TRY(change.indexable, reader.boolean("indexable"));
  TRY(change.hide_collections, reader.boolean("hide_collections"));
  // A lone text in place of the list changes nothing: some clients send the word "undefined" there.
  if (reader.has("fields_attributes") && !reader.is_text("fields_attributes")) {
    TRY(change.fields, read_fields(reader));
  }
  TRY(auto const source, reader.object("source"));
  if (source) {
    TRY_OK(read_source(*source, change));
  }
  return change;
}

Reply credentials(Call const& call, service::OwnAccount const& own) {
  return Reply::of(call.services.view.own_account(own.account, own.user, own.follow_requests_count));
}

Task<Result<Reply>> verify_credentials(Call& call) {
  CO_TRY(auto const own, co_await call.services.accounts.own(call.caller));
  co_return credentials(call, own);
}

Task<Result<Reply>> update_credentials(Call& call) {
  CO_TRY(auto change, read_change(call));
  CO_TRY_OK(co_await add_pictures(call, change));
  CO_TRY(auto const own, co_await call.services.accounts.update_profile(call.caller, std::move(change)));
  co_return credentials(call, own);
}

Task<Result<Reply>> profile_of(Call& call, Account const& account) {
  CO_TRY(auto const featured, co_await call.services.featured_tags.of(account.id));
  co_return Reply::of(view::profile(call.services.view, account, featured.tags));
}

Task<Result<Reply>> show_profile(Call& call) {
  CO_TRY(auto const own, co_await call.services.accounts.own(call.caller));
  co_return co_await profile_of(call, own.account);
}

Task<Result<Reply>> update_profile(Call& call) {
  CO_TRY(auto change, read_change(call));
  CO_TRY_OK(co_await add_pictures(call, change));
  CO_TRY(auto const own, co_await call.services.accounts.update_profile(call.caller, std::move(change)));
  co_return co_await profile_of(call, own.account);
}

template <std::optional<service::ProfilePicture> service::ProfileChange::* picture>
Task<Result<Reply>> remove_picture(Call& call) {
  service::ProfileChange change;
  change.*picture = service::ProfilePicture{};
  CO_TRY(auto const own, co_await call.services.accounts.update_profile(call.caller, std::move(change)));
  co_return credentials(call, own);
}

Task<Result<Reply>> preferences(Call& call) {
  CO_TRY(auto const own, co_await call.services.accounts.own(call.caller));
  co_return Reply::of(view::preferences(own.user));
}

}  // namespace

std::vector<Route> profile_routes() {
  using enum net::Method;
  using enum Access;
  using enum Scope;
  return {
      {get,
       "/api/v1/accounts/verify_credentials",
       user,
       {auklet::Scope::profile, read_accounts},
       verify_credentials},
      {patch,
       "/api/v1/accounts/update_credentials",
       user,
       {write_accounts},
       update_credentials,
       /*takes_files=*/true},
      {put,
       "/api/v1/accounts/update_credentials",
       user,
       {write_accounts},
       update_credentials,
       /*takes_files=*/true},
      {get, "/api/v1/profile", user, {auklet::Scope::profile, read_accounts}, show_profile},
      {patch, "/api/v1/profile", user, {write_accounts}, update_profile, /*takes_files=*/true},
      {put, "/api/v1/profile", user, {write_accounts}, update_profile, /*takes_files=*/true},
      {delete_,
       "/api/v1/profile/avatar",
       user,
       {write_accounts},
       remove_picture<&service::ProfileChange::avatar>},
      {delete_,
       "/api/v1/profile/header",
       user,
       {write_accounts},
       remove_picture<&service::ProfileChange::header>},
      {get, "/api/v1/preferences", user, {read_accounts}, preferences},
  };
}

}  // namespace auklet::api
