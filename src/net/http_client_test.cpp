// SPDX-License-Identifier: Apache-2.0
#include "net/http_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <optional>

#include "async/runtime.h"
#include "base/random.h"
#include "net/server.h"

namespace auklet::net {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

// What the other side is like, by path.
Task<Response> answer(Request request) {
  Response response;
  auto const to = [&response](std::string location) {
    response.status = 302;
    response.headers.add("Location", std::move(location));
    response.body = "elsewhere";
  };
  if (request.path == "/slow") {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, 30s);
    co_await timer.async_wait(boost::asio::use_awaitable);
  } else if (request.path == "/long") {
    response.body = std::string(100'000, 'x');
  } else if (request.path == "/head") {
    response.headers.add("X-Long", std::string(100'000, 'x'));
  } else if (request.path.starts_with("/hops/")) {
    auto const left = std::stoi(request.path.substr(6));
    left > 0 ? to("/hops/" + std::to_string(left - 1)) : void(response.body = "arrived");
  } else if (request.path == "/to") {
    to(request.query);
  } else if (request.path == "/missing") {
    response.status = 404;
    response.body = "nothing";
  } else {
    response.headers.add("X-Method", std::string(to_string(request.method)));
    response.headers.add("X-Agent", std::string(request.headers.find("User-Agent").value_or("")));
    response.headers.add("X-Sent", std::string(request.headers.find("X-Sent").value_or("")));
    response.body = request.body.empty() ? "hello" : request.body;
  }
  co_return response;
}

class HttpClientTest : public ::testing::Test {
 protected:
  HttpClientTest() {
    server_.emplace(runtime_, random_, ServerOptions{.port = 0}, answer);
    if (!server_->listen()) {
      throw std::runtime_error("no port");
    }
    runtime_.start();
    client_.emplace(HttpClientOptions{.loopback_ports = {server_->port()}});
  }
  ~HttpClientTest() override {
    client_.reset();
    server_->drain(100ms);  // /slow would take longer
    runtime_.stop();
  }

  std::string url(std::string const& path) const {
    return "http://127.0.0.1:" + std::to_string(server_->port()) + path;
  }
  Result<IncomingResponse> send(HttpClient& client, OutgoingRequest request) {
    return boost::asio::co_spawn(runtime_.executor(0), client.send(std::move(request)),
                                 boost::asio::use_future)
        .get();
  }
  Result<IncomingResponse> send(OutgoingRequest request) { return send(*client_, std::move(request)); }
  Result<IncomingResponse> get(std::string const& path) { return send({.url = url(path)}); }
  ErrorKind refusal(OutgoingRequest request) {
    auto const name = request.url;
    auto const result = send(std::move(request));
    EXPECT_FALSE(result) << name;
    return result ? ErrorKind::internal : result.error().kind;
  }

  base::SystemRandom random_;
  async::Runtime runtime_{1};
  std::optional<Server> server_;
  std::optional<HttpClient> client_;
};

TEST_F(HttpClientTest, SendsAndReceives) {
  auto const got = get("/any?x=1");
  ASSERT_TRUE(got) << got.error().detail;
  EXPECT_EQ(got->status, 200U);
  EXPECT_EQ(got->body, "hello");
  EXPECT_EQ(got->headers.find("x-method"), "GET");
  EXPECT_EQ(got->headers.find("x-agent"), "Auklet");
  EXPECT_EQ(got->url, url("/any?x=1"));
  OutgoingRequest post{.method = Method::post, .url = url("/any"), .body = "body"};
  post.headers.add("X-Sent", "yes");
  auto const posted = send(post);
  ASSERT_TRUE(posted);
  EXPECT_EQ(posted->body, "body");
  EXPECT_EQ(posted->headers.find("X-Method"), "POST");
  EXPECT_EQ(posted->headers.find("X-Sent"), "yes");
  EXPECT_EQ(get("/missing")->status, 404U);
}

TEST_F(HttpClientTest, FollowsThreeRedirectsAndNoMore) {
  auto const near = get("/hops/3");
  ASSERT_TRUE(near) << near.error().detail;
  EXPECT_EQ(near->body, "arrived");
  EXPECT_EQ(near->url, url("/hops/0"));
  EXPECT_FALSE(near->headers.contains("Location"));
  EXPECT_EQ(refusal({.url = url("/hops/4")}), ErrorKind::unavailable);
  EXPECT_EQ(send({.method = Method::post, .url = url("/hops/1"), .body = "x"})->status, 302U);
}

TEST_F(HttpClientTest, GoesNowhereInside) {
  HttpClient strict;
  for (auto const& address :
       {url("/any"), std::string("http://127.0.0.1/"), std::string("http://localhost:80/"),
        std::string("http://[::1]/"), std::string("http://[::ffff:127.0.0.1]/"),
        std::string("http://0.0.0.0/"), std::string("http://10.1.2.3/"),
        std::string("http://169.254.169.254/latest/meta-data/"), std::string("http://2130706433/"),
        std::string("http://0x7f.1/"), std::string("https://192.168.0.1/"), std::string("http://1.1.1.1:22/"),
        std::string("http://8.8.8.8:8080/")}) {
    auto const result = send(strict, {.url = address});
    ASSERT_FALSE(result) << address;
    EXPECT_EQ(result.error().kind, ErrorKind::forbidden) << address << ": " << result.error().detail;
  }
  // Not by a redirect either, nor to another port of the loopback.
  for (auto const* const target : {"http://10.0.0.1/", "http://127.0.0.1:1/", "http://[fd00::1]/"}) {
    EXPECT_EQ(refusal({.url = url("/to?") + target}), ErrorKind::forbidden) << target;
  }
}

TEST_F(HttpClientTest, AsksOnlyWebAddresses) {
  for (auto const* const address :
       {"", "nonsense://x", "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "http://",
        "http://user:pass@127.0.0.1/", "dict://127.0.0.1:11211/"}) {
    auto const kind = refusal({.url = address});
    EXPECT_TRUE(kind == ErrorKind::invalid || kind == ErrorKind::unavailable) << address;
  }
  EXPECT_NE(refusal({.url = url("/to?file:///etc/passwd")}), ErrorKind::internal);
  OutgoingRequest split{.url = url("/any")};
  split.headers.add("X-Sent", "a\r\nHost: b");
  EXPECT_EQ(refusal(split), ErrorKind::invalid);
}

TEST_F(HttpClientTest, BoundsWhatComes) {
  EXPECT_EQ(refusal({.url = url("/long"), .body_bytes_max = 1000}), ErrorKind::too_large);
  auto const cut = send({.url = url("/long"), .body_bytes_max = 1000, .cut_long_body = true});
  ASSERT_TRUE(cut) << cut.error().detail;
  EXPECT_EQ(cut->body, std::string(1000, 'x'));
  EXPECT_EQ(cut->status, 200U);
  EXPECT_TRUE(send({.url = url("/long"), .body_bytes_max = 100'000}));
  EXPECT_EQ(refusal({.url = url("/head")}), ErrorKind::too_large);
  EXPECT_EQ(refusal({.url = url("/slow"), .timeout = 200ms}), ErrorKind::timeout);
}

TEST_F(HttpClientTest, GivesUpWhenItEnds) {
  auto waiting = boost::asio::co_spawn(runtime_.executor(0), client_->send({.url = url("/slow")}),
                                       boost::asio::use_future);
  EXPECT_EQ(waiting.wait_for(100ms), std::future_status::timeout);
  client_.reset();
  ASSERT_EQ(waiting.wait_for(5s), std::future_status::ready);
  EXPECT_EQ(waiting.get().error().kind, ErrorKind::unavailable);
}

TEST_F(HttpClientTest, GoesInsideForThoseWhoRunTheServer) {
  HttpClient stranger;
  EXPECT_EQ(send(stranger, {.url = url("/")}).error().kind, ErrorKind::forbidden);
  HttpClient own({.anywhere = true});
  auto const removed = send(own, {.method = Method::delete_, .url = url("/")});
  ASSERT_TRUE(removed.has_value()) << removed.error().detail;
  EXPECT_EQ(removed->headers.find("X-Method"), "DELETE");
  auto const put = send(own, {.method = Method::put, .url = url("/"), .headers = {}, .body = "bytes"});
  ASSERT_TRUE(put.has_value());
  EXPECT_EQ(put->body, "bytes");
}

}  // namespace
}  // namespace auklet::net
