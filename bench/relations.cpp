// SPDX-License-Identifier: Apache-2.0
#include "bench/relations.h"

namespace auklet::bench {

void Relations::follow(UserIndex follower, UserIndex target, FollowOptions options) {
  followed_[follower].insert_or_assign(target, options);
}

void Relations::unfollow(UserIndex follower, UserIndex target) {
  followed_[follower].erase(target);
}

void Relations::block(UserIndex blocker, UserIndex target) {
  blocked_[blocker].insert(target);
  unfollow(blocker, target);
  unfollow(target, blocker);
}

void Relations::unblock(UserIndex blocker, UserIndex target) {
  blocked_[blocker].erase(target);
}

void Relations::mute(UserIndex muter, UserIndex target) {
  muted_[muter].insert(target);
}

void Relations::unmute(UserIndex muter, UserIndex target) {
  muted_[muter].erase(target);
}

bool Relations::follows(UserIndex follower, UserIndex target) const {
  return followed_[follower].contains(target);
}

bool Relations::follows_boosts(UserIndex follower, UserIndex target) const {
  auto const found = followed_[follower].find(target);
  return found != followed_[follower].end() && found->second.boosts;
}

bool Relations::blocks(UserIndex blocker, UserIndex target) const {
  return blocked_[blocker].contains(target);
}

bool Relations::mutes(UserIndex muter, UserIndex target) const {
  return muted_[muter].contains(target);
}

std::size_t Relations::follow_count() const {
  std::size_t count = 0;
  for (auto const& followed : followed_) {
    count += followed.size();
  }
  return count;
}

}  // namespace auklet::bench
