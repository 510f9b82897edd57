// SPDX-License-Identifier: Apache-2.0
//
// What every home timeline must hold, computed the slow and obvious way from the acknowledged events alone. A
// home timeline is a function of the final state: posts, boosts, follows, blocks and mutes, whatever order
// they came in.
//
// The rule, for a viewer V (sources: Mastodon's documentation of home timelines and of Status):
//  1. Candidates are the posts and boosts of V and of the accounts V follows.
//  2. A direct post counts only for its author and for followers it mentions.
//  3. A reply counts only if V wrote it, it answers V, its author answers their own post, or V follows the
//  account
//     answered. The account answered is remembered when the post answered is deleted.
//  4. Nothing of an author whom V blocks or mutes, or who blocks V, nor a boost of such an author's post.
//     Of what others post or boost, nothing that mentions or answers an account V blocks or mutes.
//  5. No boosts of an account that V follows without boosts.
//  6. Over the candidates left, newest first: a boost goes when one of the 40 next older candidates is the
//  same post
//     or another boost of it.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/relations.h"

namespace auklet::bench {

using StatusId = std::int64_t;  // of a post or a boost, as the server gave it; 0 is none

enum class Visibility : std::uint8_t { public_, unlisted, private_, direct };

// The API's words.
std::string_view to_text(Visibility visibility);

// Candidates older than a boost that can hide it.
inline constexpr std::size_t boost_window = 40;

struct Post {
  StatusId id = 0;
  UserIndex author = 0;
  Visibility visibility = Visibility::public_;
  std::vector<UserIndex> mentions = {};
  StatusId answers = 0;                        // the post answered, until it is deleted
  std::optional<UserIndex> answers_user = {};  // its author, for good
  StatusId boost_of = 0;                       // a boost carries nothing else of its own
};

enum class Verdict : std::uint8_t {
  shown,
  no_such_status,
  not_followed,
  direct_to_others,
  reply_to_stranger,
  boosts_switched_off,
  author_hidden,  // blocked, muted or blocking
  names_hidden,   // mentions or answers an account blocked or muted
  duplicate_boost,
};

std::string_view to_text(Verdict verdict);

class Model {
 public:
  explicit Model(std::size_t users) : relations_(users), by_author_(users) {}

  Relations& relations() { return relations_; }
  Relations const& relations() const { return relations_; }

  void add(Post post);
  // Removes the post and its boosts; replies to it stay and forget which post they answered. A boost goes
  // alone.
  void remove(StatusId id);
  void favourite(UserIndex user, StatusId id);

  // Newest first.
  std::vector<StatusId> home(UserIndex viewer) const;

  // Null when it was never added, or was removed.
  Post const* find(StatusId id) const;
  bool favourited(UserIndex user, StatusId id) const;
  bool boosted(UserIndex user, StatusId id) const;

  // Why `id` is or is not in the viewer's home, for a person to read.
  Verdict judge(UserIndex viewer, StatusId id) const;
  std::string explain(UserIndex viewer, StatusId id) const;

 private:
  using UserAndPost = std::pair<UserIndex, StatusId>;

  // Rules 1 to 5.
  Verdict judge_alone(UserIndex viewer, Post const& post) const;
  bool hidden_author(UserIndex viewer, UserIndex author) const;
  Verdict judge_boost(UserIndex viewer, Post const& boost) const;
  // Blocked or muted by the viewer.
  bool hides(UserIndex viewer, UserIndex user) const;
  // Mentions or answers an account blocked or muted by the viewer.
  bool names_hidden(UserIndex viewer, Post const& post) const;
  // All that passes rules 1 to 5, newest first.
  std::vector<StatusId> candidates(UserIndex viewer) const;
  // Rule 6 for the candidate at `position`.
  bool is_duplicate(std::vector<StatusId> const& candidates, std::size_t position) const;
  std::string describe(StatusId id) const;

  Relations relations_;
  boost::unordered_flat_map<StatusId, Post> posts_;
  boost::unordered_flat_map<StatusId, std::vector<StatusId>> boosts_;   // of a post
  boost::unordered_flat_map<StatusId, std::vector<StatusId>> replies_;  // to a post
  boost::unordered_flat_set<UserAndPost> favourites_;
  std::vector<std::vector<StatusId>> by_author_;  // removed ones stay in it
};

}  // namespace auklet::bench
