// SPDX-License-Identifier: Apache-2.0
#include "service/filter_service.h"

#include <gmock/gmock.h>

#include "service/testing/people_test.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class FilterServiceTest : public testing::PeopleTest {
 protected:
  FilterServiceTest() {
    bus.subscribe([this](bus::Event const& event) {
      if (auto const* changed = std::get_if<bus::FiltersChanged>(&event)) {
        changes.push_back(changed->account);
      }
    });
  }

  static FilterDraft draft(std::string title, std::vector<FilterKeywordDraft> keywords = {}) {
    return {.title = std::move(title), .contexts = {{"home", "thread"}}, .keywords = std::move(keywords)};
  }
  // The titles of the filters that match, each with the words.
  std::vector<std::string> matches(Account const& viewer, PostId post) {
    std::vector<std::string> lines;
    for (auto const& match : seen(as(viewer), post).filtered) {
      auto line = match.filter->title;
      for (auto const& word : match.keywords) {
        line += " " + word;
      }
      lines.push_back(line + (match.posts.empty() ? "" : " and the post"));
    }
    return lines;
  }

  std::vector<AccountId> changes;
};

AUKLET_ON_BOTH_ENGINES(FilterServiceTest);

TEST_P(FilterServiceTest, MatchWordsWarningsAndPosts) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const post = publish(bob, "I like TEA and teapots");
  auto const warned = get(posts.publish(as(bob), {.text = "x", .spoiler_text = "about tea"})).post;
  auto const other = publish(bob, "steam");
  auto const tea = get(filters.create(as(ann), draft("tea", {{.keyword = "tea"}, {.keyword = "coffee"}})));
  EXPECT_THAT(matches(ann, post.id), ElementsAre("tea tea"));
  EXPECT_THAT(matches(ann, warned.id), ElementsAre("tea tea"));
  EXPECT_THAT(matches(ann, other.id), IsEmpty());
  EXPECT_THAT(matches(bob, post.id), IsEmpty());

  get(filters.update_keyword(as(ann), tea.keywords.front().id, {.whole_word = false}));
  EXPECT_THAT(matches(ann, other.id), ElementsAre("tea tea"));
  auto const single = get(filters.create(as(ann), draft("single")));
  get(filters.add_post(as(ann), single.id, post.id));
  EXPECT_THAT(matches(ann, post.id), ElementsAre("tea tea", "single and the post"));
  // A boost is what it boosts.
  auto const boosted = boost(bob, post);
  EXPECT_THAT(matches(ann, boosted.id), ElementsAre("tea tea", "single and the post"));
  EXPECT_EQ(seen(as(ann), boosted.id).boosted->filtered.size(), 2U);
  get(posts.edit(as(bob), post.id, {.text = "I like water"}));
  EXPECT_THAT(matches(ann, post.id), ElementsAre("single and the post"));
}

TEST_P(FilterServiceTest, OnesOwnNewPostIsLookedThroughToo) {
  auto const ann = join("ann");
  get(filters.create(as(ann), draft("tea", {{.keyword = "tea"}})));
  EXPECT_EQ(get(posts.publish(as(ann), {.text = "tea"})).filtered.size(), 1U);
}

TEST_P(FilterServiceTest, EndInTime) {
  auto const ann = join("ann");
  auto const post = publish(ann, "tea");
  auto ending = draft("tea", {{.keyword = "tea"}});
  ending.sets_expiry = true;
  ending.expires_in = std::chrono::seconds{60};
  auto const filter = get(filters.create(as(ann), ending));
  EXPECT_EQ(filter.expires_at, clock.now() + std::chrono::seconds{60});
  EXPECT_THAT(matches(ann, post.id), ElementsAre("tea tea"));
  clock.advance(std::chrono::seconds{60});
  EXPECT_THAT(matches(ann, post.id), IsEmpty());
  EXPECT_EQ(get(filters.all(as(ann))).size(), 1U);
  get(filters.update(as(ann), filter.id, {.title = "renamed"}));
  EXPECT_THAT(matches(ann, post.id), IsEmpty());
  get(filters.update(as(ann), filter.id, {.sets_expiry = true}));
  EXPECT_THAT(matches(ann, post.id), ElementsAre("renamed tea"));
}

TEST_P(FilterServiceTest, ChangeInPartsAndTellOfIt) {
  auto const ann = join("ann");
  auto const made = get(filters.create(as(ann), draft("one", {{.keyword = "a"}, {.keyword = "b"}})));
  auto const updated =
      get(filters.update(as(ann), made.id,
                         {.title = "two",
                          .contexts = {{"public"}},
                          .action = FilterAction::hide,
                          .keywords = {{.id = made.keywords[0].id, .remove = true},
                                       {.id = made.keywords[1].id, .keyword = "c", .whole_word = false},
                                       {.keyword = "d"}}}));
  EXPECT_EQ(updated, get(filters.find(as(ann), made.id)));
  EXPECT_EQ(updated.title, "two");
  EXPECT_EQ(updated.contexts, 4U);
  EXPECT_EQ(updated.action, FilterAction::hide);
  ASSERT_EQ(updated.keywords.size(), 2U);
  EXPECT_EQ(updated.keywords[0], (FilterKeyword{made.keywords[1].id, "c", false}));
  EXPECT_EQ(updated.keywords[1].keyword, "d");

  auto const added = get(filters.add_keyword(as(ann), made.id, {.keyword = "e"}));
  EXPECT_EQ(get(filters.find_by_keyword(as(ann), added.id)).keywords.back(), added);
  get(filters.remove_keyword(as(ann), added.id));
  EXPECT_EQ(refusal(filters.find_by_keyword(as(ann), added.id)), ErrorKind::not_found);
  auto const post = publish(ann, "x");
  auto const named = get(filters.add_post(as(ann), made.id, post.id));
  EXPECT_EQ(get(filters.find_post(as(ann), named.id)), named);
  EXPECT_EQ(refusal(filters.add_post(as(ann), made.id, post.id)), ErrorKind::invalid);
  get(filters.remove_post(as(ann), named.id));
  get(filters.remove(as(ann), made.id));
  EXPECT_THAT(get(filters.all(as(ann))), IsEmpty());
  EXPECT_THAT(changes, ElementsAre(ann.id, ann.id, ann.id, ann.id, ann.id, ann.id, ann.id));
}

