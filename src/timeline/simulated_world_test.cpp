// SPDX-License-Identifier: Apache-2.0
#include "timeline/simulated_world.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace auklet::timeline {

void SimulatedWorld::erase_post(PostId id) {
  std::erase_if(posts, [id](auto const& post) {
    return post.first == id || (post.second.boost && post.second.boost->post == id);
  });
}

void SimulatedWorld::amend_post(PostId id, std::string language, std::vector<AccountId> mentions) {
  for (auto& [other, post] : posts) {
    if (other == id) {
      post.language = language;
      post.mentions = mentions;
    } else if (post.boost && post.boost->post == id) {
      post.mentions = mentions;
    }
  }
}

HomeRelations SimulatedWorld::relations_of(AccountId viewer) const {
  std::vector<Followee> followees;
  std::vector<AccountId> hidden;
  std::vector<AccountId> hidden_by;
  for (auto const& [pair, terms] : follows) {
    if (pair.first == viewer) {
      followees.push_back(
          {.id = pair.second, .show_boosts = terms.show_boosts, .languages = terms.languages});
    }
  }
  for (auto const& [who, whom] : blocks) {
    if (who == viewer) {
      hidden.push_back(whom);
    } else if (whom == viewer) {
      hidden_by.push_back(who);
    }
  }
  for (auto const& [who, whom] : mutes) {
    if (who == viewer) {
      hidden.push_back(whom);
    }
  }
  return {viewer, std::move(followees), std::move(hidden), std::move(hidden_by)};
}

std::vector<HomeEntry> SimulatedWorld::entries_for(AccountId viewer) const {
  std::vector<HomeEntry> entries;
  for (auto post = posts.rbegin(); post != posts.rend(); ++post) {
    auto const& entry = post->second;
    if (is_there(entry) && (entry.author == viewer || follows.contains({viewer, entry.author}))) {
      entries.push_back(entry);
    }
  }
  return entries;
}

bool SimulatedWorld::is_there(HomeEntry const& entry) const {
  return !withdrawn.contains(entry.author) && !(entry.boost && withdrawn.contains(entry.boost->author));
}

bool SimulatedWorld::shows(AccountId viewer, HomeEntry const& entry) const {
  auto const hides = [&](AccountId account) {
    return blocks.contains({viewer, account}) || mutes.contains({viewer, account});
  };
  auto const author = entry.author;
  if (entry.boost && (hides(entry.boost->author) || blocks.contains({entry.boost->author, viewer}))) {
    return false;
  }
  if (author == viewer) {
    return true;
  }
  auto const follow = follows.find({viewer, author});
  if (follow == follows.end() || hides(author) || blocks.contains({author, viewer})) {
    return false;
  }
  bool mentioned = false;
  for (auto const account : entry.mentions) {
    if (hides(account)) {
      return false;
    }
    mentioned = mentioned || account == viewer;
  }
  auto const& terms = follow->second;
  if (entry.boost) {
    return terms.show_boosts;
  }
  bool const language_wanted = terms.languages.empty() || entry.language.empty() ||
                               std::ranges::count(terms.languages, entry.language) > 0;
  if (!language_wanted || (entry.visibility == Visibility::direct && !mentioned)) {
    return false;
  }
  if (entry.in_reply_to && entry.in_reply_to != author && entry.in_reply_to != viewer) {
    return follows.contains({viewer, *entry.in_reply_to}) && !hides(*entry.in_reply_to);
  }
  return true;
}

std::vector<PostId> SimulatedWorld::home_of(AccountId viewer) const {
  std::vector<HomeEntry> candidates;
  for (auto post = posts.rbegin(); post != posts.rend(); ++post) {
    if (is_there(post->second) && shows(viewer, post->second)) {
      candidates.push_back(post->second);
    }
  }
  std::vector<PostId> home;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    bool repeats = false;
    for (std::size_t j = i + 1; j <= i + 40 && j < candidates.size() && candidates[i].boost; ++j) {
      auto const post = candidates[i].boost->post;
      repeats =
          repeats || candidates[j].id == post || (candidates[j].boost && candidates[j].boost->post == post);
    }
    if (!repeats) {
      home.push_back(candidates[i].id);
    }
  }
  return home;
}

std::vector<PostId> SimulatedWorld::page_of(std::vector<PostId> const& home, PageRequest const& request) {
  std::vector<PostId> range;
  for (auto const id : home) {
    auto const number = std::to_underlying(id);
    if ((!request.max_id || number < *request.max_id) && (!request.min_id || number > *request.min_id) &&
        (request.min_id || !request.since_id || number > *request.since_id)) {
      range.push_back(id);
    }
  }
  auto const surplus = std::max<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(range.size()) - request.limit);
  if (request.min_id) {
    range.erase(range.begin(), range.begin() + surplus);
  } else {
    range.erase(range.end() - surplus, range.end());
  }
  return range;
}

namespace {

TEST(SimulatedWorld, ShowsAHomeAsOneWouldDrawItByHand) {
  constexpr AccountId ann{1};
  constexpr AccountId ben{2};
  constexpr AccountId cem{3};
  auto const post = [](std::int64_t id, AccountId author) {
    HomeEntry entry;
    entry.id = PostId{id};
    entry.author = author;
    return entry;
  };
  SimulatedWorld world;
  world.posts[PostId{10}] = post(10, ann);
  world.posts[PostId{20}] = post(20, ben);
  world.posts[PostId{30}] = post(30, cem);
  world.posts[PostId{40}] = post(40, ben);
  world.posts[PostId{40}].boost = {.post = PostId{30}, .author = cem};
  world.posts[PostId{50}] = post(50, ann);
  world.posts[PostId{50}].boost = {.post = PostId{30}, .author = cem};

  using Ids = std::vector<PostId>;
  EXPECT_EQ(world.home_of(ann), (Ids{PostId{50}, PostId{10}}));
  world.follows[{ann, ben}] = {};
  EXPECT_EQ(world.home_of(ann), (Ids{PostId{40}, PostId{20}, PostId{10}}));
  world.mutes.insert({ann, cem});
  EXPECT_EQ(world.home_of(ann), (Ids{PostId{20}, PostId{10}}));
  world.mutes.clear();
  world.follows[{ann, cem}] = {};
  EXPECT_EQ(world.home_of(ann), (Ids{PostId{30}, PostId{20}, PostId{10}}));
  world.erase_post(PostId{30});
  EXPECT_EQ(world.home_of(ann), (Ids{PostId{20}, PostId{10}}));

  Ids const home{PostId{5}, PostId{4}, PostId{3}, PostId{2}, PostId{1}};
  EXPECT_EQ(SimulatedWorld::page_of(home, {.limit = 2}), (Ids{PostId{5}, PostId{4}}));
  EXPECT_EQ(SimulatedWorld::page_of(home, {.max_id = 4, .limit = 2}), (Ids{PostId{3}, PostId{2}}));
  EXPECT_EQ(SimulatedWorld::page_of(home, {.since_id = 1, .limit = 2}), (Ids{PostId{5}, PostId{4}}));
  EXPECT_EQ(SimulatedWorld::page_of(home, {.min_id = 1, .limit = 2}), (Ids{PostId{3}, PostId{2}}));
}

}  // namespace
}  // namespace auklet::timeline
