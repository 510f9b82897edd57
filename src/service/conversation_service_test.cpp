// SPDX-License-Identifier: Apache-2.0
#include "service/conversation_service.h"

#include "service/testing/people_test.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ConversationServiceTest : public testing::PeopleTest {
 protected:
  ConversationServiceTest() {
    bus.subscribe([this](bus::Event const& event) {
      if (auto const* changed = std::get_if<bus::ConversationChanged>(&event)) {
        changes.push_back(*changed);
      }
    });
  }

  // "hello @ben with ben, unread", newest first.
  std::vector<std::string> shown(Account const& owner) {
    std::vector<std::string> lines;
    for (auto const& details : get(conversations.list(as(owner), {})).items) {
      auto line = details.last->post.text + " with";
      for (auto const& account : details.accounts) {
        line += " " + account.username;
      }
      lines.push_back(line + (details.conversation.unread ? ", unread" : ""));
    }
    return lines;
  }
  ConversationId first_of(Account const& owner) {
    return get(conversations.list(as(owner), {})).items.at(0).conversation.id;
  }
  // Who was told since the last time.
  std::vector<AccountId> told() {
    std::vector<AccountId> owners;
    for (auto const& change : std::exchange(changes, {})) {
      owners.push_back(change.owner);
    }
    return owners;
  }

  Post write_to(Account const& author, std::string text) {
    return publish(author, std::move(text), Visibility::direct);
  }

  ConversationService conversations{env, loader};
  std::vector<bus::ConversationChanged> changes;
};
AUKLET_ON_BOTH_ENGINES(ConversationServiceTest);

TEST_P(ConversationServiceTest, EveryoneHasTheirOwnAndReadsIt) {
  auto const ann = join("ann");
  auto const ben = join("ben");
  auto const post = write_to(ann, "hello @ben");
  EXPECT_THAT(told(), ElementsAre(ann.id, ben.id));
  EXPECT_THAT(shown(ann), ElementsAre("hello @ben with ben"));
  EXPECT_THAT(shown(ben), ElementsAre("hello @ben with ann, unread"));
  reply(ben, post, "hi @ann", Visibility::direct);
  EXPECT_THAT(shown(ann), ElementsAre("hi @ann with ben, unread"));
  EXPECT_THAT(shown(ben), ElementsAre("hi @ann with ann")) << "who answers has read";
  told();

  auto const id = first_of(ann);
  EXPECT_FALSE(get(conversations.set_unread(as(ann), id, false)).conversation.unread);
  EXPECT_TRUE(get(conversations.set_unread(as(ann), id, true)).conversation.unread);
  EXPECT_THAT(told(), ElementsAre(ann.id, ann.id));
  EXPECT_EQ(refusal(conversations.set_unread(as(ben), id, false)), ErrorKind::not_found);
  EXPECT_EQ(refusal(conversations.find(as(ben), id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(conversations.remove(as(ben), id)), ErrorKind::not_found);
  get(conversations.remove(as(ann), id));
  EXPECT_THAT(shown(ann), IsEmpty());
  EXPECT_EQ(shown(ben).size(), 1U);
}

TEST_P(ConversationServiceTest, OtherPeopleOrAnotherThreadIsAnotherOne) {
  auto const ann = join("ann");
  auto const ben = join("ben");
  auto const cem = join("cem");
  auto const post = write_to(ann, "one @ben");
  reply(ann, post, "two @ben @cem", Visibility::direct);
  write_to(ann, "three @ben");
  publish(ann, "not for @ben alone");
  write_to(ann, "to myself");
  EXPECT_THAT(shown(ann), ElementsAre("to myself with ann", "three @ben with ben",
                                      "two @ben @cem with ben cem", "one @ben with ben"));
  EXPECT_THAT(shown(cem), ElementsAre("two @ben @cem with ann ben, unread"));
}

TEST_P(ConversationServiceTest, FollowEditsAndDeletions) {
  auto const ann = join("ann");
  auto const ben = join("ben");
  auto const cem = join("cem");
  auto const first = write_to(ann, "one @ben");
  auto const second = reply(ann, first, "two @ben", Visibility::direct);
  told();
  get(posts.edit(as(ann), second.id, {.text = "two @cem"}));
  EXPECT_THAT(told(), ElementsAre(ben.id, cem.id));
  EXPECT_THAT(shown(ben), ElementsAre("one @ben with ann, unread"));
  EXPECT_THAT(shown(cem), ElementsAre("two @cem with ann, unread"));
  EXPECT_THAT(shown(ann), ElementsAre("two @cem with ben")) << "stays where it was";
  get(posts.remove(as(ann), second.id));
  EXPECT_THAT(told(), ElementsAre(ann.id));
  EXPECT_THAT(shown(cem), IsEmpty());
  EXPECT_THAT(shown(ann), ElementsAre("one @ben with ben"));
  get(posts.remove(as(ann), first.id));
  EXPECT_THAT(shown(ann), IsEmpty());
  EXPECT_THAT(shown(ben), IsEmpty());
}

TEST_P(ConversationServiceTest, BlocksEndThemAndMutesHideThem) {
  auto const ann = join("ann");
  auto const ben = join("ben");
  auto const cem = join("cem");
  write_to(ben, "one @ann");
  auto const group = write_to(cem, "two @ann @ben");
  get(relations.mute(as(ann), ben.id, {}));
  EXPECT_THAT(shown(ann), ElementsAre("two @ann @ben with ben cem, unread"));
  reply(ben, group, "three @ann @cem", Visibility::direct);
  EXPECT_THAT(shown(ann), ElementsAre("two @ann @ben with ben cem, unread"))
      << "of whom one mutes nothing comes in";
  get(relations.unmute(as(ann), ben.id));
  EXPECT_THAT(shown(ann), ElementsAre("two @ann @ben with ben cem, unread", "one @ann with ben, unread"));

  block(ann, ben);
  EXPECT_THAT(shown(ann), IsEmpty());
  EXPECT_EQ(shown(ben).size(), 2U) << "what they wrote themselves, and what others did";
  block(cem, ann);
  write_to(cem, "four @ann");
  write_to(ben, "five @ann");
  EXPECT_THAT(shown(ann), IsEmpty());
  get(relations.unblock(as(ann), ben.id));
  EXPECT_THAT(shown(ann), IsEmpty()) << "what was not told then is not told now";
}

TEST_P(ConversationServiceTest, WhatTheAuthorHidesIsNotShown) {
  auto const ann = join("ann");
  auto const ben = join("ben");
  write_to(ben, "one @ann");
  auto const id = first_of(ann);
  block(ben, ann);
  EXPECT_THAT(shown(ann), IsEmpty());
  EXPECT_EQ(get(conversations.find(as(ann), id)).last, std::nullopt);
  get(relations.unblock(as(ben), ann.id));
  EXPECT_EQ(shown(ann).size(), 1U);
}

}  // namespace
}  // namespace auklet::service
