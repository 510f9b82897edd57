// SPDX-License-Identifier: Apache-2.0
#include "service/timeline_service.h"

#include <algorithm>
#include <array>
#include <random>

#include "async/runtime.h"
#include "service/home_reader.h"
#include "service/list_service.h"
#include "service/tag_service.h"
#include "service/testing/people_test.h"
#include "store/posts.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// So few that most pages go on below what is resident.
constexpr int resident_entries = 6;

class TimelineServiceTest : public testing::PeopleTest {
 protected:
  TimelineServiceTest() {
    bus.subscribe([this](bus::Event const& event) { timelines.on_event(event); });
  }

  static std::vector<PostId> ids_of(std::vector<PostDetails> const& items) {
    std::vector<PostId> ids;
    for (auto const& details : items) {
      ids.push_back(details.post.id);
    }
    return ids;
  }

  std::vector<PostId> home(Account const& viewer, PageRequest page = {}) {
    return ids_of(get(timelines.home(as(viewer), page)).items);
  }

  std::vector<PostId> of_account(Caller const& caller, Account const& account, AccountPostsQuery query = {}) {
    return ids_of(get(timelines.of_account(caller, account.id, std::move(query), {})).items);
  }

  ListService lists{env};
  TagService tags{env};
  timeline::HomeEngine homes{{.entries_max = resident_entries}};
  AuthorPosts author_posts{env, 1U << 20U};
  TimelineService timelines{
      env,
      loader,
      author_posts,
      homes,
      {.entries_max = resident_entries, .background = runtime().executor(runtime().background())}};
};
AUKLET_ON_BOTH_ENGINES(TimelineServiceTest);

TEST_P(TimelineServiceTest, HomeIsReadFromTheStoreWhenTooManyAreRebuilt) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  follow(alice, bob);
  auto const post = publish(bob, "post").id;
  TimelineService crowded(
      env, loader, author_posts, homes,
      {.entries_max = resident_entries, .rebuilds_max = 0, .rebuild_wait_max = std::chrono::milliseconds{0}});
  EXPECT_THAT(ids_of(get(crowded.home(as(alice), {})).items), ElementsAre(post));
  EXPECT_EQ(homes.stats().resident, 0U);
  EXPECT_THAT(home(alice), ElementsAre(post));
  EXPECT_EQ(homes.stats().resident, 1U);
}

TEST_P(TimelineServiceTest, OnlyTheReaderWhoFindsAHomeColdIsToldSo) {
  auto const alice = join("alice");
  auto const own = publish(alice, "post").id;
  auto const cold = get(timelines.resident_home(alice.id, {}));
  ASSERT_TRUE(cold);
  EXPECT_THAT(cold->ids, ElementsAre(own));
  EXPECT_TRUE(cold->rebuilt);
  auto const warm = get(timelines.resident_home(alice.id, {}));
  ASSERT_TRUE(warm);
  EXPECT_THAT(warm->ids, ElementsAre(own));
  EXPECT_FALSE(warm->rebuilt);
}

// The posts of a home that was cold are loaded beside the rebuilds: on their loop, which gives way to everybody.
TEST_P(TimelineServiceTest, WhatGoesWithARebuildRunsInTheBackground) {
  auto const place = []() -> Task<Result<std::size_t>> { co_return async::Runtime::current_loop(); };
  EXPECT_EQ(get(timelines.beside_rebuilds(place())), runtime().background());
}

TEST_P(TimelineServiceTest, HomeKeepsUpWithWhatHappens) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const before = publish(bob, "before").id;
  EXPECT_THAT(home(alice), IsEmpty());
  follow(alice, bob);
  EXPECT_THAT(home(alice), ElementsAre(before));
  auto const own = publish(alice, "own").id;
  auto const after = publish(bob, "after");
  EXPECT_THAT(home(alice), ElementsAre(after.id, own, before));
  get(relations.mute(as(alice), bob.id, {.duration = std::chrono::minutes{5}}));
  EXPECT_THAT(home(alice), ElementsAre(own));
  clock.advance(std::chrono::minutes{5});
  EXPECT_THAT(home(alice), ElementsAre(after.id, own, before)) << "the mute is over";
  get(posts.remove(as(bob), after.id));
  EXPECT_THAT(home(alice), ElementsAre(own, before));
  block(bob, alice);
  EXPECT_THAT(home(alice), ElementsAre(own));
}

