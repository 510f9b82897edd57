// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "domain/account.h"
#include "domain/ids.h"
#include "domain/post.h"

namespace auklet {

enum class CollectionId : std::int64_t {};

// People whom its owner recommends, for everyone to see.
struct Collection {
  CollectionId id{};
  AccountId owner{};
  std::string name;
  std::string description;
  std::optional<std::string> language;
  std::optional<Tag> tag;
  bool sensitive = false;
  bool discoverable = true;  // may be shown to who does not look for it
  UnixMillis created_at{};
  UnixMillis updated_at{};
};

// The numbers are stored. Pending is for those who want to be asked; nobody here does.
enum class CollectionItemState : std::uint8_t { pending = 0, accepted = 1, rejected = 2, revoked = 3 };
inline constexpr std::array<std::string_view, 4> collection_item_state_names{"pending", "accepted",
                                                                             "rejected", "revoked"};

struct CollectionItem {
  RelationId id{};
  CollectionId collection{};
  AccountId account{};
  CollectionItemState state = CollectionItemState::accepted;
  UnixMillis created_at{};
};

// With all that is needed to show it to someone.
struct CollectionDetails {
  Collection collection;
  Account owner;
  std::vector<CollectionItem> items;  // the oldest first
  std::vector<Account> accounts;      // of the items, in the same order
};

}  // namespace auklet
