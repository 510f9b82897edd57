// SPDX-License-Identifier: Apache-2.0
#include "store/cards.h"

#include "store/posts.h"
#include "store/testing/store_test.h"
#include "store/trends.h"

namespace auklet::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::now;
using ::testing::UnorderedElementsAre;

constexpr AccountId alice{1};
constexpr AccountId bob{2};
constexpr char const* url = "https://news.example/auks";

LinkCard card(CardId id, std::string address = url) {
  return {.id = id,
          .url = std::move(address),
          .title = "Auks",
          .description = "of the sea",
          .type = CardType::video,
          .author_name = "Ann",
          .author_url = "https://news.example/ann",
          .provider_name = "News",
          .provider_url = "https://news.example",
          .html = "<iframe>",
          .width = 640,
          .height = 360,
          .embed_url = "https://news.example/1.jpg",
          .language = "en",
          .published_at = now};
}

class CardsTest : public testing::StoreTest {
 protected:
  template <class Fill>
  void done(Fill fill) {
    testing::expect_value(try_batch(std::move(fill)));
  }
  void put(LinkCard const& what, UnixMillis at = now) {
    done([&](db::Batch& batch) { cards::put(batch, what, at); });
  }
  void attach(PostId post, std::string_view address = url) {
    done([&](db::Batch& batch) { cards::attach(batch, post, address); });
  }
  std::vector<std::pair<PostId, CardId>> shown(std::vector<PostId> const& posts) {
    std::vector<std::pair<PostId, CardId>> found;
    for (auto const& of : read(cards::of_posts(session(), posts))) {
      found.emplace_back(of.post, of.value.id);
    }
    return found;
  }
};
AUKLET_ON_BOTH_ENGINES(CardsTest);

TEST_P(CardsTest, ACardComesBackAsItWas) {
  put(card(CardId{7}));
  auto const kept = read(cards::find(session(), url));
  ASSERT_TRUE(kept);
  auto const& same = kept->card;
  EXPECT_EQ(same.id, CardId{7});
  EXPECT_EQ(same.title, "Auks");
  EXPECT_EQ(same.description, "of the sea");
  EXPECT_EQ(same.type, CardType::video);
  EXPECT_EQ(same.author_name, "Ann");
  EXPECT_EQ(same.author_url, "https://news.example/ann");
  EXPECT_EQ(same.provider_name, "News");
  EXPECT_EQ(same.provider_url, "https://news.example");
  EXPECT_EQ(same.html, "<iframe>");
  EXPECT_EQ(same.width, 640);
  EXPECT_EQ(same.height, 360);
  EXPECT_EQ(same.embed_url, "https://news.example/1.jpg");
  EXPECT_EQ(same.language, "en");
  EXPECT_EQ(same.published_at, now);
  EXPECT_EQ(kept->fetched_at, now);
  EXPECT_FALSE(read(cards::find(session(), "https://news.example/other")));
  EXPECT_EQ(read(cards::find_all(session(), {CardId{7}, CardId{8}})).size(), 1U);
}

TEST_P(CardsTest, ASecondLookKeepsTheId) {
  put(card(CardId{7}));
  auto changed = card(CardId{8});
  changed.title = "Gulls";
  changed.language = std::nullopt;
  changed.published_at = std::nullopt;
  put(changed, now + std::chrono::hours{1});
  auto const kept = read(cards::find(session(), url));
  EXPECT_EQ(kept->card.id, CardId{7});
  EXPECT_EQ(kept->card.title, "Gulls");
  EXPECT_FALSE(kept->card.language || kept->card.published_at);
  EXPECT_EQ(kept->fetched_at, now + std::chrono::hours{1});
}

TEST_P(CardsTest, APostShowsOneCardAndLosesItWithItself) {
  auto const other = std::string("https://news.example/gulls");
  put(card(CardId{7}));
  put(card(CardId{8}, other));
  add(post_by(alice, PostId{1}));
  add(post_by(alice, PostId{2}));
  attach(PostId{1});
  attach(PostId{1}, other);
  attach(PostId{2});
  attach(PostId{3});  // there is none
  attach(PostId{2}, "https://unknown.example");
  EXPECT_THAT(shown({PostId{1}, PostId{2}, PostId{3}}),
              UnorderedElementsAre(std::pair{PostId{1}, CardId{8}}, std::pair{PostId{2}, CardId{7}}));
  EXPECT_TRUE(write([](db::Session& s) { return cards::detach(s, PostId{2}); }));
  EXPECT_FALSE(write([](db::Session& s) { return cards::detach(s, PostId{2}); }));
  write([](db::Session& s) { return posts::remove(s, PostId{1}); });
  EXPECT_THAT(shown({PostId{1}, PostId{2}}), IsEmpty());
  EXPECT_THAT(read(cards::posts_with(session(), CardId{8}, {.limit = 10})), IsEmpty());
}

TEST_P(CardsTest, APageThatSaysNothingIsKeptAndNotShown) {
  auto silent = card(CardId{7});
  silent.title = "";
  put(silent);
  add(post_by(alice, PostId{1}));
  attach(PostId{1});
  EXPECT_TRUE(read(cards::find(session(), url)));
  EXPECT_THAT(shown({PostId{1}}), IsEmpty());
  EXPECT_THAT(read(trends::link_uses_of(session(), {PostId{1}})), IsEmpty());
}

TEST_P(CardsTest, PublicPostsThatLinkToAPageArePagedNewestFirst) {
  put(card(CardId{7}));
  for (int id = 1; id <= 4; ++id) {
    auto post = post_by(id % 2 == 0 ? bob : alice, PostId{id});
    post.visibility = id == 3 ? Visibility::private_ : Visibility::public_;
    add(post);
    attach(post.id);
  }
  EXPECT_THAT(read(cards::posts_with(session(), CardId{7}, {.limit = 10})),
              ElementsAre(PostId{4}, PostId{2}, PostId{1}));
  EXPECT_THAT(read(cards::posts_with(session(), CardId{7}, {.max_id = 4, .limit = 1})),
              ElementsAre(PostId{2}));
  EXPECT_THAT(read(cards::posts_with(session(), CardId{7}, {.min_id = 1, .limit = 1})),
              ElementsAre(PostId{2}));
}

}  // namespace
}  // namespace auklet::store
