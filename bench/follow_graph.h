// SPDX-License-Identifier: Apache-2.0
//
// Who follows whom, for a million people and hundreds of millions of follows: four bytes a follow. Made up from a few
// numbers, the same graph for the same numbers. Making it takes a minute for a million people, so the tool that loads a
// database leaves it beside, and the tools that load its server take it from there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "bench/graph.h"

namespace auklet::bench {

struct FollowGraphShape {
  std::uint32_t users = 20'000;
  double mean = 403;                    // followers of an author
  std::uint32_t followers_max = 4'400;  // of user 0, the celebrity
  double exponent = 2.2;                // of the power law of the follower counts
  std::uint64_t seed = 1;
};

class FollowGraph {
 public:
  // The follower counts are the quantiles of a power law that ends at `followers_max`, scaled to the mean, in an order
  // that tells nothing; followers are drawn with a mild slant, so that some people follow many. `mean` and
  // `followers_max` are cut to what so many users can do.
  static FollowGraph make(FollowGraphShape const& shape);
  // Each edge of the graph becomes two follows.
  static FollowGraph of(Graph const& graph);

  // The file is read as it lies there, by whoever looks at a part of it. ErrorKind::unavailable when it cannot be
  // written; not_found or malformed when it cannot be read.
  Result<> write(std::string const& path) const;
  static Result<FollowGraph> open(std::string const& path);

  std::uint32_t users() const { return static_cast<std::uint32_t>(offsets_.size() - 1); }
  std::uint64_t follows() const { return followees_.size(); }
  // Ascending.
  std::span<std::uint32_t const> followees(std::uint32_t user) const {
    return {followees_.data() + offsets_[user], followees_.data() + offsets_[user + 1]};
  }
  std::uint32_t followers_count(std::uint32_t user) const { return followers_[user]; }

  // One of the followers of each author, taken at random; the author when nobody follows.
  std::vector<std::uint32_t> any_follower(std::uint64_t seed) const;
  // How many followers of each author are among the first `residents` users.
  std::vector<std::uint32_t> followers_below(std::uint32_t residents) const;

 private:
  struct Lists;
  explicit FollowGraph(std::shared_ptr<Lists const> lists);
  FollowGraph() = default;

  std::shared_ptr<void const> memory_;      // that all below lie in
  std::span<std::uint64_t const> offsets_;  // of each follower's followees, and the end
  std::span<std::uint32_t const> followees_;
  std::span<std::uint32_t const> followers_;
};

}  // namespace auklet::bench
