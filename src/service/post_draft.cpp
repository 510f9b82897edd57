// SPDX-License-Identifier: Apache-2.0
#include "service/post_draft.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>
#include <exception>
#include <utility>

namespace auklet::service {

namespace json = boost::json;

namespace {

template <class T>
void put(json::object& object, std::string_view name, std::optional<T> const& value) {
  if (value) {
    object[name] = json::value_from(*value);
  }
}

template <class T>
void take(json::object const& object, std::string_view name, std::optional<T>& value) {
  if (auto const* const found = object.if_contains(name)) {
    value = json::value_to<T>(*found);
  }
}

// Their names in a stored draft.
constexpr std::pair<std::string_view, std::optional<Approval> PolicyChange::*> approvals[] = {
    {"quote_policy", &PolicyChange::quote},
    {"reply_policy", &PolicyChange::reply},
    {"boost_policy", &PolicyChange::boost}};

}  // namespace

std::string write_draft(PostDraft const& draft) {
  json::object object{{"text", draft.text}};
  put(object, "spoiler_text", draft.spoiler_text);
  put(object, "sensitive", draft.sensitive);
  put(object, "language", draft.language);
  if (draft.visibility) {
    object["visibility"] = to_string(*draft.visibility);
  }
  if (draft.in_reply_to) {
    object["in_reply_to"] = std::to_underlying(*draft.in_reply_to);
  }
  if (draft.quote_of) {
    object["quote_of"] = std::to_underlying(*draft.quote_of);
  }
  for (auto const& [name, approval] : approvals) {
    if (draft.policy.*approval) {
      object[name] = to_string(*(draft.policy.*approval));
    }
  }
  if (auto const& poll = draft.poll) {
    object["poll"] = {{"options", json::value_from(poll->options)},
                      {"expires_in", poll->expires_in.count()},
                      {"multiple", poll->multiple},
                      {"hide_totals", poll->hide_totals}};
  }
  if (!draft.media.ids.empty()) {
    auto& list = object["media"].emplace_array();
    for (auto const media : draft.media.ids) {
      list.push_back(std::to_underlying(media));
    }
  }
  if (draft.allowed_mentions) {
    auto& list = object["allowed_mentions"].emplace_array();
    for (auto const account : *draft.allowed_mentions) {
      list.push_back(std::to_underlying(account));
    }
  }
  return json::serialize(object);
}

Result<PostDraft> read_draft(std::string_view text) {
  try {
    auto const object = json::parse(text).as_object();
    PostDraft draft{.text = json::value_to<std::string>(object.at("text"))};
    take(object, "spoiler_text", draft.spoiler_text);
    take(object, "sensitive", draft.sensitive);
    take(object, "language", draft.language);
    if (auto const* const word = object.if_contains("visibility")) {
      draft.visibility = parse_visibility(word->as_string());
    }
    if (auto const* const parent = object.if_contains("in_reply_to")) {
      draft.in_reply_to = PostId{parent->as_int64()};
    }
    if (auto const* const quoted = object.if_contains("quote_of")) {
      draft.quote_of = PostId{quoted->as_int64()};
    }
    for (auto const& [name, approval] : approvals) {
      if (auto const* const word = object.if_contains(name)) {
        draft.policy.*approval = parse_approval(word->as_string());
      }
    }
    if (auto const* const poll = object.if_contains("poll")) {
      auto const& fields = poll->as_object();
      draft.poll = {.options = json::value_to<std::vector<std::string>>(fields.at("options")),
                    .expires_in = std::chrono::seconds{fields.at("expires_in").as_int64()},
                    .multiple = fields.at("multiple").as_bool(),
                    .hide_totals = fields.at("hide_totals").as_bool()};
    }
    if (auto const* const media = object.if_contains("media")) {
      for (auto const& id : media->as_array()) {
        draft.media.ids.push_back(MediaId{id.as_int64()});
      }
    }
    if (auto const* const allowed = object.if_contains("allowed_mentions")) {
      auto& list = draft.allowed_mentions.emplace();
      for (auto const& account : allowed->as_array()) {
        list.push_back(AccountId{account.as_int64()});
      }
    }
    return draft;
  } catch (std::exception const& broken) {
    return fail(ErrorKind::malformed, "", std::string("a stored draft cannot be read: ") + broken.what());
  }
}

}  // namespace auklet::service
