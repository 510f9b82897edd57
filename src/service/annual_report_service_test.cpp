// SPDX-License-Identifier: Apache-2.0
#include "service/annual_report_service.h"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "service/testing/people_test.h"
#include "store/jobs.h"

namespace auklet::service {
namespace {

using namespace std::chrono;
using State = AnnualReportService::State;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class AnnualReportServiceTest : public testing::PeopleTest {
 protected:
  void it_is(int day_year, unsigned month, unsigned day) {
    clock.set(sys_days{year{day_year} / static_cast<int>(month) / static_cast<int>(day)} + hours{12});
  }
  State state_of(Account const& account, int of = 2026) { return get(reports.state(as(account), of)).state; }
  // Makes what was asked for, as the runner does.
  void make(Account const& account, int of = 2026) {
    get(reports.make(to_text(account.id) + " " + std::to_string(of)));
  }
  boost::json::value data_of(Account const& account, int of = 2026) {
    return boost::json::parse(*get(reports.find(as(account), of)).data);
  }
  std::int64_t jobs_waiting() {
    return get(database().session().query("SELECT COUNT(*) FROM jobs WHERE kind = $1",
                                          {AnnualReportService::make_job}))[0]
        .integer(0);
  }

  AnnualReportService reports{env, December / 10};
};
AUKLET_ON_BOTH_ENGINES(AnnualReportServiceTest);

TEST_P(AnnualReportServiceTest, IsOfferedAtTheEndOfTheYearToWhoWroteInIt) {
  auto const ann = join("ann");
  auto const ben = join("ben");
  auto const post = publish(ann, "hello");
  boost(ben, post);
  it_is(2026, 12, 9);
  EXPECT_EQ(state_of(ann), State::ineligible) << "too early";
  it_is(2026, 12, 10);
  EXPECT_EQ(state_of(ann), State::eligible);
  EXPECT_EQ(state_of(ben), State::ineligible) << "who only boosts";
  EXPECT_EQ(state_of(ann, 2025), State::ineligible);
  EXPECT_EQ(state_of(ann, 2027), State::ineligible);
  it_is(2026, 12, 31);
  EXPECT_EQ(state_of(ann), State::eligible);
  it_is(2027, 1, 1);
  EXPECT_EQ(state_of(ann), State::ineligible) << "too late";
  EXPECT_EQ(get(reports.generate(as(ann), 2026)).state, State::ineligible);
  EXPECT_EQ(jobs_waiting(), 0);
}

TEST_P(AnnualReportServiceTest, IsNeverOfferedWhereThereIsNoDayForIt) {
  auto const ann = join("ann");
  publish(ann, "hello");
  it_is(2026, 12, 31);
  AnnualReportService const none{env, std::nullopt};
  EXPECT_EQ(get(none.state(as(ann), 2026)).state, State::ineligible);
}

TEST_P(AnnualReportServiceTest, IsMadeOnceByAJob) {
  auto const ann = join("ann");
  it_is(2026, 12, 20);
  publish(ann, "hello");
  auto const asked = get(reports.generate(as(ann), 2026));
  EXPECT_EQ(asked.state, State::generating);
  ASSERT_TRUE(asked.refresh);
  auto const again = get(reports.generate(as(ann), 2026));
  EXPECT_EQ(again.refresh, asked.refresh);
  EXPECT_EQ(get(reports.state(as(ann), 2026)).refresh, asked.refresh);
  EXPECT_EQ(jobs_waiting(), 1);
  EXPECT_FALSE(get(reports.refresh(as(ann), *asked.refresh)).finished);
  EXPECT_EQ(refusal(reports.find(as(ann), 2026)), ErrorKind::not_found) << "not before it is made";
  EXPECT_EQ(refusal(reports.mark_read(as(ann), 2026)), ErrorKind::not_found);
  make(ann);
  EXPECT_EQ(state_of(ann), State::available);
  EXPECT_TRUE(get(reports.refresh(as(ann), *asked.refresh)).finished);
  EXPECT_EQ(get(reports.generate(as(ann), 2026)).state, State::available);
  auto const first = *get(reports.find(as(ann), 2026)).data;
  publish(ann, "more");
  make(ann);
  EXPECT_EQ(*get(reports.find(as(ann), 2026)).data, first);
  it_is(2030, 1, 1);
  EXPECT_EQ(state_of(ann), State::available) << "it stays";
}

TEST_P(AnnualReportServiceTest, WhatWasNotMadeInADayMayBeAskedForAgain) {
  auto const ann = join("ann");
  it_is(2026, 12, 20);
  publish(ann, "hello");
  auto const asked = get(reports.generate(as(ann), 2026));
  clock.advance(AnnualReportService::patience);
  EXPECT_EQ(state_of(ann), State::generating);
  clock.advance(milliseconds{1});
  EXPECT_EQ(state_of(ann), State::eligible);
  auto const again = get(reports.generate(as(ann), 2026));
  EXPECT_EQ(again.state, State::generating);
  EXPECT_NE(again.refresh, asked.refresh);
}

TEST_P(AnnualReportServiceTest, TellsOfTheYear) {
  auto const ann = join("ann");
  auto const ben = join("ben");
  it_is(2026, 5, 31);
  auto const liked = publish(ann, "#Auks are nice");
  auto const boosted = publish(ann, "#Auks are small");
  publish(ann, "#gulls");
  follow(ben, ann);
  it_is(2026, 12, 10);
  auto const answered = publish(ann, "well?");
  auto const hidden = publish(ann, "to few", Visibility::private_);
  reply(ben, answered, "@ann yes");
  boost(ben, boosted);
  get(reactions.favourite(as(ben), liked.id));
  get(reactions.favourite(as(ben), hidden.id));
  make(ann);  // nobody asked
  EXPECT_EQ(refusal(reports.find(as(ann), 2026)), ErrorKind::not_found);
  get(reports.generate(as(ann), 2026));
  make(ann);
  auto const data = data_of(ann);
  EXPECT_EQ(data.at("archetype").as_string(), "lurker");
  auto const& months = data.at("time_series").as_array();
  ASSERT_EQ(months.size(), 12U);
  EXPECT_EQ(months[4], boost::json::parse(R"({"month":5,"statuses":3,"followers":1})"));
  EXPECT_EQ(months[11], boost::json::parse(R"({"month":12,"statuses":2,"followers":0})"));
  EXPECT_EQ(data.at("top_hashtags"), boost::json::parse(R"([{"name":"Auks","count":2}])"));
  auto const& top = data.at("top_statuses").as_object();
  EXPECT_EQ(top.at("by_reblogs").as_string(), to_text(boosted.id));
  EXPECT_EQ(top.at("by_favourites").as_string(), to_text(liked.id));
  EXPECT_EQ(top.at("by_replies").as_string(), to_text(answered.id));
  EXPECT_THAT(posts_named(get(reports.find(as(ann), 2026))),
              UnorderedElementsAre(boosted.id, liked.id, answered.id));
}

TEST_P(AnnualReportServiceTest, IsItsOwnersAlone) {
  auto const ann = join("ann");
  auto const ben = join("ben");
  it_is(2026, 12, 20);
  publish(ann, "hello");
  auto const asked = get(reports.generate(as(ann), 2026));
  make(ann);
  EXPECT_EQ(refusal(reports.find(as(ben), 2026)), ErrorKind::not_found);
  EXPECT_EQ(refusal(reports.mark_read(as(ben), 2026)), ErrorKind::not_found);
  EXPECT_EQ(refusal(reports.refresh(as(ben), *asked.refresh)), ErrorKind::not_found);
  EXPECT_EQ(refusal(reports.refresh(as(ann), AnnualReportId{1})), ErrorKind::not_found);
  EXPECT_THAT(get(reports.unread(as(ben))), IsEmpty());
  ASSERT_EQ(get(reports.unread(as(ann))).size(), 1U);
  get(reports.mark_read(as(ann), 2026));
  EXPECT_THAT(get(reports.unread(as(ann))), IsEmpty());
  EXPECT_EQ(state_of(ann), State::available);
}

TEST_P(AnnualReportServiceTest, AJobThatNamesNothingIsNotTriedAgain) {
  for (std::string const payload : {"", "7", "7 x", "x 2026", "7 2026 8"}) {
    EXPECT_EQ(refusal(reports.make(payload)), ErrorKind::malformed) << payload;
  }
}

TEST(PostsNamed, AreNoneInWhatCannotBeRead) {
  for (std::string const data :
       {"", "null", "[]", R"({"top_statuses":3})", R"({"top_statuses":{"by_reblogs":null}})"}) {
    EXPECT_THAT(posts_named({.data = data}), IsEmpty()) << data;
  }
}

}  // namespace
}  // namespace auklet::service
