// SPDX-License-Identifier: Apache-2.0
#include "net/channel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <future>
#include <mutex>
#include <optional>
#include <vector>

#include "async/runtime.h"
#include "base/random.h"
#include "net/server.h"
#include "net/testing/raw_client.h"

namespace auklet::net {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using testing::RawClient;

constexpr auto upgrade =
    "GET /socket HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
constexpr auto listen = "GET /events HTTP/1.1\r\nHost: h\r\n\r\n";

// A client's frame with a mask of zeros.
std::string masked(int first, std::string const& payload) {
  return std::string{static_cast<char>(first), static_cast<char>(0x80U | payload.size())} + "\0\0\0\0"s +
         payload;
}

// Repeats what it hears, and remembers what happened to it.
class Parrot final : public ChannelUser {
 public:
  explicit Parrot(ChannelOptions options) : options_(options) {}

  ChannelOptions options() const override { return options_; }
  void on_open(Channel& channel) override { note(channel); }
  void on_message(std::string_view text) override {
    channel_->send(std::make_shared<std::string const>(text_frame(text)));
  }
  void on_drained() override { ++drained; }
  void on_close() override {
    std::lock_guard const lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

  Channel& channel() {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, 10s, [&] { return channel_ != nullptr; }));
    return *channel_;
  }
  bool is_closed() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 10s, [&] { return closed_; });
  }

  std::atomic<int> drained = 0;

 private:
  void note(Channel& channel) {
    std::lock_guard const lock(mutex_);
    channel_ = &channel;
    changed_.notify_all();
  }

  ChannelOptions const options_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Channel* channel_ = nullptr;
  bool closed_ = false;
};

class ChannelTest : public ::testing::Test {
 protected:
  void serve(ChannelOptions options = {}) {
    user_ = std::make_shared<Parrot>(options);
    server_.emplace(
        runtime_, random_, ServerOptions{.port = 0},
        [user = user_](Request request) -> Task<Response> { return answer(std::move(request), user); });
    ASSERT_TRUE(server_->listen());
    runtime_.start();
  }

  static Task<Response> answer(Request request, std::shared_ptr<Parrot> user) {
    if (request.path == "/socket") {
      auto response = accept_websocket(request);
      response.channel = std::move(user);
      co_return response;
    }
    Response response{.status = 200, .headers = {}, .body = ":)\n"};
    response.headers.add("Content-Type", "text/event-stream");
    response.channel = std::move(user);
    co_return response;
  }

  // On the loop of the channel; there is one.
  template <class Act>
  void on_loop(Act act) {
    boost::asio::post(runtime_.executor(0), act);
  }

  base::SystemRandom random_;
  async::Runtime runtime_{1};
  std::shared_ptr<Parrot> user_;
  std::optional<Server> server_;
};

TEST_F(ChannelTest, AWebSocketSpeaksBothWays) {
  serve();
  RawClient client(server_->port());
  // What comes right behind the handshake is heard too.
  client.send(upgrade + masked(0x81, "hello") + masked(0x89, "there?"));
  auto const response = client.read_response(false);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 101U);
  EXPECT_EQ(response->headers.find("Connection"), "Upgrade");
  EXPECT_FALSE(response->headers.contains("Content-Length"));
  EXPECT_EQ(client.read_bytes(15), "\x81\x05hello\x8A\x06there?");
  client.send(masked(0x88, "\x03\xE8"));
  EXPECT_EQ(client.read_bytes(4), "\x88\x02\x03\xE8");
  client.finish_sending();
  EXPECT_TRUE(client.closed_by_server());
  EXPECT_TRUE(user_->is_closed());
}

TEST_F(ChannelTest, AnEventStreamGoesOnUntilItEnds) {
  serve({.thump_every = 50ms});
  RawClient client(server_->port());
  client.send(listen);
  auto const response = client.read_response();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->headers.find("Connection"), "close");
  EXPECT_FALSE(response->headers.contains("Content-Length"));
  EXPECT_EQ(client.read_bytes(3), ":)\n");
  EXPECT_EQ(client.read_bytes(16), ":thump\n\n:thump\n\n");
  on_loop([&channel = user_->channel()] { channel.close(CloseCode::normal); });
  client.finish_sending();
  EXPECT_TRUE(user_->is_closed());
}

