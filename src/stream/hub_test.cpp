// SPDX-License-Identifier: Apache-2.0
//
// The whole way from an event to bytes on a socket.
#include "stream/hub.h"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <memory>

#include "net/server.h"
#include "net/testing/raw_client.h"
#include "service/announcement_service.h"
#include "service/authenticator.h"
#include "service/conversation_service.h"
#include "service/list_service.h"
#include "service/mark_reader.h"
#include "service/rate_limiter.h"
#include "service/secrets.h"
#include "service/testing/people_test.h"
#include "store/apps.h"
#include "store/tokens.h"
#include "stream/door.h"
#include "view/renderer.h"

namespace auklet::stream {
namespace {

using net::testing::RawClient;
using ::testing::StartsWith;

// A client that reads one event after the other.
class Listener {
 public:
  Listener(std::uint16_t port, std::string const& token, std::string const& path,
           std::string const& more = "")
      : client_(port) {
    client_.send("GET /api/v1/streaming/" + path + " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + token +
                 "\r\n" + more + "\r\n");
    auto const response = client_.read_response(false);
    status_ = response ? response->status : 0;
  }

  unsigned status() const { return status_; }
  std::string const& last_id() const { return id_; }

  // "update <p>hello</p>", "delete 12": the next thing that is told. Empty when nothing comes.
  std::string next() {
    std::string name;
    std::string data;
    for (;;) {
      auto const line = read_line();
      if (line.starts_with("id: ")) {
        id_ = line.substr(4);
      } else if (line.starts_with("event: ")) {
        name = line.substr(7);
      } else if (line.starts_with("data: ")) {
        data = line.substr(6);
      } else if (line.empty() && (!name.empty() || ended_)) {
        return name.empty() ? "" : name + " " + content(data);
      }
    }
  }
  // Until the place from which on everything is told.
  void settle() {
    while (id_.empty() && !ended_) {
      if (auto const line = read_line(); line.starts_with("id: ")) {
        id_ = line.substr(4);
      }
    }
  }

 private:
  std::string read_line() {
    std::string line;
    for (;;) {
      auto const byte = client_.read_bytes(1);
      ended_ = byte.empty();
      if (ended_ || byte == "\n") {
        return line;
      }
      line += byte;
    }
  }

  static std::string content(std::string const& data) {
    boost::system::error_code failed;
    auto const value = boost::json::parse(data, failed);
    if (failed || !value.is_object()) {
      return data;
    }
    auto const& object = value.as_object();
    return std::string(object.contains("content") ? object.at("content").as_string()
                                                  : object.at("type").as_string());
  }

  RawClient client_;
  unsigned status_ = 0;
  std::string id_;
  bool ended_ = false;
};

class HubTest : public service::testing::PeopleTest {
 protected:
  // Once a test: the bus keeps whom it tells.
  void serve(HubOptions options = {}) {
    hub = std::make_unique<Hub>(sources, runtime(), options);
    door = std::make_unique<Door>(*hub, authenticator, limiter);
    server = std::make_unique<net::Server>(
        runtime(), random, net::ServerOptions{.port = 0},
        [&door = *door](net::Request request) { return door.handle(std::move(request)); });
    ASSERT_TRUE(server->listen());
  }

  std::string token_of(Account const& account) {
    auto const secret = random.token();
    get(store_token(database(), App{.id = env.mint<AppId>(), .client_id = random.token(), .name = "test"},
                    Token{.id = env.mint<TokenId>(),
                          .token_hash = service::fingerprint(secret),
                          .account_id = account.id,
                          .scopes = "read"}));
    return secret;
  }

  std::unique_ptr<Listener> listen(Account const& account, std::string const& path,
                                   std::string const& more = "") {
    auto listener = std::make_unique<Listener>(server->port(), token_of(account), path, more);
    EXPECT_EQ(listener->status(), 200U);
    listener->settle();
    return listener;
  }

  static Task<Result<>> store_token(db::Database& database, App app, Token token) {
    token.app_id = app.id;
    CO_TRY(auto const transaction, co_await database.begin());
    CO_TRY_OK(co_await store::apps::insert(*transaction, app));
    CO_TRY_OK(co_await store::tokens::insert(*transaction, token));
    co_return co_await transaction->commit();
  }

  service::AnnouncementService announcements{env};
  service::Authenticator authenticator{env};
  service::ConversationService conversations{env, loader};
  service::ListService lists{env};
  service::MarkReader marks{env, 1U << 20U};
  service::RateLimiter limiter{clock, random, false};
  view::Renderer view{"example.org", "https://example.org"};
  Sources sources{.env = env,
                  .announcements = announcements,
                  .authenticator = authenticator,
                  .filters = filter_reader,
                  .conversations = conversations,
                  .lists = lists,
                  .marks = marks,
                  .notifications = notifications,
                  .posts = loader,
                  .view = view};
  std::unique_ptr<Hub> hub;
  std::unique_ptr<Door> door;
  std::unique_ptr<net::Server> server;
};
AUKLET_ON_BOTH_ENGINES(HubTest);

TEST_P(HubTest, ManyPostsComeInTheirOrder) {
  serve();
  auto const alice = join("alice");
  auto const bob = join("bob");
  follow(bob, alice);
  auto home = listen(bob, "user");
  auto all = listen(bob, "public");
  constexpr int posts_count = 200;
  for (int i = 0; i < posts_count; ++i) {
    publish(alice, "post " + std::to_string(i));
  }
  for (int i = 0; i < posts_count; ++i) {
    auto const expected = "update <p>post " + std::to_string(i) + "</p>";
    ASSERT_EQ(home->next(), expected);
    ASSERT_EQ(all->next(), expected);
  }
}

TEST_P(HubTest, WhoComesBackIsToldWhatWasMissedAndMayBeSeen) {
  serve();
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const carol = join("carol");
  follow(bob, alice);
  follow(bob, carol);
  std::string place;
  {
    auto home = listen(bob, "user");
    publish(alice, "one");
    EXPECT_EQ(home->next(), "update <p>one</p>");
    place = home->last_id();
  }
  publish(alice, "two");
  publish(carol, "of one who blocks then");
  block(carol, bob);
  auto back = listen(bob, "user", "Last-Event-ID: " + place + "\r\n");
  publish(alice, "three");
  EXPECT_EQ(back->next(), "update <p>two</p>");
  EXPECT_EQ(back->next(), "update <p>three</p>");
}

TEST_P(HubTest, AGapIsTold) {
  serve({.history_bytes_max = 20'000});
  auto const alice = join("alice");
  auto home = listen(alice, "user");
  publish(alice, "first");
  EXPECT_EQ(home->next(), "update <p>first</p>");
  auto const place = home->last_id();
  for (int i = 0; i < 40; ++i) {
    publish(alice, "post " + std::to_string(i));
    EXPECT_THAT(home->next(), StartsWith("update"));
  }
  auto back = listen(alice, "user", "Last-Event-ID: " + place + "\r\n");
  EXPECT_EQ(back->next(), "missed ");
  // What is left of it follows, up to the newest.
  std::string last;
  while (last != "update <p>post 39</p>") {
    last = back->next();
    ASSERT_THAT(last, StartsWith("update"));
  }
}

}  // namespace
}  // namespace auklet::stream
