// SPDX-License-Identifier: Apache-2.0
#include "net/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <deque>
#include <latch>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

#include "async/runtime.h"
#include "base/random.h"
#include "net/testing/raw_client.h"

namespace auklet::net {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using testing::RawClient;

constexpr auto get = "GET /path?query HTTP/1.1\r\nHost: h\r\n\r\n";

Task<Response> echo(Request request) {
  Response response;
  response.headers.add("X-Method", std::string(to_string(request.method)));
  response.headers.add("X-Path", request.path);
  response.headers.add("X-Query", request.query);
  response.headers.add("X-Peer", request.peer);
  response.body = std::move(request.body);
  co_return response;
}

// Answers with the path, but not before it has let others have their turn.
Task<Response> echo_path_later(Request request) {
  co_await boost::asio::post(co_await boost::asio::this_coro::executor, boost::asio::use_awaitable);
  co_return Response{200, {}, request.path};
}

// Holds requests back until the test opens it.
class Gate {
 public:
  Task<Response> pass(Request) {
    auto const executor = co_await boost::asio::this_coro::executor;
    auto const timer =
        std::make_shared<boost::asio::steady_timer>(executor, boost::asio::steady_timer::time_point::max());
    {
      std::lock_guard const lock(mutex_);
      waiting_.push_back(timer);
      arrived_.notify_all();
    }
    co_await timer->async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    co_return Response{200, {}, "passed"};
  }

  bool wait_for(std::size_t requests) {
    std::unique_lock lock(mutex_);
    return arrived_.wait_for(lock, 10s, [&] { return waiting_.size() >= requests; });
  }

