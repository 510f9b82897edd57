// SPDX-License-Identifier: Apache-2.0
#include "store/polls.h"

#include "store/posts.h"
#include "store/reactions.h"
#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr AccountId ann{1};
constexpr AccountId ben{2};
constexpr AccountId cem{3};

class PollsTest : public testing::StoreTest {
 protected:
  Poll add(std::int64_t post, bool multiple = false) {
    Poll poll{.post = PostId{post},
              .author = ann,
              .options = {{"tea"}, {"coffee"}, {"wäter"}},
              .multiple = multiple,
              .hide_totals = true,
              .expires_at = from_count(1'000)};
    write([&](db::Session& s) { return polls::insert(s, poll); });
    return poll;
  }
  void vote(Poll& poll, AccountId voter, std::vector<int> choices, bool first = true) {
    write([&](db::Session& s) { return polls::vote(s, poll.post, voter, choices, first); });
    for (auto const choice : choices) {
      ++poll.options[static_cast<std::size_t>(choice)].votes;
      ++poll.votes_count;
    }
    poll.voters_count += first ? 1 : 0;
  }
};
AUKLET_ON_BOTH_ENGINES(PollsTest);

TEST_P(PollsTest, AreKeptAndCounted) {
  auto one = add(10);
  auto two = add(20, true);
  EXPECT_EQ(read(polls::find(session(), one.post)), one);
  EXPECT_EQ(read(polls::find(session(), PostId{99})), std::nullopt);
  vote(one, ben, {1});
  vote(one, cem, {2});
  vote(two, ben, {2});
  vote(two, ben, {0}, false);
  EXPECT_THAT(read(polls::of_posts(session(), {two.post, one.post, PostId{99}})),
              UnorderedElementsAre(one, two));
  EXPECT_THAT(read(polls::of_posts(session(), {})), IsEmpty());
  EXPECT_THAT(read(polls::choices_of(session(), two.post, ben)), ElementsAre(0, 2));
  EXPECT_THAT(read(polls::choices_of(session(), two.post, cem)), IsEmpty());

  one.expires_at = from_count(5'000);
  one.hide_totals = false;
  write([&](db::Session& s) { return polls::update_terms(s, one); });
  EXPECT_EQ(read(polls::find(session(), one.post)), one);
}

TEST_P(PollsTest, VotesAreMarksOfTheirVoter) {
  auto one = add(10);
  auto two = add(20, true);
  vote(one, ben, {1});
  vote(two, ben, {2, 0});
  vote(two, cem, {1});
  auto const marks = read(reactions::marks(session(), ben, {one.post, two.post}, {}));
  using Vote = reactions::Marks::Vote;
  EXPECT_THAT(marks.votes, UnorderedElementsAre(Vote{one.post, 1}, Vote{two.post, 0}, Vote{two.post, 2}));
  auto const all = read(reactions::all_marks(session(), ben, 10, 10));
  ASSERT_TRUE(all);
  EXPECT_THAT(all->votes, UnorderedElementsAre(Vote{one.post, 1}, Vote{two.post, 0}, Vote{two.post, 2}));
  EXPECT_EQ(read(reactions::all_marks(session(), ben, 3, 10)), std::nullopt);
}

TEST_P(PollsTest, TheEndIsToldInSlices) {
  auto poll = add(10, true);
  EXPECT_EQ(read(polls::told_until(session(), poll.post)), std::nullopt);
  vote(poll, cem, {0, 1});
  vote(poll, ben, {0});
  EXPECT_THAT(read(polls::voters_after(session(), poll.post, AccountId{0}, 10)), ElementsAre(ben, cem));
  EXPECT_THAT(read(polls::voters_after(session(), poll.post, AccountId{0}, 1)), ElementsAre(ben));
  EXPECT_THAT(read(polls::voters_after(session(), poll.post, ben, 10)), ElementsAre(cem));
  write([&](db::Session& s) { return polls::set_told_until(s, poll.post, ben); });
  EXPECT_EQ(read(polls::told_until(session(), poll.post)), ben);
  write([&](db::Session& s) { return polls::update_terms(s, poll); });
  EXPECT_EQ(read(polls::told_until(session(), poll.post)), std::nullopt);
}

TEST_P(PollsTest, GoWithTheirPost) {
  auto poll = add(10);
  vote(poll, ben, {1});
  write([&](db::Session& s) { return posts::remove(s, poll.post); });
  EXPECT_EQ(read(polls::find(session(), poll.post)), std::nullopt);
  EXPECT_THAT(read(polls::choices_of(session(), poll.post, ben)), IsEmpty());
}

}  // namespace
}  // namespace auklet::store
