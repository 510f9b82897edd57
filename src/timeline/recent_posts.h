// SPDX-License-Identifier: Apache-2.0
//
// What happened last to posts, so that what still arrives about them from before can be set right. Bounded:
// the oldest are forgotten, and it can tell whether it has forgotten any since a given moment.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "domain/ids.h"

namespace auklet::timeline {

template <class What>
class RecentPosts {
 public:
  explicit RecentPosts(std::size_t capacity) : capacity_(capacity) {}

  // Replaces what was known of the post.
  void add(PostId id, What what) {
    if (order_.size() < capacity_) {
      order_.push_back(id);
    } else {
      auto& oldest = order_[added_ % capacity_];
      // The post may have been added again since; then it stays.
      if (auto const found = posts_.find(oldest);
          found != posts_.end() && found->second.at + capacity_ == added_) {
        posts_.erase(found);
      }
      oldest = id;
    }
    posts_.insert_or_assign(id, Entry{added_, std::move(what)});
    ++added_;
  }

  // Null when nothing happened to the post, or too long ago.
  What const* find(PostId id) const {
    auto const found = posts_.find(id);
    return found == posts_.end() ? nullptr : &found->second.what;
  }
  bool contains(PostId id) const { return posts_.contains(id); }

  // A moment is the number of additions before it.
  std::uint64_t moment() const { return added_; }
  bool remembers_all_since(std::uint64_t moment) const { return added_ - moment <= capacity_; }

  std::size_t bytes() const {
    return order_.capacity() * sizeof(PostId) + posts_.bucket_count() * (sizeof(*posts_.begin()) + 1);
  }

 private:
  struct Entry {
    std::uint64_t at = 0;
    What what;
  };

  std::size_t capacity_;
  std::vector<PostId> order_;  // a ring once it is full
  boost::unordered_flat_map<PostId, Entry> posts_;
  std::uint64_t added_ = 0;
};

}  // namespace auklet::timeline
