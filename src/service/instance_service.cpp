// SPDX-License-Identifier: Apache-2.0
#include "service/instance_service.h"

#include <algorithm>
#include <chrono>
#include <iterator>

#include "async/run_on.h"
#include "service/visit_log.h"
#include "store/accounts.h"

namespace auklet::service {

using store::server_totals::Totals;

namespace {

constexpr std::chrono::minutes look_again_after{1};
constexpr std::chrono::hours active_window{24 * 30};
constexpr std::chrono::minutes recount_week_after{10};
constexpr int part_rows = 1000;  // a millisecond or two when they are in memory

}  // namespace

Task<Result<InstanceFacts>> InstanceService::facts() {
  auto const now = env_.clock.now();
  {
    std::lock_guard const lock(mutex_);
    if (counted_ && now - counted_at_ < look_again_after) {
      co_return *counted_;
    }
  }
  InstanceFacts facts{.profile = profile_};
  CO_TRY(facts.totals, co_await totals());
  CO_TRY(facts.contact, co_await store::accounts::find_owner(env_.database.session()));
  std::lock_guard const lock(mutex_);
  counted_ = facts;
  counted_at_ = now;
  co_return facts;
}

Task<Result<Totals>> InstanceService::totals() {
  CO_TRY(auto const known, co_await kept());
  if (known) {
    co_return *known;
  }
  CO_TRY(auto const counted, co_await count());
  if (counted.posts > counted_at_once_) {  // it has become large: this was the last time that somebody waited
    CO_TRY_OK(co_await keep(counted));
  }
  co_return counted;
}

// Reads of SQLite run on the loop that asks, and these may take a minute of it: no loop for requests may do them.
Task<Result<>> InstanceService::recount() {
  CO_TRY(auto const known, co_await kept());
  if (!known) {
    co_return Result<>{};
  }
  CO_TRY(auto const counted, co_await (background_ ? async::run_on(background_, count()) : count()));
  co_return co_await keep(counted);
}

Task<Result<std::optional<Totals>>> InstanceService::kept() {
  CO_TRY(auto known, co_await store::server_totals::find(env_.database.session()));
  if (known && known->posts <= counted_at_once_) {
    known.reset();
  }
  co_return known;
}

// Part by part, between which the loop does what else it has to do: rebuilds of cold timelines, in the background.
Task<Result<Totals>> InstanceService::count() {
  auto& reader = env_.database.session();
  auto const active_since = env_.clock.now() - active_window;
  Totals totals;
  for (auto after = std::optional{AccountId{0}}; after;) {
    CO_TRY(auto const part,
           co_await store::server_totals::count_people(reader, *after, active_since, part_rows));
    totals.people += part.people;
    totals.active += part.active;
    after = part.last;
    co_await async::let_others_go();
  }
  for (auto after = std::optional{PostId{0}}; after;) {
    CO_TRY(auto const part, co_await store::server_totals::count_posts(reader, *after, part_rows));
    totals.posts += part.posts;
    after = part.last;
    co_await async::let_others_go();
  }
  co_return totals;
}

Task<Result<>> InstanceService::keep(Totals const& totals) {
  db::Batch batch;
  store::server_totals::keep(batch, totals);
  CO_TRY_OK(co_await env_.database.write(batch));
  co_return Result<>{};
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
