// SPDX-License-Identifier: Apache-2.0
#include "store/annual_reports.h"

#include "store/follows.h"
#include "store/polls.h"
#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using annual_reports::Ids;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr AccountId ann{1};
constexpr AccountId ben{2};
constexpr Ids year{100, 200};

class AnnualReportsTest : public testing::StoreTest {
 protected:
  Result<> request(std::int64_t id, AccountId account, int of, UnixMillis at,
                   UnixMillis stale = from_count(0)) {
    AnnualReport const report{
        .id = AnnualReportId{id}, .account = account, .year = of, .requested_at = at, .data = {}};
    auto const answers = try_batch([&](db::Batch& batch) {
      annual_reports::request(batch, report, stale, Error{ErrorKind::conflict, "", "", {}});
    });
    return answers ? Result<>{} : Result<>(std::unexpected(answers.error()));
  }
  void put(AccountId account, int of, std::string const& data) {
    ASSERT_TRUE(try_batch([&](db::Batch& batch) { annual_reports::write(batch, account, of, data); }));
  }
  std::vector<int> unread(AccountId account) {
    std::vector<int> years;
    for (auto const& report : read(annual_reports::unread(session(), account))) {
      years.push_back(report.year);
    }
    return years;
  }
  bool mark_read(AccountId account, int of) {
    return write([&](db::Session& s) { return annual_reports::mark_read(s, account, of, testing::now); });
  }
  Post add_post(std::int64_t id, AccountId author = ann) { return add(post_by(author, PostId{id})); }
  Post add_counted(std::int64_t id, std::int64_t boosts, std::int64_t favourites, std::int64_t replies,
                   Visibility visibility = Visibility::public_) {
    auto post = post_by(ann, PostId{id});
    post.visibility = visibility;
    add(post);
    write([&](db::Session& s) {
      return s.execute(
          "UPDATE posts SET boosts_count = $2, favourites_count = $3, replies_count = $4 WHERE id = $1",
          {post.id, boosts, favourites, replies});
    });
    return post;
  }
};
AUKLET_ON_BOTH_ENGINES(AnnualReportsTest);

TEST_P(AnnualReportsTest, AreAskedForOnceAndWrittenOnce) {
  ASSERT_TRUE(request(10, ann, 2026, testing::now));
  EXPECT_EQ(request(11, ann, 2026, testing::now).error().kind, ErrorKind::conflict);
  EXPECT_TRUE(request(12, ben, 2026, testing::now)) << "each has their own";
  EXPECT_EQ(read(annual_reports::find(session(), ann, 2026)),
            (AnnualReport{AnnualReportId{10}, ann, 2026, testing::now, std::nullopt}));
  put(ann, 2026, R"({"a":"é"})");
  put(ann, 2026, R"({"a":2})");
  EXPECT_EQ(read(annual_reports::find(session(), ann, 2026))->data, R"({"a":"é"})");
  EXPECT_EQ(read(annual_reports::find(session(), ben, 2026))->data, std::nullopt);
  EXPECT_EQ(read(annual_reports::find(session(), ann, 2025)), std::nullopt);
}

TEST_P(AnnualReportsTest, WhatWasNeverMadeMayBeAskedForAgain) {
  ASSERT_TRUE(request(10, ann, 2026, testing::now));
  auto const later = testing::now + std::chrono::hours{25};
  EXPECT_FALSE(request(11, ann, 2026, later, testing::now)) << "no older than that";
  ASSERT_TRUE(request(12, ann, 2026, later, testing::now + std::chrono::hours{1}));
  EXPECT_EQ(read(annual_reports::find(session(), ann, 2026))->id, AnnualReportId{12});
  put(ann, 2026, "{}");
  EXPECT_FALSE(request(13, ann, 2026, later, later + std::chrono::hours{9})) << "it is made";
}

TEST_P(AnnualReportsTest, AreFoundByTheirIdByTheirOwnerAlone) {
  ASSERT_TRUE(request(10, ann, 2026, testing::now));
  EXPECT_EQ(read(annual_reports::find_by_id(session(), ann, AnnualReportId{10}))->year, 2026);
  EXPECT_EQ(read(annual_reports::find_by_id(session(), ben, AnnualReportId{10})), std::nullopt);
  EXPECT_EQ(read(annual_reports::find_by_id(session(), ann, AnnualReportId{11})), std::nullopt);
}

