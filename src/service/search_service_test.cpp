// SPDX-License-Identifier: Apache-2.0
#include "service/search_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "service/notifier.h"
#include "service/post_service.h"
#include "service/relation_service.h"
#include "service/testing/service_test.h"
#include "store/accounts.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SearchServiceTest : public testing::ServiceTest {
 protected:
  Account join(std::string const& name, bool hides = false) {
    Account account{.id = env.mint<AccountId>(),
                    .username = name,
                    .domain = env.identity.domain,
                    .uri = env.identity.actor_uri(name),
                    .url = env.identity.profile_url(name),
                    .display_name = name + " the bird",
                    .note = "",
                    .fields = {},
                    .hide_collections = hides,
                    .created_at = clock.now()};
    auto const written = run(write(account));
    EXPECT_TRUE(written) << written.error().message;
    return account;
  }

  Task<Result<>> write(Account account) {
    CO_TRY(auto transaction, co_await database().begin());
    CO_TRY_OK(co_await store::accounts::insert(*transaction, account, base::ascii_lower(account.username)));
    auto const email = base::ascii_lower(account.username) + "@example.org";
    CO_TRY_OK(co_await store::accounts::insert_user(
        *transaction, {.account_id = account.id, .email = email, .created_at = clock.now()}, email));
    co_return co_await transaction->commit();
  }

  static Caller as(Account const& account) { return {.account = account.id}; }

  PostDetails publish(Account const& author, std::string text, Visibility visibility = Visibility::public_) {
    auto post = run(posts.publish(as(author), {.text = std::move(text), .visibility = visibility}));
    EXPECT_TRUE(post) << post.error().message;
    return *post;
  }

  void follow(Account const& follower, Account const& followee) {
    EXPECT_TRUE(run(relations.follow(as(follower), followee.id, {})));
  }

  SearchResults find(Caller caller, SearchQuery query) {
    auto found = run(search.search(std::move(caller), std::move(query)));
    EXPECT_TRUE(found) << found.error().message;
    return *std::move(found);
  }

  static std::vector<std::string> names(std::vector<Account> const& accounts) {
    std::vector<std::string> names;
    for (auto const& account : accounts) {
      names.push_back(account.username);
    }
    return names;
  }

  static std::vector<std::string> names(std::vector<TagDetails> const& tags) {
    std::vector<std::string> names;
    for (auto const& details : tags) {
      names.push_back(details.tag.name);
    }
    return names;
  }

  FilterReader filter_reader{env, 1U << 20U};
  PostLoader loader{env, filter_reader};
  Notifier notifier{env};
  RelationService relations{env, notifier};
  AccountService accounts{env, relations};
  PostService posts{env, loader, notifier};
  TagService tags{env};
  SearchService search{env, accounts, tags, loader};
};
AUKLET_ON_BOTH_ENGINES(SearchServiceTest);

TEST_P(SearchServiceTest, FindsPeopleAndHashtagsByTheSameText) {
  auto const alca = join("Alca");
  publish(alca, "#alcidae #tern");
  auto const found = find({}, {.text = " ALC "});
  EXPECT_THAT(names(found.accounts), ElementsAre("Alca"));
  EXPECT_THAT(names(found.tags), ElementsAre("alcidae"));
  EXPECT_THAT(found.posts, IsEmpty());
}

TEST_P(SearchServiceTest, ASignSaysWhichKindIsMeant) {
  auto const alca = join("alca");
  publish(alca, "#alca");
  EXPECT_THAT(find({}, {.text = "#alca"}).accounts, IsEmpty());
  EXPECT_THAT(names(find({}, {.text = "#alca"}).tags), ElementsAre("alca"));
  EXPECT_THAT(names(find({}, {.text = "@alca"}).accounts), ElementsAre("alca"));
  EXPECT_THAT(find({}, {.text = "@alca"}).tags, IsEmpty());
  EXPECT_THAT(find({}, {.text = "alca", .kind = SearchKind::statuses}).accounts, IsEmpty());
}

