// SPDX-License-Identifier: Apache-2.0
//
// The fragments of the posts and accounts that are being shown, bounded in bytes. Posts and accounts are read together,
// so one ticket is good for both.
#pragma once

#include <cstddef>

#include "base/ticket_cache.h"
#include "domain/ids.h"
#include "view/fragments.h"

namespace auklet::view {

using PostFragments = base::TicketCache<PostId, PostFragment>;
using AccountFragments = base::TicketCache<AccountId, AccountFragment>;

class FragmentCache {
 private:
  base::TicketOffice office_;

 public:
  explicit FragmentCache(std::size_t bytes_max)
      : posts(bytes_max / 4 * 3, office_), accounts(bytes_max / 4, office_) {}

  // Take it before the store is read.
  base::Ticket ticket() const { return office_.ticket(); }

  PostFragments posts;
  AccountFragments accounts;
};

}  // namespace auklet::view
