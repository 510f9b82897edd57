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

void SimulatedWorld::amend_post(PostId id, std::string language, std::vector<AccountId> mentions,
                                std::vector<TagId> tags) {
  for (auto& [other, post] : posts) {
    if (other == id) {
      post.language = language;
      post.tags = tags;
      post.mentions = mentions;
    } else if (post.boost && post.boost->post == id) {
      post.mentions = mentions;
    }
  }
}

SimulatedWorld::List SimulatedWorld::list_of(TimelineKey const& key) const {
  auto const found = lists.find(key.list);
  return found == lists.end() ? List{.owner = key.owner, .members = {}} : found->second;
}

bool SimulatedWorld::is_exclusive(AccountId viewer, AccountId author) const {
  return std::ranges::any_of(lists, [&](auto const& list) {
    return list.second.owner == viewer && list.second.exclusive && list.second.members.contains(author);
  });
}

HomeRelations SimulatedWorld::relations_of(TimelineKey const& key) const {
  auto const viewer = key.owner;
  auto const list = list_of(key);
  std::vector<Followee> followees;
  std::vector<AccountId> hidden;
  std::vector<AccountId> hidden_by;
  TimelineTerms terms{.of_list = !key.is_home(),
                      .replies_to_followees = key.is_home() || list.replies != Replies::none,
                      .tags = {}};
  for (auto const& [pair, follow] : follows) {
    bool const shown =
        key.is_home() ? !is_exclusive(viewer, pair.second) : list.members.contains(pair.second);
    if (pair.first == viewer && (shown || key.is_home() || list.replies == Replies::followed)) {
      followees.push_back({.id = pair.second,
                           .show_boosts = follow.show_boosts,
                           .languages = follow.languages,
                           .shown = shown});
    }
  }
  for (auto const& [who, tag] : tag_follows) {
    if (who == viewer && key.is_home()) {
      terms.tags.push_back(tag);
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
  return {viewer, std::move(followees), std::move(hidden), std::move(hidden_by), std::move(terms)};
}

std::vector<HomeEntry> SimulatedWorld::entries_for(TimelineKey const& key) const {
  std::vector<HomeEntry> entries;
  for (auto post = posts.rbegin(); post != posts.rend(); ++post) {
    auto const& entry = post->second;
    bool const tagged = key.is_home() && std::ranges::any_of(entry.tags, [&](TagId tag) {
                          return tag_follows.contains({key.owner, tag});
                        });
    if (is_there(entry) &&
        (entry.author == key.owner || tagged || follows.contains({key.owner, entry.author}))) {
      entries.push_back(entry);
    }
  }
  return entries;
}

bool SimulatedWorld::is_there(HomeEntry const& entry) const {
  return !withdrawn.contains(entry.author) && !(entry.boost && withdrawn.contains(entry.boost->author));
}

bool SimulatedWorld::shows_by_follow(TimelineKey const& key, HomeEntry const& entry) const {
  auto const viewer = key.owner;
  auto const author = entry.author;
  auto const list = list_of(key);
  auto const follow = follows.find({viewer, author});
  if (follow == follows.end() ||
      (key.is_home() ? is_exclusive(viewer, author) : !list.members.contains(author))) {
    return false;
  }
  auto const& terms = follow->second;
  if (entry.boost) {
    return terms.show_boosts;
  }
  bool const mentioned = std::ranges::count(entry.mentions, viewer) > 0;
  bool const language_wanted = terms.languages.empty() || entry.language.empty() ||
                               std::ranges::count(terms.languages, entry.language) > 0;
  if (!language_wanted || (entry.visibility == Visibility::direct && (!mentioned || !key.is_home()))) {
    return false;
  }
  auto const to = entry.in_reply_to;
  if (!to || to == author || to == viewer) {
    return true;
  }
  if (blocks.contains({viewer, *to}) || mutes.contains({viewer, *to}) || !follows.contains({viewer, *to})) {
    return false;
  }
  return key.is_home() || list.replies == Replies::followed ||
         (list.replies == Replies::list && list.members.contains(*to));
}

bool SimulatedWorld::shows(TimelineKey const& key, HomeEntry const& entry) const {
  auto const viewer = key.owner;
  auto const hides = [&](AccountId account) {
    return blocks.contains({viewer, account}) || mutes.contains({viewer, account});
  };
  auto const author = entry.author;
  if (entry.boost && (hides(entry.boost->author) || blocks.contains({entry.boost->author, viewer}))) {
    return false;
  }
  if (author == viewer) {
    return key.is_home();
  }
  if (hides(author) || blocks.contains({author, viewer}) || std::ranges::any_of(entry.mentions, hides)) {
    return false;
  }
  bool const tagged =
      key.is_home() && !entry.boost && entry.visibility == Visibility::public_ &&
      std::ranges::any_of(entry.tags, [&](TagId tag) { return tag_follows.contains({viewer, tag}); });
  return tagged || shows_by_follow(key, entry);
}

std::vector<HomeEntry> SimulatedWorld::candidates_of(TimelineKey const& key) const {
  std::vector<HomeEntry> candidates;
  for (auto post = posts.rbegin(); post != posts.rend(); ++post) {
    if (is_there(post->second) && shows(key, post->second)) {
      candidates.push_back(post->second);
    }
  }
  return candidates;
}

std::vector<PostId> SimulatedWorld::home_of(TimelineKey const& key) const {
  auto const candidates = candidates_of(key);
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

  // A list shows its members; an exclusive one takes them out of the home. A tag brings whom nobody follows.
  world.lists[ListId{7}] = {.owner = ann, .exclusive = true, .members = {ben}};
  TimelineKey const list(ann, ListId{7});
  EXPECT_EQ(world.home_of(list), (Ids{PostId{20}}));
  EXPECT_EQ(world.home_of(ann), (Ids{PostId{10}}));
  world.posts[PostId{60}] = post(60, ben);
  world.posts[PostId{60}].in_reply_to = cem;
  world.posts[PostId{61}] = post(61, AccountId{4});
  world.posts[PostId{61}].tags = {TagId{9}};
  EXPECT_EQ(world.home_of(list), (Ids{PostId{20}}));
  world.lists[ListId{7}].replies = SimulatedWorld::Replies::followed;
  EXPECT_EQ(world.home_of(list), (Ids{PostId{60}, PostId{20}}));
  world.tag_follows.insert({ann, TagId{9}});
  EXPECT_EQ(world.home_of(ann), (Ids{PostId{61}, PostId{10}}));
  world.mutes.insert({ann, AccountId{4}});
  EXPECT_EQ(world.home_of(ann), (Ids{PostId{10}}));

  Ids const home{PostId{5}, PostId{4}, PostId{3}, PostId{2}, PostId{1}};
  EXPECT_EQ(SimulatedWorld::page_of(home, {.limit = 2}), (Ids{PostId{5}, PostId{4}}));
  EXPECT_EQ(SimulatedWorld::page_of(home, {.max_id = 4, .limit = 2}), (Ids{PostId{3}, PostId{2}}));
  EXPECT_EQ(SimulatedWorld::page_of(home, {.since_id = 1, .limit = 2}), (Ids{PostId{5}, PostId{4}}));
  EXPECT_EQ(SimulatedWorld::page_of(home, {.min_id = 1, .limit = 2}), (Ids{PostId{3}, PostId{2}}));
}

}  // namespace
}  // namespace auklet::timeline
