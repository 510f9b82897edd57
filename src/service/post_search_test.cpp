// SPDX-License-Identifier: Apache-2.0
#include "service/post_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/search_index.h"
#include "service/testing/people_test.h"
#include "store/search.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using namespace std::chrono_literals;

class PostSearchTest : public testing::PeopleTest {
 protected:
  // Someone whose public posts everyone may find.
  Account join_openly(std::string const& name) {
    auto account = join(name);
    account.indexable = true;
    get(store_profile(database(), account));
    return account;
  }
  static Task<Result<>> store_profile(db::Database& database, Account account) {
    CO_TRY(auto const transaction, co_await database.begin());
    CO_TRY_OK(co_await store::accounts::update_profile(*transaction, account));
    co_return co_await transaction->commit();
  }

  std::vector<std::string> found(Account const& searcher, std::string text, int limit = 20, int offset = 0) {
    auto const posts =
        get(search.search(as(searcher), {.text = std::move(text), .limit = limit, .offset = offset}));
    std::vector<std::string> texts;
    for (auto const& details : posts) {
      texts.push_back(details.post.text);
    }
    return texts;
  }

  // From here on everything written so far is in the index, not in the queue.
  void index_all() {
    while (get(index.move_some()) > 0) {
    }
  }

  SearchIndex index{env};
  PostSearch search{env, loader};
};
AUKLET_ON_BOTH_ENGINES(PostSearchTest);

TEST_P(PostSearchTest, FindsWhatWasJustWrittenAndWhatIsIndexed) {
  auto const ann = join_openly("ann");
  auto const bob = join("bob");
  publish(ann, "A little auk on the water");
  for (auto const* const when : {"in the queue", "in the index"}) {
    EXPECT_THAT(found(bob, "auk"), ElementsAre("A little auk on the water")) << when;
    EXPECT_THAT(found(bob, "WATER Little"), ElementsAre("A little auk on the water")) << when;
    EXPECT_THAT(found(bob, "auk gull"), IsEmpty()) << when;
    EXPECT_THAT(found(bob, "\"little water\""), IsEmpty()) << when;
    EXPECT_THAT(found(bob, "\"the water\""), ElementsAre("A little auk on the water")) << when;
    EXPECT_THAT(found(bob, "auk -water"), IsEmpty()) << when;
    index_all();
  }
  EXPECT_THAT(get(search.search(stranger(), {.text = "auk"})), IsEmpty());
}

TEST_P(PostSearchTest, OthersFindPublicPostsOfThoseWhoWantIt) {
  auto const shy = join("shy");
  auto const open = join_openly("open");
  auto const bob = join("bob");
  publish(shy, "tern one");
  publish(open, "tern two");
  publish(open, "tern three", Visibility::unlisted);
  publish(open, "tern four", Visibility::private_);
  publish(open, "tern five for @bob", Visibility::direct);
  publish(bob, "tern six", Visibility::private_);
  EXPECT_THAT(found(bob, "tern"), UnorderedElementsAre("tern six", "tern five for @bob", "tern two"));
  EXPECT_THAT(found(bob, "tern in:library"), UnorderedElementsAre("tern six", "tern five for @bob"));
  EXPECT_THAT(found(bob, "tern in:public"), ElementsAre("tern two"));
  EXPECT_THAT(found(shy, "tern"), UnorderedElementsAre("tern two", "tern one"));
}

TEST_P(PostSearchTest, WhatOneHasMarkedIsInTheLibrary) {
  auto const shy = join("shy");
  auto const bob = join("bob");
  auto const favourite = publish(shy, "tern favourite");
  auto const bookmarked = publish(shy, "tern bookmarked");
  auto const boosted = publish(shy, "tern boosted");
  EXPECT_THAT(found(bob, "tern"), IsEmpty());
  get(reactions.favourite(as(bob), favourite.id));
  get(reactions.bookmark(as(bob), bookmarked.id));
  boost(bob, boosted);
  index_all();
  EXPECT_THAT(found(bob, "tern"), UnorderedElementsAre("tern boosted", "tern bookmarked", "tern favourite"));
  get(reactions.unfavourite(as(bob), favourite.id));
  EXPECT_THAT(found(bob, "tern"), UnorderedElementsAre("tern boosted", "tern bookmarked"));
}

