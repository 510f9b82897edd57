// SPDX-License-Identifier: Apache-2.0
#include "push/sender.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <functional>
#include <mutex>

#include "async/runtime.h"
#include "base/encoding.h"
#include "net/server.h"
#include "service/testing/people_test.h"
#include "store/jobs.h"
#include "store/push_subscriptions.h"
#include "store/tokens.h"

namespace auklet::push {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A push service of this machine. What it gets is looked at by the scenarios, which read it as apps do.
class SenderTest : public service::testing::PeopleTest {
 protected:
  SenderTest() {
    far_.emplace(runtime_, far_random_, net::ServerOptions{.port = 0},
                 [this](net::Request request) { return answer(this, std::move(request)); });
    if (!far_->listen()) {
      throw std::runtime_error("no port");
    }
    runtime_.start();
    http_.emplace(net::HttpClientOptions{.loopback_ports = {far_->port()}});
    sender_.emplace(Sender::World{.env = env,
                                  .secrets = secrets_,
                                  .subscriptions = subscriptions,
                                  .notifications = notifications,
                                  .view = view_,
                                  .http = *http_,
                                  .subject = "https://example.org"});
  }
  ~SenderTest() override {
    http_.reset();
    far_->drain(100ms);
    runtime_.stop();
  }

  static Task<net::Response> answer(SenderTest* test, net::Request request) {
    std::lock_guard const lock(test->mutex_);
    test->received_.push_back(request.path);
    co_return net::Response{.status = test->status_};
  }

  service::Caller with_token(Account const& account) {
    auto const id = env.mint<TokenId>();
    Token const token{.id = id, .token_hash = to_text(id), .account_id = account.id, .scopes = "push"};
    get(in_transaction([&](db::Session& s) { return store::tokens::insert(s, token); }));
    return {.account = account.id, .token = id};
  }

  PushSubscription subscribe(service::Caller const& caller, std::string const& path, PushPolicy policy = {},
                             PushAlerts wanted = bit_of(NotificationType::mention)) {
    return get(subscriptions.subscribe(caller, {.endpoint = url(path),
                                                .p256dh = base::base64url(key_.point()),
                                                .auth = base::base64url(std::string(16, 'a')),
                                                .standard = true,
                                                .wishes = {wanted, wanted, policy}}));
  }

  std::string url(std::string const& path) const {
    return fmt::format("http://127.0.0.1:{}{}", far_->port(), path);
  }

  // The payloads of the jobs that wait, which are taken away.
  std::vector<std::string> take(std::string_view kind) {
    std::vector<std::string> payloads;
    auto const rows =
        get(database().session().query("SELECT payload FROM jobs WHERE kind = $1 ORDER BY id", {kind}));
    for (auto const row : rows) {
      payloads.push_back(row.string(0));
    }
    get(in_transaction(
        [&](db::Session& s) { return s.execute("DELETE FROM jobs WHERE kind = $1", {kind}); }));
    return payloads;
  }

  // Runs all jobs that wait, in their order; gives what became of the deliveries.
  std::vector<Result<>> work() {
    for (auto const& payload : take(store::push_subscriptions::announce_job)) {
      get(sender_->announce(payload));
    }
    std::vector<Result<>> outcomes;
    for (auto const& payload : take(Sender::deliver_job)) {
      outcomes.push_back(run(sender_->deliver(payload)));
    }
    return outcomes;
  }

  std::vector<std::string> received() {
    std::lock_guard const lock(mutex_);
    return std::exchange(received_, {});
  }

  void answer_with(unsigned status) {
    std::lock_guard const lock(mutex_);
    status_ = status;
  }

  template <class Write>
  Task<Result<>> in_transaction(Write statement) {
    return in_transaction_of(database(), std::move(statement));
  }

  service::PushService subscriptions{env};
  std::optional<Sender> sender_;

 private:
  template <class Write>
  static Task<Result<>> in_transaction_of(db::Database& database, Write statement) {
    CO_TRY(auto const transaction, co_await database.begin());
    CO_TRY_OK(co_await statement(*transaction));
    co_return co_await transaction->commit();
  }

  service::Secrets secrets_{std::string(32, 'k')};
  view::Renderer view_{"example.org", "https://example.org"};
  base::SystemRandom far_random_;
  base::P256Key const key_ = base::P256Key::make(random);
  async::Runtime runtime_{1};
  std::optional<net::Server> far_;
  std::optional<net::HttpClient> http_;
  std::mutex mutex_;
  std::vector<std::string> received_;
  unsigned status_ = 201;
};
AUKLET_ON_BOTH_ENGINES(SenderTest);

TEST_P(SenderTest, TellsEveryAppThatWantsToBeTold) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  subscribe(with_token(alice), "/one");
  subscribe(with_token(alice), "/two");
  subscribe(with_token(alice), "/deaf", PushPolicy::all, bit_of(NotificationType::follow));
  subscribe(with_token(bob), "/other");
  publish(bob, "@alice hi");
  for (auto const& outcome : work()) {
    EXPECT_TRUE(outcome);
  }
  EXPECT_THAT(received(), ::testing::UnorderedElementsAre("/one", "/two"));
  EXPECT_THAT(work(), IsEmpty());
}

