// SPDX-License-Identifier: Apache-2.0
#include "view/featured_tag.h"

#include "base/encoding.h"
#include "base/time_text.h"

namespace auklet::view {

namespace json = boost::json;

json::object featured_tag(FeaturedTag const& featured, Account const& owner) {
  json::value last_status_at = nullptr;
  if (featured.last_posted_at) {
    last_status_at = base::iso_date(*featured.last_posted_at);
  }
  return {
      {"id", to_text(featured.id)},
      {"name", featured.tag.display},
      {"url", owner.url + "/tagged/" + base::percent_encode(featured.tag.name)},
      {"statuses_count", std::to_string(featured.posts_count)},
      {"last_status_at", std::move(last_status_at)},
  };
}

json::array featured_tags(std::vector<FeaturedTag> const& list, Account const& owner) {
  json::array array;
  for (auto const& featured : list) {
    array.push_back(featured_tag(featured, owner));
  }
  return array;
}

}  // namespace auklet::view
