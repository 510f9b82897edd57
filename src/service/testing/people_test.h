// SPDX-License-Identifier: Apache-2.0
//
// Support for tests of what people do with each other: accounts that can log in, and the services they use.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/encoding.h"
#include "service/filter_reader.h"
#include "service/filter_service.h"
#include "service/notification_groups.h"
#include "service/notification_requests.h"
#include "service/notification_service.h"
#include "service/notifier.h"
#include "service/poll_service.h"
#include "service/post_loader.h"
#include "service/post_service.h"
#include "service/reaction_service.h"
#include "service/relation_service.h"
#include "service/testing/service_test.h"
#include "store/accounts.h"

namespace auklet::service::testing {

class PeopleTest : public ServiceTest {
 protected:
  static Caller as(Account const& account) { return {.account = account.id}; }
  static Caller stranger() { return {}; }

  // The value of what must succeed.
  template <class T>
  T get(Task<Result<T>> task) {
    auto result = run(std::move(task));
    if (!result) {
      throw std::runtime_error(result.error().message + ": " + result.error().detail);
    }
    if constexpr (!std::is_void_v<T>) {
      return *std::move(result);
    }
  }

  // The error of what must fail.
  template <class T>
  ErrorKind refusal(Task<Result<T>> task) {
    auto const result = run(std::move(task));
    if (result) {
      throw std::runtime_error("this should have been refused");
    }
    return result.error().kind;
  }

  Account join(std::string const& name, bool locked = false) {
    Account const account{.id = env.mint<AccountId>(),
                          .username = name,
                          .domain = env.identity.domain,
                          .uri = env.identity.actor_uri(name),
                          .url = env.identity.profile_url(name),
                          .display_name = name,
                          .note = "",
                          .fields = {},
                          .locked = locked,
                          .created_at = clock.now()};
    User const user{.account_id = account.id, .email = name + "@example.org", .created_at = clock.now()};
    get(store_person(database(), account, user));
    return account;
  }

  // As the tables have it now.
  Account now_of(Account const& account) {
    return *get(store::accounts::find(database().session(), account.id));
  }

  Post publish(Account const& author, std::string text, Visibility visibility = Visibility::public_) {
    return get(posts.publish(as(author), {.text = std::move(text), .visibility = visibility})).post;
  }

  Post reply(Account const& author, Post const& to, std::string text,
             Visibility visibility = Visibility::public_) {
    return get(posts.publish(as(author),
                             {.text = std::move(text), .visibility = visibility, .in_reply_to = to.id}))
        .post;
  }

  Post boost(Account const& account, Post const& post) {
    return get(reactions.boost(as(account), post.id, std::nullopt)).post;
  }

  void follow(Account const& follower, Account const& followee, FollowTerms terms = {}) {
    get(relations.follow(as(follower), followee.id, std::move(terms)));
  }

  void block(Account const& account, Account const& target) { get(relations.block(as(account), target.id)); }

  // The post as somebody sees it; only for those who may.
  PostDetails seen(Caller const& caller, PostId id) {
    return get(loader.load_one(database().session(), caller.account, id));
  }

  // What the account has been told, newest first: "mention alice".
  std::vector<std::string> told(Account const& account) {
    std::vector<std::string> lines;
    for (auto const& item : get(notifications.list(as(account), {}, {.limit = 99})).items) {
      lines.push_back(std::string(to_string(item.notification.type)) + " " + item.from.username);
    }
    return lines;
  }

  FilterReader filter_reader{env, 1U << 20U};
  PostLoader loader{env, filter_reader};
  FilterService filters{env, loader};
  Notifier notifier{env};
  PollService polls{env, loader, notifier};
  PostService posts{env, loader, notifier};
  ReactionService reactions{env, loader, notifier};
  RelationService relations{env, notifier};
  NotificationService notifications{env, loader};
  NotificationGroups groups{env, loader};
  NotificationRequests requests{env, loader};

 private:
  static Task<Result<>> store_person(db::Database& database, Account const& account, User const& user) {
    auto const key = base::ascii_lower(account.username);
    CO_TRY(auto const transaction, co_await database.begin());
    CO_TRY_OK(co_await store::accounts::insert(*transaction, account, key));
    CO_TRY_OK(co_await store::accounts::insert_user(*transaction, user, user.email));
    co_return co_await transaction->commit();
  }
};

}  // namespace auklet::service::testing