TEST_P(SenderTest, NothingIsEnqueuedForThoseWithoutASubscription) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  publish(bob, "@alice hi");
  subscribe(with_token(alice), "/one", PushPolicy::all, bit_of(NotificationType::follow));
  publish(bob, "@alice again");
  EXPECT_THAT(take(store::push_subscriptions::announce_job), IsEmpty());
}

TEST_P(SenderTest, KeepsToThePolicyOfTheSubscription) {
  auto const alice = join("alice");
  auto const stranger = join("stranger");
  auto const followed = join("followed");
  auto const follower = join("follower");
  follow(alice, followed);
  follow(follower, alice);
  for (auto const policy : {PushPolicy::all, PushPolicy::followed, PushPolicy::follower, PushPolicy::none}) {
    subscribe(with_token(alice), "/" + std::string(to_string(policy)), policy);
  }
  auto const pushed = [&](Account const& from) {
    publish(from, "@alice hi");
    work();
    return received();
  };
  EXPECT_THAT(pushed(stranger), ElementsAre("/all"));
  EXPECT_THAT(pushed(followed), ::testing::UnorderedElementsAre("/all", "/followed"));
  EXPECT_THAT(pushed(follower), ::testing::UnorderedElementsAre("/all", "/follower"));
}

TEST_P(SenderTest, WhatIsFilteredOrTakenBackOrOldIsNotPushed) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  subscribe(with_token(alice), "/one");
  publish(bob, "@alice psst", Visibility::direct);
  EXPECT_THAT(take(store::push_subscriptions::announce_job), IsEmpty()) << "filtered";
  auto const post = publish(bob, "@alice oops");
  get(posts.remove(as(bob), post.id));
  EXPECT_THAT(work(), IsEmpty());
  publish(bob, "@alice hi");
  for (auto const& payload : take(store::push_subscriptions::announce_job)) {
    get(sender_->announce(payload));
  }
  clock.advance(49h);
  EXPECT_EQ(work().size(), 1U);
  EXPECT_THAT(received(), IsEmpty());
}

TEST_P(SenderTest, ASubscriptionEndsWithItsToken) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const caller = with_token(alice);
  subscribe(caller, "/one");
  publish(bob, "@alice hi");
  get(in_transaction([&](db::Session& s) { return store::tokens::erase(s, *caller.token); }));
  EXPECT_EQ(refusal(subscriptions.find(caller)), ErrorKind::not_found);
  EXPECT_THAT(work(), IsEmpty());
}

TEST_P(SenderTest, HeedsWhatThePushServiceAnswers) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  struct Case {
    unsigned status;
    std::optional<ErrorKind> error;  // unavailable: another attempt follows; invalid: none
    bool kept = true;
  };
  for (auto const& [status, error, kept] :
       {Case{200, {}}, Case{201, {}}, Case{202, {}}, Case{404, {}, false}, Case{410, {}, false},
        Case{400, ErrorKind::invalid}, Case{403, ErrorKind::invalid}, Case{413, ErrorKind::invalid},
        Case{302, ErrorKind::invalid}, Case{408, ErrorKind::unavailable}, Case{429, ErrorKind::unavailable},
        Case{500, ErrorKind::unavailable}, Case{503, ErrorKind::unavailable}}) {
    auto const caller = with_token(alice);
    subscribe(caller, "/one");
    answer_with(status);
    publish(bob, "@alice hi");
    auto const outcomes = work();
    ASSERT_EQ(outcomes.size(), 1U) << status;
    EXPECT_EQ(outcomes[0].has_value(), !error) << status;
    if (error && !outcomes[0]) {
      EXPECT_EQ(outcomes[0].error().kind, *error) << status;
    }
    EXPECT_EQ(run(subscriptions.find(caller)).has_value(), kept) << status;
    get(subscriptions.unsubscribe(caller));
  }
}

TEST_P(SenderTest, ASubscriptionThatLeadsInsideIsForgotten) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const caller = with_token(alice);
  auto draft = service::PushDraft{.endpoint = "http://127.0.0.1:1/metadata",
                                  .p256dh = base::base64url(base::P256Key::make(random).point()),
                                  .auth = base::base64url(std::string(16, 'a')),
                                  .wishes = {.wanted = bit_of(NotificationType::mention)}};
  get(subscriptions.subscribe(caller, draft));
  publish(bob, "@alice hi");
  EXPECT_EQ(work().size(), 1U);
  EXPECT_EQ(refusal(subscriptions.find(caller)), ErrorKind::not_found);
}

TEST_P(SenderTest, AJobThatSaysNothingIsRefused) {
  for (auto const* payload : {"", "1", "1 2 3 4", "x y", "1 2 x"}) {
    EXPECT_EQ(refusal(sender_->announce(payload)), ErrorKind::malformed) << payload;
    EXPECT_EQ(refusal(sender_->deliver(payload)), ErrorKind::malformed) << payload;
  }
  EXPECT_TRUE(run(sender_->deliver("1 2 3"))) << "what is gone needs no push";
  EXPECT_TRUE(run(sender_->announce("1 2")));
}

}  // namespace
}  // namespace auklet::push
