// SPDX-License-Identifier: Apache-2.0
//
// What is popular now: hashtags, links and posts. docs/trends.md
//
// The counts are a projection in memory (trends/top_sketch.h). Nothing is counted before somebody asks: then the recent
// past is read from the store, and from there on the events of the bus are noted down and counted at the next question.
// More events than can be noted are read from the store again.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "bus/events.h"
#include "domain/post.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/post_loader.h"
#include "service/tag_service.h"
#include "store/trends.h"
#include "trends/top_sketch.h"

namespace auklet::service {

struct LinkDetails {
  LinkCard card;
  UseHistory history;
};

class TrendService {
 public:
  // It takes more than one to make a trend.
  static constexpr double accounts_min = 1.5;  // of an estimate: two people

  TrendService(Environment const& env, TagService const& tags, PostLoader const& loader)
      : env_(env), tags_(tags), loader_(loader) {}

  // The most used by most people, with their use in the last days.
  Task<Result<std::vector<TagDetails>>> tags(Caller caller, int limit, int offset);
  // The pages that most people link to, with their use in the last days.
  Task<Result<std::vector<LinkDetails>>> links(int limit, int offset);
  // The posts that most people favourited and boosted: public, not sensitive, of accounts that want to be discovered,
  // and none of whom the caller blocks, mutes or is blocked by.
  Task<Result<std::vector<PostDetails>>> posts(Caller caller, int limit, int offset);

  // Subscribe it to the bus.
  void on_event(bus::Event const& event);

 private:
  // What happened and is not counted yet.
  struct Notes {
    std::vector<PostId> posts;   // new, public, no boosts
    std::vector<PostId> linked;  // with a card since
    std::vector<PostId> boosts;
    std::vector<std::pair<AccountId, PostId>> marks;
    std::vector<PostId> deleted;
    std::size_t size() const {
      return posts.size() + linked.size() + boosts.size() + marks.size() + deleted.size();
    }
  };
  struct Sketches {
    trends::TopSketch tags{{}};
    trends::TopSketch links{{.counters = 8'192}};
    trends::TopSketch posts{{.counters = 8'192}};
  };

  Task<Result<>> catch_up();
  Task<Result<>> count(Notes notes);
  Task<Result<>> read_recent(UnixMillis now);
  Task<Result<>> read_recent_uses(PostId above);
  Task<Result<>> read_recent_applause(PostId above);
  // By whoever catches up, one at a time.
  template <class Id>
  void add_uses(trends::TopSketch Sketches::* which, std::vector<store::trends::Use<Id>> const& uses);
  void add_applause(std::vector<store::trends::Applause> const& applause);
  std::vector<trends::Trend> top(trends::TopSketch Sketches::* which, std::size_t limit) const;
  // The keys of a slice of them.
  template <class Id>
  std::vector<Id> top_keys(trends::TopSketch Sketches::* which, int limit, int offset) const;

  Environment const& env_;
  TagService const& tags_;
  PostLoader const& loader_;

  std::atomic<bool> asked_{false};
  std::atomic<bool> catching_up_{false};
  mutable std::mutex mutex_;  // guards all below
  std::unique_ptr<Sketches> sketches_;
  Notes notes_;
  bool lost_ = true;  // some events were not noted
  UnixMillis read_at_{};
};

}  // namespace auklet::service
