// SPDX-License-Identifier: Apache-2.0
#include "store/quotes.h"

#include "store/posts.h"
#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr AccountId alice{1};
constexpr AccountId bob{2};

class QuotesTest : public testing::StoreTest {
 protected:
  Post found(PostId id) { return *read(posts::find(session(), id)); }
  Post add_quote(PostId id, Post const& quoted, QuoteState state = QuoteState::accepted) {
    auto post = post_by(bob, id);
    post.quote = Quote{quoted.id, quoted.account_id, state};
    return add(post);
  }
};

AUKLET_ON_BOTH_ENGINES(QuotesTest);

TEST_P(QuotesTest, AQuoteAndAPolicyAreKeptWithTheirPost) {
  auto const quoted = add(post_by(alice, PostId{1}));
  EXPECT_EQ(found(quoted.id).quote, std::nullopt);
  auto const quoting = add_quote(PostId{2}, quoted);
  EXPECT_EQ(found(quoting.id).quote, (Quote{quoted.id, alice, QuoteState::accepted}));
  InteractionPolicy const policy{Approval::followers, Approval::nobody, Approval::everyone};
  write([&](db::Session& s) { return quotes::set_policy(s, quoted.id, policy); });
  EXPECT_EQ(found(quoted.id).policy, policy);
  EXPECT_EQ(found(quoting.id).policy, InteractionPolicy{});
}

TEST_P(QuotesTest, TheAcceptedAreListedNewestFirst) {
  auto const quoted = add(post_by(alice, PostId{1}));
  add_quote(PostId{2}, quoted);
  add_quote(PostId{3}, quoted, QuoteState::revoked);
  add_quote(PostId{4}, quoted);
  add_quote(PostId{5}, quoted);
  EXPECT_THAT(read(quotes::accepted(session(), quoted.id, {.limit = 2})), ElementsAre(PostId{5}, PostId{4}));
  EXPECT_THAT(read(quotes::accepted(session(), quoted.id, {.max_id = 4})), ElementsAre(PostId{2}));
  EXPECT_THAT(read(quotes::accepted(session(), quoted.id, {.min_id = 2, .limit = 1})),
              ElementsAre(PostId{4}));
  EXPECT_THAT(read(quotes::all(session(), quoted.id)),
              ElementsAre(PostId{2}, PostId{3}, PostId{4}, PostId{5}));
  EXPECT_EQ(read(quotes::quoting(session(), quoted.id)).size(), 3U);
  EXPECT_THAT(read(quotes::accepted(session(), PostId{2}, {})), IsEmpty());
}

TEST_P(QuotesTest, AStateChangesOnce) {
  auto const quoted = add(post_by(alice, PostId{1}));
  auto const quoting = add_quote(PostId{2}, quoted);
  auto const revoke = [&] {
    bool changed = false;
    write([&](db::Session& s) -> Task<Result<>> {
      CO_TRY(changed,
             co_await quotes::change_state(s, quoting.id, QuoteState::accepted, QuoteState::revoked));
      co_return Result<>{};
    });
    return changed;
  };
  EXPECT_TRUE(revoke());
  EXPECT_FALSE(revoke());
  EXPECT_EQ(found(quoting.id).quote->state, QuoteState::revoked);
}

TEST_P(QuotesTest, APostThatIsGoneIsForgottenByThoseThatQuoteIt) {
  auto const quoted = add(post_by(alice, PostId{1}));
  auto const quoting = add_quote(PostId{2}, quoted);
  write([&](db::Session& s) { return posts::remove(s, quoted.id); });
  EXPECT_EQ(found(quoting.id).quote, (Quote{std::nullopt, alice, QuoteState::accepted}));
  EXPECT_THAT(read(quotes::all(session(), quoted.id)), IsEmpty());
}

TEST_P(QuotesTest, CountingAPostThatIsGoneFailsTheBatch) {
  auto const quoted = add(post_by(alice, PostId{1}));
  Error const gone{ErrorKind::not_found, "gone", "", {}};
  EXPECT_TRUE(try_batch([&](db::Batch& batch) { quotes::count(batch, quoted.id, 1, gone); }));
  EXPECT_EQ(found(quoted.id).quotes_count, 1);
  auto const refused = try_batch([&](db::Batch& batch) { quotes::count(batch, PostId{7}, 1, gone); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace auklet::store
