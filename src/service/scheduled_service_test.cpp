// SPDX-License-Identifier: Apache-2.0
#include "service/scheduled_service.h"

#include <gmock/gmock.h>

#include "service/testing/people_test.h"
#include "store/jobs.h"
#include "store/media.h"

namespace auklet::service {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ScheduledServiceTest : public testing::PeopleTest {
 protected:
  ScheduledPost schedule(Account const& author, PostDraft draft, std::chrono::milliseconds ahead = 1h) {
    return get(scheduled.create(as(author), std::move(draft), clock.now() + ahead));
  }
  ErrorKind refused(Account const& author, PostDraft draft, std::chrono::milliseconds ahead = 1h) {
    return refusal(scheduled.create(as(author), std::move(draft), clock.now() + ahead));
  }
  // The posts of the author, newest first.
  std::vector<Post> written_by(Account const& author) {
    std::vector<Post> written;
    auto const rows = get(database().session().query(
        "SELECT id FROM posts WHERE account_id = $1 ORDER BY id DESC", {author.id}));
    for (auto const row : rows) {
      written.push_back(seen(as(author), row.as<PostId>(0)).post);
    }
    return written;
  }
  std::vector<ScheduledPostId> waiting(Account const& author, PageRequest page = {}) {
    std::vector<ScheduledPostId> ids;
    for (auto const& post : get(scheduled.list(as(author), page)).items) {
      ids.push_back(post.id);
    }
    return ids;
  }
  std::optional<UnixMillis> next_job() {
    return get(store::jobs::next_due(database().session(), publish_scheduled_job));
  }

  ScheduledService scheduled{env, posts};
};

AUKLET_ON_BOTH_ENGINES(ScheduledServiceTest);

TEST_P(ScheduledServiceTest, ArePublishedInTimeAndOnce) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const waiting_post =
      schedule(ann, {.text = "hi @bob",
                     .visibility = Visibility::unlisted,
                     .poll = {{.options = {"a", "b"}, .expires_in = 300s, .multiple = true}}});
  EXPECT_EQ(next_job(), waiting_post.at);
  get(scheduled.publish(waiting_post.id));  // too early
  EXPECT_THAT(written_by(ann), IsEmpty());
  clock.advance(1h);
  get(scheduled.publish(waiting_post.id));
  get(scheduled.publish(waiting_post.id));
  ASSERT_EQ(written_by(ann).size(), 1U);
  auto const post = written_by(ann).front();
  EXPECT_EQ(post.text, "hi @bob");
  EXPECT_EQ(post.visibility, Visibility::unlisted);
  EXPECT_EQ(post.created_at, clock.now());
  EXPECT_EQ(seen(as(bob), post.id).poll->expires_at, clock.now() + 300s);
  EXPECT_THAT(told(bob), ElementsAre("mention ann"));
  EXPECT_THAT(waiting(ann), IsEmpty());
  EXPECT_EQ(refusal(scheduled.find(as(ann), waiting_post.id)), ErrorKind::not_found);
}

TEST_P(ScheduledServiceTest, MoveAndGo) {
  auto const ann = join("ann");
  auto const one = schedule(ann, {.text = "one"});
  auto const moved = get(scheduled.move(as(ann), one.id, clock.now() + 2h));
  EXPECT_EQ(moved.at, clock.now() + 2h);
  EXPECT_EQ(next_job(), moved.at);
  clock.advance(1h);
  get(scheduled.publish(one.id));  // a job that was running when it was moved
  EXPECT_THAT(written_by(ann), IsEmpty());
  get(scheduled.remove(as(ann), one.id));
  EXPECT_EQ(next_job(), std::nullopt);
  clock.advance(2h);
  get(scheduled.publish(one.id));
  EXPECT_THAT(written_by(ann), IsEmpty());
  EXPECT_EQ(refusal(scheduled.remove(as(ann), one.id)), ErrorKind::not_found);
}

TEST_P(ScheduledServiceTest, MediaLiveAsLongAsAnyPostThatWaitsWithThem) {
  auto const ann = join("ann");
  Media const media{.id = env.mint<MediaId>(),
                    .account_id = ann.id,
                    .state = MediaState::ready,
                    .file = "a.jpg",
                    .preview = "b.jpg",
                    .size = {4, 3},
                    .expires_at = clock.now() + 1h};
  db::Batch batch;
  store::media::insert(batch, media);
  get(database().write(batch));
  auto const lives_until = [&] {
    return get(store::media::find_all(database().session(), {media.id})).front().expires_at;
  };
  auto const former = schedule(ann, {.text = "one", .media = {.ids = {media.id}}}, 200h);
  auto const later = schedule(ann, {.text = "two", .media = {.ids = {media.id}}}, 300h);
  auto const kept_until = lives_until();
  EXPECT_GT(kept_until, later.at);
  get(scheduled.remove(as(ann), former.id));
  EXPECT_EQ(lives_until(), kept_until);
  get(scheduled.remove(as(ann), later.id));
  EXPECT_LT(lives_until(), later.at);
}

