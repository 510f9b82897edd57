// SPDX-License-Identifier: Apache-2.0
#include "bench/resident_engine.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/check.h"
#include "bench/draw.h"

namespace auklet::bench {

namespace {

// The engine leaves what is beyond a slice for later calls: here it is served at once.
void serve_all(timeline::HomeEngine& engine, HomeEntry const& entry) {
  engine.publish(entry);
  while (engine.run_slice()) {
  }
}

}  // namespace

ResidentEngine::ResidentEngine(FollowGraph const& graph, timeline::HomeEngineOptions const& options,
                               std::uint64_t seed)
    : graph_(graph),
      entries_max_(options.entries_max),
      engine_(options),
      order_(graph.users()),
      positions_(graph.users()),
      published_(std::uint64_t{options.entries_max} * graph.users()) {
  Draw draw(seed);
  std::iota(order_.begin(), order_.end(), 0U);
  for (auto last = order_.size() - 1; last > 0; --last) {
    std::swap(order_[last], order_[draw.below(last + 1)]);
  }
  for (std::uint32_t position = 0; position < order_.size(); ++position) {
    positions_[order_[position]] = position;
  }
}

void ResidentEngine::gather(std::uint32_t user) {
  ids_.clear();
  auto const users = std::uint64_t{graph_.users()};
  auto const followees = graph_.followees(user);
  auto const rounds = entries_max_ / (followees.size() + 1) + 1;
  auto const add_posts_of = [&](std::uint32_t author) {
    // The author's newest post has the largest number below published_ that leaves its position.
    auto const position = std::uint64_t{positions_[author]};
    auto round = (published_ - 1 - position) / users;
    for (std::size_t count = 0; count < rounds; ++count, --round) {
      ids_.push_back(round * users + position + 1);
      if (round == 0) {
        break;
      }
    }
  };
  add_posts_of(user);
  std::ranges::for_each(followees, add_posts_of);
  std::ranges::sort(ids_, std::greater{});
  if (ids_.size() > entries_max_) {
    ids_.resize(entries_max_);
  }
}

void ResidentEngine::make_resident(std::uint32_t user, Fill fill) {
  auto rebuild = engine_.begin_rebuild(account_of(user));
  if (!rebuild) {
    return;
  }
  std::vector<Followee> followees;
  if (fill != Fill::nothing) {
    auto const users = graph_.followees(user);
    followees.reserve(users.size());
    for (auto const followee : users) {
      followees.push_back({.id = account_of(followee)});
    }
  }
  CHECK(rebuild->enlist(HomeRelations(account_of(user), std::move(followees))));
  entries_.clear();
  if (fill == Fill::all) {
    gather(user);
    entries_.resize(ids_.size());
    for (std::size_t index = 0; index < ids_.size(); ++index) {
      entries_[index].id = PostId{static_cast<std::int64_t>(ids_[index])};
      entries_[index].author = account_of(order_[(ids_[index] - 1) % order_.size()]);
    }
  }
  auto const floor = entries_.empty() ? PostId{} : entries_.back().id;
  CHECK(rebuild->complete(entries_, floor, from_count(static_cast<std::int64_t>(published_))));
}

void ResidentEngine::publish(std::uint32_t author, std::int64_t id) {
  HomeEntry entry;
  entry.id = PostId{id};
  entry.author = account_of(author);
  serve_all(engine_, entry);
}

std::uint32_t ResidentEngine::publish_next() {
  auto const author = order_[published_ % order_.size()];
  publish(author, static_cast<std::int64_t>(++published_));
  return author;
}

void ResidentEngine::publish_of(std::uint32_t author) {
  publish(author, static_cast<std::int64_t>(++published_));
}

std::vector<PostId> ResidentEngine::expected_home(std::uint32_t user, std::size_t count) {
  gather(user);
  std::vector<PostId> home;
  for (auto const id : ids_) {
    if (home.size() < count) {
      home.push_back(PostId{static_cast<std::int64_t>(id)});
    }
  }
  return home;
}

}  // namespace auklet::bench
