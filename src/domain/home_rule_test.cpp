// SPDX-License-Identifier: Apache-2.0
#include "domain/home_rule.h"

#include <gtest/gtest.h>

#include <random>

namespace auklet {
namespace {

constexpr AccountId me{1};
constexpr AccountId friend_{2};       // followed
constexpr AccountId other_friend{3};  // followed
constexpr AccountId stranger{4};

HomeEntry post(AccountId author) {
  HomeEntry entry;
  entry.id = PostId{100};
  entry.author = author;
  return entry;
}

HomeEntry reply(AccountId author, AccountId to) {
  auto entry = post(author);
  entry.in_reply_to = to;
  return entry;
}

HomeEntry boost(AccountId booster, AccountId author) {
  auto entry = post(booster);
  entry.boost = {.post = PostId{50}, .author = author};
  return entry;
}

HomeEntry mentioning(HomeEntry entry, std::vector<AccountId> mentions) {
  entry.mentions = std::move(mentions);
  return entry;
}

HomeEntry direct(AccountId author, std::vector<AccountId> mentions) {
  auto entry = mentioning(post(author), std::move(mentions));
  entry.visibility = Visibility::direct;
  return entry;
}

HomeEntry in_language(HomeEntry entry, std::string language) {
  entry.language = std::move(language);
  return entry;
}

HomeRelations const plain(me, {{.id = other_friend}, {.id = friend_}});
HomeRelations const nobody(me, {});

HomeRelations hiding(AccountId account) {
  return {me, plain.followees(), {account}};
}
HomeRelations hidden_by(AccountId account) {
  return {me, plain.followees(), {}, {account}};
}
HomeRelations on_terms(Followee terms) {
  return {me, {std::move(terms), {.id = other_friend}}};
}

TEST(HomeRule, ShowsOwnPostsAndThoseOfFollowees) {
  EXPECT_TRUE(admits(nobody, post(me)));
  EXPECT_TRUE(admits(nobody, boost(me, stranger)));
  EXPECT_TRUE(admits(nobody, reply(me, stranger)));
  EXPECT_TRUE(admits(nobody, direct(me, {stranger})));
  EXPECT_TRUE(admits(plain, post(friend_)));
  EXPECT_FALSE(admits(plain, post(stranger)));
  EXPECT_FALSE(admits(plain, mentioning(post(stranger), {me})));
  EXPECT_FALSE(admits(plain, boost(stranger, friend_)));
  for (auto const visibility : {Visibility::public_, Visibility::unlisted, Visibility::private_}) {
    auto entry = post(friend_);
    entry.visibility = visibility;
    EXPECT_TRUE(admits(plain, entry)) << to_string(visibility);
  }
}

TEST(HomeRule, ShowsDirectPostsOnlyToThoseTheyMention) {
  EXPECT_TRUE(admits(plain, direct(friend_, {other_friend, me})));
  EXPECT_FALSE(admits(plain, direct(friend_, {other_friend})));
  EXPECT_FALSE(admits(plain, direct(stranger, {me})));
}

TEST(HomeRule, ShowsRepliesOnlyBetweenPeopleOneFollows) {
  EXPECT_TRUE(admits(plain, reply(friend_, friend_)));
  EXPECT_TRUE(admits(plain, reply(friend_, me)));
  EXPECT_TRUE(admits(plain, reply(friend_, other_friend)));
  EXPECT_FALSE(admits(plain, reply(friend_, stranger)));
  auto of_a_reply = boost(friend_, stranger);
  of_a_reply.in_reply_to = stranger;
  EXPECT_TRUE(admits(plain, of_a_reply));
}

TEST(HomeRule, HonoursTheTermsOfTheFollow) {
  auto const without_boosts = on_terms({.id = friend_, .show_boosts = false});
  EXPECT_FALSE(admits(without_boosts, boost(friend_, stranger)));
  EXPECT_TRUE(admits(without_boosts, post(friend_)));
  EXPECT_TRUE(admits(without_boosts, boost(other_friend, friend_)));

  auto const german_or_welsh = on_terms({.id = friend_, .languages = {"de", "cy"}});
  EXPECT_TRUE(admits(german_or_welsh, in_language(post(friend_), "cy")));
  EXPECT_TRUE(admits(german_or_welsh, post(friend_)));
  EXPECT_FALSE(admits(german_or_welsh, in_language(post(friend_), "fr")));
  EXPECT_TRUE(admits(german_or_welsh, in_language(post(other_friend), "fr")));
  EXPECT_TRUE(admits(german_or_welsh, in_language(boost(friend_, stranger), "fr")));
  EXPECT_TRUE(admits(german_or_welsh, in_language(post(me), "fr")));
}

TEST(HomeRule, KeepsOutWhomTheViewerHides) {
  EXPECT_FALSE(admits(hiding(friend_), post(friend_)));
  EXPECT_FALSE(admits(hiding(friend_), boost(friend_, other_friend)));
  EXPECT_FALSE(admits(hiding(stranger), boost(friend_, stranger)));
  EXPECT_FALSE(admits(hiding(stranger), mentioning(post(friend_), {other_friend, stranger})));
  EXPECT_FALSE(admits(hiding(stranger), mentioning(boost(friend_, other_friend), {stranger})));
  EXPECT_FALSE(admits(hiding(other_friend), reply(friend_, other_friend)));
  EXPECT_TRUE(admits(hiding(stranger), post(friend_)));
  // One's own words stay, but not a boost of someone hidden.
  EXPECT_TRUE(admits(hiding(stranger), mentioning(reply(me, stranger), {stranger})));
  EXPECT_FALSE(admits(hiding(stranger), boost(me, stranger)));
}

TEST(HomeRule, KeepsOutWhoBlocksTheViewerButNotThoseWhoMentionThem) {
  EXPECT_FALSE(admits(hidden_by(friend_), post(friend_)));
  EXPECT_FALSE(admits(hidden_by(stranger), boost(friend_, stranger)));
  EXPECT_FALSE(admits(hidden_by(stranger), boost(me, stranger)));
  EXPECT_TRUE(admits(hidden_by(stranger), mentioning(post(friend_), {stranger})));
  EXPECT_TRUE(admits(hidden_by(other_friend), reply(friend_, other_friend)));
}

HomeRelations list_of(bool replies, Followee other = {.id = other_friend}) {
  return {
      me, {{.id = friend_}, std::move(other)}, {}, {}, {.of_list = true, .replies_to_followees = replies}};
}

TEST(ListRule, ShowsMembersAndNotTheOwner) {
  auto const followed = list_of(true, {.id = other_friend, .shown = false});
  EXPECT_TRUE(admits(followed, post(friend_)));
  EXPECT_TRUE(admits(followed, boost(friend_, stranger)));
  EXPECT_FALSE(admits(followed, post(other_friend))) << "followed, but no member";
  EXPECT_FALSE(admits(followed, post(me)));
  EXPECT_FALSE(admits(followed, boost(me, stranger)));
  EXPECT_FALSE(admits(followed, direct(friend_, {me})));
}

TEST(ListRule, ShowsTheRepliesThatItsPolicyNames) {
  auto const followed = list_of(true, {.id = other_friend, .shown = false});
  auto const members = list_of(true);
  auto const none = list_of(false);
  for (auto const& list : {followed, members, none}) {
    EXPECT_TRUE(admits(list, reply(friend_, friend_)));
    EXPECT_TRUE(admits(list, reply(friend_, me)));
    EXPECT_FALSE(admits(list, reply(friend_, stranger)));
  }
  EXPECT_TRUE(admits(followed, reply(friend_, other_friend)));
  EXPECT_TRUE(admits(members, reply(friend_, other_friend)));
  EXPECT_FALSE(admits(none, reply(friend_, other_friend)));
}

TEST(HomeRule, KeepsOutWhoIsInAnExclusiveListButCountsThemAsFollowed) {
  auto const home = on_terms({.id = friend_, .shown = false});
  EXPECT_FALSE(admits(home, post(friend_)));
  EXPECT_FALSE(admits(home, boost(friend_, other_friend)));
  EXPECT_TRUE(admits(home, boost(other_friend, friend_)));
  EXPECT_TRUE(admits(home, reply(other_friend, friend_)));
}

TEST(HomeRule, ShowsPublicPostsWithAHashtagThatIsFollowed) {
  constexpr TagId tea{7};
  auto const tagged = [](HomeEntry entry) {
    entry.tags = {TagId{3}, tea};
    return entry;
  };
  HomeRelations const home(me, {{.id = friend_, .languages = {"de"}, .shown = false}}, {}, {},
                           {.tags = {tea}});
  EXPECT_TRUE(admits(home, tagged(post(stranger))));
  EXPECT_TRUE(admits(home, tagged(reply(stranger, other_friend))));
  EXPECT_TRUE(admits(home, tagged(in_language(post(friend_), "fr")))) << "whatever the terms of the follow";
  EXPECT_FALSE(admits(home, post(stranger)));
  EXPECT_FALSE(admits(home, tagged(boost(stranger, friend_))));
  for (auto const visibility : {Visibility::unlisted, Visibility::private_, Visibility::direct}) {
    auto entry = tagged(mentioning(post(stranger), {me}));
    entry.visibility = visibility;
    EXPECT_FALSE(admits(home, entry)) << to_string(visibility);
  }
  TimelineTerms const terms{.tags = {tea}};
  EXPECT_FALSE(admits(HomeRelations(me, {}, {stranger}, {}, terms), tagged(post(stranger))));
  EXPECT_FALSE(admits(HomeRelations(me, {}, {}, {stranger}, terms), tagged(post(stranger))));
  EXPECT_FALSE(
      admits(HomeRelations(me, {}, {friend_}, {}, terms), tagged(mentioning(post(stranger), {friend_}))));
}

// Candidates from a text, newest first: a lower-case letter is a post, an upper-case letter a boost of it.
std::vector<HomeCandidate> candidates(std::string const& text) {
  std::vector<HomeCandidate> list;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto const shown = PostId{std::tolower(text[i])};
    bool const is_post = std::islower(text[i]) != 0;
    list.push_back({.id = is_post ? shown : PostId{static_cast<std::int64_t>(10'000 - i)}, .shown = shown});
  }
  return list;
}

std::string visible(std::string const& text) {
  auto const hidden = hide_repeated_boosts(candidates(text));
  std::string shown;
  for (std::size_t i = 0; i < text.size(); ++i) {
    shown += hidden[i] ? std::string{} : std::string(1, text[i]);
  }
  return shown;
}

TEST(RepeatedBoosts, AreHiddenWhereTheyRepeat) {
  EXPECT_EQ(visible(""), "");
  EXPECT_EQ(visible("abc"), "abc");
  EXPECT_EQ(visible("Aba"), "ba");
  EXPECT_EQ(visible("AbAc"), "bAc");
  EXPECT_EQ(visible("AAAa"), "a");
  EXPECT_EQ(visible("aA"), "aA");  // an odd order of ids, but posts are never hidden
  EXPECT_EQ(visible("ABab"), "ab");
}

TEST(RepeatedBoosts, AreShownAgainBeyondTheWindow) {
  auto const apart = [](std::size_t between) { return "A" + std::string(between, 'x') + "A"; };
  EXPECT_EQ(visible(apart(boost_window - 1)), apart(boost_window - 1).substr(1));
  EXPECT_EQ(visible(apart(boost_window)), apart(boost_window));
  // A hidden boost counts as a place, and as a boost that the next one repeats.
  EXPECT_EQ(visible("A" + std::string(boost_window - 1, 'x') + apart(boost_window - 1)),
            std::string(2 * boost_window - 2, 'x') + "A");
}

TEST(RepeatedBoosts, OfALongPageAndItsPartsAgree) {
  std::mt19937 random(7);
  std::string all;
  for (int i = 0; i < 600; ++i) {
    auto const letter = static_cast<char>('a' + random() % 20);
    all += static_cast<char>(random() % 3 == 0 ? std::toupper(letter) : letter);
  }
  auto const list = candidates(all);
  auto const hidden = hide_repeated_boosts(list);
  for (std::size_t start = 0; start + 20 + boost_window <= list.size(); start += 20) {
    auto const part = hide_repeated_boosts(std::span(list).subspan(start, 20 + boost_window));
    for (std::size_t i = 0; i < 20; ++i) {
      ASSERT_EQ(part[i], hidden[start + i]) << start + i;
    }
  }
}

TEST(RepeatedBoosts, AreUndecidedWhenThereMayBeMoreBelow) {
  auto const list = candidates("Abc");
  auto const shown_at = [&](std::size_t index) { return list[index].shown; };
  EXPECT_EQ(boost_repeats(0, list.size(), false, shown_at), std::nullopt);
  EXPECT_EQ(boost_repeats(0, list.size(), true, shown_at), false);
  auto const repeated = candidates("Aba");
  EXPECT_EQ(boost_repeats(0, 3, false, [&](std::size_t index) { return repeated[index].shown; }), true);
  auto const full = candidates("A" + std::string(boost_window, 'x'));
  EXPECT_EQ(boost_repeats(0, full.size(), false, [&](std::size_t index) { return full[index].shown; }),
            false);
}

}  // namespace
}  // namespace auklet
