// SPDX-License-Identifier: Apache-2.0
#include "view/announcement.h"

#include <algorithm>
#include <boost/json/array.hpp>

#include "base/time_text.h"
#include "view/json_values.h"

namespace auklet::view {

namespace json = boost::json;

namespace {

// A reaction with an emoji of this server shows a picture.
void add_picture(Renderer const& renderer, json::object& reaction, std::string const& name) {
  if (auto const urls = renderer.emojis().urls_of(name)) {
    reaction["url"] = urls->url;
    reaction["static_url"] = urls->static_url;
  }
}

}  // namespace

json::object announcement(Renderer const& renderer, AnnouncementDetails const& shown) {
  auto const& announcement = shown.announcement;
  json::array mentions;
  for (auto const& account : shown.mentions) {
    mentions.push_back(renderer.mention(account));
  }
  json::array tags;
  for (auto const& tag : shown.tags) {
    tags.push_back(renderer.tag_link(tag));
  }
  json::array reactions;
  for (auto const& reaction : shown.reactions) {
    json::object shown_reaction{{"name", reaction.name}, {"count", reaction.count}, {"me", reaction.own}};
    add_picture(renderer, shown_reaction, reaction.name);
    reactions.push_back(std::move(shown_reaction));
  }
  json::object object{
      {"id", to_text(announcement.id)},
      {"content", shown.content},
      {"starts_at", time_or_null(announcement.starts_at)},
      {"ends_at", time_or_null(announcement.ends_at)},
      {"all_day", announcement.all_day},
      {"published_at", base::iso_millis(announcement.published_at)},
      // It never changes.
      {"updated_at", base::iso_millis(announcement.published_at)},
      {"mentions", std::move(mentions)},
      {"statuses", json::array{}},
      {"tags", std::move(tags)},
      {"emojis", renderer.emojis().in({announcement.text})},
      {"reactions", std::move(reactions)},
  };
  if (shown.read) {
    object["read"] = *shown.read;
  }
  return object;
}

json::object reaction_event(Renderer const& renderer, AnnouncementDetails const& shown,
                            std::string const& name) {
  auto const found = std::ranges::find(shown.reactions, name, &AnnouncementReaction::name);
  json::object event{
      {"name", name},
      {"count", found == shown.reactions.end() ? 0 : found->count},
      {"announcement_id", to_text(shown.announcement.id)},
  };
  add_picture(renderer, event, name);
  return event;
}

}  // namespace auklet::view
