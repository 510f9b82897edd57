// SPDX-License-Identifier: Apache-2.0
#include "bench/follow_graph.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/check.h"
#include "bench/draw.h"

namespace auklet::bench {

namespace {

constexpr double slant = 1.2;  // 1: everybody follows about as many; the more, the more some people follow
constexpr std::uint32_t follower_salt = 7;

// The number that a fraction of all authors stays above, when the smallest is `low` and the largest `high`.
double quantile(double part, double low, double high, double exponent) {
  auto const power = 1 - exponent;
  return std::pow(std::pow(high, power) + part * (std::pow(low, power) - std::pow(high, power)), 1 / power);
}

std::vector<double> counts_from(double low, FollowGraphShape const& shape, double high) {
  std::vector<double> counts(shape.users);
  counts[0] = high;
  for (std::uint32_t rank = 1; rank < shape.users; ++rank) {
    counts[rank] = quantile(rank / static_cast<double>(shape.users), low, high, shape.exponent);
  }
  return counts;
}

// Follower counts by rank, the largest first. The smallest count decides the mean: it is found by halving.
std::vector<std::uint32_t> follower_counts(FollowGraphShape const& shape) {
  auto const high = static_cast<double>(std::min(shape.followers_max, shape.users - 1));
  auto const wanted = std::min(shape.mean, high) * shape.users;
  double low = 1e-3;
  double above = high;
  for (int step = 0; step < 50; ++step) {
    auto const middle = std::sqrt(low * above);
    auto const counts = counts_from(middle, shape, high);
    (std::accumulate(counts.begin(), counts.end(), 0.0) < wanted ? low : above) = middle;
  }
  auto const exact = counts_from(low, shape, high);
  std::vector<std::uint32_t> counts(shape.users);
  double rest = 0;  // what rounding has left over, given to the next
  for (std::uint32_t rank = 0; rank < shape.users; ++rank) {
    counts[rank] = static_cast<std::uint32_t>(std::min(exact[rank] + rest + 1e-9, high));
    rest += exact[rank] - counts[rank];
  }
  return counts;
}

// Numbers 0 to size - 1 in an order that looks like none; 0 stays 0.
class Shuffle {
 public:
  Shuffle(std::uint32_t size, std::uint32_t salt)
      : size_(size), factor_(static_cast<std::uint32_t>(size * 0.6180339887) + salt) {
    while (std::gcd(factor_, size_) != 1) {
      ++factor_;
    }
  }
  std::uint32_t operator()(std::uint32_t value) const {
    return static_cast<std::uint32_t>(std::uint64_t{value} * factor_ % size_);
  }

 private:
  std::uint32_t size_;
  std::uint32_t factor_;
};

// Calls `edge(follower, author)` for every follow, authors ascending. The same calls for the same shape.
template <class Edge>
void for_each_edge(FollowGraphShape const& shape, std::vector<std::uint32_t> const& counts, Edge edge) {
  Draw draw(shape.seed);
  Shuffle const rank_of(shape.users, 0);
  Shuffle const follower_of(shape.users, follower_salt);
  // seen[user] is the last author whom the user was drawn for, plus one.
  std::vector<std::uint32_t> seen(shape.users, 0);
  for (std::uint32_t author = 0; author < shape.users; ++author) {
    auto const count = counts[rank_of(author)];
    seen[author] = author + 1;  // nobody follows themself
    // The slant would take very long to find the last of nearly all users.
    auto const power = count > shape.users / 4 ? 1 : slant;
    for (std::uint32_t found = 0; found < count;) {
      auto const place = power == 1 ? draw.fraction() : std::pow(draw.fraction(), power);
      auto const follower = follower_of(static_cast<std::uint32_t>(place * shape.users));
      if (seen[follower] != author + 1) {
        seen[follower] = author + 1;
        edge(follower, author);
        ++found;
      }
    }
  }
}

}  // namespace

FollowGraph FollowGraph::make(FollowGraphShape const& shape) {
  CHECK(shape.users >= 2 && shape.exponent > 1);
  auto const counts = follower_counts(shape);
  FollowGraph graph;
  graph.offsets_.assign(std::size_t{shape.users} + 1, 0);
  graph.followers_.assign(shape.users, 0);
  // Made twice: first to know how many each follows, then to put every follow where it belongs.
  for_each_edge(shape, counts, [&](std::uint32_t follower, std::uint32_t author) {
    ++graph.offsets_[follower + 1];
    ++graph.followers_[author];
  });
  std::partial_sum(graph.offsets_.begin(), graph.offsets_.end(), graph.offsets_.begin());
  graph.followees_.resize(graph.offsets_.back());
  auto next = graph.offsets_;
  for_each_edge(shape, counts, [&](std::uint32_t follower, std::uint32_t author) {
    graph.followees_[next[follower]++] = author;
  });
  return graph;
}

FollowGraph FollowGraph::of(Graph const& source) {
  FollowGraph graph;
  graph.offsets_.assign(source.users + 1, 0);
  graph.followers_.assign(source.users, 0);
  for (auto const& [one, other] : source.edges) {
    ++graph.offsets_[one + 1];
    ++graph.offsets_[other + 1];
    ++graph.followers_[one];
    ++graph.followers_[other];
  }
  std::partial_sum(graph.offsets_.begin(), graph.offsets_.end(), graph.offsets_.begin());
  graph.followees_.resize(graph.offsets_.back());
  auto next = graph.offsets_;
  for (auto const& [one, other] : source.edges) {
    graph.followees_[next[one]++] = other;
    graph.followees_[next[other]++] = one;
  }
  for (std::size_t user = 0; user < source.users; ++user) {
    std::sort(graph.followees_.begin() + static_cast<std::ptrdiff_t>(graph.offsets_[user]),
              graph.followees_.begin() + static_cast<std::ptrdiff_t>(graph.offsets_[user + 1]));
  }
  return graph;
}

std::vector<std::uint32_t> FollowGraph::any_follower(std::uint64_t seed) const {
  Draw draw(seed);
  std::vector<std::uint32_t> chosen(users());
  std::iota(chosen.begin(), chosen.end(), 0);
  std::vector<std::uint32_t> met(users(), 0);
  for (std::uint32_t user = 0; user < users(); ++user) {
    for (auto const author : followees(user)) {
      // The k-th follower met takes the place with a chance of 1 in k: so all have the same.
      if (draw.below(++met[author]) == 0) {
        chosen[author] = user;
      }
    }
  }
  return chosen;
}

std::vector<std::uint32_t> FollowGraph::followers_below(std::uint32_t residents) const {
  std::vector<std::uint32_t> counts(users(), 0);
  for (std::uint32_t user = 0; user < std::min(residents, users()); ++user) {
    for (auto const author : followees(user)) {
      ++counts[author];
    }
  }
  return counts;
}

}  // namespace auklet::bench