TEST_F(ChannelTest, ABrokenProtocolEndsItWithItsCode) {
  serve();
  RawClient client(server_->port());
  client.send(upgrade + masked(0x82, "bytes"));
  ASSERT_TRUE(client.read_response(false));
  EXPECT_EQ(client.read_bytes(4), "\x88\x02\x03\xEB");
  client.finish_sending();
  EXPECT_TRUE(user_->is_closed());
}

TEST_F(ChannelTest, WhoDoesNotAnswerPingsIsCutOff) {
  serve({.ping_every = 500ms});
  RawClient client(server_->port());
  client.send(upgrade);
  ASSERT_TRUE(client.read_response(false));
  EXPECT_EQ(client.read_bytes(2), "\x89\0"s);
  client.send(masked(0x8A, ""));
  EXPECT_EQ(client.read_bytes(2), "\x89\0"s);
  EXPECT_TRUE(user_->is_closed());
}

TEST_F(ChannelTest, WhoDoesNotReadIsCutOffAndCostsNoMoreThanTheBound) {
  serve({.unsent_bytes_max = 100'000});
  RawClient client(server_->port());
  client.send(listen);
  ASSERT_TRUE(client.read_response());
  auto& channel = user_->channel();
  auto const bytes = std::make_shared<std::string const>(50'000, 'x');
  std::atomic<std::size_t> most = 0;
  on_loop([&] {
    for (int i = 0; i < 1000; ++i) {
      channel.send(bytes);
      most = std::max(most.load(), channel.unsent_bytes());
    }
  });
  EXPECT_TRUE(user_->is_closed());
  EXPECT_GT(most, 0U);
  EXPECT_LE(most, 100'000U);
  EXPECT_EQ(bytes.use_count(), 1);
}

TEST_F(ChannelTest, WhatHadToWaitArrivesInOrderAndIsToldAsDrained) {
  serve({.unsent_bytes_max = 64 * 1024 * 1024});
  RawClient client(server_->port());
  client.send(listen);
  ASSERT_TRUE(client.read_response());
  std::string expected = ":)\n";
  auto& channel = user_->channel();
  std::promise<std::size_t> unsent;
  on_loop([&] {  // more than the kernel takes
    for (char c = 'a'; c <= 'z'; ++c) {
      auto const bytes = std::make_shared<std::string const>(500'000, c);
      expected += *bytes;
      channel.send(bytes);
    }
    unsent.set_value(channel.unsent_bytes());
  });
  EXPECT_GT(unsent.get_future().get(), 0U);
  EXPECT_TRUE(client.read_bytes(expected.size()) == expected);
  auto const until = std::chrono::steady_clock::now() + 10s;
  while (user_->drained == 0 && std::chrono::steady_clock::now() < until) {
  }
  EXPECT_GE(user_->drained, 1);
}

TEST_F(ChannelTest, ADrainSaysGoodbyeAndWaitsForIt) {
  serve();
  RawClient client(server_->port());
  client.send(upgrade);
  ASSERT_TRUE(client.read_response(false));
  user_->channel();
  EXPECT_FALSE(server_->drain(20ms));
  EXPECT_EQ(client.read_bytes(4), "\x88\x02\x03\xE9");
  client.send(masked(0x88, "\x03\xE9"));
  EXPECT_TRUE(server_->drain(10s));
  EXPECT_TRUE(user_->is_closed());
}

TEST_F(ChannelTest, ATeardownCutsIt) {
  serve();
  RawClient client(server_->port());
  client.send(upgrade);
  ASSERT_TRUE(client.read_response(false));
  user_->channel();
  server_.reset();
  EXPECT_TRUE(user_->is_closed());
}

}  // namespace
}  // namespace auklet::net