// A small world in which everything that changes homes happens at random.
class SmallWorldTest : public TimelineServiceTest {
 protected:
  SmallWorldTest() {
    for (auto const* const name : {"ann", "ben", "cat", "dan", "eve"}) {
      people.push_back(join(name));
    }
  }

  std::size_t roll(std::size_t sides) { return chance() % sides; }
  Account const& someone() { return people[roll(people.size())]; }
  Post const& some_post() { return written[roll(written.size())]; }

  // What is not allowed, say to someone who blocks, is no step at all.
  void step() {
    auto const& who = someone();
    auto const& whom = someone();
    clock.advance(roll(8) == 0 ? std::chrono::hours{30} : std::chrono::hours{0});
    switch (roll(13)) {
      case 10:
        run(roll(2) == 0 ? tags.follow(as(who), tag_names.at(roll(2)))
                         : tags.unfollow(as(who), tag_names.at(roll(2))));
        break;
      case 11:
        change_list(who, whom);
        break;
      case 12:
        if (!written.empty()) {
          auto const& post = some_post();
          run(posts.edit({.account = post.account_id}, post.id, {.text = text_about(whom)}));
        }
        break;
      case 0:
        run(relations.follow(as(who), whom.id, {.show_reblogs = roll(3) > 0}));
        break;
      case 1:
        run(relations.unfollow(as(who), whom.id));
        break;
      case 2:
        roll(4) == 0 ? run(relations.block(as(who), whom.id)) : run(relations.unblock(as(who), whom.id));
        break;
      case 3:
        roll(3) == 0 ? run(relations.mute(as(who), whom.id, {})) : run(relations.unmute(as(who), whom.id));
        break;
      case 4:
        if (!written.empty()) {
          auto const& post = some_post();
          run(posts.remove({.account = post.account_id}, post.id));
        }
        break;
      case 5:
      case 6:
        if (!written.empty()) {
          run(reactions.boost(as(who), some_post().id, std::nullopt));
        }
        break;
      default:
        write(who, whom);
    }
  }

  std::string text_about(Account const& mentioned) {
    return (roll(3) == 0 ? "hey @" + mentioned.username : "hello") +
           (roll(3) == 0 ? " #" + tag_names.at(roll(2)) : "") + " " + std::to_string(roll(1000));
  }

  // Everyone has one list.
  ListId list_of(Account const& owner) {
    auto const all = get(lists.all(as(owner)));
    return all.empty() ? get(lists.create(as(owner), {.title = "list"})).id : all.front().id;
  }

  void change_list(Account const& who, Account const& whom) {
    auto const id = list_of(who);
    switch (roll(5)) {
      case 0:
        run(lists.update(as(who), id,
                         {.replies = static_cast<RepliesPolicy>(roll(3)), .exclusive = roll(3) == 0}));
        break;
      case 1:
        run(lists.remove_members(as(who), id, {whom.id}));
        break;
      default:
        run(lists.add_members(as(who), id, {whom.id}));
    }
  }

  void write(Account const& author, Account const& mentioned) {
    PostDraft draft{.text = text_about(mentioned), .visibility = static_cast<Visibility>(roll(4))};
    if (!written.empty() && roll(3) == 0) {
      draft.in_reply_to = some_post().id;
    }
    if (auto const made = run(posts.publish(as(author), draft))) {
      written.push_back(made->post);
    }
  }

  // By the rule, from all that there is.
  std::vector<PostId> expected_home(Account const& viewer) {
    return expected(viewer, get(load_home_relations(database().session(), viewer.id, clock.now())));
  }
  std::vector<PostId> expected_list(Account const& viewer) {
    return expected(viewer,
                    get(load_list_relations(database().session(), viewer.id, list_of(viewer), clock.now())));
  }

