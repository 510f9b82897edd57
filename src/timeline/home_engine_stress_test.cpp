// SPDX-License-Identifier: Apache-2.0
//
// Many threads at one engine, as in the server: each commits under the store's lock and calls the engine
// after it has let go. When all are done, every home must be what the data says. Meant to run under
// ThreadSanitizer too.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <latch>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "timeline/home_engine.h"
#include "timeline/simulated_world.h"

namespace auklet::timeline {
namespace {

constexpr std::int64_t accounts = 12;
constexpr int commits_per_writer = 1500;

AccountId account(std::uint64_t number) {
  return AccountId{100 + static_cast<std::int64_t>(number % accounts)};
}

// What the threads share besides the engine.
struct Store {
  std::mutex mutex;
  SimulatedWorld world;
  std::vector<PostId> ids;  // of everything ever posted
  std::mutex amending;      // amend calls come in the order of their commits
};

class Writer {
 public:
  Writer(Store& store, HomeEngine& engine, std::uint64_t seed, std::int64_t node)
      : store_(store), engine_(engine), random_(seed), node_(node) {}

  void run() {
    for (int i = 0; i < commits_per_writer; ++i) {
      auto const dice = random_() % 100;
      if (dice < 75) {
        post(i);
      } else if (dice < 83) {
        erase();
      } else if (dice < 88) {
        amend();
      } else {
        change_relation();
      }
    }
  }

 private:
  HomeEntry const* some_post() {
    if (store_.ids.empty()) {
      return nullptr;
    }
    auto const found = store_.world.posts.find(store_.ids[random_() % store_.ids.size()]);
    return found == store_.world.posts.end() ? nullptr : &found->second;
  }

  void post(int number) {
    HomeEntry entry;
    entry.id = PostId{(std::int64_t{number} + 1) * 8 + node_};
    entry.author = account(random_());
    {
      std::lock_guard const lock(store_.mutex);
      auto const* const other = some_post();
      auto const dice = random_() % 3;
      if (other != nullptr && !other->boost && dice == 0) {
        entry.boost = {.post = other->id, .author = other->author};
        entry.mentions = other->mentions;
      } else if (other != nullptr && dice == 1) {
        entry.in_reply_to = other->author;
        entry.mentions = {other->author};
      }
      store_.world.posts[entry.id] = entry;
      store_.ids.push_back(entry.id);
    }
    engine_.publish(entry);
  }

  void erase() {
    std::pair<PostId, AccountId> erased{};
    {
      std::lock_guard const lock(store_.mutex);
      auto const* const post = some_post();
      if (post == nullptr) {
        return;
      }
      erased = {post->id, post->author};
      store_.world.erase_post(erased.first);
    }
    engine_.remove(erased.first, erased.second);
  }

  void amend() {
    std::lock_guard const in_order(store_.amending);
    HomeEntry entry;
    std::vector<AccountId> mentions_before;
    {
      std::lock_guard const lock(store_.mutex);
      auto const* const post = some_post();
      if (post == nullptr || post->boost) {
        return;
      }
      mentions_before = post->mentions;
      store_.world.amend_post(post->id, "", {account(random_())}, {});
      entry = *post;
    }
    engine_.amend(entry, mentions_before);
  }

  void change_relation() {
    auto const who = account(random_());
    auto const whom = account(random_());
    if (who == whom) {
      return;
    }
    {
      std::lock_guard const lock(store_.mutex);
      switch (random_() % 4) {
        case 0:
          store_.world.follows.erase({who, whom});
          break;
        case 1:
          store_.world.mutes.insert({who, whom});
          break;
        case 2:
          store_.world.mutes.erase({who, whom});
          break;
        default:
          store_.world.follows[{who, whom}] = {};
          break;
      }
    }
    engine_.invalidate(who);
  }

  Store& store_;
  HomeEngine& engine_;
  std::mt19937_64 random_;
  std::int64_t node_;
};

void rebuild(Store& store, HomeEngine& engine, AccountId viewer) {
  auto rebuild = engine.begin_rebuild(viewer);
  if (!rebuild) {
    return;
  }
  HomeRelations relations;
  {
    std::lock_guard const lock(store.mutex);
    relations = store.world.relations_of(viewer);
  }
  if (!rebuild->enlist(relations)) {
    return;
  }
  std::vector<HomeEntry> entries;
  {
    std::lock_guard const lock(store.mutex);
    entries = store.world.entries_for(viewer);
  }
  rebuild->complete(entries, PostId{0}, from_count(0));
}

bool descends(std::vector<PostId> const& ids) {
  return std::ranges::adjacent_find(ids, std::ranges::less_equal{}) == ids.end();
}

TEST(HomeEngineStress, ManyThreadsEndWithWhatTheDataSays) {
  Store store;
  HomeEngineOptions options;
  options.memory_budget_bytes = 600'000;  // of which the table of amended posts takes most: some are evicted
  options.slice_followers = 2;
  options.slice_rebuild = 1;
  options.work_waiting_max = 8;
  HomeEngine engine(options);
  {
    std::mt19937_64 random(1);
    for (int i = 0; i < 50; ++i) {
      store.world.follows[{account(random()), account(random())}] = {};
    }
    std::erase_if(store.world.follows,
                  [](auto const& follow) { return follow.first.first == follow.first.second; });
  }
  std::atomic<bool> done = false;
  std::atomic<bool> in_order = true;
  std::atomic<std::uint64_t> warm_reads = 0;
  std::latch all_started(6);
  auto const read = [&](std::uint64_t seed) {
    std::mt19937_64 random(seed);
    all_started.arrive_and_wait();
    while (!done) {
      auto const viewer = account(random());
      if (auto const page = engine.read(viewer, {}, from_count(0))) {
        ++warm_reads;
        if (!descends(page->ids)) {
          in_order = false;
        }
      } else {
        rebuild(store, engine, viewer);
      }
      if (random() % 64 == 0) {
        engine.evict_idle(from_count(0) + options.idle_window + std::chrono::milliseconds{1});
      }
    }
  };
  {
    std::jthread const pump([&] {
      all_started.arrive_and_wait();
      while (!done) {
        engine.run_slice();
      }
    });
    std::vector<std::jthread> readers;
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
      readers.emplace_back(read, seed);
    }
    std::vector<std::jthread> writers;
    for (std::int64_t node = 0; node < 3; ++node) {
      writers.emplace_back([&, node] {
        all_started.arrive_and_wait();
        Writer(store, engine, static_cast<std::uint64_t>(100 + node), node).run();
      });
    }
    writers.clear();
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (warm_reads < 100 && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::yield();
    }
    done = true;
  }
  while (engine.run_slice()) {
  }
  EXPECT_TRUE(in_order);
  EXPECT_GE(warm_reads, 100U);
  EXPECT_EQ(engine.stats().rebuilding, 0U);
  for (std::uint64_t number = 0; number < accounts; ++number) {
    auto const viewer = account(number);
    auto const home = store.world.home_of(viewer);
    for (bool const afresh : {false, true}) {
      if (afresh) {
        rebuild(store, engine, viewer);
      }
      PageRequest request;
      request.limit = 1'000'000;
      auto const page = engine.read(viewer, request, from_count(0));
      if (!page) {
        continue;
      }
      auto ids = page->ids;
      if (page->rest_below) {
        request.max_id = std::to_underlying(*page->rest_below);
        auto const rest = SimulatedWorld::page_of(home, request);
        ids.insert(ids.end(), rest.begin(), rest.end());
      }
      EXPECT_EQ(ids, home) << to_text(viewer);
    }
  }
}

}  // namespace
}  // namespace auklet::timeline
