// SPDX-License-Identifier: Apache-2.0
#include "bench/api.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "base/ids.h"

namespace auklet::bench {

namespace json = boost::json;

namespace {

constexpr std::size_t shown_bytes_max = 200;

Error unexpected_answer(std::string_view what, json::value const& body) {
  return {ErrorKind::internal,
          fmt::format("{}: unexpected answer {}", what, json::serialize(body).substr(0, shown_bytes_max)),
          {},
          {}};
}

json::value const* member_of(json::value const& object, std::string_view key) {
  auto const* fields = object.if_object();
  return fields == nullptr ? nullptr : fields->if_contains(key);
}

// Empty for an absent, null or non-string field.
std::string_view text_of(json::value const& object, std::string_view key) {
  auto const* field = member_of(object, key);
  auto const* text = field == nullptr ? nullptr : field->if_string();
  return text == nullptr ? std::string_view{} : std::string_view{*text};
}

StatusId id_of(json::value const& object, std::string_view key = "id") {
  return base::parse_id(text_of(object, key)).value_or(0);
}

bool flag_of(json::value const& object, std::string_view key) {
  auto const* field = member_of(object, key);
  return field != nullptr && field->is_bool() && field->get_bool();
}

std::optional<Visibility> parse_visibility(std::string_view text) {
  for (auto const visibility :
       {Visibility::public_, Visibility::unlisted, Visibility::private_, Visibility::direct}) {
    if (text == to_text(visibility)) {
      return visibility;
    }
  }
  return std::nullopt;
}

std::optional<Entry> parse_entry(json::value const& status) {
  auto const visibility = parse_visibility(text_of(status, "visibility"));
  auto const* account = member_of(status, "account");
  auto const* boosted = member_of(status, "reblog");
  if (!visibility || account == nullptr || boosted == nullptr || id_of(status) == 0) {
    return std::nullopt;
  }
  return Entry{.id = id_of(status),
               .account = std::string(text_of(*account, "id")),
               .visibility = *visibility,
               .boost_of = id_of(*boosted),
               .answers = id_of(status, "in_reply_to_id"),
               .answers_account = std::string(text_of(status, "in_reply_to_account_id")),
               .favourited = flag_of(status, "favourited"),
               .boosted = flag_of(status, "reblogged")};
}

bool mentions_are(json::value const& status, std::vector<std::string> expected) {
  auto const* field = member_of(status, "mentions");
  if (field == nullptr || !field->is_array()) {
    return false;
  }
  std::vector<std::string> got;
  for (auto const& mention : field->get_array()) {
    got.emplace_back(text_of(mention, "id"));
  }
  std::ranges::sort(got);
  std::ranges::sort(expected);
  return got == expected;
}

}  // namespace

Task<Result<json::value>> Api::call(Op op, HttpRequest request, std::string* link) {
  auto const what = fmt::format("{} ({} {})", to_text(op), request.method, request.target);
  auto const begin = std::chrono::steady_clock::now();
  auto answer = co_await connection_.send(std::move(request));
  statistics_.add(op, std::chrono::steady_clock::now() - begin);
  if (!answer) {
    co_return fail(answer.error().kind, fmt::format("{}: {}", what, answer.error().message));
  }
  if (answer->status != 200) {
    co_return fail(ErrorKind::internal, fmt::format("{}: HTTP {} {}", what, answer->status,
                                                    answer->body.substr(0, shown_bytes_max)));
  }
  boost::system::error_code code;
  auto body = json::parse(answer->body, code);
  if (code) {
    co_return fail(ErrorKind::malformed, fmt::format("{}: no JSON: {}", what, code.message()));
  }
  if (link != nullptr) {
    *link = std::move(answer->link);
  }
  co_return body;
}

Task<Result<std::string>> Api::app_token() {
  CO_TRY(auto app,
         co_await call(Op::verify_credentials,
                       {.method = "POST",
                        .target = "/api/v1/apps",
                        .body = json::serialize(json::object{{"client_name", "auklet-bench"},
                                                             {"redirect_uris", "urn:ietf:wg:oauth:2.0:oob"},
                                                             {"scopes", "read write follow"}})}));
  CO_TRY(auto token,
         co_await call(Op::verify_credentials,
                       {.method = "POST",
                        .target = "/oauth/token",
                        .body = json::serialize(json::object{{"grant_type", "client_credentials"},
                                                             {"client_id", text_of(app, "client_id")},
                                                             {"client_secret", text_of(app, "client_secret")},
                                                             {"scope", "read write follow"}})}));
  auto const text = text_of(token, "access_token");
  if (text.empty()) {
    co_return std::unexpected(unexpected_answer("app token", token));
  }
  co_return std::string(text);
}

Task<Result<Member>> Api::sign_up(std::string app_token, std::string name) {
  CO_TRY(
      auto token,
      co_await call(Op::sign_up, {.method = "POST",
                                  .target = "/api/v1/accounts",
                                  .token = app_token,
                                  .body = json::serialize(json::object{{"username", name},
                                                                       {"email", name + "@bench.example"},
                                                                       {"password", "a password for " + name},
                                                                       {"agreement", true},
                                                                       {"locale", "en"}})}));
  Member member{.name = name, .id = {}, .token = std::string(text_of(token, "access_token"))};
  CO_TRY(auto account, co_await call(Op::verify_credentials, {.target = "/api/v1/accounts/verify_credentials",
                                                              .token = member.token}));
  member.id = text_of(account, "id");
  if (member.id.empty() || text_of(account, "username") != name) {
    co_return std::unexpected(unexpected_answer("sign-up", account));
  }
  co_return member;
}

Task<Result<StatusId>> Api::post(Op op, Member const& member, NewPost post,
                                 std::vector<std::string> mentions) {
  json::object body{{"status", post.text}, {"visibility", to_text(post.visibility)}};
  if (post.answers != 0) {
    body["in_reply_to_id"] = std::to_string(post.answers);
  }
  if (!post.language.empty()) {
    body["language"] = post.language;
  }
  CO_TRY(auto status, co_await call(op, {.method = "POST",
                                         .target = "/api/v1/statuses",
                                         .token = member.token,
                                         .body = json::serialize(body),
                                         .idempotency_key = post.idempotency_key}));
  auto const entry = parse_entry(status);
  if (!entry || entry->account != member.id || entry->visibility != post.visibility ||
      entry->answers != post.answers || !mentions_are(status, std::move(mentions))) {
    co_return std::unexpected(unexpected_answer(fmt::format("{} by {}", to_text(op), member.name), status));
  }
  co_return entry->id;
}

Task<Result<StatusId>> Api::boost(Member const& member, StatusId id) {
  CO_TRY(auto status, co_await call(Op::boost, {.method = "POST",
                                                .target = fmt::format("/api/v1/statuses/{}/reblog", id),
                                                .token = member.token}));
  auto const entry = parse_entry(status);
  if (!entry || entry->boost_of != id || entry->account != member.id) {
    co_return std::unexpected(unexpected_answer("boost", status));
  }
  co_return entry->id;
}

Task<Result<>> Api::touch_status(Op op, Member const& member, StatusId id, std::string_view verb) {
  CO_TRY(auto status, co_await call(op, {.method = "POST",
                                         .target = fmt::format("/api/v1/statuses/{}/{}", id, verb),
                                         .token = member.token}));
  if (id_of(status) != id ||
      flag_of(status, "favourited") != (op == Op::favourite || flag_of(status, "favourited")) ||
      (op == Op::unboost && flag_of(status, "reblogged"))) {
    co_return std::unexpected(unexpected_answer(to_text(op), status));
  }
  co_return Result<>{};
}

Task<Result<>> Api::delete_post(Member const& member, StatusId id) {
  CO_TRY(auto status, co_await call(Op::delete_post, {.method = "DELETE",
                                                      .target = fmt::format("/api/v1/statuses/{}", id),
                                                      .token = member.token}));
  if (id_of(status) != id) {
    co_return std::unexpected(unexpected_answer("delete", status));
  }
  co_return Result<>{};
}

Task<Result<>> Api::relate(Op op, Member const& member, std::string account, std::string_view verb,
                           std::string_view flag, bool expected, std::string body) {
  CO_TRY(auto relationship, co_await call(op, {.method = "POST",
                                               .target = fmt::format("/api/v1/accounts/{}/{}", account, verb),
                                               .token = member.token,
                                               .body = body}));
  if (text_of(relationship, "id") != account || flag_of(relationship, flag) != expected) {
    co_return std::unexpected(unexpected_answer(to_text(op), relationship));
  }
  co_return Result<>{};
}

Task<Result<TimelinePage>> Api::page(Op op, Member const& member, std::string target) {
  std::string link;
  CO_TRY(auto body, co_await call(op, {.target = target, .token = member.token}, &link));
  if (!body.is_array()) {
    co_return std::unexpected(unexpected_answer(target, body));
  }
  TimelinePage page{.entries = {}, .next = link_target(link, "next"), .prev = link_target(link, "prev")};
  for (auto const& status : body.get_array()) {
    auto entry = parse_entry(status);
    if (!entry) {
      co_return std::unexpected(unexpected_answer(target, status));
    }
    if (!page.entries.empty() && page.entries.back().id <= entry->id) {
      co_return fail(ErrorKind::internal, fmt::format("{} of {}: {} comes before {}", target, member.name,
                                                      page.entries.back().id, entry->id));
    }
    page.entries.push_back(std::move(*entry));
  }
  co_return page;
}

}  // namespace auklet::bench