  void open() {
    std::lock_guard const lock(mutex_);
    for (auto const& timer : waiting_) {
      boost::asio::post(timer->get_executor(), [timer] { timer->cancel(); });
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<std::shared_ptr<boost::asio::steady_timer>> waiting_;
};

class ServerTest : public ::testing::Test {
 protected:
  void serve(Handler handler, ServerOptions options) {
    options.port = 0;
    server_.emplace(runtime_, random_, std::move(options), std::move(handler));
    auto const listening = server_->listen();
    ASSERT_TRUE(listening) << listening.error().message;
    runtime_.start();
  }

  void serve(Handler handler, ServerLimits limits = {}) {
    serve(std::move(handler), ServerOptions{.limits = limits});
  }

  // One request on a connection of its own.
  std::optional<Response> ask(std::string const& request) {
    return RawClient(server_->port()).roundtrip(request);
  }

  template <class Condition>
  static bool eventually(Condition condition) {
    auto const until = std::chrono::steady_clock::now() + 10s;
    while (!condition()) {
      if (std::chrono::steady_clock::now() > until) {
        return false;
      }
    }
    return true;
  }

  // What every refusal by the protocol looks like, to the end of the connection.
  void expect_refused(RawClient& client, unsigned status) {
    auto const response = client.read_response();
    ASSERT_TRUE(response) << status;
    EXPECT_EQ(response->status, status);
    EXPECT_EQ(response->headers.find("Content-Type"), "application/json; charset=utf-8");
    EXPECT_EQ(response->headers.find("X-Request-Id").value_or("").size(), 32U);
    EXPECT_EQ(response->headers.find("Connection"), "close");
    EXPECT_THAT(response->body, ::testing::MatchesRegex(R"(\{"error":"[A-Z][A-Za-z ]+"\})"));
    EXPECT_TRUE(client.closed_by_server());
  }

  base::SystemRandom random_;
  async::Runtime runtime_{2};
  std::optional<Server> server_;
};

TEST_F(ServerTest, AnswersAndKeepsTheConnection) {
  serve(echo);
  RawClient client(server_->port());
  for (auto i = 0; i < 3; ++i) {
    auto const response =
        client.roundtrip("POST /a/b?c=d HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 200U);
    EXPECT_EQ(response->body, "abc");
    EXPECT_EQ(response->headers.find("X-Method"), "POST");
    EXPECT_EQ(response->headers.find("X-Path"), "/a/b");
    EXPECT_EQ(response->headers.find("X-Query"), "c=d");
    EXPECT_EQ(response->headers.find("X-Peer"), "127.0.0.1");
    EXPECT_EQ(response->headers.find("Content-Length"), "3");
    EXPECT_FALSE(response->headers.contains("Connection"));
    EXPECT_THAT(std::string(response->headers.find("Date").value_or("")), EndsWith(" GMT"));
  }
}

TEST_F(ServerTest, GivesEveryRequestAnIdOfItsOwn) {
  serve(echo);
  std::set<std::string> ids;
  RawClient client(server_->port());
  for (auto i = 0; i < 600; ++i) {  // more than one refill of the random pool
    auto const response = client.roundtrip("GET / HTTP/1.1\r\nHost: h\r\nX-Request-Id: mine\r\n\r\n");
    ASSERT_TRUE(response);
    ids.emplace(response->headers.find("X-Request-Id").value_or(""));
  }
  EXPECT_EQ(ids.size(), 600U);
  EXPECT_EQ(ids.begin()->size(), 32U);
  EXPECT_FALSE(ids.contains("mine"));
}

TEST_F(ServerTest, HeadTellsTheLengthAndSendsNoBody) {
  serve([](Request) -> Task<Response> { co_return Response{200, {}, "body"}; });
  RawClient client(server_->port());
  for (auto i = 0; i < 2; ++i) {
    auto const response = client.roundtrip("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
    ASSERT_TRUE(response);
    EXPECT_EQ(response->headers.find("Content-Length"), "4");
  }
  EXPECT_EQ(client.roundtrip(get)->body, "body");
}

TEST_F(ServerTest, SendsNoBodyWhereNoneIsAllowed) {
  serve([](Request request) -> Task<Response> {
    co_return Response{request.path == "/204" ? 204U : 304U, {}, "body"};
  });
  RawClient client(server_->port());
  for (std::string const status : {"204", "304", "204"}) {
    auto const response = client.roundtrip("GET /" + status + " HTTP/1.1\r\nHost: h\r\n\r\n");
    ASSERT_TRUE(response);
    EXPECT_EQ(std::to_string(response->status), status);
    EXPECT_FALSE(response->headers.contains("Content-Length"));
  }
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  serve(echo_path_later);
  RawClient client(server_->port());
  std::string requests;
  for (auto i = 0; i < 3000; ++i) {  // more than one read buffer
    requests += fmt::format("POST /{} HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n12345", i);
  }
  std::thread sender([&] { EXPECT_TRUE(client.send(requests)); });
  for (auto i = 0; i < 3000; ++i) {
    auto const response = client.read_response();
    ASSERT_TRUE(response) << i;
    ASSERT_EQ(response->body, fmt::format("/{}", i));
  }
  sender.join();
}

TEST_F(ServerTest, ReadsARequestThatComesByteByByte) {
  serve(echo);
  RawClient client(server_->port());
  for (auto const byte :
       "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"s) {
    ASSERT_TRUE(client.send({&byte, 1}));
  }
  auto const response = client.read_response();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "abc");
}

TEST_F(ServerTest, TellsAWaitingClientToContinue) {
  serve(echo);
  RawClient client(server_->port());
  client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  auto const interim = client.read_response();
  ASSERT_TRUE(interim);
  EXPECT_EQ(interim->status, 100U);
  EXPECT_EQ(client.roundtrip("body")->body, "body");
  // Who does not wait is not told.
  auto const direct =
      client.roundtrip("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\nbody");
  ASSERT_TRUE(direct);
  EXPECT_EQ(direct->status, 200U);
}

TEST_F(ServerTest, ClosesWhenAskedTo) {
  serve(echo);
  for (std::string const request :
       {"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
        // What comes behind the last request is not answered, and does not harm the answer.
        "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\nGET /more HTTP/1.1\r\nHost: h\r\n\r\n"}) {
    RawClient client(server_->port());
    auto const response = client.roundtrip(request);
    ASSERT_TRUE(response) << request;
    EXPECT_EQ(response->headers.find("Connection"), "close");
    EXPECT_TRUE(client.closed_by_server());
  }
}

TEST_F(ServerTest, TheHandlerMayCloseButNotBreakTheFraming) {
  serve([](Request) -> Task<Response> {
    Response response{200, {}, "body"};
    response.headers.add("Connection", "close");
    response.headers.add("Content-Length", "400");
    response.headers.add("Transfer-Encoding", "chunked");
    response.headers.add("X-Value", "a\r\nSet-Cookie: stolen");
    response.headers.add("X-Name\r\nX", "b");
    response.headers.add("X-Fine", "c");
    co_return response;
  });
  RawClient client(server_->port());
  auto const response = client.roundtrip(get);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "body");
  EXPECT_EQ(response->headers.find("X-Fine"), "c");
  for (auto const* const name : {"Transfer-Encoding", "X-Value", "Set-Cookie", "X-Name", "X"}) {
    EXPECT_FALSE(response->headers.contains(name)) << name;
  }
  EXPECT_TRUE(client.closed_by_server());
}

TEST_F(ServerTest, AHandlerThatThrowsIsAnswered500) {
  serve([](Request request) -> Task<Response> {
    if (request.path == "/int") {
      throw 42;
    }
    throw std::runtime_error("on purpose");
    co_return Response{};
  });
  RawClient client(server_->port());
  for (std::string const path : {"/", "/int"}) {
    auto const response = client.roundtrip("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 500U);
    EXPECT_EQ(response->body, R"({"error":"Internal server error"})");
  }
}

TEST_F(ServerTest, RefusesTooMuch) {
  serve(echo, ServerLimits{.header_bytes_max = 1000, .body_bytes_max = 1000});
  auto const long_field = "GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(5'000'000, 'x');
  RawClient wordy(server_->port());
  wordy.send(long_field);
  expect_refused(wordy, 431);

  // The client sends all it has before it reads: the answer must still be there.
  RawClient heavy(server_->port());
  EXPECT_TRUE(heavy.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 20000000\r\n\r\n" +
                         std::string(20'000'000, 'x')));
  heavy.finish_sending();
  expect_refused(heavy, 413);

  RawClient chunked(server_->port());
  chunked.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n" +
               std::string(0x1000, 'x'));
  chunked.finish_sending();
  expect_refused(chunked, 413);

  RawClient polite(server_->port());
  polite.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2000\r\nExpect: 100-continue\r\n\r\n");
  polite.finish_sending();
  expect_refused(polite, 413);
}

TEST_F(ServerTest, RefusesWhatIsNotHttp) {
  serve(echo);
  for (auto const& [bytes, status] : std::vector<std::pair<std::string, unsigned>>{
           {"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\r\n\r\n"s, 400},
           {"GET / HTTP/1.1\r\n\r\n", 400},
           {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400},
           {"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400},
           {"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n", 501},
           {"GET / HTTP/3.0\r\nHost: h\r\n\r\n", 505},
           {"GET / HTTP/1.1\r\nHost: h\r\nExpect: tea\r\n\r\n", 417},
           {std::string(get) + "nonsense\r\n\r\n", 400},
       }) {
    RawClient client(server_->port());
    client.send(bytes);
    client.finish_sending();
    if (bytes.starts_with(get)) {
      EXPECT_EQ(client.read_response()->status, 200U);
    }
    expect_refused(client, status);
  }
}

TEST_F(ServerTest, RefusesSlowRequests) {
  serve(echo, ServerLimits{.request_timeout = 150ms});
  for (std::string const beginning :
       {"G", "GET / HTTP/1.1\r\nHost: h\r\nX-Slo",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\na"}) {
    RawClient client(server_->port());
    client.send(beginning);
    auto const response = client.read_response();
    ASSERT_TRUE(response) << beginning;
    EXPECT_EQ(response->status, 408U);
    client.finish_sending();
    EXPECT_TRUE(client.closed_by_server());
  }
}

TEST_F(ServerTest, ATrickleDoesNotExtendTheDeadline) {
  serve(echo, ServerLimits{.request_timeout = 150ms});
  RawClient client(server_->port());
  client.send("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 100000\r\n\r\n");
  EXPECT_EQ(client.read_response()->status, 100U);
  client.set_patience(5ms);
  std::optional<Response> response;
  for (auto i = 0; i < 10'000 && !response; ++i) {
    client.send("x");
    response = client.read_response();
  }
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 408U);
}

TEST_F(ServerTest, ClosesIdleConnectionsWithoutAWord) {
  serve(echo, ServerLimits{.request_timeout = 10s, .idle_timeout = 100ms});
  RawClient fresh(server_->port());
  EXPECT_TRUE(fresh.closed_by_server());
  RawClient kept(server_->port());
  EXPECT_EQ(kept.roundtrip(get)->status, 200U);
  EXPECT_TRUE(kept.closed_by_server());
}

TEST_F(ServerTest, AHandlerMayTakeLongerThanTheClient) {
  Gate gate;
  serve([&](Request request) { return gate.pass(std::move(request)); },
        ServerLimits{.request_timeout = 50ms, .idle_timeout = 50ms, .write_timeout = 50ms});
  RawClient waiting(server_->port());
  waiting.send(get);
  ASSERT_TRUE(gate.wait_for(1));
  RawClient idle(server_->port());
  EXPECT_TRUE(idle.closed_by_server());  // by now all the deadlines have passed for the one who waits too
  gate.open();
  EXPECT_EQ(waiting.read_response()->body, "passed");
}

TEST_F(ServerTest, SendsLargeBodiesWhole) {
  std::string large(30'000'000, 'x');
  for (std::size_t i = 0; i < large.size(); i += 1000) {
    large[i] = static_cast<char>('a' + i / 1000 % 26);
  }
  serve([&](Request) -> Task<Response> { co_return Response{200, {}, large}; });
  RawClient client(server_->port());
  for (auto i = 0; i < 2; ++i) {
    auto const response = client.roundtrip(get);
    ASSERT_TRUE(response);
    EXPECT_TRUE(response->body == large);
  }
}

TEST_F(ServerTest, GivesUpOnAClientThatDoesNotRead) {
  serve([](Request) -> Task<Response> { co_return Response{200, {}, std::string(100'000'000, 'x')}; },
        ServerLimits{.write_timeout = 100ms});
  RawClient client(server_->port());
  client.send(get);
  ASSERT_TRUE(client.readable());  // the answer is on its way, and stays there
  EXPECT_TRUE(server_->drain(10s));
}

TEST_F(ServerTest, AnswersAClientThatHasFinishedSending) {
  serve(echo_path_later);
  RawClient whole(server_->port());
  whole.send(get);
  whole.finish_sending();
  EXPECT_EQ(whole.read_response()->body, "/path");
  EXPECT_TRUE(whole.closed_by_server());

  RawClient cut(server_->port());
  cut.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
  cut.finish_sending();
  expect_refused(cut, 400);
}

TEST_F(ServerTest, SurvivesClientsThatVanish) {
  Gate gate;
  serve([&](Request request) { return gate.pass(std::move(request)); });
  for (auto i = 0; i < 20; ++i) {
    RawClient(server_->port())
        .send(i % 2 == 0 ? get : "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
  }
  ASSERT_TRUE(gate.wait_for(10));
  gate.open();
  EXPECT_TRUE(server_->drain(10s));
}

TEST_F(ServerTest, ServesManyConnectionsAtOnce) {
  serve(echo_path_later);
  std::vector<std::thread> threads;
  for (auto t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      std::deque<RawClient> clients;
      for (auto i = 0; i < 50; ++i) {
        clients.emplace_back(server_->port());
        EXPECT_TRUE(clients.back().connected());
      }
      for (auto round = 0; round < 5; ++round) {
        for (auto& client : clients) {
          client.send(get);
        }
        for (auto& client : clients) {
          auto const response = client.read_response();
          EXPECT_TRUE(response && response->body == "/path");
        }
      }
    });
  }
  for (auto& thread : threads) {
    thread.join();
  }
}

TEST_F(ServerTest, ClosesConnectionsBeyondTheLimit) {
  serve(echo, ServerLimits{.connections_max = 2});
  RawClient second(server_->port());
  EXPECT_EQ(second.roundtrip(get)->status, 200U);
  {
    RawClient first(server_->port());
    EXPECT_EQ(first.roundtrip(get)->status, 200U);
    RawClient third(server_->port());
    EXPECT_TRUE(third.closed_by_server());
    EXPECT_EQ(first.roundtrip(get)->status, 200U);
  }
  EXPECT_TRUE(eventually([&] { return ask(get).has_value(); }));
}

ServerOptions listening_on(std::string address, std::uint16_t port,
                           std::vector<std::string> trusted_proxies = {}) {
  ServerOptions options;
  options.address = std::move(address);
  options.port = port;
  options.trusted_proxies = std::move(trusted_proxies);
  return options;
}

TEST_F(ServerTest, BelievesOnlyTrustedProxies) {
  auto const forwarded = "GET / HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n"s;
  serve(echo, listening_on("127.0.0.1", 0, {"127.0.0.1"}));
  EXPECT_EQ(ask(forwarded)->headers.find("X-Peer"), "203.0.113.9");
  Server stern(runtime_, random_, listening_on("127.0.0.1", 0, {"192.0.2.1"}), echo);
  ASSERT_TRUE(stern.listen());
  EXPECT_EQ(RawClient(stern.port()).roundtrip(forwarded)->headers.find("X-Peer"), "127.0.0.1");
}

TEST_F(ServerTest, SaysWhyItCannotListen) {
  serve(echo);
  auto const failure = [&](ServerOptions options) {
    return Server(runtime_, random_, std::move(options), echo).listen().error();
  };
  auto const taken = failure(listening_on("127.0.0.1", server_->port()));
  EXPECT_EQ(taken.kind, ErrorKind::unavailable);
  EXPECT_THAT(taken.message, HasSubstr(fmt::format("127.0.0.1 port {}", server_->port())));
  EXPECT_EQ(failure(listening_on("192.0.2.1", 0)).kind, ErrorKind::unavailable);
  EXPECT_EQ(failure(listening_on("nonsense", 0)).kind, ErrorKind::unavailable);
  EXPECT_EQ(failure(listening_on("127.0.0.1", 0, {"nonsense"})).kind, ErrorKind::invalid);
}

TEST_F(ServerTest, DrainLetsRequestsInFlightFinish) {
  Gate gate;
  serve([&](Request request) {
    return request.path == "/path" ? gate.pass(std::move(request)) : echo(std::move(request));
  });
  RawClient idle(server_->port());
  EXPECT_EQ(idle.roundtrip("GET / HTTP/1.1\r\nHost: h\r\n\r\n")->status, 200U);
  RawClient busy(server_->port());
  busy.send(get);
  ASSERT_TRUE(gate.wait_for(1));

  EXPECT_FALSE(server_->drain(0ms));
  EXPECT_TRUE(idle.closed_by_server());
  EXPECT_TRUE(eventually([&] { return !RawClient(server_->port()).connected(); }));

  std::thread draining([&] { EXPECT_TRUE(server_->drain(10s)); });
  gate.open();
  auto const response = busy.read_response();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "passed");
  EXPECT_EQ(response->headers.find("Connection"), "close");
  EXPECT_TRUE(busy.closed_by_server());
  draining.join();
}

TEST_F(ServerTest, DrainFinishesARequestThatIsStillComing) {
  serve(echo);
  RawClient client(server_->port());
  client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_response()->status, 100U);
  EXPECT_FALSE(server_->drain(0ms));
  auto const response = client.roundtrip("body");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "body");
  EXPECT_EQ(response->headers.find("Connection"), "close");
  EXPECT_TRUE(server_->drain(10s));
}

