// SPDX-License-Identifier: Apache-2.0
//
// What is used most by most people lately, of any number of things, in bounded memory.
//
//   Space-Saving    keeps so many counters; a thing without one takes over the smallest (Metwally, Agrawal, El Abbadi:
//                   Efficient Computation of Frequent and Top-k Elements, 2005). A count is too high by at most the total
//                   divided by the number of counters, and whatever is above that has a counter.
//   forward decay   a use of now weighs twice what one of a half-life ago does; new uses weigh more instead of old ones
//                   less, so nothing is to be recounted (Cormode, Shkapenyuk, Srivastava, Xu: Forward Decay, 2009).
//   accounts        a use counts when its account is none of the last ones to use the thing, and while the count is no
//                   more than uses_per_account_max for each account there was (account_sketch.h).
//   merge           two sketches of two nodes make one with the sum of their errors (Agarwal and others: Mergeable
//                   Summaries, 2012).
//
// docs/trends.md derives the sizes. Deterministic; knows no clock; not for two threads at once.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "trends/account_sketch.h"

namespace auklet::trends {

struct SketchOptions {
  std::size_t counters = 32'768;
  std::chrono::milliseconds half_life = std::chrono::hours{12};
};

struct Trend {
  std::uint64_t key = 0;
  double uses = 0;      // decayed to the moment asked for; never more than there were
  double accounts = 0;  // roughly, of this half-life and the one before
};

class TopSketch {
 public:
  static constexpr double uses_per_account_max = 4;

  explicit TopSketch(SketchOptions options);

  // `time` may be older than that of uses before.
  void add(std::uint64_t key, std::uint64_t account, UnixMillis time);
  // It does not exist any more.
  void forget(std::uint64_t key);
  // The greatest `limit`, those of the same weight in the order of their keys.
  std::vector<Trend> top(std::size_t limit, UnixMillis now) const;
  // Takes in what another one, of the same half-life, has counted.
  void merge(TopSketch const& other);

  std::size_t size() const { return entries_.size(); }
  std::size_t memory_bytes() const;

 private:
  struct Entry {
    std::uint64_t key;
    double count;
    double error;  // what the counter held when the thing took it over
    AccountSketch accounts;
    std::uint32_t heap_place;
  };

  double weight(UnixMillis time);
  std::uint32_t epoch(UnixMillis time) const;
  void rescale(std::int64_t halvings);

  std::uint32_t* slot_of(std::uint64_t key);
  void fill_slot(std::uint32_t entry);
  void empty_slot(std::uint64_t key);
  void sift_down(std::size_t place);
  void sift_up(std::size_t place);
  void set_place(std::size_t place, std::uint32_t entry);
  void rebuild();

  SketchOptions options_;
  std::int64_t landmark_;  // half-lives since 1970: uses of then weigh 1
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> heap_;   // entries, the smallest count first
  std::vector<std::uint32_t> slots_;  // open addressing: entry + 1, or 0
};

}  // namespace auklet::trends