  std::vector<PostId> expected(Account const& viewer, HomeRelations const& relations) {
    auto& reader = database().session();
    std::vector<AccountId> everyone;
    for (auto const& account : people) {
      everyone.push_back(account.id);
    }
    std::vector<HomeCandidate> candidates;
    for (auto entry : get(store::timelines::by_authors(reader, everyone, {.limit = 9999}, clock.now()))) {
      for (auto const& tag : get(store::posts::tags_of(reader, {entry.id}))) {
        entry.tags.push_back(tag.value.id);
      }
      if (admits(relations, entry)) {
        candidates.push_back(candidate_of(entry));
      }
    }
    auto const hidden = hide_repeated_boosts(candidates);
    std::vector<PostId> ids;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (!hidden[i]) {
        ids.push_back(candidates[i].id);
      }
    }
    return ids_of(get(loader.load(reader, viewer.id, ids, Company::welcome)));
  }

  std::vector<PostId> list(Account const& viewer, PageRequest page = {}) {
    return ids_of(get(timelines.list(as(viewer), list_of(viewer), page)).items);
  }

  static std::vector<PostId> page_of(std::vector<PostId> home, PageRequest const& page) {
    std::erase_if(home, [&page](PostId id) {
      return std::to_underlying(id) >= page.below() || std::to_underlying(id) <= page.above();
    });
    auto const limit = static_cast<std::size_t>(page.limit);
    if (home.size() > limit) {
      page.ascending() ? home.erase(home.begin(), home.end() - page.limit)
                       : home.erase(home.begin() + page.limit, home.end());
    }
    return home;
  }

  std::array<std::string, 2> const tag_names{"birds", "tea"};
  std::mt19937 chance{20'261'121};
  std::vector<Account> people;
  std::vector<Post> written;
};
AUKLET_ON_BOTH_ENGINES(SmallWorldTest);

TEST_P(SmallWorldTest, HomeIsWhatTheRuleSays) {
  for (auto const& follower : people) {
    for (auto const& followee : people) {
      if (follower.id != followee.id && roll(3) > 0) {
        follow(follower, followee);
      }
    }
  }
  std::size_t longest = 0;
  std::size_t longest_list = 0;
  for (int round = 0; round < 6; ++round) {
    for (int i = 0; i < 40; ++i) {
      step();
      home(someone(), {.limit = 3});  // keeps some timelines resident
      list(someone(), {.limit = 3});
    }
    for (auto const& viewer : people) {
      auto const expected = expected_home(viewer);
      longest = std::max(longest, expected.size());
      ASSERT_EQ(home(viewer, {.limit = 999}), expected) << viewer.username << ", round " << round;
      auto const in_list = expected_list(viewer);
      longest_list = std::max(longest_list, in_list.size());
      ASSERT_EQ(list(viewer, {.limit = 999}), in_list) << viewer.username << ", round " << round;
      ASSERT_EQ(list(viewer, {.limit = 5}), page_of(in_list, {.limit = 5}));
      for (int i = 0; i < 6 && !expected.empty(); ++i) {
        auto const from = std::to_underlying(expected[roll(expected.size())]);
        auto const to = std::to_underlying(expected[roll(expected.size())]);
        auto const limit = static_cast<int>(1 + roll(12));
        for (auto const& page :
             {PageRequest{.max_id = from, .limit = limit}, PageRequest{.since_id = from, .limit = limit},
              PageRequest{.min_id = from, .limit = limit},
              PageRequest{.max_id = to, .min_id = from, .limit = limit},
              PageRequest{.max_id = to, .since_id = from, .limit = limit}}) {
          ASSERT_EQ(home(viewer, page), page_of(expected, page))
              << viewer.username << ", round " << round << ", page " << i;
        }
      }
    }
  }
  EXPECT_GT(longest, 3U * resident_entries) << "the pages have to go on below what is resident";
  EXPECT_GT(longest_list, resident_entries);
}

