// SPDX-License-Identifier: Apache-2.0
//
// Who may see a post: the one rule behind every way of reading.
// https://docs.joinmastodon.org/user/posting/#privacy
#pragma once

#include "domain/visibility.h"

namespace auklet {

// How the one who reads stands to the author of a post and to the post itself.
struct Standing {
  bool self = false;       // is the author
  bool follows = false;    // the author
  bool blocked = false;    // by the author
  bool mentioned = false;  // in the post
  bool suspended = false;  // the author is
};

constexpr bool may_see(Visibility visibility, Standing const& standing) {
  if (standing.suspended) {
    return false;
  }
  if (standing.self) {
    return true;
  }
  if (standing.blocked) {
    return false;
  }
  switch (visibility) {
    case Visibility::public_:
    case Visibility::unlisted:
      return true;
    case Visibility::private_:
      return standing.follows || standing.mentioned;
    case Visibility::direct:
      return standing.mentioned;
  }
  return false;
}

}  // namespace auklet
