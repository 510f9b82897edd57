// SPDX-License-Identifier: Apache-2.0
//
// Who follows, blocks and mutes whom. The load plan uses it to stay within what the API allows, the model to
// judge what a viewer sees. Written from the documented rules alone: it shares no code with the server it
// checks.
#pragma once

#include <boost/container/flat_map.hpp>
#include <boost/container/flat_set.hpp>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace auklet::bench {

using UserIndex = std::uint32_t;  // position in the graph, 0-based

struct FollowOptions {
  bool boosts = true;  // the follower wants to see the boosts too
};

class Relations {
 public:
  using Followed = boost::container::flat_map<UserIndex, FollowOptions>;

  explicit Relations(std::size_t users) : followed_(users), blocked_(users), muted_(users) {}

  std::size_t users() const { return followed_.size(); }

  // Following again changes the options, as in the API.
  void follow(UserIndex follower, UserIndex target, FollowOptions options = {});
  void unfollow(UserIndex follower, UserIndex target);
  // Ends the follows in both directions; unblock does not bring them back.
  void block(UserIndex blocker, UserIndex target);
  void unblock(UserIndex blocker, UserIndex target);
  void mute(UserIndex muter, UserIndex target);
  void unmute(UserIndex muter, UserIndex target);

  bool follows(UserIndex follower, UserIndex target) const;
  // False also when there is no follow.
  bool follows_boosts(UserIndex follower, UserIndex target) const;
  bool blocks(UserIndex blocker, UserIndex target) const;
  bool mutes(UserIndex muter, UserIndex target) const;

  Followed const& followed(UserIndex follower) const { return followed_[follower]; }

  std::size_t follow_count() const;

 private:
  using Users = boost::container::flat_set<UserIndex>;

  std::vector<Followed> followed_;
  std::vector<Users> blocked_;
  std::vector<Users> muted_;
};

}  // namespace auklet::bench
