// SPDX-License-Identifier: Apache-2.0
//
// The newest posts of the authors whose pages are read: ids, and what the filters of such a page ask of each. Who may
// see them is not decided here. A projection, bounded in bytes; may be used from any thread.
// docs/decisions/0021-every-page-from-fragments.md says why it is right.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "base/ticket_cache.h"
#include "bus/events.h"
#include "domain/page.h"
#include "service/environment.h"
#include "store/timelines.h"

namespace auklet::service {

struct AuthorFilter {
  bool exclude_replies = false;  // to others; threads of one's own stay
  bool exclude_boosts = false;
};

class AuthorPosts {
 public:
  // Listens to the bus, so it must live as long as the bus publishes.
  AuthorPosts(Environment const& env, std::size_t memory_bytes_max);

  // A page, newest first, as store::timelines::by_account gives it to the author; nothing when it goes on below what is
  // held. Fewer than the limit means that there are no more in that direction.
  Task<Result<std::optional<std::vector<PostId>>>> page(AccountId author, AuthorFilter filter,
                                                        PageRequest page);

  // One of the ids was found to be of no post any more: the author's are read again.
  void forget(AccountId author) { windows_.erase(author); }

 private:
  // Holds exactly the author's posts with ids of the floor and above; floor 0: all there are.
  struct Window {
    std::vector<store::timelines::OwnPost> posts;  // newest first
    PostId floor{};

    std::size_t bytes() const { return sizeof(*this) + posts.capacity() * sizeof(store::timelines::OwnPost); }
    std::optional<std::vector<PostId>> page(AuthorFilter filter, PageRequest const& page) const;
    // The same window with a post that was written, or without one that was deleted.
    Window with(store::timelines::OwnPost const& post) const;
    Window without(PostId id) const;
  };

  void on_event(bus::Event const& event);

  Environment const& env_;
  base::TicketOffice office_;
  base::TicketCache<AccountId, Window> windows_;
};

}  // namespace auklet::service