TEST_P(PostSearchTest, BlocksMutesAndDeletesHold) {
  auto const ann = join_openly("ann");
  auto const eve = join_openly("eve");
  auto const bob = join("bob");
  auto const doomed = publish(ann, "puffin doomed");
  auto const stays = publish(ann, "puffin stays");
  publish(eve, "puffin of eve");
  index_all();
  auto const edited = get(posts.edit(as(ann), stays.id, {.text = "guillemot stays"}));
  get(posts.remove(as(ann), doomed.id));
  EXPECT_THAT(found(bob, "puffin"), ElementsAre("puffin of eve"));
  EXPECT_THAT(found(bob, "guillemot"), ElementsAre("guillemot stays"));
  index_all();
  EXPECT_THAT(found(bob, "puffin"), ElementsAre("puffin of eve"));
  EXPECT_THAT(found(bob, "guillemot"), ElementsAre("guillemot stays"));
  block(eve, bob);
  EXPECT_THAT(found(bob, "puffin"), IsEmpty());
  EXPECT_THAT(found(ann, "puffin"), ElementsAre("puffin of eve"));
  block(ann, eve);
  EXPECT_THAT(found(ann, "puffin"), IsEmpty());
  // Nothing of it is left in the index.
  EXPECT_THAT(
      get(store::search::matching(
          database().session(), "doomed",
          {.below = PostId{std::numeric_limits<std::int64_t>::max()}, .above = PostId{0}, .limit = 9})),
      IsEmpty());
}

TEST_P(PostSearchTest, OperatorsNarrowTheSearch) {
  auto const ann = join_openly("ann");
  auto const bob = join_openly("bob");
  auto const first = publish(ann, "auk https://reef.example/egg");
  clock.advance(24h);
  reply(bob, first, "auk reply");
  get(posts.publish(as(bob), {.text = "auk auf deutsch", .sensitive = true, .language = "de"}));
  index_all();
  EXPECT_THAT(found(bob, "auk from:ann"), ElementsAre("auk https://reef.example/egg"));
  EXPECT_THAT(found(bob, "from:me"), UnorderedElementsAre("auk auf deutsch", "auk reply"));
  EXPECT_THAT(found(bob, "auk -from:@bob@example.org"), ElementsAre("auk https://reef.example/egg"));
  EXPECT_THAT(found(bob, "auk from:nobody"), IsEmpty());
  EXPECT_THAT(found(bob, "has:link"), ElementsAre("auk https://reef.example/egg"));
  EXPECT_THAT(found(bob, "auk -has:link is:reply"), ElementsAre("auk reply"));
  EXPECT_THAT(found(bob, "auk is:sensitive"), ElementsAre("auk auf deutsch"));
  EXPECT_THAT(found(bob, "language:de auk"), ElementsAre("auk auf deutsch"));
  EXPECT_THAT(found(bob, "auk has:poll"), IsEmpty());
  EXPECT_THAT(found(bob, "auk before:2026-04-12"), ElementsAre("auk https://reef.example/egg"));
  EXPECT_THAT(found(bob, "auk after:2026-04-11"), UnorderedElementsAre("auk auf deutsch", "auk reply"));
  EXPECT_THAT(found(bob, "auk during:2026-04-11"), ElementsAre("auk https://reef.example/egg"));
  EXPECT_THAT(found(bob, "auk before:9999-12-31 after:0001-01-01").size(), 3U);
  EXPECT_EQ(refusal(search.search(as(bob), {.text = "auk before:soon"})), ErrorKind::invalid);
}

