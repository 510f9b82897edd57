// SPDX-License-Identifier: Apache-2.0
#include "service/visit_log.h"

#include <chrono>

#include "base/log.h"
#include "store/activity.h"

namespace auklet::service {

UnixMillis week_of(UnixMillis time) {
  auto const today = std::chrono::floor<std::chrono::days>(time);
  return today - (std::chrono::weekday{today} - std::chrono::Monday);
}

Task<> VisitLog::note(AccountId account) {
  auto const week = week_of(env_.clock.now());
  auto const [is_new, is_first] = remember(week, account);
  if (!is_new) {
    co_return;
  }
  db::Batch batch;
  store::activity::add_visit(batch, week, account);
  if (is_first) {
    store::activity::forget_visits(batch, week - kept_for);
  }
  if (auto const written = co_await env_.database.write(batch); !written) {
    log::warn("a visit was not counted: {}", written.error().detail);
    forget(account);
  }
}

VisitLog::Noted VisitLog::remember(UnixMillis week, AccountId account) {
  std::lock_guard const lock(mutex_);
  auto const is_first = week != week_;
  if (is_first || noted_.size() >= accounts_max_) {
    week_ = week;
    noted_.clear();  // to write somebody down twice does no harm
  }
  return {.is_new = noted_.insert(account).second, .is_first = is_first};
}

void VisitLog::forget(AccountId account) {
  std::lock_guard const lock(mutex_);
  noted_.erase(account);
}

}  // namespace auklet::service
