// SPDX-License-Identifier: Apache-2.0
#include "push/message.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "push/encryption.h"
#include "text/unicode.h"

namespace auklet::push {

namespace {

constexpr std::size_t name_code_points_max = 60;
constexpr std::size_t body_code_points_max = 140;
constexpr std::size_t locale_code_points_max = 20;

// Cut with an ellipsis, so that not everything need be said.
std::string shortened(std::string_view text, std::size_t code_points_max) {
  std::size_t at = 0;
  std::size_t cut = 0;
  for (std::size_t count = 0; at < text.size(); ++count) {
    if (count == code_points_max) {
      return std::string(text.substr(0, cut)) + "…";
    }
    if (count + 1 < code_points_max) {
      cut = text::decode_at(text, at).end;
    }
    at = text::decode_at(text, at).end;
  }
  return std::string(text);
}

// The words of HTML, for posts of which there is nothing else.
std::string without_tags(std::string_view html) {
  constexpr std::pair<std::string_view, std::string_view> entities[] = {
      {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}};
  std::string words;
  while (!html.empty()) {
    if (html.front() == '<') {
      auto const end = html.find('>');
      html.remove_prefix(end == std::string_view::npos ? html.size() : end + 1);
      continue;
    }
    std::string_view entity = html.substr(0, 1);
    std::string_view meaning = entity;
    for (auto const& [name, character] : entities) {
      if (html.starts_with(name)) {
        entity = name;
        meaning = character;
      }
    }
    words += meaning;
    html.remove_prefix(entity.size());
  }
  return words;
}

std::string title(NotificationType type, std::string const& name) {
  switch (type) {
    case NotificationType::mention:
      return name + " mentioned you";
    case NotificationType::status:
      return name + " posted";
    case NotificationType::reblog:
      return name + " boosted your post";
    case NotificationType::follow:
      return name + " follows you";
    case NotificationType::follow_request:
      return name + " asks to follow you";
    case NotificationType::favourite:
      return name + " favourited your post";
    case NotificationType::poll:
      return "A poll of " + name + " has ended";
    case NotificationType::update:
      return name + " edited a post";
    case NotificationType::quote:
      return name + " quoted your post";
    case NotificationType::quoted_update:
      return name + " edited a post that you quoted";
  }
  return name;
}

std::string body(service::NotificationDetails const& details) {
  if (!details.post) {
    return details.from.note;
  }
  auto const& post = details.post->boosted ? details.post->boosted->post : details.post->post;
  if (!post.spoiler_text.empty()) {
    return post.spoiler_text;
  }
  return post.text.empty() ? without_tags(post.content) : post.text;
}

}  // namespace

std::string message(service::NotificationDetails const& details, Addressee const& to,
                    view::Renderer const& view) {
  auto const& from = details.from;
  auto const name =
      shortened(from.display_name.empty() ? from.username : from.display_name, name_code_points_max);
  boost::json::object shown{
      {"access_token", to.access_token},
      {"preferred_locale", shortened(to.locale, locale_code_points_max)},
      {"notification_id", std::to_underlying(details.notification.id)},
      {"notification_type", to_string(details.notification.type)},
      {"icon", view.account(from).at("avatar_static")},
      {"title", title(details.notification.type, name)},
      {"body", shortened(body(details), body_code_points_max)},
  };
  auto text = boost::json::serialize(shown);
  if (text.size() > message_bytes_max) {  // a picture with an endless address
    shown["icon"] = "";
    text = boost::json::serialize(shown);
  }
  CHECK(text.size() <= message_bytes_max);
  return text;
}

}  // namespace auklet::push