// The ones followed are looked for among all, not among those that a page of all would show.
TEST_P(SearchServiceTest, FindsThoseFollowedHoweverManyOthersThereAre) {
  auto const viewer = join("viewer");
  for (auto const* const name : {"tern1", "tern2", "tern3", "tern4"}) {
    join(name);
  }
  auto const friendly = join("tern5");
  follow(viewer, friendly);
  auto const followed = find(as(viewer), {.text = "tern", .limit = 2, .following_only = true});
  EXPECT_THAT(names(followed.accounts), ElementsAre("tern5"));
  EXPECT_EQ(find(as(viewer), {.text = "tern", .limit = 2}).accounts.size(), 2U);
}

TEST_P(SearchServiceTest, AnAddressFindsWhatLivesThere) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const open = publish(alice, "hello");
  auto const secret = publish(alice, "psst", Visibility::private_);
  auto const address = [&](Account const& author, PostDetails const& details) {
    return author.url + "/" + to_text(details.post.id);
  };

  EXPECT_THAT(names(find({}, {.text = alice.url}).accounts), ElementsAre("alice"));
  EXPECT_THAT(names(find({}, {.text = alice.uri}).accounts), ElementsAre("alice"));
  EXPECT_EQ(find({}, {.text = address(alice, open)}).posts.size(), 1U);
  EXPECT_EQ(find({}, {.text = alice.uri + "/statuses/" + to_text(open.post.id)}).posts.size(), 1U);
  EXPECT_EQ(find(as(alice), {.text = address(alice, secret)}).posts.size(), 1U);

  EXPECT_THAT(find(as(bob), {.text = address(alice, secret)}).posts, IsEmpty());
  EXPECT_THAT(find({}, {.text = address(bob, open)}).posts, IsEmpty());
  EXPECT_THAT(find({}, {.text = address(alice, open), .kind = SearchKind::accounts}).posts, IsEmpty());
  EXPECT_THAT(find({}, {.text = "https://reef.example/@alice"}).accounts, IsEmpty());
}

TEST_P(SearchServiceTest, CountsThePublicUsesOfATagByDay) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  publish(alice, "#tern one, eight days ago");
  clock.advance(std::chrono::hours{24 * 7});
  publish(alice, "#tern two, yesterday");
  clock.advance(std::chrono::hours{24});
  publish(alice, "#Tern three");
  publish(alice, "#tern four");
  publish(bob, "#tern five");
  publish(bob, "#tern for friends", Visibility::private_);

  auto const found = run(tags.find({}, "TERN"));
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->tag.name, "tern");
  auto const& history = found->history;
  EXPECT_EQ(history.entries()[0].day, std::chrono::floor<std::chrono::days>(clock.now()));
  EXPECT_EQ(history.entries()[0].uses, 3);
  EXPECT_EQ(history.entries()[0].accounts, 2);
  EXPECT_EQ(history.entries()[1].day, history.entries()[0].day - std::chrono::days{1});
  EXPECT_EQ(history.entries()[1].uses, 1);
  for (std::size_t day = 2; day < history.entries().size(); ++day) {
    EXPECT_EQ(history.entries()[day].uses, 0) << day;
  }
}

TEST_P(SearchServiceTest, ATagNobodyUsesIsATagAllTheSame) {
  auto const found = run(tags.find({}, "Novelty"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->tag.name, "novelty");
  EXPECT_EQ(found->history.entries()[0].uses, 0);
  EXPECT_EQ(run(tags.find({}, "!?")).error().kind, ErrorKind::not_found);
}

TEST_P(SearchServiceTest, FamiliarFollowersLeaveOutWhoeverHides) {
  auto const viewer = join("viewer");
  auto const star = join("star");
  auto const hidden_star = join("hidden_star", /*hides=*/true);
  auto const open = join("open");
  auto const shy = join("shy", /*hides=*/true);
  for (auto const& follower : {open, shy}) {
    follow(viewer, follower);
    follow(follower, star);
    follow(follower, hidden_star);
  }
  auto const found = run(accounts.familiar_followers(as(viewer), {star.id, AccountId{7}, hidden_star.id}));
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_EQ(found->size(), 2U);
  EXPECT_EQ((*found)[0].of, star.id);
  EXPECT_THAT(names((*found)[0].accounts), ElementsAre("open"));
  EXPECT_EQ((*found)[1].of, hidden_star.id);
  EXPECT_THAT((*found)[1].accounts, IsEmpty());
}

}  // namespace
}  // namespace auklet::service
