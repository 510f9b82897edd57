// SPDX-License-Identifier: Apache-2.0
#include "service/poll_service.h"

#include <gmock/gmock.h>

#include "service/testing/people_test.h"
#include "store/jobs.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PollServiceTest : public testing::PeopleTest {
 protected:
  static PollDraft draft(bool multiple = false, bool hide_totals = false) {
    return {.options = {"tea", " coffee ", "water"},
            .expires_in = std::chrono::hours{1},
            .multiple = multiple,
            .hide_totals = hide_totals};
  }
  Post ask(Account const& author, PollDraft poll = draft(), Visibility visibility = Visibility::public_) {
    return get(posts.publish(as(author),
                             {.text = "what?", .visibility = visibility, .poll = std::move(poll)}))
        .post;
  }
  ErrorKind refused_poll(Account const& author, PollDraft poll) {
    return refusal(posts.publish(as(author), {.text = "what?", .poll = std::move(poll)}));
  }
  // How it stands, as the viewer sees it: votes of each option.
  std::vector<std::int64_t> tally(Account const& viewer, PostId post) {
    std::vector<std::int64_t> votes;
    for (auto const& option : seen(as(viewer), post).poll->options) {
      votes.push_back(option.votes);
    }
    return votes;
  }
  PollChoices choices(Account const& viewer, PostId post) { return seen(as(viewer), post).viewer->votes; }
};

AUKLET_ON_BOTH_ENGINES(PollServiceTest);

TEST_P(PollServiceTest, PeopleVoteOnce) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const post = ask(ann);
  EXPECT_THAT(tally(bob, post.id), ElementsAre(0, 0, 0));
  EXPECT_EQ(seen(as(bob), post.id).poll->options[1].title, "coffee");
  auto const after = get(polls.vote(as(bob), post.id, {1}));
  EXPECT_EQ(after.viewer->votes, 0b010);
  EXPECT_THAT(tally(ann, post.id), ElementsAre(0, 1, 0));
  EXPECT_EQ(choices(ann, post.id), 0);
  EXPECT_EQ(refusal(polls.vote(as(bob), post.id, {0})), ErrorKind::invalid);
  EXPECT_EQ(refusal(polls.vote(as(ann), post.id, {0})), ErrorKind::invalid);
  auto const poll = *seen(as(ann), post.id).poll;
  EXPECT_EQ(poll.votes_count, 1);
  EXPECT_EQ(poll.voters_count, 1);
}

TEST_P(PollServiceTest, SeveralOptionsWhereThatIsAllowed) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const single = ask(ann);
  EXPECT_EQ(refusal(polls.vote(as(bob), single.id, {0, 1})), ErrorKind::invalid);
  auto const post = ask(ann, draft(true));
  get(polls.vote(as(bob), post.id, {2, 0, 2}));
  EXPECT_EQ(choices(bob, post.id), 0b101);
  EXPECT_EQ(refusal(polls.vote(as(bob), post.id, {1, 2})), ErrorKind::invalid);
  get(polls.vote(as(bob), post.id, {1}));
  auto const poll = *seen(as(bob), post.id).poll;
  EXPECT_EQ(poll.votes_count, 3);
  EXPECT_EQ(poll.voters_count, 1);
}

TEST_P(PollServiceTest, OnlyWhoSeesItVotesAndInTime) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const secret = ask(ann, draft(), Visibility::private_);
  EXPECT_EQ(refusal(polls.find(as(bob), secret.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(polls.vote(as(bob), secret.id, {0})), ErrorKind::not_found);
  EXPECT_EQ(refusal(polls.find(as(ann), publish(ann, "no poll").id)), ErrorKind::not_found);
  auto const post = ask(ann);
  EXPECT_EQ(refusal(polls.vote(as(bob), post.id, {})), ErrorKind::invalid);
  EXPECT_EQ(refusal(polls.vote(as(bob), post.id, {3})), ErrorKind::invalid);
  EXPECT_EQ(refusal(polls.vote(as(bob), post.id, {-1})), ErrorKind::invalid);
  block(bob, ann);
  EXPECT_EQ(refusal(polls.vote(as(bob), post.id, {0})), ErrorKind::forbidden);
  get(relations.unblock(as(bob), ann.id));
  block(ann, bob);
  EXPECT_EQ(refusal(polls.vote(as(bob), post.id, {0})), ErrorKind::not_found);
  get(relations.unblock(as(ann), bob.id));
  clock.advance(std::chrono::hours{1});
  EXPECT_EQ(refusal(polls.vote(as(bob), post.id, {0})), ErrorKind::invalid);
  EXPECT_TRUE(seen(as(bob), post.id).poll->has_ended(clock.now()));
}

TEST_P(PollServiceTest, TheEndIsToldOnceToAuthorAndVoters) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const cyn = join("cyn");
  auto const post = ask(ann, draft(true));
  EXPECT_EQ(get(store::jobs::next_due(database().session(), end_poll_job)),
            clock.now() + std::chrono::hours{1});
  get(polls.vote(as(bob), post.id, {0, 1}));
  get(polls.end(post.id));
  EXPECT_THAT(told(bob), IsEmpty());  // too early
  clock.advance(std::chrono::hours{1});
  get(polls.end(post.id));
  get(polls.end(post.id));
  EXPECT_THAT(told(ann), ElementsAre("poll ann"));
  EXPECT_THAT(told(bob), ElementsAre("poll ann"));
  EXPECT_THAT(told(cyn), IsEmpty());
  get(polls.end(PostId{7}));  // deleted meanwhile
}