TEST_P(FilterServiceTest, AreTheirOwnersAlone) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const filter = get(filters.create(as(ann), draft("tea", {{.keyword = "tea"}})));
  auto const keyword = filter.keywords.front().id;
  auto const secret = publish(bob, "for followers", Visibility::private_);
  auto const named = get(filters.add_post(as(ann), filter.id, publish(bob, "x").id));
  EXPECT_EQ(refusal(filters.find(as(bob), filter.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(filters.update(as(bob), filter.id, {.title = "x"})), ErrorKind::not_found);
  EXPECT_EQ(refusal(filters.remove(as(bob), filter.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(filters.add_keyword(as(bob), filter.id, {.keyword = "x"})), ErrorKind::not_found);
  EXPECT_EQ(refusal(filters.update_keyword(as(bob), keyword, {.keyword = "x"})), ErrorKind::not_found);
  EXPECT_EQ(refusal(filters.remove_keyword(as(bob), keyword)), ErrorKind::not_found);
  EXPECT_EQ(refusal(filters.remove_single(as(bob), keyword)), ErrorKind::not_found);
  EXPECT_EQ(refusal(filters.find_post(as(bob), named.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(filters.remove_post(as(bob), named.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(filters.add_post(as(bob), filter.id, secret.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(filters.add_post(as(ann), filter.id, secret.id)), ErrorKind::not_found);
  // A keyword of another filter.
  auto const other = get(filters.create(as(ann), draft("other")));
  EXPECT_EQ(refusal(filters.update(as(ann), other.id, {.keywords = {{.id = keyword, .keyword = "x"}}})),
            ErrorKind::not_found);
}

TEST_P(FilterServiceTest, WhatCannotBeIsRefused) {
  auto const ann = join("ann");
  EXPECT_EQ(refusal(filters.create(as(ann), {.title = " ", .contexts = {{"home"}}})), ErrorKind::invalid);
  EXPECT_EQ(refusal(filters.create(as(ann), {.contexts = {{"home"}}})), ErrorKind::invalid);
  EXPECT_EQ(refusal(filters.create(as(ann), {.title = "x"})), ErrorKind::invalid);
  EXPECT_EQ(refusal(filters.create(as(ann), {.title = "x", .contexts = std::vector<std::string>{}})),
            ErrorKind::invalid);
  EXPECT_EQ(refusal(filters.create(as(ann), {.title = "x", .contexts = {{"home", "moon"}}})),
            ErrorKind::invalid);
  EXPECT_EQ(refusal(filters.create(as(ann), draft(std::string(257, 'x')))), ErrorKind::invalid);
  EXPECT_EQ(refusal(filters.create(as(ann), draft("x", {{.keyword = " \n"}}))), ErrorKind::invalid);
  EXPECT_EQ(refusal(filters.create(as(ann), draft("x", {{}}))), ErrorKind::invalid);
  EXPECT_EQ(refusal(filters.create(as(ann), draft("x", {{.keyword = std::string(513, 'x')}}))),
            ErrorKind::invalid);
  EXPECT_EQ(
      refusal(filters.create(as(ann), draft("x", std::vector<FilterKeywordDraft>(1001, {.keyword = "k"})))),
      ErrorKind::invalid);
  EXPECT_THAT(get(filters.all(as(ann))), IsEmpty());
  EXPECT_THAT(changes, IsEmpty());
}

TEST_P(FilterServiceTest, OfTheFirstVersionAreKeywords) {
  auto const ann = join("ann");
  auto const one = get(filters.create_single(as(ann), {.contexts = {{"home"}}, .action = FilterAction::hide},
                                             {.keyword = "tea", .whole_word = false}));
  EXPECT_EQ(one.title, "tea");
  ASSERT_EQ(one.keywords.size(), 1U);
  auto const id = one.keywords.front().id;
  auto const changed =
      get(filters.update_single(as(ann), id, {.contexts = {{"public"}}}, {.keyword = "coffee"}));
  EXPECT_EQ(changed.title, "coffee");
  EXPECT_EQ(changed.keywords.front(), (FilterKeyword{id, "coffee", false}));
  EXPECT_EQ(changed.action, FilterAction::hide);

  auto const second = get(filters.add_keyword(as(ann), one.id, {.keyword = "cocoa"}));
  EXPECT_EQ(refusal(filters.update_single(as(ann), id, {.contexts = {{"home"}}}, {})), ErrorKind::invalid);
  get(filters.update_single(as(ann), second.id, {}, {.whole_word = false}));
  get(filters.remove_single(as(ann), second.id));
  EXPECT_EQ(get(filters.find(as(ann), one.id)).keywords.size(), 1U);
  get(filters.remove_single(as(ann), id));
  EXPECT_THAT(get(filters.all(as(ann))), IsEmpty());
}

}  // namespace
}  // namespace auklet::service
