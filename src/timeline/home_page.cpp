// SPDX-License-Identifier: Apache-2.0
#include "timeline/home_page.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "domain/home_rule.h"

namespace auklet::timeline {
namespace {

class Cutter {
 public:
  Cutter(PostRing const& ring, PostId floor, BoostTable const& boosts, PageRequest const& request)
      : ring_(ring),
        boosts_(boosts),
        floor_(floor),
        below_{request.below()},
        above_{request.above()},
        limit_(static_cast<std::size_t>(std::max(request.limit, 0))) {}

  HomePage downwards() const {
    HomePage page;
    auto index = ring_.first_below(below_);
    page.ids.reserve(std::min(limit_, ring_.size() - index));
    for (; page.ids.size() < limit_ && index < ring_.size() && id_of(ring_[index]) > above_; ++index) {
      auto const hidden = is_hidden(index);
      if (!hidden) {
        page.rest_below = next(id_of(ring_[index]));
        return page;
      }
      if (!*hidden) {
        page.ids.push_back(id_of(ring_[index]));
      }
    }
    if (page.ids.size() < limit_ && index == ring_.size() && !reaches_down_to(above_)) {
      page.rest_below = std::min(floor_, below_);
    }
    return page;
  }

  HomePage upwards() const {
    HomePage const all_from_store{.ids = {}, .rest_below = below_};
    if (!reaches_down_to(above_)) {
      return all_from_store;
    }
    HomePage page;
    auto index = ring_.first_below(next(above_));  // everything newer than `above_` has a smaller index
    while (page.ids.size() < limit_ && index > 0 && id_of(ring_[index - 1]) < below_) {
      --index;
      auto const hidden = is_hidden(index);
      if (!hidden) {
        return all_from_store;
      }
      if (!*hidden) {
        page.ids.push_back(id_of(ring_[index]));
      }
    }
    std::ranges::reverse(page.ids);
    return page;
  }

 private:
  static PostId next(PostId id) { return PostId{std::to_underlying(id) + 1}; }

  bool reaches_the_end() const { return floor_ == PostId{}; }
  bool reaches_down_to(PostId above) const {
    return reaches_the_end() || above >= PostId{std::to_underlying(floor_) - 1};
  }

  PostId shown_at(std::size_t index) const {
    auto const word = ring_[index];
    if (!is_boost(word)) {
      return id_of(word);
    }
    auto const* const boost = boosts_.find(id_of(word));
    CHECK(boost != nullptr);
    return boost->post;
  }

  std::optional<bool> is_hidden(std::size_t index) const {
    if (!is_boost(ring_[index])) {
      return false;
    }
    return boost_repeats(index, ring_.size(), reaches_the_end(),
                         [this](std::size_t i) { return shown_at(i); });
  }

  PostRing const& ring_;
  BoostTable const& boosts_;
  PostId floor_;
  PostId below_;
  PostId above_;
  std::size_t limit_;
};

}  // namespace

HomePage cut_page(PostRing const& ring, PostId floor, BoostTable const& boosts, PageRequest const& request) {
  Cutter const cutter(ring, floor, boosts, request);
  return request.ascending() ? cutter.upwards() : cutter.downwards();
}

}  // namespace auklet::timeline
