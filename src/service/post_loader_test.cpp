// SPDX-License-Identifier: Apache-2.0
#include "service/post_loader.h"

#include "service/testing/people_test.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PostLoaderTest : public testing::PeopleTest {
 protected:
  std::vector<PostId> shown(Caller const& caller, std::vector<PostId> ids, Company company) {
    std::vector<PostId> result;
    for (auto const& details : get(loader.load(database().session(), caller.account, ids, company))) {
      result.push_back(details.post.id);
    }
    return result;
  }
};
AUKLET_ON_BOTH_ENGINES(PostLoaderTest);

TEST_P(PostLoaderTest, WhoMaySeeWhat) {
  auto const author = join("author");
  auto const mentioned = join("mentioned");
  auto const follower = join("follower");
  auto const followed = join("followed");
  auto const blocked = join("blocked");
  auto const blocker = join("blocker");
  auto const other = join("other");
  std::vector<PostId> ids;
  for (auto const visibility :
       {Visibility::public_, Visibility::unlisted, Visibility::private_, Visibility::direct}) {
    ids.push_back(publish(author, "for @mentioned @blocked", visibility).id);
  }
  follow(follower, author);
  follow(author, followed);
  block(author, blocked);
  block(blocker, author);

  struct Case {
    char const* who;
    Caller caller;
    std::vector<int> sees;  // public, unlisted, private, direct
  };
  for (auto const& [who, caller, sees] : {
           Case{"the author", as(author), {1, 1, 1, 1}},
           Case{"mentioned", as(mentioned), {1, 1, 1, 1}},
           Case{"a follower", as(follower), {1, 1, 1, 0}},
           Case{"whom the author follows", as(followed), {1, 1, 0, 0}},
           Case{"blocked, though mentioned", as(blocked), {0, 0, 0, 0}},
           Case{"who blocks the author", as(blocker), {1, 1, 0, 0}},
           Case{"anyone else here", as(other), {1, 1, 0, 0}},
           Case{"a stranger", stranger(), {1, 1, 0, 0}},
       }) {
    for (std::size_t i = 0; i < ids.size(); ++i) {
      auto const post = run(loader.load_one(database().session(), caller.account, ids[i]));
      EXPECT_EQ(post.has_value(), sees[i] == 1) << who << ", " << i;
      EXPECT_TRUE(post || post.error().kind == ErrorKind::not_found) << who << ", " << i;
    }
  }
}

TEST_P(PostLoaderTest, CompanySaysWhomElseToLeaveOut) {
  auto const viewer = join("viewer");
  auto const friendly = join("friendly");
  auto const muted = join("muted");
  auto const blocked = join("blocked");
  get(relations.mute(as(viewer), muted.id, {}));
  block(viewer, blocked);
  auto const post = publish(friendly, "hello").id;
  auto const of_muted = publish(muted, "hello");
  auto const of_blocked = publish(blocked, "hello");
  auto const boost_of_muted = boost(friendly, of_muted).id;
  auto const muted_boosts = boost(muted, publish(friendly, "again")).id;
  std::vector<PostId> const ids{muted_boosts, boost_of_muted, of_blocked.id, of_muted.id, post};

  EXPECT_EQ(shown(as(viewer), ids, Company::anyone), ids);
  EXPECT_THAT(shown(as(viewer), ids, Company::welcome), ElementsAre(post));
  EXPECT_THAT(shown(as(viewer), ids, Company::host),
              ElementsAre(muted_boosts, of_blocked.id, of_muted.id, post));
  EXPECT_EQ(shown(stranger(), ids, Company::welcome), ids);
  EXPECT_THAT(shown(as(viewer), {}, Company::anyone), IsEmpty());
}

TEST_P(PostLoaderTest, KeepsTheOrderAndLeavesOutWhatIsGone) {
  auto const alice = join("alice");
  auto const one = publish(alice, "one").id;
  auto const two = publish(alice, "two").id;
  EXPECT_THAT(shown(stranger(), {two, PostId{7}, one, two}, Company::anyone), ElementsAre(two, one, two));
}

TEST_P(PostLoaderTest, BringsAllThatIsShownWithAPost) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const post = publish(alice, "@bob look, a #Tern and an #auk");
  get(reactions.favourite(as(bob), post.id));
  auto const boosted = seen(as(bob), boost(bob, post).id);
  EXPECT_TRUE(boosted.own);
  ASSERT_TRUE(boosted.boosted);

  auto const& details = *boosted.boosted;
  EXPECT_FALSE(details.own);
  EXPECT_EQ(details.author.username, "alice");
  ASSERT_EQ(details.mentions.size(), 1U);
  EXPECT_EQ(details.mentions[0].id, bob.id);
  ASSERT_EQ(details.tags.size(), 2U);
  EXPECT_EQ(details.tags[0].name, "tern");
  EXPECT_TRUE(details.viewer->favourited && details.viewer->boosted);
  EXPECT_FALSE(details.viewer->bookmarked || details.viewer->pinned || details.viewer->thread_muted);
  EXPECT_FALSE(seen(stranger(), post.id).viewer);
}

}  // namespace
}  // namespace auklet::service
