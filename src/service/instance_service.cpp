// SPDX-License-Identifier: Apache-2.0
#include "service/instance_service.h"

#include <algorithm>
#include <chrono>
#include <iterator>

#include "service/visit_log.h"

namespace auklet::service {

namespace {

constexpr std::chrono::minutes recount_after{1};
constexpr std::chrono::hours active_window{24 * 30};
constexpr std::chrono::minutes recount_week_after{10};

}  // namespace

Task<Result<InstanceFacts>> InstanceService::facts() {
  auto const now = env_.clock.now();
  {
    std::lock_guard const lock(mutex_);
    if (counted_ && now - counted_at_ < recount_after) {
      co_return *counted_;
    }
  }
  auto& reader = env_.database.session();
  InstanceFacts facts{.profile = profile_};
  CO_TRY(facts.totals, co_await store::accounts::totals(reader, now - active_window));
  CO_TRY(facts.contact, co_await store::accounts::find_owner(reader));
  std::lock_guard const lock(mutex_);
  counted_ = facts;
  counted_at_ = now;
  co_return facts;
}

Task<Result<std::vector<InstanceService::Week>>> InstanceService::activity() {
  auto const now = env_.clock.now();
  auto const this_week = week_of(now);
  std::vector<Week> known;
  {
    std::lock_guard const lock(mutex_);
    // A week that was counted while it went on is not known as a whole.
    if (!weeks_.empty() && weeks_.front().begin == this_week &&
        now - weeks_counted_at_ < recount_week_after) {
      co_return weeks_;
    }
    auto const counted_in = week_of(weeks_counted_at_);
    std::ranges::copy_if(weeks_, std::back_inserter(known),
                         [counted_in](Week const& week) { return week.begin < counted_in; });
  }
  auto& reader = env_.database.session();
  std::vector<Week> weeks;
  for (std::size_t ago = 0; ago < weeks_told; ++ago) {
    auto const begin = this_week - std::chrono::weeks{ago};
    auto const found = std::ranges::find(known, begin, &Week::begin);
    if (found != known.end()) {
      weeks.push_back(*found);
    } else {
      CO_TRY(auto const counts, co_await store::activity::count(reader, begin));
      weeks.push_back({begin, counts});
    }
  }
  std::lock_guard const lock(mutex_);
  weeks_ = weeks;
  weeks_counted_at_ = now;
  co_return weeks;
}

}  // namespace auklet::service
