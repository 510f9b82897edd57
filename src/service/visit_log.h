// SPDX-License-Identifier: Apache-2.0
//
// Who was here in which week, for the numbers that the server tells of itself. A week begins on Monday (UTC). Everyone is
// written down once a week; what this process has written is remembered in bounded memory. The first visit of a week takes
// those away that nobody is told of any more. May be used from any thread.
#pragma once

#include <boost/unordered/unordered_flat_set.hpp>
#include <chrono>
#include <cstddef>
#include <mutex>

#include "async/task.h"
#include "base/clock.h"
#include "domain/ids.h"
#include "service/environment.h"

namespace auklet::service {

// The Monday that the week of this moment began with.
UnixMillis week_of(UnixMillis time);

class VisitLog {
 public:
  static constexpr std::chrono::weeks kept_for{16};

  explicit VisitLog(Environment const& env, std::size_t accounts_max = 1'000'000)
      : env_(env), accounts_max_(accounts_max) {}

  // What cannot be written now is written at another visit.
  Task<> note(AccountId account);

 private:
  struct Noted {
    bool is_new = false;
    bool is_first = false;  // of the week, here
  };
  Noted remember(UnixMillis week, AccountId account);
  void forget(AccountId account);

  Environment const& env_;
  std::size_t const accounts_max_;
  std::mutex mutex_;
  UnixMillis week_{};
  boost::unordered_flat_set<AccountId> noted_;
};

}  // namespace auklet::service
