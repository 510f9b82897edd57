// SPDX-License-Identifier: Apache-2.0
#include "store/accounts.h"

#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::now;
using ::testing::UnorderedElementsAre;

class AccountsTest : public testing::StoreTest {
 protected:
  ErrorKind failure_of_adding(Account const& account) {
    auto const key = base::ascii_lower(account.username);
    auto const added = try_write([&](db::Session& s) { return accounts::insert(s, account, key); });
    return added ? ErrorKind::internal : added.error().kind;
  }

  // With the counters of the answer to the batch; nothing when it says that there is no such account.
  std::optional<Account> count_post(AccountId id, int change) {
    std::size_t place = 0;
    auto const rows = testing::expect_value(
        try_batch([&](db::Batch& batch) { place = accounts::count_post(batch, id, change, now); }));
    Account account;
    return accounts::take_counters(rows.at(place), account) ? std::optional{account} : std::nullopt;
  }

  std::vector<AccountId> found(std::string_view folded, std::optional<AccountId> follower = {},
                               int limit = 10, int offset = 0) {
    return ids_of(read(accounts::search(session(), folded, follower, limit, offset)));
  }

  static std::vector<AccountId> ids_of(std::vector<Account> const& accounts) {
    std::vector<AccountId> ids;
    for (auto const& account : accounts) {
      ids.push_back(account.id);
    }
    return ids;
  }
};
AUKLET_ON_BOTH_ENGINES(AccountsTest);

constexpr AccountId alice{1};
constexpr AccountId bob{2};
constexpr AccountId carol{3};

TEST_P(AccountsTest, AnAccountComesBackAsItWas) {
  auto account = account_named(alice, "Alice");
  account.display_name = "Älice 🐧";
  account.note = "it's \"me\"\n\\";
  account.fields = {{"Site", "https://alice.example"}, {"Näme", ""}};
  account.locked = account.indexable = true;
  add_account(account);

  auto const found = *read(accounts::find_by_handle(session(), "alice", "example.org"));
  EXPECT_EQ(found.id, alice);
  EXPECT_EQ(found.username, "Alice");
  EXPECT_EQ(found.display_name, account.display_name);
  EXPECT_EQ(found.note, account.note);
  EXPECT_EQ(found.fields, account.fields);
  EXPECT_TRUE(found.locked && found.indexable);
  EXPECT_FALSE(found.bot || found.discoverable || found.hide_collections);
  EXPECT_EQ(found.last_posted_at, std::nullopt);
  EXPECT_EQ(found.created_at, now);
  EXPECT_FALSE(read(accounts::find_by_handle(session(), "alice", "other.example")));
  EXPECT_FALSE(read(accounts::find(session(), bob)));
}

TEST_P(AccountsTest, HandlesAndUrisAreUnique) {
  add_account(account_named(alice, "alice"));
  auto const other_case = account_named(bob, "ALICE");
  auto elsewhere = account_named(bob, "alice");
  elsewhere.domain = "other.example";
  EXPECT_EQ(failure_of_adding(other_case), ErrorKind::conflict);
  EXPECT_EQ(failure_of_adding(elsewhere), ErrorKind::conflict) << "the same URI";
  elsewhere.uri = "https://other.example/users/alice";
  add_account(elsewhere);
  EXPECT_EQ(read(accounts::find_by_handle(session(), "alice", "other.example"))->id, bob);
}

TEST_P(AccountsTest, FindsManyAtOnce) {
  add_account(account_named(alice, "alice"));
  add_account(account_named(bob, "bob"));
  EXPECT_THAT(read(accounts::find_all(session(), {})), IsEmpty());
  EXPECT_THAT(ids_of(read(accounts::find_all(session(), {bob, alice, bob, carol}))),
              UnorderedElementsAre(alice, bob));
  std::vector<AccountId> many;
  for (int id = 1; id <= 40'000; ++id) {  // more than either engine takes as single parameters
    many.push_back(AccountId{id});
  }
  EXPECT_THAT(ids_of(read(accounts::find_all(session(), many))), UnorderedElementsAre(alice, bob));
}

TEST_P(AccountsTest, AProfileIsWrittenWithoutTouchingNamesAndCounters) {
  add_account(account_named(alice, "alice"));
  write([](db::Session& s) { return accounts::add_posts(s, alice, 3); });
  auto changed = account_named(alice, "mallory");
  changed.display_name = "New";
  changed.note = "Now";
  changed.fields = {{"a", "b"}};
  changed.bot = changed.hide_collections = true;
  write([&](db::Session& s) { return accounts::update_profile(s, changed); });

  auto const found = *read(accounts::find(session(), alice));
  EXPECT_EQ(found.username, "alice");
  EXPECT_EQ(found.posts_count, 3);
  EXPECT_EQ(found.display_name, "New");
  EXPECT_EQ(found.note, "Now");
  EXPECT_EQ(found.fields, changed.fields);
  EXPECT_TRUE(found.bot && found.hide_collections);
}

