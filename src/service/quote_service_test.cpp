// SPDX-License-Identifier: Apache-2.0
#include "service/quote_service.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "service/testing/people_test.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class QuoteServiceTest : public testing::PeopleTest {
 protected:
  Task<Result<PostDetails>> quoting(Account const& author, PostId quoted,
                                    Visibility visibility = Visibility::public_,
                                    std::string text = "see this") {
    return posts.publish(as(author), {.text = std::move(text), .visibility = visibility, .quote_of = quoted});
  }
  PostDetails quote(Account const& author, Post const& quoted) { return get(quoting(author, quoted.id)); }
  Post publish_with(Account const& author, PolicyChange policy, Visibility visibility = Visibility::public_) {
    return get(posts.publish(as(author), {.text = "words", .visibility = visibility, .policy = policy})).post;
  }
  std::vector<PostId> listed(Caller const& caller, PostId quoted) {
    auto const pages = get(quotes.pages(caller, quoted));
    return get(pages->next({}));
  }
  std::int64_t count(Post const& post) { return seen(stranger(), post.id).post.quotes_count; }
  QuoteState state(Caller const& caller, PostId quoting) { return seen(caller, quoting).quote->state; }

  QuoteService quotes{env, loader};
};

AUKLET_ON_BOTH_ENGINES(QuoteServiceTest);

TEST_P(QuoteServiceTest, AQuoteShowsItsPostAndIsCountedAndTold) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const post = publish(ann, "of tea");
  auto const made = quote(bob, post);
  ASSERT_TRUE(made.quote && made.quote->post);
  EXPECT_EQ(made.quote->state, QuoteState::accepted);
  EXPECT_EQ(made.quote->post->post.id, post.id);
  EXPECT_EQ(made.quote->post->post.quotes_count, 1);
  EXPECT_THAT(told(ann), ElementsAre("quote bob"));
  EXPECT_THAT(listed(as(ann), post.id), ElementsAre(made.post.id));
  // Readers that know of no quotes find a link; a text that has the link already is left alone.
  EXPECT_THAT(made.post.content, ::testing::StartsWith("<p class=\"quote-inline\">RE: <a href=\"" + ann.url));
  auto const linking =
      get(quoting(bob, post.id, Visibility::public_, "see " + ann.url + "/" + to_text(post.id)));
  EXPECT_THAT(linking.post.content, Not(HasSubstr("quote-inline")));
  EXPECT_EQ(count(post), 2);
  get(posts.remove(as(bob), made.post.id));
  EXPECT_EQ(count(post), 1);
  EXPECT_THAT(told(ann), ElementsAre("quote bob"));
}

TEST_P(QuoteServiceTest, WordsAreNotNeeded) {
  auto const ann = join("ann");
  auto const post = publish(ann, "of tea");
  EXPECT_TRUE(get(quoting(ann, post.id, Visibility::public_, "")).post.text.empty());
  EXPECT_EQ(refusal(posts.publish(as(ann), {.text = ""})), ErrorKind::invalid);
}

TEST_P(QuoteServiceTest, ABoostIsQuotedAsWhatItBoosts) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const post = publish(ann, "of tea");
  auto const boosted = boost(bob, post);
  EXPECT_EQ(get(quoting(bob, boosted.id)).quote->post->post.id, post.id);
  EXPECT_EQ(listed(as(bob), boosted.id).size(), 1U);
}