TEST_P(TimelineServiceTest, PublicPagesAreFilledUpPastWhatIsHidden) {
  auto const viewer = join("viewer");
  auto const quiet = join("quiet");
  auto const loud = join("loud");
  get(relations.mute(as(viewer), loud.id, {}));
  std::vector<PostId> wanted;
  for (int i = 0; i < 3; ++i) {
    wanted.insert(wanted.begin(), publish(quiet, "hello #auk").id);
    for (int noise = 0; noise < 5; ++noise) {
      publish(loud, "hello #auk");
    }
  }
  auto const origin = store::timelines::Origin::local;
  auto const listing = get(timelines.public_posts(as(viewer), origin, false, {.limit = 2}));
  EXPECT_THAT(ids_of(listing.items), ElementsAre(wanted[0], wanted[1]));
  EXPECT_TRUE(listing.full);
  EXPECT_EQ(listing.last_cursor, std::to_underlying(wanted[1]));
  auto const upwards =
      get(timelines.tagged(as(viewer), {.name = "auk"}, origin, false, {.min_id = 1, .limit = 2}));
  EXPECT_THAT(ids_of(upwards.items), ElementsAre(wanted[1], wanted[2]));
  EXPECT_EQ(get(timelines.public_posts(stranger(), origin, false, {.limit = 40})).items.size(), 18U);
}

TEST_P(TimelineServiceTest, TagsAreCombined) {
  auto const alice = join("alice");
  auto const auk = publish(alice, "#auk").id;
  auto const tern = publish(alice, "#tern").id;
  auto const both = publish(alice, "#auk #tern").id;
  auto const find = [&](TagQuery query) {
    auto const origin = store::timelines::Origin::everywhere;
    return ids_of(get(timelines.tagged(stranger(), std::move(query), origin, false, {})).items);
  };
  EXPECT_THAT(find({.name = "AUK"}), ElementsAre(both, auk));
  EXPECT_THAT(find({.name = "auk", .any = {"tern"}}), ElementsAre(both, tern, auk));
  EXPECT_THAT(find({.name = "auk", .all = {"tern"}}), ElementsAre(both));
  EXPECT_THAT(find({.name = "auk", .none = {"tern"}}), ElementsAre(auk));
  EXPECT_THAT(find({.name = "auk", .all = {"unheard"}}), IsEmpty());
  EXPECT_THAT(find({.name = "unheard"}), IsEmpty());
}

TEST_P(TimelineServiceTest, AnAccountShowsEachViewerTheirPart) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const carol = join("carol");
  follow(bob, alice);
  auto const open = publish(alice, "open");
  auto const secret = publish(alice, "secret", Visibility::private_).id;
  auto const direct = publish(alice, "@carol", Visibility::direct).id;
  auto const answer = reply(alice, publish(bob, "hm"), "reply").id;
  EXPECT_THAT(of_account(as(alice), alice), ElementsAre(answer, direct, secret, open.id));
  EXPECT_THAT(of_account(as(bob), alice), ElementsAre(answer, secret, open.id));
  EXPECT_THAT(of_account(as(carol), alice), ElementsAre(answer, direct, open.id));
  EXPECT_THAT(of_account(stranger(), alice, {.exclude_replies = true}), ElementsAre(open.id));
  get(reactions.pin(as(alice), open.id));
  EXPECT_THAT(of_account(stranger(), alice, {.pinned = true}), ElementsAre(open.id));
  EXPECT_EQ(refusal(timelines.of_account(stranger(), AccountId{7}, {}, {})), ErrorKind::not_found);
  block(alice, bob);
  EXPECT_THAT(of_account(as(bob), alice), IsEmpty());
}

TEST_P(TimelineServiceTest, AThreadGoesDownBranchByBranch) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const start = publish(alice, "start");
  auto const left = reply(bob, start, "left");
  auto const right = reply(alice, start, "right");
  auto const below_left = reply(alice, left, "below left");
  auto const secret = reply(alice, left, "psst", Visibility::private_);

  auto const whole = get(timelines.thread(as(bob), start.id));
  EXPECT_THAT(whole.ancestors, IsEmpty());
  EXPECT_THAT(ids_of(whole.descendants), ElementsAre(left.id, below_left.id, right.id));
  EXPECT_THAT(ids_of(get(timelines.thread(as(alice), start.id)).descendants),
              ElementsAre(left.id, below_left.id, secret.id, right.id));
  auto const branch = get(timelines.thread(stranger(), below_left.id));
  EXPECT_THAT(ids_of(branch.ancestors), ElementsAre(start.id, left.id));
  EXPECT_EQ(refusal(timelines.thread(as(bob), secret.id)), ErrorKind::not_found);
}

}  // namespace
}  // namespace auklet::service
