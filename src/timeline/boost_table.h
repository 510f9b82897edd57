// SPDX-License-Identifier: Apache-2.0
//
// What the boosts in resident timelines point at: a ring keeps only the boost's own id, this table the rest,
// once for all timelines.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <vector>

#include "domain/home_rule.h"
#include "domain/ids.h"
#include "timeline/compact_list.h"

namespace auklet::timeline {

class BoostTable {
 public:
  struct Record {
    PostId post{};        // what is boosted
    AccountId author{};   // who wrote it
    AccountId booster{};  // who boosts it
  };

  // Idempotent.
  void add(PostId id, Record const& record);
  void erase(PostId id);

  // Null when it is not known.
  Record const* find(PostId id) const;
  bool contains(PostId id) const { return boosts_.contains(id); }
  // The known boosts of a post. A copy, so that they can be erased while going through them.
  std::vector<PostId> boosts_of(PostId post) const;
  // The known boosts of all posts of an account. Goes through the whole table: for rare events.
  std::vector<PostId> boosts_of_author(AccountId author) const;

  void clear();
  std::size_t bytes() const;

 private:
  boost::unordered_flat_map<PostId, Record> boosts_;
  boost::unordered_flat_map<PostId, CompactList<PostId>> by_post_;
  std::size_t list_bytes_ = 0;
};

}  // namespace auklet::timeline
