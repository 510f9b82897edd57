// SPDX-License-Identifier: Apache-2.0
#include "service/author_posts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "service/testing/people_test.h"
#include "store/timelines.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class AuthorPostsTest : public testing::PeopleTest {
 protected:
  // Nothing when the page goes on in the store.
  std::optional<std::vector<PostId>> held(Account const& author, AuthorFilter filter = {},
                                          PageRequest page = {}) {
    return get(authors.page(author.id, filter, page));
  }
  std::vector<PostId> stored(Account const& author, AuthorFilter filter = {}, PageRequest page = {}) {
    return get(store::timelines::by_account(database().session(), author.id,
                                            {.most_private = Visibility::direct,
                                             .exclude_replies = filter.exclude_replies,
                                             .exclude_boosts = filter.exclude_boosts},
                                            page));
  }
  // What nobody is told of.
  Task<Result<>> execute(db::Sql sql, db::Params params = {}) {
    CO_TRY(auto const transaction, co_await database().begin());
    CO_TRY_OK(co_await transaction->run(sql, std::move(params)));
    co_return co_await transaction->commit();
  }

  AuthorPosts authors{env, 1U << 20U};
};
AUKLET_ON_BOTH_ENGINES(AuthorPostsTest);

TEST_P(AuthorPostsTest, AKnownAuthorAsksNoTable) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  EXPECT_THAT(*held(ann), IsEmpty());
  auto const one = publish(ann, "one");
  auto const answer = reply(ann, publish(bob, "hello"), "hello bob");
  auto const thread = reply(ann, one, "and more");
  auto const boosted = boost(ann, one);
  // Nobody tells of this, so only who reads the table notices.
  get(execute("DELETE FROM posts"));
  EXPECT_THAT(*held(ann), ElementsAre(boosted.id, thread.id, answer.id, one.id));
  EXPECT_THAT(*held(ann, {.exclude_replies = true}), ElementsAre(boosted.id, thread.id, one.id));
  EXPECT_THAT(*held(ann, {.exclude_boosts = true}), ElementsAre(thread.id, answer.id, one.id));
  authors.forget(ann.id);
  EXPECT_THAT(*held(ann), IsEmpty());
}

TEST_P(AuthorPostsTest, TheStoreKnowsWhatLiesBelow) {
  auto const ann = join("ann");
  std::vector<PostId> ids;
  for (int i = 0; i < 70; ++i) {
    ids.insert(ids.begin(), publish(ann, "post").id);
  }
  EXPECT_EQ(*held(ann), stored(ann));
  EXPECT_EQ(held(ann, {}, {.limit = 61}), std::nullopt);
  EXPECT_EQ(held(ann, {}, {.max_id = std::to_underlying(ids[50])}), std::nullopt);
  EXPECT_EQ(held(ann, {}, {.min_id = 1}), std::nullopt);
  EXPECT_THAT(*held(ann, {}, {.since_id = std::to_underlying(ids[3])}), ElementsAre(ids[0], ids[1], ids[2]));
  EXPECT_THAT(*held(ann, {}, {.min_id = std::to_underlying(ids[3]), .limit = 2}),
              ElementsAre(ids[1], ids[2]));
}

// A late event of a post that is there already, and the deletion of one that is not, change nothing.
TEST_P(AuthorPostsTest, EventsMayComeTwice) {
  auto const ann = join("ann");
  publish(ann, "one");
  auto const two = publish(ann, "two");
  ASSERT_EQ(*held(ann), stored(ann));
  bus.publish(bus::PostCreated{{.id = two.id, .author = ann.id}});
  EXPECT_EQ(*held(ann), stored(ann));
  get(posts.remove(as(ann), two.id));
  bus.publish(bus::PostDeleted{two.id, ann.id});
  EXPECT_EQ(*held(ann), stored(ann));
}

TEST_P(AuthorPostsTest, SaysWhatTheStoreSays) {
  std::mt19937_64 random(20'261'125);
  auto const pick = [&random](std::size_t size) { return static_cast<std::size_t>(random() % size); };
  auto const ann = join("ann");
  auto const bob = join("bob");
  std::vector<Post> written{publish(bob, "first")};
  for (int step = 0; step < 300; ++step) {
    clock.advance(std::chrono::milliseconds{7});
    auto const& author = pick(3) == 0 ? bob : ann;
    auto const target = written[pick(written.size())];
    auto const action = pick(10);
    if (action < 5) {
      written.push_back(publish(author, "post"));
    } else if (action < 7) {
      if (auto made = run(posts.publish(as(author), {.text = "re", .in_reply_to = target.id}))) {
        written.push_back(made->post);
      }
    } else if (action < 8) {
      (void)run(reactions.boost(as(author), target.id, std::nullopt));
    } else if (action < 9) {
      (void)run(reactions.unboost(as(author), target.id));
    } else {
      // Boosts of others go with it: they are found gone and told so by who shows them.
      (void)run(posts.remove(as(author), target.id));
      authors.forget(ann.id);
      authors.forget(bob.id);
    }
    AuthorFilter const filter{.exclude_replies = pick(2) == 0, .exclude_boosts = pick(2) == 0};
    PageRequest page{.limit = static_cast<int>(1 + pick(40))};
    auto const cursor = std::to_underlying(target.id);
    switch (pick(4)) {
      case 0:
        page.max_id = cursor;
        break;
      case 1:
        page.since_id = cursor;
        break;
      case 2:
        page.min_id = cursor;
        break;
      default:
        break;
    }
    for (auto const& of : {ann, bob}) {
      if (auto const found = held(of, filter, page)) {
        ASSERT_EQ(*found, stored(of, filter, page)) << "step " << step;
      }
    }
  }
}

}  // namespace
}  // namespace auklet::service