// A client that has sent its request before we said that we go is answered, though nobody has read it yet.
TEST_F(ServerTest, DrainAnswersWhatHasArrivedButNobodyHasReadYet) {
  serve(echo);
  RawClient known(server_->port());
  EXPECT_EQ(known.roundtrip(get)->status, 200U);
  std::latch busy(static_cast<std::ptrdiff_t>(runtime_.size()) + 1);
  std::latch released(1);
  for (std::size_t i = 0; i < runtime_.size(); ++i) {
    boost::asio::post(runtime_.executor(i), [&] {
      busy.count_down();
      released.wait();
    });
  }
  busy.arrive_and_wait();
  known.send(get);
  RawClient newcomer(server_->port());  // let in by the system alone
  newcomer.send(get);
  RawClient silent(server_->port());
  EXPECT_FALSE(server_->drain(0ms));
  released.count_down();
  for (auto* const client : {&known, &newcomer}) {
    auto const response = client->read_response();
    ASSERT_TRUE(response) << (client == &known ? "of the known" : "of the newcomer");
    EXPECT_EQ(response->status, 200U);
    EXPECT_EQ(response->headers.find("Connection"), "close");
  }
  EXPECT_TRUE(silent.closed_by_server());
  EXPECT_TRUE(server_->drain(10s));
}

TEST_F(ServerTest, MayBeTornDownOverARuntimeThatHasStopped) {
  Gate gate;
  serve([&](Request request) { return gate.pass(std::move(request)); });
  RawClient client(server_->port());
  client.send(get);
  ASSERT_TRUE(gate.wait_for(1));
  runtime_.stop();
  server_.reset();
  EXPECT_TRUE(client.connected());
}

}  // namespace
}  // namespace auklet::net
