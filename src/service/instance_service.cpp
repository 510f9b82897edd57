// SPDX-License-Identifier: Apache-2.0
#include "service/instance_service.h"

#include <chrono>

namespace auklet::service {

namespace {

constexpr std::chrono::minutes recount_after{1};
constexpr std::chrono::hours active_window{24 * 30};

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

}  // namespace auklet::service
