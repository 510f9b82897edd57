// SPDX-License-Identifier: Apache-2.0
#include "service/notification_requests.h"

#include "service/testing/people_test.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Answer = NotificationRequests::Answer;

class NotificationRequestsTest : public testing::PeopleTest {
 protected:
  NotificationRequestsTest() {
    bus.subscribe([this](bus::Event const& event) {
      if (auto const* merged = std::get_if<bus::NotificationsMerged>(&event)) {
        merged_.push_back(merged->account);
      }
    });
  }

  std::vector<NotificationRequestDetails> waiting(Account const& account) {
    return get(requests.list(as(account), {})).items;
  }

  void set(Account const& account, NotificationPolicyChange change) {
    get(requests.change_policy(as(account), change));
  }

  // Runs the jobs that wait.
  void work() {
    for (auto const kind : {NotificationRequests::merge_job, NotificationRequests::discard_job}) {
      db::Batch batch;
      store::jobs::claim(batch, kind, lane_of_jobs_, clock.now(), {.holder = 1, .until = clock.now()}, 9);
      auto const rows = get(database().write(batch));
      for (auto const& job : store::jobs::claimed_in(rows[0])) {
        get(kind == NotificationRequests::merge_job ? requests.merge(job.payload)
                                                    : requests.discard(job.payload));
        db::Batch end;
        store::jobs::finish(end, job.id, 1);
        get(database().write(end));
      }
    }
  }

  void answer(Account const& account, Answer answer) {
    lane_of_jobs_ = store::jobs::lane_number(to_text(account.id));
    get(requests.answer(as(account), waiting(account).at(0).request.cursor, answer));
  }

  std::vector<AccountId> merged_;
  std::int64_t lane_of_jobs_ = 0;
};
AUKLET_ON_BOTH_ENGINES(NotificationRequestsTest);

TEST_P(NotificationRequestsTest, APolicyChangesRuleByRule) {
  auto const alice = join("alice");
  EXPECT_EQ(get(requests.policy(as(alice))).policy, NotificationPolicy{});
  set(alice, {.for_not_following = NotificationVerdict::drop});
  set(alice, {.for_new_accounts = NotificationVerdict::filter});
  set(alice, {});
  NotificationPolicy const now{.for_not_following = NotificationVerdict::drop,
                               .for_new_accounts = NotificationVerdict::filter};
  EXPECT_EQ(get(requests.policy(as(alice))).policy, now);
}

TEST_P(NotificationRequestsTest, StrangersWaitUntilTheyAreAccepted) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  set(alice, {.for_not_following = NotificationVerdict::filter});
  auto const post = publish(alice, "hello");
  publish(bob, "@alice one");
  auto const last = publish(bob, "@alice two");
  get(reactions.favourite(as(bob), post.id));
  EXPECT_THAT(told(alice), IsEmpty());
  auto const list = waiting(alice);
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].from.id, bob.id);
  EXPECT_EQ(list[0].request.count, 2);
  EXPECT_EQ(list[0].last_post->post.id, last.id);
  EXPECT_EQ(get(requests.policy(as(alice))).summary.notifications, 2);

  EXPECT_TRUE(get(requests.merged(as(alice))));
  answer(alice, Answer::accept);
  EXPECT_THAT(waiting(alice), IsEmpty());
  EXPECT_FALSE(get(requests.merged(as(alice))));
  work();
  EXPECT_TRUE(get(requests.merged(as(alice))));
  EXPECT_THAT(merged_, ElementsAre(alice.id));
  EXPECT_THAT(told(alice), ElementsAre("favourite bob", "mention bob", "mention bob"));
  publish(bob, "@alice three");
  EXPECT_EQ(told(alice).size(), 4U) << "from now on heard";
}

TEST_P(NotificationRequestsTest, ThoseDismissedAskAgainWithTheirNextMention) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  set(alice, {.for_not_following = NotificationVerdict::filter});
  publish(bob, "@alice one");
  answer(alice, Answer::dismiss);
  EXPECT_THAT(waiting(alice), IsEmpty());
  publish(bob, "@alice two");  // before the job
  work();
  EXPECT_EQ(waiting(alice).at(0).request.count, 1) << "only what was there is forgotten";
  EXPECT_THAT(merged_, IsEmpty());
  answer(alice, Answer::dismiss);
  work();
  EXPECT_THAT(get(notifications.list(as(alice), {.filtered_too = true}, {})).items, IsEmpty());
}

TEST_P(NotificationRequestsTest, AreTheirOwnersAlone) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  publish(bob, "@alice psst", Visibility::direct);
  auto const id = waiting(alice).at(0).request.cursor;
  EXPECT_EQ(get(requests.find(as(alice), id)).from.id, bob.id);
  EXPECT_EQ(refusal(requests.find(as(bob), id)), ErrorKind::not_found);
  for (auto const how : {Answer::accept, Answer::dismiss}) {
    EXPECT_EQ(refusal(requests.answer(as(bob), id, how)), ErrorKind::not_found);
    get(requests.answer_all(as(bob), {id}, how));
  }
  EXPECT_EQ(waiting(alice).size(), 1U);
  std::vector<NotificationRequestId> const many(NotificationRequests::at_once_max + 1, id);
  EXPECT_EQ(refusal(requests.answer_all(as(alice), many, Answer::accept)), ErrorKind::invalid);
  get(requests.answer_all(as(alice), {id, NotificationRequestId{1}}, Answer::accept));
  EXPECT_THAT(waiting(alice), IsEmpty());
  EXPECT_EQ(refusal(requests.answer(as(alice), id, Answer::accept)), ErrorKind::not_found);
}

TEST_P(NotificationRequestsTest, AJobThatSaysNothingIsRefused) {
  for (auto const* payload : {"", "1", "1 2", "1 2 x", "1  2"}) {
    EXPECT_EQ(refusal(requests.merge(payload)), ErrorKind::malformed) << payload;
    EXPECT_EQ(refusal(requests.discard(payload)), ErrorKind::malformed) << payload;
  }
}

}  // namespace
}  // namespace auklet::service
