// SPDX-License-Identifier: Apache-2.0
#include "store/featured_tags.h"

#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr AccountId ann{1};
constexpr AccountId ben{2};

class FeaturedTagsTest : public testing::StoreTest {
 protected:
  Tag obtain(std::int64_t id, std::string const& name) {
    return write([&](db::Session& s) { return posts::obtain_tag(s, {TagId{id}, name, name}, testing::now); });
  }
  bool feature(std::int64_t id, AccountId account, Tag const& tag) {
    auto const display = "The " + tag.name;
    return write(
        [&](db::Session& s) { return featured_tags::insert(s, RelationId{id}, account, tag.id, display); });
  }
  // A post with tags, as publishing writes it.
  Post say(AccountId author, std::int64_t id, std::vector<std::pair<int, std::string>> const& tags,
           Visibility visibility = Visibility::public_) {
    auto post = post_by(author, PostId{id});
    post.visibility = visibility;
    post.created_at = testing::now + std::chrono::hours{24 * id};
    add(post);
    tag(post.id, tags);
    return post;
  }
  void count(Post const& post) {
    EXPECT_TRUE(
        try_batch([&](db::Batch& batch) { featured_tags::count_post(batch, post.account_id, post.id); }));
  }
  // "The birds 2", and the day of the last.
  std::vector<std::string> shown(AccountId account) {
    std::vector<std::string> lines;
    for (auto const& featured : read(featured_tags::of_account(session(), account))) {
      auto const days =
          featured.last_posted_at
              ? std::chrono::duration_cast<std::chrono::hours>(*featured.last_posted_at - testing::now)
                        .count() /
                    24
              : 0;
      lines.push_back(featured.tag.display + " " + std::to_string(featured.posts_count) + " " +
                      std::to_string(days));
    }
    return lines;
  }
};
AUKLET_ON_BOTH_ENGINES(FeaturedTagsTest);

TEST_P(FeaturedTagsTest, CountTheOwnersPostsThatEveryoneMaySee) {
  auto const birds = obtain(10, "birds");
  auto const tea = obtain(11, "tea");
  say(ann, 101, {{10, "birds"}});
  say(ann, 102, {{10, "birds"}, {11, "tea"}}, Visibility::unlisted);
  say(ann, 103, {{10, "birds"}}, Visibility::private_);
  say(ann, 104, {{10, "birds"}}, Visibility::direct);
  say(ben, 105, {{10, "birds"}});
  EXPECT_TRUE(feature(1, ann, tea));
  EXPECT_TRUE(feature(2, ann, birds));
  EXPECT_FALSE(feature(3, ann, birds));
  EXPECT_THAT(shown(ann), ElementsAre("The birds 2 102", "The tea 1 102")) << "the most used first";
  EXPECT_THAT(shown(ben), IsEmpty());
  EXPECT_EQ(read(featured_tags::count(session(), ann)), 2);
  EXPECT_THAT(read(featured_tags::among(session(), ann, {TagId{10}, TagId{99}})), ElementsAre(TagId{10}));
  EXPECT_THAT(read(featured_tags::among(session(), ben, {TagId{10}})), IsEmpty());
}

TEST_P(FeaturedTagsTest, FollowWhatBecomesOfPosts) {
  auto const birds = obtain(10, "birds");
  feature(1, ann, birds);
  EXPECT_THAT(shown(ann), ElementsAre("The birds 0 0"));
  auto const first = say(ann, 101, {{10, "birds"}});
  auto const second = say(ann, 102, {{10, "birds"}, {11, "tea"}});
  count(first);
  count(second);
  count(second);
  count(say(ben, 103, {{10, "birds"}}));
  EXPECT_THAT(shown(ann), ElementsAre("The birds 2 102"));
  tag(second.id, {{11, "tea"}});
  write([&](db::Session& s) { return featured_tags::recount_post(s, ann, second.id); });
  EXPECT_THAT(shown(ann), ElementsAre("The birds 1 101"));
  tag(second.id, {{10, "birds"}});
  write([&](db::Session& s) { return featured_tags::recount_post(s, ann, second.id); });
  write([&](db::Session& s) { return featured_tags::forget_post(s, ann, first.id); });
  EXPECT_THAT(shown(ann), ElementsAre("The birds 1 102"));
}

TEST_P(FeaturedTagsTest, AreGoneForTheirOwnerAlone) {
  auto const birds = obtain(10, "birds");
  feature(1, ann, birds);
  feature(2, ben, birds);
  auto const remove = [&](AccountId account, std::int64_t id) {
    return write([&](db::Session& s) { return featured_tags::remove(s, account, RelationId{id}); });
  };
  EXPECT_FALSE(remove(ann, 2)) << "that is of another";
  EXPECT_TRUE(remove(ann, 1));
  EXPECT_FALSE(remove(ann, 1));
  EXPECT_TRUE(write([&](db::Session& s) { return featured_tags::remove_tag(s, ben, birds.id); }));
  EXPECT_FALSE(write([&](db::Session& s) { return featured_tags::remove_tag(s, ben, birds.id); }));
  say(ann, 101, {{10, "birds"}});
  feature(3, ann, birds);
  EXPECT_THAT(shown(ann), ElementsAre("The birds 1 101"));
}

TEST_P(FeaturedTagsTest, SuggestWhatIsUsedAndNotFeatured) {
  say(ann, 101, {{10, "birds"}, {11, "tea"}});
  say(ann, 102, {{10, "birds"}, {12, "sea"}});
  say(ann, 103, {{13, "secret"}}, Visibility::private_);
  say(ben, 104, {{14, "other"}});
  auto const names = [&](int limit) {
    std::vector<std::string> list;
    for (auto const& tag : read(featured_tags::unfeatured(session(), ann, limit))) {
      list.push_back(tag.name);
    }
    return list;
  };
  EXPECT_THAT(names(9), ElementsAre("birds", "sea", "tea"));
  EXPECT_THAT(names(1), ElementsAre("birds"));
  feature(1, ann, obtain(10, "birds"));
  EXPECT_THAT(names(9), ElementsAre("sea", "tea"));
}

}  // namespace
}  // namespace auklet::store