TEST_P(PostSearchTest, FindsPolls) {
  auto const ann = join("ann");
  publish(ann, "auk");
  get(posts.publish(as(ann), {.text = "which auk", .poll = {{.options = {"a", "b"}, .expires_in = 24h}}}));
  index_all();
  EXPECT_THAT(found(ann, "auk has:poll"), ElementsAre("which auk"));
  EXPECT_THAT(found(ann, "auk -has:poll"), ElementsAre("auk"));
}

TEST_P(PostSearchTest, FindsWordsOfAnyScript) {
  auto const ann = join("ann");
  for (auto const* const text :
       {"東京都庁で海雀を見た", "Älgar och Öar", "привет Ёж", "ฉันรักนก", "नमस्ते दुनिया", "شُكْرًا"}) {
    publish(ann, text);
  }
  index_all();
  EXPECT_THAT(found(ann, "海雀"), ElementsAre("東京都庁で海雀を見た"));
  EXPECT_THAT(found(ann, "海"), ElementsAre("東京都庁で海雀を見た"));
  EXPECT_THAT(found(ann, "東庁"), IsEmpty());
  EXPECT_THAT(found(ann, "algar OAR"), ElementsAre("Älgar och Öar"));
  EXPECT_THAT(found(ann, "еж"), ElementsAre("привет Ёж"));
  EXPECT_THAT(found(ann, "รักนก"), ElementsAre("ฉันรักนก"));
  EXPECT_THAT(found(ann, "दुनिया"), ElementsAre("नमस्ते दुनिया"));
  EXPECT_THAT(found(ann, "شكرا"), ElementsAre("شُكْرًا"));
}

TEST_P(PostSearchTest, TheNewerComesFirstUnlessTheOtherFitsBetter) {
  auto const ann = join("ann");
  publish(ann, "razorbill colony, old");
  clock.advance(24h * 40);
  publish(ann, "the razorbill colony");
  publish(ann, "a colony with a razorbill");
  index_all();
  EXPECT_THAT(found(ann, "razorbill colony"),
              ElementsAre("the razorbill colony", "a colony with a razorbill", "razorbill colony, old"));
  EXPECT_THAT(found(ann, "colony -the"), ElementsAre("a colony with a razorbill", "razorbill colony, old"));
}

TEST_P(PostSearchTest, PagesNeitherOverlapNorLeaveGaps) {
  auto const ann = join("ann");
  std::vector<std::string> all;
  for (int i = 0; i < 230; ++i) {
    all.push_back("murre number " + std::to_string(i));
    publish(ann, all.back());
  }
  std::vector<std::string> pages;
  for (int offset = 0; offset < 240; offset += 40) {
    for (auto const& text : found(ann, "murre", 40, offset)) {
      pages.push_back(text);
    }
  }
  EXPECT_THAT(pages, ::testing::UnorderedElementsAreArray(all));
  // The writer of the 128th post has moved them.
  EXPECT_LT(
      get(store::search::waiting(
              database().session(),
              {.below = PostId{std::numeric_limits<std::int64_t>::max()}, .above = PostId{0}, .limit = 999}))
          .size(),
      static_cast<std::size_t>(SearchIndex::batch));
}

TEST_P(PostSearchTest, HostileTextIsJustText) {
  auto const ann = join("ann");
  publish(ann, "a quiet post");
  index_all();
  for (auto const* const text : {"quiet AND post", "NEAR(quiet post)", "words:quiet", "quiet*", "\"quiet",
                                 "quiet' OR '1'='1", "_by_1 OR quiet", "^quiet", "{words}:quiet", "quiet:*",
                                 "!quiet", "quiet & post", "\\", "\xff\xfe", "a:b:c", "()", "* * *"}) {
    auto const result = run(search.search(as(ann), {.text = text}));
    EXPECT_TRUE(result) << text << ": " << (result ? "" : result.error().detail);
  }
  EXPECT_THAT(found(ann, "quiet*"), ElementsAre("a quiet post"));
  EXPECT_THAT(found(ann, "qui*"), IsEmpty());
  EXPECT_EQ(refusal(search.search(as(ann), {.text = std::string(5000, 'x')})), ErrorKind::invalid);
}

}  // namespace
}  // namespace auklet::service