TEST_P(QuoteServiceTest, OnlyThoseMayWhomTheAuthorLets) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const closed = publish_with(ann, {.quote = Approval::nobody});
  EXPECT_EQ(refusal(quoting(bob, closed.id)), ErrorKind::invalid);
  EXPECT_EQ(quote(ann, closed).quote->state, QuoteState::accepted);
  auto const half = publish_with(ann, {.quote = Approval::followers});
  EXPECT_EQ(refusal(quoting(bob, half.id)), ErrorKind::invalid);
  follow(bob, ann);
  EXPECT_EQ(quote(bob, half).quote->state, QuoteState::accepted);
  EXPECT_EQ(refusal(quoting(bob, closed.id)), ErrorKind::invalid);
  // The author's wish of a moment later counts from then on.
  get(quotes.change_policy(as(ann), half.id, {.quote = Approval::nobody}));
  EXPECT_EQ(refusal(quoting(bob, half.id)), ErrorKind::invalid);
  EXPECT_EQ(count(half), 1);
  // Whoever is blocked does not even see it.
  auto const open = publish(ann, "for all");
  block(ann, bob);
  EXPECT_EQ(refusal(quoting(bob, open.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(quoting(bob, PostId{7})), ErrorKind::not_found);
  // Refused when it is kept for later, too.
  EXPECT_EQ(refusal(posts.check(as(bob), {.text = "later", .quote_of = open.id})), ErrorKind::not_found);
}

TEST_P(QuoteServiceTest, WhatFewSeeIsQuotedByItsAuthorForNoMore) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  follow(bob, ann);
  auto const secret = publish_with(ann, {.quote = Approval::everyone}, Visibility::private_);
  EXPECT_EQ(refusal(quoting(bob, secret.id)), ErrorKind::invalid);
  EXPECT_EQ(get(quoting(ann, secret.id)).post.visibility, Visibility::private_);
  auto const direct = publish(ann, "@bob psst", Visibility::direct);
  EXPECT_EQ(refusal(quoting(ann, direct.id)), ErrorKind::invalid);
  EXPECT_EQ(refusal(quoting(bob, direct.id)), ErrorKind::invalid);
}

TEST_P(QuoteServiceTest, ADirectPostQuotesThoseToWhomItGoes) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  join("cyn");
  follow(ann, bob);  // or she would have to look for what strangers write to her
  auto const post = publish(ann, "of tea");
  EXPECT_EQ(refusal(quoting(bob, post.id, Visibility::direct, "@cyn look")), ErrorKind::invalid);
  auto const made = get(quoting(bob, post.id, Visibility::direct, "@ann look"));
  EXPECT_EQ(count(post), 0);
  EXPECT_THAT(told(ann), ElementsAre("mention bob"));  // once, not as a quote too
  EXPECT_EQ(state(as(ann), made.post.id), QuoteState::accepted);
}

TEST_P(QuoteServiceTest, WhoIsQuotedMaySeeWhere) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const cyn = join("cyn");
  auto const post = publish(ann, "of tea");
  auto const made = get(quoting(bob, post.id, Visibility::private_));
  EXPECT_EQ(state(as(ann), made.post.id), QuoteState::accepted);
  EXPECT_EQ(refusal(loader.load_one(database().session(), cyn.id, made.post.id)), ErrorKind::not_found);
  EXPECT_THAT(told(ann), ElementsAre("quote bob"));
}