TEST_P(AnnualReportsTest, AreReadOnceTheyAreMade) {
  ASSERT_TRUE(request(10, ann, 2025, testing::now));
  ASSERT_TRUE(request(11, ann, 2026, testing::now));
  EXPECT_FALSE(mark_read(ann, 2026));
  EXPECT_THAT(unread(ann), IsEmpty());
  put(ann, 2025, "{}");
  put(ann, 2026, "{}");
  EXPECT_THAT(unread(ann), ElementsAre(2026, 2025));
  EXPECT_FALSE(mark_read(ben, 2026));
  EXPECT_TRUE(mark_read(ann, 2026));
  EXPECT_TRUE(mark_read(ann, 2026)) << "again does no harm";
  EXPECT_THAT(unread(ann), ElementsAre(2025));
  EXPECT_EQ(read(annual_reports::find(session(), ann, 2026))->data, "{}") << "it is still there";
}

TEST_P(AnnualReportsTest, PostsAreCountedByTheirKind) {
  auto const of_ben = add_post(90, ben);
  auto const before = add_post(99);
  auto const first = add_post(100);
  add_post(199);
  add_post(200);
  add(reply_by(ann, PostId{110}, of_ben));
  add(reply_by(ann, PostId{111}, first));
  add(boost_by(ann, PostId{112}, of_ben));
  Poll const poll{.post = first.id, .author = ann, .options = {{"a"}, {"b"}}};
  ASSERT_TRUE(try_batch([&](db::Batch& batch) { polls::insert(batch, poll); }));
  auto const counted = read(annual_reports::count_posts(session(), ann, year));
  EXPECT_EQ(counted.standalone, 3) << "with the reply to oneself";
  EXPECT_EQ(counted.replies, 1);
  EXPECT_EQ(counted.boosts, 1);
  EXPECT_EQ(counted.polls, 1);
  EXPECT_EQ(read(annual_reports::count_posts(session(), AccountId{7}, year)).all(), 0);
  EXPECT_TRUE(read(annual_reports::has_written(session(), ann, year)));
  EXPECT_FALSE(read(annual_reports::has_written(session(), ann, {112, 113}))) << "a boost";
  EXPECT_FALSE(read(annual_reports::has_written(session(), AccountId{7}, year)));
}

TEST_P(AnnualReportsTest, MonthsHaveTheirPostsAndWhoCame) {
  add_post(100);
  add_post(149);
  add_post(150);
  add_post(160, ben);
  for (auto const id : {149, 150, 199}) {
    write([&](db::Session& s) {
      return s.execute(
          "INSERT INTO follows (id, follower_id, followee_id, show_reblogs, notify, languages) VALUES ($1, "
          "$2, $3, 1, "
          "0, '[]')",
          {id, id, ann});
    });
  }
  EXPECT_THAT(read(annual_reports::count_months(session(), ann, {{100, 150}, {150, 200}, {200, 250}})),
              ElementsAre(MonthOfYear{2, 1}, MonthOfYear{1, 2}, MonthOfYear{0, 0}));
}

TEST_P(AnnualReportsTest, TagsAreThoseOfTheYearThatCameMoreThanOnce) {
  for (auto const id : {99, 100, 101, 102, 103}) {
    add_post(id);
  }
  tag(PostId{99}, {{1, "gulls"}});
  tag(PostId{100}, {{1, "gulls"}, {2, "auks"}});
  tag(PostId{101}, {{2, "auks"}, {3, "terns"}});
  tag(PostId{102}, {{2, "auks"}, {3, "terns"}});
  EXPECT_THAT(read(annual_reports::top_tags(session(), ann, year, 5)),
              ElementsAre(TagOfYear{"auks", 3}, TagOfYear{"terns", 2}));
  EXPECT_THAT(read(annual_reports::top_tags(session(), ann, year, 1)), ElementsAre(TagOfYear{"auks", 3}));
  EXPECT_THAT(read(annual_reports::top_tags(session(), ben, year, 5)), IsEmpty());
}

TEST_P(AnnualReportsTest, EachTopPostStandsOnce) {
  add_counted(99, 9, 9, 9);
  add_counted(101, 5, 5, 5);
  add_counted(102, 1, 4, 4);
  add_counted(103, 0, 1, 3, Visibility::unlisted);
  add_counted(104, 8, 8, 8, Visibility::private_);
  auto const top = read(annual_reports::top_posts(session(), ann, year));
  EXPECT_EQ(top.by_boosts, PostId{101});
  EXPECT_EQ(top.by_favourites, PostId{102});
  EXPECT_EQ(top.by_replies, PostId{103});
  auto const none = read(annual_reports::top_posts(session(), ben, year));
  EXPECT_FALSE(none.by_boosts || none.by_favourites || none.by_replies);
}

}  // namespace
}  // namespace auklet::store