TEST_P(AccountsTest, CountersGoUpAndDown) {
  add_account(account_named(alice, "alice"));
  add_account(account_named(bob, "bob"));
  write([](db::Session& s) { return accounts::add_followers(s, alice, 5); });
  write([](db::Session& s) { return accounts::add_followers(s, alice, -2); });
  write([](db::Session& s) { return accounts::add_following(s, alice, 1); });
  write([](db::Session& s) { return accounts::add_posts(s, alice, 1); });
  auto const counted = count_post(alice, 1).value();
  EXPECT_EQ(counted.followers_count, 3);
  EXPECT_EQ(counted.following_count, 1);
  EXPECT_EQ(counted.posts_count, 2);
  EXPECT_FALSE(count_post(carol, 1));
  auto const found = *read(accounts::find(session(), alice));
  EXPECT_EQ(found.followers_count, 3);
  EXPECT_EQ(found.following_count, 1);
  EXPECT_EQ(found.posts_count, 2);
  EXPECT_EQ(found.last_posted_at, now);
  EXPECT_EQ(read(accounts::find(session(), bob))->followers_count, 0);
}

TEST_P(AccountsTest, SearchPutsTheMostFollowedFirst) {
  auto const add = [this](AccountId id, std::string const& name, std::string const& display, int followers) {
    auto account = account_named(id, name);
    account.display_name = display;
    add_account(account);
    write([&](db::Session& s) { return accounts::add_followers(s, id, followers); });
  };
  add(alice, "alca", "Auk", 1);
  add(bob, "bob", "The Alca fan", 9);
  add(carol, "petralca", "100%_sure", 5);
  EXPECT_THAT(found("alca"), ElementsAre(bob, alice)) << "names from their start, display names anywhere";
  EXPECT_THAT(found("alca", {}, 1), ElementsAre(bob));
  EXPECT_THAT(found("alca", {}, 1, 1), ElementsAre(alice));
  EXPECT_THAT(found("%"), ElementsAre(carol)) << "no wildcard";
  EXPECT_THAT(found("0%_s"), ElementsAre(carol));
  EXPECT_THAT(found("a_c"), IsEmpty());
  EXPECT_THAT(found("alca", carol), IsEmpty()) << "who follows nobody";
}

TEST_P(AccountsTest, EmailsAreUnique) {
  add_user(alice, "a@example.org");
  User const again{.account_id = bob, .email = "A@example.org", .created_at = now};
  auto const added =
      try_write([&](db::Session& s) { return accounts::insert_user(s, again, "a@example.org"); });
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().kind, ErrorKind::conflict);
  EXPECT_EQ(read(accounts::find_user_by_email(session(), "a@example.org"))->account_id, alice);
  EXPECT_FALSE(read(accounts::find_user_by_email(session(), "b@example.org")));
}

TEST_P(AccountsTest, ThePreferencesOfAUserAreKept) {
  add_user(alice, "a@example.org");
  auto user = *read(accounts::find_user(session(), alice));
  EXPECT_EQ(user.default_language, std::nullopt);
  user.role = Role::moderator;
  user.locale = "de";
  user.default_visibility = Visibility::private_;
  user.default_sensitive = true;
  user.default_language = "fi";
  user.disabled_at = now;
  write([&](db::Session& s) { return accounts::update_user(s, user); });
  write([](db::Session& s) { return accounts::set_password_hash(s, alice, "$argon2id$"); });

  auto const found = *read(accounts::find_user(session(), alice));
  EXPECT_EQ(found.email, "a@example.org");
  EXPECT_EQ(found.role, Role::moderator);
  EXPECT_EQ(found.locale, "de");
  EXPECT_EQ(found.default_visibility, Visibility::private_);
  EXPECT_TRUE(found.default_sensitive);
  EXPECT_EQ(found.default_language, "fi");
  EXPECT_EQ(found.disabled_at, now);
  EXPECT_EQ(found.password_hash, "$argon2id$");
}

TEST_P(AccountsTest, MembersAreListedOldestFirst) {
  EXPECT_FALSE(read(accounts::any_user(session())));
  EXPECT_FALSE(read(accounts::find_owner(session())));
  for (auto const& [id, name] : {std::pair{carol, "carol"}, {alice, "alice"}, {bob, "bob"}}) {
    add_account(account_named(id, name));
    add_user(id, name, id == alice ? Role::user : Role::owner);
  }
  auto const members = read(accounts::list_members(session(), alice, 9));
  ASSERT_EQ(members.size(), 2U);
  EXPECT_EQ(members[0].account.username, "bob");
  EXPECT_EQ(members[1].user.account_id, carol);
  EXPECT_EQ(read(accounts::list_members(session(), AccountId{}, 2)).size(), 2U);
  EXPECT_EQ(read(accounts::find_owner(session()))->id, bob);
  EXPECT_TRUE(read(accounts::any_user(session())));
}

}  // namespace
}  // namespace auklet::store