TEST_P(QuoteServiceTest, ARevokedQuoteShowsNothingAndIsNotCounted) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const post = publish(ann, "of tea");
  auto const made = quote(bob, post);
  EXPECT_EQ(refusal(quotes.revoke(as(bob), post.id, made.post.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(quotes.revoke(as(ann), made.post.id, post.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(quotes.revoke(as(ann), post.id, PostId{7})), ErrorKind::not_found);
  auto const revoked = get(quotes.revoke(as(ann), post.id, made.post.id));
  EXPECT_EQ(revoked.quote->state, QuoteState::revoked);
  EXPECT_EQ(revoked.quote->post, nullptr);
  EXPECT_EQ(count(post), 0);
  EXPECT_THAT(listed(as(ann), post.id), IsEmpty());
  // A second time changes nothing, nor does deleting take away what is not counted.
  EXPECT_EQ(get(quotes.revoke(as(ann), post.id, made.post.id)).quote->state, QuoteState::revoked);
  get(posts.remove(as(bob), made.post.id));
  EXPECT_EQ(count(post), 0);
}

TEST_P(QuoteServiceTest, EachViewerSeesAQuoteAsTheyStand) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const cyn = join("cyn");
  auto const post = publish(ann, "of tea");
  auto const made = quote(bob, post).post.id;
  EXPECT_EQ(state(as(cyn), made), QuoteState::accepted);
  get(relations.mute(as(cyn), ann.id, {}));
  EXPECT_EQ(state(as(cyn), made), QuoteState::muted_account);
  EXPECT_NE(seen(as(cyn), made).quote->post, nullptr);
  get(relations.block(as(cyn), ann.id));
  EXPECT_EQ(state(as(cyn), made), QuoteState::blocked_account);
  get(relations.unblock(as(cyn), ann.id));
  get(relations.unmute(as(cyn), ann.id));
  block(ann, cyn);
  EXPECT_EQ(state(as(cyn), made), QuoteState::unauthorized);
  EXPECT_EQ(seen(as(cyn), made).quote->post, nullptr);
  EXPECT_EQ(state(stranger(), made), QuoteState::accepted);
  get(posts.remove(as(ann), post.id));
  EXPECT_EQ(state(as(cyn), made), QuoteState::deleted);
}

TEST_P(QuoteServiceTest, AQuoteWithinAQuoteIsOnlyNamed) {
  auto const ann = join("ann");
  auto const first = publish(ann, "one");
  auto const second = quote(ann, first);
  auto const third = quote(ann, second.post);
  ASSERT_NE(third.quote->post, nullptr);
  EXPECT_EQ(third.quote->post->post.quote->post, first.id);
  EXPECT_FALSE(third.quote->post->quote);
}

TEST_P(QuoteServiceTest, AnEditKeepsTheQuoteAndTellsThoseWhoQuote) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const post = publish(ann, "of tea");
  auto const made = quote(bob, post);
  auto const edited = get(posts.edit(as(bob), made.post.id, {.text = "see that"}));
  EXPECT_EQ(edited.quote->state, QuoteState::accepted);
  EXPECT_THAT(edited.post.content, HasSubstr("quote-inline"));
  get(posts.edit(as(ann), post.id, {.text = "of coffee"}));
  EXPECT_THAT(told(bob), ElementsAre("quoted_update ann"));
  auto const notice = get(notifications.list(as(bob), {}, {.limit = 1})).items.front();
  EXPECT_EQ(notice.post->post.id, made.post.id);
}

TEST_P(QuoteServiceTest, AnEditMayChangeThePolicyAlone) {
  auto const ann = join("ann");
  auto const post = publish(ann, "of tea");
  auto const edited =
      get(posts.edit(as(ann), post.id, {.text = "of tea", .policy = {.quote = Approval::followers}}));
  EXPECT_EQ(edited.post.policy.quote, Approval::followers);
  EXPECT_FALSE(edited.post.edited_at);
}

TEST_P(QuoteServiceTest, APolicyIsChangedByTheAuthorAlone) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const post = publish(ann, "of tea");
  EXPECT_EQ(refusal(quotes.change_policy(as(bob), post.id, {.quote = Approval::nobody})),
            ErrorKind::not_found);
  EXPECT_EQ(refusal(quotes.change_policy(as(ann), boost(ann, post).id, {.quote = Approval::nobody})),
            ErrorKind::not_found);
  auto const changed = get(quotes.change_policy(as(ann), post.id, {.reply = Approval::nobody}));
  EXPECT_EQ(changed.post.policy, (InteractionPolicy{.reply = Approval::nobody}));
}

TEST_P(QuoteServiceTest, WhoMayReplyAndBoostIsTheAuthorsWish) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const cyn = join("cyn");
  follow(cyn, ann);
  auto const post =
      get(posts.publish(as(ann), {.text = "@bob look",
                                  .policy = {.reply = Approval::nobody, .boost = Approval::followers}}))
          .post;
  reply(bob, post, "whoever is mentioned may");
  reply(ann, post, "and the author");
  EXPECT_EQ(refusal(posts.publish(as(cyn), {.text = "me too", .in_reply_to = post.id})), ErrorKind::invalid);
  boost(cyn, post);
  EXPECT_EQ(refusal(reactions.boost(as(bob), post.id, std::nullopt)), ErrorKind::forbidden);
  boost(ann, post);
}

TEST_P(QuoteServiceTest, FiltersLookIntoQuotes) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const made = quote(bob, publish(ann, "of tea"));
  auto const boosted = boost(bob, made.post);
  get(filters.create(as(ann), {.title = "drinks", .contexts = {{"home"}}, .keywords = {{.keyword = "tea"}}}));
  auto const details = seen(as(ann), made.post.id);
  EXPECT_THAT(details.filtered, IsEmpty());
  EXPECT_EQ(details.quote->post->filtered.size(), 1U);
  EXPECT_EQ(seen(as(ann), boosted.id).boosted->quote->post->filtered.size(), 1U);
}

}  // namespace
}  // namespace auklet::service
