// SPDX-License-Identifier: Apache-2.0
#include "timeline/boost_table.h"

#include <algorithm>

#include "base/check.h"

namespace auklet::timeline {

void BoostTable::add(PostId id, Record const& record) {
  if (!boosts_.emplace(id, record).second) {
    return;
  }
  auto& list = by_post_[record.post];
  list_bytes_ -= list.bytes();
  list.push_back(id);
  list_bytes_ += list.bytes();
}

void BoostTable::erase(PostId id) {
  auto const boost = boosts_.find(id);
  if (boost == boosts_.end()) {
    return;
  }
  auto const by_post = by_post_.find(boost->second.post);
  CHECK(by_post != by_post_.end());
  auto& list = by_post->second;
  list_bytes_ -= list.bytes();
  auto const* const place = std::ranges::find(list, id);
  CHECK(place != list.end());
  list.erase(static_cast<std::size_t>(place - list.begin()), 1);
  if (list.empty()) {
    by_post_.erase(by_post);
  } else {
    list_bytes_ += list.bytes();
  }
  boosts_.erase(boost);
}

BoostTable::Record const* BoostTable::find(PostId id) const {
  auto const found = boosts_.find(id);
  return found == boosts_.end() ? nullptr : &found->second;
}

std::vector<PostId> BoostTable::boosts_of(PostId post) const {
  auto const found = by_post_.find(post);
  return found == by_post_.end() ? std::vector<PostId>{}
                                 : std::vector<PostId>(found->second.begin(), found->second.end());
}

std::vector<PostId> BoostTable::boosts_of_author(AccountId author) const {
  std::vector<PostId> boosts;
  for (auto const& [id, record] : boosts_) {
    if (record.author == author) {
      boosts.push_back(id);
    }
  }
  return boosts;
}

void BoostTable::clear() {
  boosts_ = {};
  by_post_ = {};
  list_bytes_ = 0;
}

std::size_t BoostTable::bytes() const {
  return boosts_.bucket_count() * (sizeof(*boosts_.begin()) + 1) +
         by_post_.bucket_count() * (sizeof(*by_post_.begin()) + 1) + list_bytes_;
}

}  // namespace auklet::timeline