TEST_P(PollServiceTest, EveryoneOfManyVotersIsTold) {
  auto const ann = join("ann");
  auto const post = ask(ann);
  std::vector<Account> voters;
  for (int i = 0; i < 201; ++i) {
    voters.push_back(join("voter" + std::to_string(i)));
    get(polls.vote(as(voters.back()), post.id, {i % 3}));
  }
  clock.advance(std::chrono::hours{1});
  get(polls.end(post.id));
  EXPECT_THAT(told(voters.front()), ElementsAre("poll ann"));
  EXPECT_THAT(told(voters.back()), ElementsAre("poll ann"));
}

TEST_P(PollServiceTest, OtherOptionsBeginAnew) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const post = ask(ann);
  get(polls.vote(as(bob), post.id, {1}));
  clock.advance(std::chrono::minutes{30});
  // The same options, later: votes stay, and the end moves.
  get(posts.edit(as(ann), post.id, {.text = "what?", .poll = draft()}));
  EXPECT_THAT(tally(bob, post.id), ElementsAre(0, 1, 0));
  EXPECT_EQ(seen(as(bob), post.id).poll->expires_at, clock.now() + std::chrono::hours{1});
  clock.advance(std::chrono::minutes{30});
  get(polls.end(post.id));  // the job of the first end
  EXPECT_THAT(told(ann), IsEmpty());

  auto other = draft();
  other.options = {"yes", "no"};
  auto const edited = get(posts.edit(as(ann), post.id, {.text = "what?", .poll = other}));
  EXPECT_TRUE(edited.post.edited_at);
  EXPECT_THAT(tally(bob, post.id), ElementsAre(0, 0));
  EXPECT_EQ(choices(bob, post.id), 0);
  get(polls.vote(as(bob), post.id, {1}));

  get(posts.edit(as(ann), post.id, {.text = "what?"}));
  EXPECT_FALSE(seen(as(bob), post.id).poll);
  EXPECT_EQ(refusal(polls.find(as(bob), post.id)), ErrorKind::not_found);
  std::vector<std::vector<std::string>> versions;
  for (auto const& version : get(posts.history(as(bob), post.id)).versions) {
    versions.push_back(version.poll_options);
  }
  EXPECT_THAT(versions,
              ElementsAre(ElementsAre("tea", "coffee", "water"), ElementsAre("tea", "coffee", "water"),
                          ElementsAre("yes", "no"), IsEmpty()));
}

TEST_P(PollServiceTest, WhatIsNoPollIsRefused) {
  auto const ann = join("ann");
  auto poll = draft();
  poll.options = {"only", " "};
  EXPECT_EQ(refused_poll(ann, poll), ErrorKind::invalid);
  poll.options = {"1", "2", "3", "4", "5"};
  EXPECT_EQ(refused_poll(ann, poll), ErrorKind::invalid);
  poll.options = {"same", "same "};
  EXPECT_EQ(refused_poll(ann, poll), ErrorKind::invalid);
  poll.options = {"short", std::string(51, 'x')};
  EXPECT_EQ(refused_poll(ann, poll), ErrorKind::invalid);
  poll = draft();
  poll.expires_in = std::chrono::seconds{299};
  EXPECT_EQ(refused_poll(ann, poll), ErrorKind::invalid);
  poll.expires_in = std::chrono::days{32};
  EXPECT_EQ(refused_poll(ann, poll), ErrorKind::invalid);
}

}  // namespace
}  // namespace auklet::service