// The post is written in the transaction that takes it off the list, so it cannot be written for another time.
TEST_P(ScheduledServiceTest, AMoveWhileItIsPublishedIsOneOrTheOther) {
  auto const ann = join("ann");
  auto const one = schedule(ann, {.text = "one"});
  get(scheduled.move(as(ann), one.id, clock.now() + 2h));
  clock.advance(1h);
  PostDraft stale{.text = "one"};
  stale.scheduled = {one.id, one.at};
  EXPECT_EQ(refusal(posts.publish(as(ann), stale)), ErrorKind::conflict);
  EXPECT_THAT(written_by(ann), IsEmpty());
  EXPECT_THAT(waiting(ann), ElementsAre(one.id));
}

TEST_P(ScheduledServiceTest, OneKeyIsOnePost) {
  auto const ann = join("ann");
  auto const one = schedule(ann, {.text = "one", .idempotency_key = "key"});
  EXPECT_EQ(schedule(ann, {.text = "one", .idempotency_key = "key"}).id, one.id);
  EXPECT_EQ(get(scheduled.find(as(ann), one.id)).draft.idempotency_key, "key");
  EXPECT_THAT(waiting(ann), ElementsAre(one.id));
}

TEST_P(ScheduledServiceTest, WhatCannotBeWrittenAnyMoreStays) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const parent = publish(bob, "parent");
  auto const answer = schedule(ann, {.text = "answer", .in_reply_to = parent.id});
  get(posts.remove(as(bob), parent.id));
  clock.advance(1h);
  EXPECT_EQ(refusal(scheduled.publish(answer.id)), ErrorKind::gone);
  EXPECT_THAT(waiting(ann), ElementsAre(answer.id));
  EXPECT_THAT(written_by(ann), IsEmpty());
}

TEST_P(ScheduledServiceTest, AreTheirAuthorsAlone) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const one = schedule(ann, {.text = "one"});
  auto const two = schedule(ann, {.text = "two"});
  EXPECT_THAT(waiting(ann), ElementsAre(two.id, one.id));
  EXPECT_THAT(waiting(ann, {.max_id = std::to_underlying(two.id)}), ElementsAre(one.id));
  EXPECT_THAT(waiting(bob), IsEmpty());
  EXPECT_EQ(refusal(scheduled.find(as(bob), one.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(scheduled.move(as(bob), one.id, clock.now() + 2h)), ErrorKind::not_found);
  EXPECT_EQ(refusal(scheduled.remove(as(bob), one.id)), ErrorKind::not_found);
}

TEST_P(ScheduledServiceTest, WhatMakesNoSenseIsRefusedAtOnce) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  EXPECT_EQ(refused(ann, {.text = "x"}, 299s), ErrorKind::invalid);
  EXPECT_EQ(refused(ann, {.text = "x"}, -1h), ErrorKind::invalid);
  EXPECT_EQ(refused(ann, {.text = " "}), ErrorKind::invalid);
  EXPECT_EQ(refused(ann, {.text = "x", .poll = {{.options = {"a"}, .expires_in = 300s}}}),
            ErrorKind::invalid);
  auto const secret = publish(bob, "secret", Visibility::private_);
  EXPECT_EQ(refused(ann, {.text = "x", .in_reply_to = secret.id}), ErrorKind::not_found);
  EXPECT_EQ(refused(ann, {.text = "@bob", .allowed_mentions = std::vector<AccountId>{}}), ErrorKind::invalid);
  EXPECT_THAT(waiting(ann), IsEmpty());
}

TEST_P(ScheduledServiceTest, AreNotTooMany) {
  auto const ann = join("ann");
  // 25 on each of twelve days.
  for (int day = 1; day <= 12; ++day) {
    for (int i = 0; i < 25; ++i) {
      schedule(ann, {.text = "x"}, day * 24h);
    }
    if (day == 1) {
      EXPECT_EQ(refused(ann, {.text = "x"}, 24h), ErrorKind::invalid);
    }
  }
  EXPECT_EQ(refused(ann, {.text = "x"}, 100 * 24h), ErrorKind::invalid);
  auto const some = waiting(ann, {.limit = 1}).front();
  get(scheduled.move(as(ann), some, clock.now() + 100 * 24h));
  EXPECT_EQ(refusal(scheduled.move(as(ann), some, clock.now() + 24h)), ErrorKind::invalid);
  get(scheduled.remove(as(ann), some));
  schedule(ann, {.text = "x"}, 100 * 24h);
}

}  // namespace
}  // namespace auklet::service
