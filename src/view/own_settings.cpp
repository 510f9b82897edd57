// SPDX-License-Identifier: Apache-2.0
#include "view/own_settings.h"

#include <boost/json/array.hpp>

#include "view/featured_tag.h"

namespace auklet::view {

namespace json = boost::json;

json::object profile(Renderer const& renderer, Account const& account,
                     std::vector<FeaturedTag> const& featured_tags) {
  auto const chosen = [&renderer](std::string const& file) {
    return file.empty() ? json::value(nullptr) : json::value(json::string(renderer.file_url(file)));
  };
  json::array fields;
  for (auto const& field : account.fields) {
    fields.push_back({{"name", field.name}, {"value", field.value}, {"verified_at", nullptr}});
  }
  return {
      {"id", to_text(account.id)},
      {"display_name", account.display_name},
      {"note", account.note},
      {"fields", std::move(fields)},
      {"avatar", chosen(account.avatar)},
      {"avatar_static", chosen(account.avatar)},
      {"avatar_description", ""},
      {"header", chosen(account.header)},
      {"header_static", chosen(account.header)},
      {"header_description", ""},
      {"locked", account.locked},
      {"bot", account.bot},
      {"hide_collections", account.hide_collections},
      {"discoverable", account.discoverable},
      {"indexable", account.indexable},
      {"show_media", true},
      {"show_media_replies", true},
      {"show_featured", true},
      {"attribution_domains", json::array{}},
      {"featured_tags", view::featured_tags(featured_tags, account)},
  };
}

json::object preferences(User const& user) {
  json::value language = nullptr;
  if (user.default_language) {
    language = *user.default_language;
  }
  return {
      {"posting:default:visibility", to_string(user.default_visibility)},
      {"posting:default:sensitive", user.default_sensitive},
      {"posting:default:language", std::move(language)},
      {"posting:default:quote_policy", to_string(user.default_quote_policy)},
      {"reading:expand:media", "default"},
      {"reading:expand:spoilers", false},
      {"reading:autoplay:gifs", false},
  };
}

}  // namespace auklet::view
