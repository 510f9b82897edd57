// SPDX-License-Identifier: Apache-2.0
#include "view/collection.h"

#include <boost/json/array.hpp>
#include <string>
#include <utility>

#include "base/time_text.h"
#include "view/json_values.h"

namespace auklet::view {

namespace json = boost::json;

json::object collection_item(CollectionItem const& item) {
  return {
      {"id", to_text(item.id)},
      {"account_id", to_text(item.account)},
      {"state", collection_item_state_names[std::to_underlying(item.state)]},
      {"created_at", base::iso_millis(item.created_at)},
  };
}

json::object collection(Renderer const& renderer, CollectionDetails const& shown) {
  auto const& collection = shown.collection;
  json::array items;
  for (auto const& item : shown.items) {
    items.push_back(collection_item(item));
  }
  return {
      {"id", to_text(collection.id)},
      {"account_id", to_text(collection.owner)},
      {"uri", shown.owner.uri + "/collections/" + to_text(collection.id)},
      {"url", nullptr},  // there is no page of it yet
      {"name", collection.name},
      {"description", collection.description},
      {"language", text_or_null(collection.language)},
      {"local", renderer.is_local(shown.owner)},
      {"sensitive", collection.sensitive},
      {"discoverable", collection.discoverable},
      {"tag", collection.tag ? json::value(renderer.tag_link(collection.tag->name)) : json::value(nullptr)},
      {"item_count", shown.items.size()},
      {"items", std::move(items)},
      {"created_at", base::iso_millis(collection.created_at)},
      {"updated_at", base::iso_millis(collection.updated_at)},
  };
}

json::object collection_with_accounts(Renderer const& renderer, CollectionDetails const& shown) {
  auto accounts = renderer.accounts(shown.accounts);
  bool owner_is_in = false;
  for (auto const& item : shown.items) {
    owner_is_in = owner_is_in || item.account == shown.owner.id;
  }
  if (!owner_is_in) {
    accounts.insert(accounts.begin(), renderer.account(shown.owner));
  }
  return {{"accounts", std::move(accounts)}, {"collection", collection(renderer, shown)}};
}

}  // namespace auklet::view
