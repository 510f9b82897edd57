// SPDX-License-Identifier: Apache-2.0
#include "bench/follow_graph.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <numeric>
#include <utility>

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

struct FollowGraph::Lists {
  std::vector<std::uint64_t> offsets;
  std::vector<std::uint32_t> followees;
  std::vector<std::uint32_t> followers;

  explicit Lists(std::size_t users) : offsets(users + 1, 0), followers(users, 0) {}
  // Of all follows that were counted in the offsets of those who follow.
  void make_room() {
    std::partial_sum(offsets.begin(), offsets.end(), offsets.begin());
    followees.resize(offsets.back());
  }
};

FollowGraph::FollowGraph(std::shared_ptr<Lists const> lists)
    : memory_(lists), offsets_(lists->offsets), followees_(lists->followees), followers_(lists->followers) {}

FollowGraph FollowGraph::make(FollowGraphShape const& shape) {
  CHECK(shape.users >= 2 && shape.exponent > 1);
  auto const counts = follower_counts(shape);
  auto lists = std::make_shared<Lists>(shape.users);
  // Made twice: first to know how many each follows, then to put every follow where it belongs.
  for_each_edge(shape, counts, [&](std::uint32_t follower, std::uint32_t author) {
    ++lists->offsets[follower + 1];
    ++lists->followers[author];
  });
  lists->make_room();
  auto next = lists->offsets;
  for_each_edge(shape, counts, [&](std::uint32_t follower, std::uint32_t author) {
    lists->followees[next[follower]++] = author;
  });
  return FollowGraph(std::move(lists));
}

FollowGraph FollowGraph::of(Graph const& source) {
  auto lists = std::make_shared<Lists>(source.users);
  for (auto const& [one, other] : source.edges) {
    ++lists->offsets[one + 1];
    ++lists->offsets[other + 1];
    ++lists->followers[one];
    ++lists->followers[other];
  }
  lists->make_room();
  auto next = lists->offsets;
  for (auto const& [one, other] : source.edges) {
    lists->followees[next[one]++] = other;
    lists->followees[next[other]++] = one;
  }
  for (std::size_t user = 0; user < source.users; ++user) {
    std::sort(lists->followees.begin() + static_cast<std::ptrdiff_t>(lists->offsets[user]),
              lists->followees.begin() + static_cast<std::ptrdiff_t>(lists->offsets[user + 1]));
  }
  return FollowGraph(std::move(lists));
}

namespace {

// What the file begins with; then come the offsets, the follower counts and the followees.
struct FileHead {
  std::array<char, 8> kind{'a', 'u', 'k', 'g', 'r', 'a', 'p', 'h'};
  std::uint64_t users = 0;
  std::uint64_t follows = 0;

  std::size_t file_bytes() const {
    return sizeof(FileHead) + (users + 1) * sizeof(std::uint64_t) + (users + follows) * sizeof(std::uint32_t);
  }
};

template <class T>
void write_all(std::ofstream& out, std::span<T const> list) {
  out.write(reinterpret_cast<char const*>(list.data()), static_cast<std::streamsize>(list.size_bytes()));
}

// A file in memory, for reading.
std::shared_ptr<std::byte const> map_file(std::string const& path, std::size_t& bytes) {
  auto const file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return nullptr;
  }
  auto const size = ::lseek(file, 0, SEEK_END);
  auto* const start =
      size > 0 ? ::mmap(nullptr, static_cast<std::size_t>(size), PROT_READ, MAP_SHARED, file, 0) : MAP_FAILED;
  ::close(file);
  if (start == MAP_FAILED) {
    return nullptr;
  }
  bytes = static_cast<std::size_t>(size);
  return {static_cast<std::byte const*>(start),
          [bytes](std::byte const* mapped) { ::munmap(const_cast<std::byte*>(mapped), bytes); }};
}

}  // namespace

Result<> FollowGraph::write(std::string const& path) const {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  FileHead const head{.users = users(), .follows = follows()};
  write_all(out, std::span(&head, 1));
  write_all(out, offsets_);
  write_all(out, followers_);
  write_all(out, followees_);
  if (!out.flush()) {
    return fail(ErrorKind::unavailable, fmt::format("{} cannot be written", path));
  }
  return {};
}

Result<FollowGraph> FollowGraph::open(std::string const& path) {
  std::size_t bytes = 0;
  auto const memory = map_file(path, bytes);
  if (memory == nullptr) {
    return fail(ErrorKind::not_found, fmt::format("{}: no such file; auklet-bench prepare writes it", path));
  }
  auto const* const head = reinterpret_cast<FileHead const*>(memory.get());
  if (bytes < sizeof(FileHead) || head->kind != FileHead{}.kind || head->users > UINT32_MAX ||
      head->follows > bytes || head->file_bytes() != bytes) {
    return fail(ErrorKind::malformed, fmt::format("{} is not what auklet-bench prepare writes", path));
  }
  FollowGraph graph;
  graph.memory_ = memory;
  auto const* const offsets = reinterpret_cast<std::uint64_t const*>(head + 1);
  graph.offsets_ = {offsets, head->users + 1};
  auto const* const followers = reinterpret_cast<std::uint32_t const*>(offsets + head->users + 1);
  graph.followers_ = {followers, head->users};
  graph.followees_ = {followers + head->users, head->follows};
  if (graph.offsets_.front() != 0 || graph.offsets_.back() != head->follows ||
      !std::ranges::is_sorted(graph.offsets_)) {
    return fail(ErrorKind::malformed, fmt::format("{} is not what auklet-bench prepare writes", path));
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
