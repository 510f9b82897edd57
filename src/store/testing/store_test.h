// SPDX-License-Identifier: Apache-2.0
//
// Support for tests of the store: a fresh database with all tables, short ways to fill it, and what every paged
// list must do.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/encoding.h"
#include "db/testing/database_test.h"
#include "domain/account.h"
#include "domain/page.h"
#include "domain/post.h"
#include "store/accounts.h"
#include "store/paged.h"
#include "store/posts.h"
#include "store/schema.h"

namespace auklet::store::testing {

inline constexpr UnixMillis now = UnixMillis{std::chrono::milliseconds{1'775'926'510'000}};

// The value of what must succeed.
template <class T>
T expect_value(Result<T> result) {
  if (!result) {
    throw std::runtime_error(result.error().message + ": " + result.error().detail);
  }
  if constexpr (!std::is_void_v<T>) {
    return *std::move(result);
  }
}

class StoreTest : public db::testing::DatabaseTest {
 protected:
  StoreTest() : DatabaseTest(migrations()) {}

  db::Session& session() { return database().session(); }

  // The value of a statement that reads.
  template <class T>
  T read(Task<Result<T>> statement) {
    return expect_value(run(std::move(statement)));
  }

  // What becomes of statements that write, in a transaction of their own.
  template <class Write>
  auto try_write(Write statement) {
    return run(in_transaction(database(), std::move(statement)));
  }

  template <class Write>
  auto write(Write statement) {
    return expect_value(try_write(std::move(statement)));
  }

  // What becomes of a batch that `fill` has filled.
  template <class Fill>
  Result<std::vector<db::Rows>> try_batch(Fill fill) {
    db::Batch batch;
    fill(batch);
    return run(database().write(batch));
  }

  static Account account_named(AccountId id, std::string const& name) {
    return {.id = id,
            .username = name,
            .domain = "example.org",
            .uri = "https://example.org/users/" + name,
            .url = "https://example.org/@" + name,
            .display_name = name,
            .note = "",
            .fields = {},
            .created_at = now};
  }

  void add_user(AccountId id, std::string const& email, Role role = Role::user) {
    User const user{.account_id = id, .email = email, .role = role, .created_at = now};
    write([&](db::Session& s) { return accounts::insert_user(s, user, email); });
  }

  void add_account(Account const& account) {
    auto const key = base::ascii_lower(account.username);
    write([&](db::Session& s) { return accounts::insert(s, account, key); });
  }

  // A public post that starts a thread.
  static Post post_by(AccountId author, PostId id) {
    return {.id = id, .account_id = author, .thread_id = static_cast<ThreadId>(id), .created_at = now};
  }

  static Post reply_by(AccountId author, PostId id, Post const& to) {
    auto reply = post_by(author, id);
    reply.in_reply_to_id = to.id;
    reply.in_reply_to_account_id = to.account_id;
    reply.thread_id = to.thread_id;
    return reply;
  }

  static Post boost_by(AccountId author, PostId id, Post const& of) {
    auto boost = post_by(author, id);
    boost.boost_of_id = of.id;
    boost.boost_of_account_id = of.account_id;
    return boost;
  }

  Post add(Post const& post) {
    write([&](db::Session& s) { return posts::insert(s, post); });
    return post;
  }

  void mention(PostId post, std::vector<AccountId> accounts) {
    write([&](db::Session& s) { return posts::set_mentions(s, post, accounts); });
  }

  // Every tag gets its number as the fresh id.
  void tag(PostId post, std::vector<std::pair<int, std::string>> const& names) {
    std::vector<posts::TagUse> uses;
    for (auto const& [number, name] : names) {
      uses.push_back({static_cast<TagId>(number), name, name});
    }
    write([&](db::Session& s) { return posts::set_tags(s, post, uses, now); });
  }

 private:
  template <class Write>
  static auto in_transaction(db::Database& database, Write statement)
      -> std::invoke_result_t<Write, db::Session&> {
    CO_TRY(auto const transaction, co_await database.begin());
    auto outcome = co_await statement(*transaction);
    if (outcome) {
      CO_TRY_OK(co_await transaction->commit());
    }
    co_return outcome;
  }
};

template <class Entry>
std::vector<std::int64_t> cursors_of(std::vector<Entry> const& entries) {
  std::vector<std::int64_t> cursors;
  for (auto const& entry : entries) {
    if constexpr (std::is_enum_v<Entry>) {
      cursors.push_back(std::to_underlying(entry));
    } else if constexpr (requires { entry.cursor; }) {
      cursors.push_back(std::to_underlying(entry.cursor));
    } else {
      cursors.push_back(std::to_underlying(entry.id));
    }
  }
  return cursors;
}

// Of a list whose entries have the cursors 1 to 5: `fetch(PageRequest)` gives a page of it.
template <class Fetch>
void expect_pages(Fetch const& fetch) {
  struct Case {
    PageRequest page;
    std::vector<std::int64_t> cursors;
  };
  std::vector<Case> const cases{
      {{.limit = 9}, {5, 4, 3, 2, 1}},
      {{.limit = 2}, {5, 4}},
      {{.max_id = 4, .limit = 2}, {3, 2}},
      {{.max_id = 1, .limit = 2}, {}},
      {{.since_id = 2, .limit = 2}, {5, 4}},
      {{.since_id = 2, .limit = 9}, {5, 4, 3}},
      {{.since_id = 5, .limit = 9}, {}},
      {{.min_id = 2, .limit = 2}, {4, 3}},
      {{.min_id = 5, .limit = 2}, {}},
      {{.max_id = 4, .since_id = 1, .limit = 1}, {3}},
      {{.max_id = 4, .min_id = 1, .limit = 1}, {2}},
      {{.max_id = 4, .min_id = 1, .limit = 9}, {3, 2}},
  };
  for (std::size_t i = 0; i < cases.size(); ++i) {
    EXPECT_EQ(cursors_of(fetch(cases[i].page)), cases[i].cursors) << "page " << i;
  }
}

}  // namespace auklet::store::testing
