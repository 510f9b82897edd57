// SPDX-License-Identifier: Apache-2.0
#include "service/announcement_service.h"

#include "service/testing/people_test.h"

namespace auklet::service {
namespace {

using std::chrono::hours;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class AnnouncementServiceTest : public testing::PeopleTest {
 protected:
  AnnouncementServiceTest() {
    bus.subscribe([this](bus::Event const& event) {
      if (auto const* published = std::get_if<bus::AnnouncementPublished>(&event)) {
        told.push_back("published " + to_text(published->announcement));
      } else if (auto const* removed = std::get_if<bus::AnnouncementRemoved>(&event)) {
        told.push_back("removed " + to_text(removed->announcement));
      } else if (auto const* reacted = std::get_if<bus::AnnouncementReacted>(&event)) {
        told.push_back(reacted->name);
      }
    });
  }
  std::vector<std::string> texts(Account const& reader, bool with_dismissed = false) {
    std::vector<std::string> list;
    for (auto const& details : get(announcements.list(as(reader), with_dismissed))) {
      list.push_back(details.announcement.text + (details.read.value() ? ", read" : ""));
    }
    return list;
  }
  Announcement publish_one(std::string text) { return get(announcements.publish({.text = std::move(text)})); }

  AnnouncementService announcements{env};
  std::vector<std::string> told;
};
AUKLET_ON_BOTH_ENGINES(AnnouncementServiceTest);

TEST_P(AnnouncementServiceTest, EveryoneIsToldUntilTheyHaveRead) {
  auto const ann = join("ann");
  auto const ben = join("ben");
  auto const one = publish_one("  one ");
  publish_one("two");
  EXPECT_THAT(texts(ann), ElementsAre("one", "two"));
  get(announcements.dismiss(as(ann), one.id));
  get(announcements.dismiss(as(ann), one.id));
  EXPECT_THAT(texts(ann), ElementsAre("two"));
  EXPECT_THAT(texts(ann, true), ElementsAre("one, read", "two"));
  EXPECT_THAT(texts(ben), ElementsAre("one", "two"));
  EXPECT_EQ(refusal(announcements.dismiss(as(ann), AnnouncementId{1})), ErrorKind::not_found);
  EXPECT_EQ(get(announcements.find(stranger(), one.id)).read, std::nullopt);
  get(announcements.remove(one.id));
  EXPECT_THAT(texts(ben), ElementsAre("two"));
  EXPECT_EQ(refusal(announcements.remove(one.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(announcements.find(as(ann), one.id)), ErrorKind::not_found);
}

TEST_P(AnnouncementServiceTest, TextsLeadToWhomAndWhatTheyName) {
  join("ann");
  auto const made = publish_one("ask @ann or @nobody about #Birds https://example.org/x");
  auto const shown = get(announcements.find(stranger(), made.id));
  ASSERT_EQ(shown.mentions.size(), 1U);
  EXPECT_EQ(shown.mentions[0].username, "ann");
  EXPECT_THAT(shown.tags, ElementsAre("birds"));
  EXPECT_THAT(shown.content, HasSubstr("href=\"https://example.org/@ann\""));
  EXPECT_THAT(shown.content, HasSubstr("href=\"https://example.org/tags/birds\""));
  EXPECT_THAT(shown.content, HasSubstr("@nobody about"));
}

TEST_P(AnnouncementServiceTest, EndWithWhatTheyAreAbout) {
  auto const ann = join("ann");
  auto const now = clock.now();
  get(announcements.publish({.text = "short", .starts_at = now, .ends_at = now + hours{1}}));
  auto const day =
      get(announcements.publish({.text = "day", .starts_at = now, .ends_at = now, .all_day = true}));
  EXPECT_THAT(texts(ann), ElementsAre("short", "day"));
  clock.advance(hours{1});
  EXPECT_THAT(texts(ann), ElementsAre("day"));
  clock.advance(hours{24});
  EXPECT_THAT(texts(ann), IsEmpty());
  EXPECT_EQ(refusal(announcements.dismiss(as(ann), day.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(announcements.react(as(ann), day.id, "👍")), ErrorKind::not_found);
  EXPECT_EQ(get(announcements.all()).size(), 2U) << "until somebody takes them away";

  for (auto const& draft : std::vector<AnnouncementDraft>{
           {.text = " "},
           {.text = std::string(5001, 'x')},
           {.text = "x", .starts_at = clock.now()},
           {.text = "x", .ends_at = clock.now() + hours{1}},
           {.text = "x", .starts_at = clock.now() + hours{2}, .ends_at = clock.now() + hours{1}},
           {.text = "x", .starts_at = now, .ends_at = now}}) {
    EXPECT_EQ(refusal(announcements.publish(draft)), ErrorKind::invalid);
  }
}

TEST_P(AnnouncementServiceTest, ReactionsAreEmojiAndFewDifferentOnes) {
  auto const ann = join("ann");
  auto const ben = join("ben");
  auto const made = publish_one("one");
  get(announcements.react(as(ann), made.id, "🐦"));
  get(announcements.react(as(ann), made.id, "🐦"));
  get(announcements.react(as(ben), made.id, "🐦"));
  EXPECT_THAT(told, ElementsAre("🐦", "🐦")) << "a repeated one is not news";
  auto const shown = get(announcements.find(as(ann), made.id));
  EXPECT_THAT(shown.reactions, ElementsAre(AnnouncementReaction{made.id, "🐦", 2, true}));
  for (auto const* const name : {"", "x", "bird", ":bird:", "🐦🐦", "👍 "}) {
    EXPECT_EQ(refusal(announcements.react(as(ann), made.id, name)), ErrorKind::invalid) << name;
  }
  for (auto const* const name :
       {"👍", "❤️", "👩‍👩‍👧‍👦", "🇩🇪", "1️⃣", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "👍🏽"}) {
    get(announcements.react(as(ann), made.id, name));
  }
  EXPECT_EQ(refusal(announcements.react(as(ann), made.id, "🦉")), ErrorKind::invalid) << "a ninth";
  EXPECT_EQ(get(announcements.find(as(ann), made.id)).reactions.size(), 8U);
  get(announcements.react(as(ben), made.id, "👍"));
  get(announcements.unreact(as(ann), made.id, "❤️"));
  get(announcements.unreact(as(ann), made.id, "❤️"));
  get(announcements.react(as(ann), made.id, "🦉"));
  EXPECT_EQ(refusal(announcements.react(as(ann), AnnouncementId{1}, "👍")), ErrorKind::not_found);
  EXPECT_EQ(refusal(announcements.unreact(as(ann), AnnouncementId{1}, "👍")), ErrorKind::not_found);
}

TEST_P(AnnouncementServiceTest, TheJobTellsWhatWasDoneElsewhere) {
  get(announcements.retell("published 12"));
  get(announcements.retell("removed 13"));
  EXPECT_THAT(told, ElementsAre("published 12", "removed 13"));
  for (auto const* const payload : {"", "12", "published", "published x", "gone 12"}) {
    EXPECT_EQ(refusal(announcements.retell(payload)), ErrorKind::malformed) << payload;
  }
}

}  // namespace
}  // namespace auklet::service
