// SPDX-License-Identifier: Apache-2.0
//
// How a page is cut out of a resident timeline.
#pragma once

#include <optional>
#include <vector>

#include "domain/ids.h"
#include "domain/page.h"
#include "timeline/boost_table.h"
#include "timeline/post_ring.h"

namespace auklet::timeline {

struct HomePage {
  std::vector<PostId> ids;  // visible entries, newest first
  // Set when the page does not end here: ask the store the same request again, with this as max_id and the
  // limit less ids.size(), and append what it gives. Boosts are hidden alike on both sides, so there is no
  // seam.
  std::optional<PostId> rest_below;

  friend bool operator==(HomePage const&, HomePage const&) = default;
};

// The page of the timeline whose candidates with ids of `floor` and above are those in `ring` (0: there are
// no others). `boosts` knows every boost in the ring. What depends on candidates below the floor is left to
// the store.
HomePage cut_page(PostRing const& ring, PostId floor, BoostTable const& boosts, PageRequest const& request);

}  // namespace auklet::timeline
