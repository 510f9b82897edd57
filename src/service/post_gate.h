// SPDX-License-Identifier: Apache-2.0
//
// Who may see what, for posts of which the facts are known already: the same verdicts as PostLoader's, without
// statements once the viewer is known. What is remembered of a viewer: whom they block or mute, who blocks them, and
// whether they follow those of whose private posts they were shown any. A projection, bounded in bytes; may be used
// from any thread. docs/decisions/0021-every-page-from-fragments.md.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "base/ticket_cache.h"
#include "bus/events.h"
#include "domain/post_facts.h"
#include "service/environment.h"
#include "service/post_loader.h"
#include "store/blocks.h"

namespace auklet::service {

class PostGate {
 public:
  // Listens to the bus, so it must live as long as the bus publishes.
  PostGate(Environment const& env, std::size_t memory_bytes_max);

  struct Written {
    PostFacts const* facts = nullptr;  // outlives the call
    bool author_suspended = false;
  };
  struct Subject {
    Written post;
    std::optional<Written> original;  // what it boosts
  };
  // How a viewer stands to a post: what is shown of it inside of another one, and what they may do with it.
  struct Stance {
    QuoteStanding quoted;
    bool follows_author = false;  // asked only where PostFacts::depends_on_follow()
  };
  // One for each of the posts.
  Task<Result<std::vector<Stance>>> stances(std::optional<AccountId> viewer, std::vector<Written> posts);

  // One verdict for each subject: true shows it.
  Task<Result<std::vector<bool>>> judge(std::optional<AccountId> viewer, std::vector<Subject> subjects,
                                        Company company);

 private:
  struct Hiding {                      // each sorted
    std::vector<AccountId> blocked;    // by the viewer
    std::vector<AccountId> muted;      // by the viewer
    std::vector<AccountId> hidden_by;  // who block the viewer
  };
  struct Follow {
    AccountId author{};
    bool follows = false;
  };
  struct Circle {
    Hiding hiding;
    bool hiding_unkept = false;   // it is too long to be kept: those on a page are asked for
    UnixMillis good_until{};      // when the next mute ends
    std::vector<Follow> follows;  // sorted by author

    std::optional<bool> follows_author(AccountId author) const;
    std::size_t bytes() const;
  };
  using CirclePointer = std::shared_ptr<Circle const>;
  struct Judge;

  // What is known of a viewer, enough to judge these.
  struct Acquaintance {
    CirclePointer circle;
    Hiding among;  // of the authors on the page, for who hides from too many
    bool among_counts = false;

    Judge judge(std::optional<AccountId> viewer) const;
  };
  Task<Result<Acquaintance>> get_to_know(std::optional<AccountId> viewer,
                                         std::vector<Subject> const& subjects);
  static Hiding hiding_of(store::blocks::Hidden hidden);
  Task<Result<CirclePointer>> load_circle(AccountId viewer);
  Task<Result<CirclePointer>> add_follows(AccountId viewer, CirclePointer circle, std::vector<AccountId> of);
  Task<Result<Hiding>> hiding_among(AccountId viewer, std::vector<Subject> const& subjects) const;
  void on_event(bus::Event const& event);

  Environment const& env_;
  base::TicketOffice office_;
  base::TicketCache<AccountId, Circle> circles_;
};

}  // namespace auklet::service
