// SPDX-License-Identifier: Apache-2.0
#include "bench/http_client.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <future>
#include <thread>
#include <vector>

#include "async/runtime.h"

namespace auklet::bench {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

// Plays a script: for each connection a list of answers, one a request; an empty answer is a silence until
// the client goes away. Closes the connection after its last answer.
class ScriptedServer {
 public:
  explicit ScriptedServer(std::vector<std::vector<std::string>> script)
      : thread_([this, script = std::move(script)] { play(script); }) {}
  ~ScriptedServer() { thread_.join(); }

  Endpoint endpoint() const { return {.address = "127.0.0.1", .port = acceptor_.local_endpoint().port()}; }
  std::vector<std::string> requests;  // heads; read it after the server's end

 private:
  void play(std::vector<std::vector<std::string>> const& script) {
    for (auto const& answers : script) {
      auto socket = acceptor_.accept();
      asio::streambuf buffer;
      boost::system::error_code code;
      for (auto const& answer : answers) {
        auto const size = asio::read_until(socket, buffer, "\r\n\r\n", code);
        if (code) {
          break;
        }
        requests.emplace_back(asio::buffers_begin(buffer.data()),
                              asio::buffers_begin(buffer.data()) + static_cast<std::ptrdiff_t>(size));
        buffer.consume(size);
        if (answer.empty()) {
          char byte = 0;
          socket.read_some(asio::buffer(&byte, 1), code);
        } else {
          asio::write(socket, asio::buffer(answer), code);
        }
      }
    }
  }

  asio::io_context context_;
  tcp::acceptor acceptor_{context_, {asio::ip::address_v4::loopback(), 0}};
  std::thread thread_;
};

std::string answer(std::string const& body, std::string const& headers = "") {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n" +
         body;
}

class Client {
 public:
  explicit Client(Endpoint const& endpoint, std::chrono::milliseconds timeout = std::chrono::seconds{10})
      : connection_(runtime_.executor(0), endpoint, timeout) {
    runtime_.start();
  }
  Result<HttpResponse> send(HttpRequest request) {
    return asio::co_spawn(runtime_.executor(0), connection_.send(std::move(request)), asio::use_future).get();
  }

 private:
  async::Runtime runtime_{1};
  HttpConnection connection_;
};

HttpRequest get(std::string target) {
  return {.method = "GET", .target = std::move(target)};
}

TEST(HttpConnection, KeepsTheConnectionAndSendsWhatItIsTold) {
  std::vector<std::string> requests;
  {
    ScriptedServer server({{answer("one", "Link: <x>; rel=\"next\"\r\n"), answer("two")}});
    Client client(server.endpoint());
    auto const one = client.send(get("/a?b=c"));
    ASSERT_TRUE(one) << one.error().message;
    EXPECT_EQ(one->status, 200U);
    EXPECT_EQ(one->body, "one");
    EXPECT_EQ(one->link, "<x>; rel=\"next\"");
    auto const two = client.send(
        {.method = "POST", .target = "/p", .token = "secret", .body = "{}", .idempotency_key = "key"});
    ASSERT_TRUE(two);
    EXPECT_EQ(two->body, "two");
    requests = server.requests;
  }
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_TRUE(requests[0].starts_with("GET /a?b=c HTTP/1.1\r\n"));
  EXPECT_NE(requests[1].find("Authorization: Bearer secret\r\n"), std::string::npos);
  EXPECT_NE(requests[1].find("Idempotency-Key: key\r\n"), std::string::npos);
  EXPECT_NE(requests[1].find("Content-Type: application/json\r\n"), std::string::npos);
  EXPECT_NE(requests[1].find("Content-Length: 2\r\n"), std::string::npos);
}

TEST(HttpConnection, RepeatsAGetOnAConnectionThatWasClosed) {
  ScriptedServer server({{answer("one")}, {answer("two")}});
  Client client(server.endpoint());
  ASSERT_TRUE(client.send(get("/1")));
  auto const two = client.send(get("/2"));
  ASSERT_TRUE(two) << two.error().message;
  EXPECT_EQ(two->body, "two");
}

TEST(HttpConnection, NeverRepeatsAPost) {
  ScriptedServer server({{answer("one")}, {answer("two")}});
  Client client(server.endpoint());
  ASSERT_TRUE(client.send(get("/1")));
  auto const lost = client.send({.method = "POST", .target = "/2", .body = "{}"});
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().kind, ErrorKind::unavailable);
  EXPECT_TRUE(client.send(get("/3")));  // on a new connection
}

TEST(HttpConnection, GivesUpAtItsDeadline) {
  ScriptedServer server({{""}});
  Client client(server.endpoint(), std::chrono::milliseconds{50});
  auto const late = client.send(get("/"));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ErrorKind::timeout);
}

TEST(HttpConnection, SaysWhenNobodyListens) {
  auto const endpoint = [] {
    asio::io_context context;
    tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
    return Endpoint{.address = "127.0.0.1", .port = acceptor.local_endpoint().port()};
  }();
  Client client(endpoint);
  auto const refused = client.send(get("/"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
}

TEST(ParseEndpoint, TakesThisMachineOnly) {
  EXPECT_EQ(parse_endpoint("http://127.0.0.1:8080")->port, 8080);
  EXPECT_EQ(parse_endpoint("http://localhost:80/")->address, "127.0.0.1");
  EXPECT_EQ(parse_endpoint("http://[::1]:80")->address, "::1");
  for (auto const* bad : {"", "127.0.0.1:80", "https://127.0.0.1:80", "http://127.0.0.1",
                          "http://127.0.0.1:0", "http://127.0.0.1:70000", "http://127.0.0.1:80x",
                          "http://192.0.2.1:80", "http://example.com:80", "http://127.0.0.1:80/path"}) {
    EXPECT_FALSE(parse_endpoint(bad)) << bad;
  }
}

TEST(LinkTarget, FindsTheRelation) {
  constexpr std::string_view header =
      "<https://example.com/api/v1/timelines/home?limit=40&max_id=5>; rel=\"next\", "
      "<https://example.com/api/v1/timelines/home?limit=40&min_id=9>; rel=\"prev\"";
  EXPECT_EQ(link_target(header, "next"), "/api/v1/timelines/home?limit=40&max_id=5");
  EXPECT_EQ(link_target(header, "prev"), "/api/v1/timelines/home?limit=40&min_id=9");
  EXPECT_EQ(link_target(header, "first"), "");
  EXPECT_EQ(link_target("", "next"), "");
  EXPECT_EQ(link_target("<broken", "next"), "");
}

}  // namespace
}  // namespace auklet::bench
