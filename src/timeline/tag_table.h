// SPDX-License-Identifier: Apache-2.0
//
// Which timelines follow which hashtags: the follower index of the engine for tags.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>

#include "domain/ids.h"
#include "timeline/follower_set.h"

namespace auklet::timeline {

class TagTable {
 public:
  // Null when nobody here follows the tag. Good until the next change.
  FollowerSet const* find(TagId tag) const;
  void add(TagId tag, ViewerSlot viewer);
  void drop(TagId tag, ViewerSlot viewer);

  void clear();
  std::size_t bytes() const;

 private:
  boost::unordered_flat_map<TagId, FollowerSet> followers_;
  std::size_t set_bytes_ = 0;
};

}  // namespace auklet::timeline
