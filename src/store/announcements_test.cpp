// SPDX-License-Identifier: Apache-2.0
#include "store/announcements.h"

#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::now;

constexpr AccountId ann{1};
constexpr AccountId ben{2};

class AnnouncementsTest : public testing::StoreTest {
 protected:
  Announcement add(std::int64_t id, std::string text) {
    Announcement const made{.id = AnnouncementId{id}, .text = std::move(text), .published_at = now};
    write([&](db::Session& s) { return announcements::insert(s, made); });
    return made;
  }
  bool react(AccountId account, Announcement const& to, std::string const& name) {
    RelationId const id{++last_id_};
    return write([&](db::Session& s) { return announcements::react(s, id, account, to.id, name); });
  }

  std::int64_t last_id_ = 0;
};
AUKLET_ON_BOTH_ENGINES(AnnouncementsTest);

TEST_P(AnnouncementsTest, AreKeptAsTheyAreWritten) {
  auto const first = add(1, "first");
  Announcement const second{.id = AnnouncementId{2},
                            .text = "second",
                            .starts_at = now,
                            .ends_at = now + std::chrono::hours{1},
                            .all_day = true,
                            .published_at = now};
  write([&](db::Session& s) { return announcements::insert(s, second); });
  EXPECT_THAT(read(announcements::all(session())), ElementsAre(first, second));
  EXPECT_EQ(read(announcements::count(session())), 2);
  EXPECT_EQ(read(announcements::find(session(), second.id)), second);
  EXPECT_EQ(read(announcements::find(session(), AnnouncementId{9})), std::nullopt);
  EXPECT_TRUE(write([&](db::Session& s) { return announcements::lock(s, first.id); }));
  EXPECT_FALSE(write([&](db::Session& s) { return announcements::lock(s, AnnouncementId{9}); }));
}

TEST_P(AnnouncementsTest, AreReadByEachAloneAndForgottenWhole) {
  auto const first = add(1, "first");
  auto const second = add(2, "second");
  for (int twice = 0; twice < 2; ++twice) {
    write([&](db::Session& s) { return announcements::dismiss(s, ann, first.id); });
  }
  EXPECT_THAT(read(announcements::dismissed(session(), ann)), ElementsAre(first.id));
  EXPECT_THAT(read(announcements::dismissed(session(), ben)), IsEmpty());
  react(ann, first, "👍");
  EXPECT_TRUE(write([&](db::Session& s) { return announcements::remove(s, first.id); }));
  EXPECT_FALSE(write([&](db::Session& s) { return announcements::remove(s, first.id); }));
  EXPECT_THAT(read(announcements::all(session())), ElementsAre(second));
  EXPECT_THAT(read(announcements::dismissed(session(), ann)), IsEmpty());
  EXPECT_THAT(read(announcements::reactions_to(session(), {first.id}, ann)), IsEmpty());
}

TEST_P(AnnouncementsTest, ReactionsAreCountedInTheOrderOfTheFirst) {
  auto const first = add(1, "first");
  auto const second = add(2, "second");
  EXPECT_TRUE(react(ann, first, "👍"));
  EXPECT_FALSE(react(ann, first, "👍"));
  EXPECT_TRUE(react(ann, first, "🐦"));
  EXPECT_TRUE(react(ben, first, "🐦"));
  EXPECT_TRUE(react(ben, second, "🐦"));
  EXPECT_THAT(read(announcements::reactions_to(session(), {first.id}, ben)),
              ElementsAre(AnnouncementReaction{first.id, "👍", 1, false},
                          AnnouncementReaction{first.id, "🐦", 2, true}));
  EXPECT_THAT(read(announcements::reactions_to(session(), {second.id}, std::nullopt)),
              ElementsAre(AnnouncementReaction{second.id, "🐦", 1, false}));
  EXPECT_THAT(read(announcements::reactions_to(session(), {}, ann)), IsEmpty());
  auto const unreact = [&](AccountId account) {
    return write([&](db::Session& s) { return announcements::unreact(s, account, first.id, "👍"); });
  };
  EXPECT_FALSE(unreact(ben));
  EXPECT_TRUE(unreact(ann));
  EXPECT_EQ(read(announcements::reactions_to(session(), {first.id}, ben)).size(), 1U);
}

}  // namespace
}  // namespace auklet::store
