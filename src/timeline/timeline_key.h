// SPDX-License-Identifier: Apache-2.0
//
// Which timeline: the home of an account, or the timeline of a list of its.
#pragma once

#include "domain/ids.h"

namespace auklet::timeline {

struct TimelineKey {
  // An account stands for its home.
  TimelineKey(AccountId of) : owner(of) {}
  // `list` belongs to the account.
  TimelineKey(AccountId of, ListId whose) : owner(of), list(whose) {}

  bool is_home() const { return list == ListId{}; }

  AccountId owner{};
  ListId list{};  // 0: the home
};

}  // namespace auklet::timeline
