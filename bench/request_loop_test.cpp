// SPDX-License-Identifier: Apache-2.0
#include "bench/request_loop.h"

#include <gmock/gmock.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <thread>
#include <vector>

namespace auklet::bench {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using std::chrono::milliseconds;
using std::chrono::seconds;

// One connection after the other; every request gets the same answer, in two parts. After `answers_each` answers a
// connection is closed.
class SameAnswerServer {
 public:
  SameAnswerServer(std::size_t connections, std::size_t answers_each, std::string answer)
      : thread_([=, this] { serve(connections, answers_each, answer); }) {}
  ~SameAnswerServer() { thread_.join(); }
  Endpoint endpoint() const { return {.address = "127.0.0.1", .port = acceptor_.local_endpoint().port()}; }

 private:
  void serve(std::size_t connections, std::size_t answers_each, std::string const& answer) {
    for (std::size_t i = 0; i < connections; ++i) {
      auto socket = acceptor_.accept();
      asio::streambuf buffer;
      boost::system::error_code code;
      for (std::size_t count = 0; count < answers_each; ++count) {
        auto const size = asio::read_until(socket, buffer, "\r\n\r\n", code);
        if (code) {
          break;
        }
        buffer.consume(size);
        auto const half = answer.size() / 2;
        asio::write(socket, asio::buffer(answer.data(), half), code);
        asio::write(socket, asio::buffer(answer.data() + half, answer.size() - half), code);
      }
    }
  }

  asio::io_context context_;
  tcp::acceptor acceptor_{context_, {asio::ip::address_v4::loopback(), 0}};
  std::thread thread_;
};

std::string const large_body(300'000, 'x');

std::string ok(std::string const& body) {
  return "HTTP/1.1 200 OK\r\ncontent-length: " + std::to_string(body.size()) + "\r\nDate: now\r\n\r\n" + body;
}

class Asking : public Workload {
 public:
  bool wants_body = false;
  std::vector<unsigned> statuses;
  std::vector<std::size_t> sizes;
  std::string last_body;
  std::vector<LoopClock::duration> taken;
  std::vector<std::uint64_t> subjects;
  int follow_ups = 0;

  Errand next(std::string& out) override {
    out = "GET / HTTP/1.1\r\n\r\n";
    return {.kind = 0, .subject = ++asked_, .wants_body = wants_body};
  }
  std::optional<Errand> follow_up(std::string& out) override {
    if (follow_ups == 0) {
      return std::nullopt;
    }
    --follow_ups;
    out = "GET /again HTTP/1.1\r\n\r\n";
    return Errand{.kind = 1, .subject = 1000, .wants_body = false};
  }
  void answered(Answer const& answer) override {
    statuses.push_back(answer.status);
    sizes.push_back(answer.body_bytes);
    last_body = answer.body;
    taken.push_back(answer.answered - answer.intended);
    subjects.push_back(answer.errand.subject);
  }

 private:
  std::uint64_t asked_ = 0;
};

class Given : public Arrivals {
 public:
  explicit Given(std::vector<LoopClock::time_point> times) : times_(std::move(times)) {}
  LoopClock::time_point next() override {
    return at_ < times_.size() ? times_[at_++] : LoopClock::time_point::max();
  }

 private:
  std::vector<LoopClock::time_point> times_;
  std::size_t at_ = 0;
};

TEST(RequestLoop, SendsAsManyAsACountSays) {
  SameAnswerServer server(1, 5, ok("hello"));
  Asking asking;
  auto loop = RequestLoop::open(server.endpoint(), 1);
  ASSERT_TRUE(loop);
  std::uint64_t shown = 0;
  loop->run(asking, {.count = 5, .shown = [&](std::uint64_t through) { shown = through; }});
  EXPECT_THAT(asking.statuses, testing::ElementsAre(200, 200, 200, 200, 200));
  EXPECT_THAT(asking.sizes, testing::Each(5U));
  EXPECT_LE(shown, 5U);
}

TEST(RequestLoop, MayPollInsteadOfSleeping) {
  SameAnswerServer server(1, 5, ok("hello"));
  Asking asking;
  auto loop = RequestLoop::open(server.endpoint(), 1);
  ASSERT_TRUE(loop);
  loop->run(asking, {.count = 5, .polls = true});
  EXPECT_THAT(asking.statuses, testing::ElementsAre(200, 200, 200, 200, 200));
}

TEST(RequestLoop, KeepsTheBodyOnlyWhenItIsWanted) {
  SameAnswerServer server(1, 3, ok(large_body));
  auto loop = RequestLoop::open(server.endpoint(), 1);
  ASSERT_TRUE(loop);
  Asking asking;
  asking.wants_body = true;
  loop->run(asking, {.count = 2});
  EXPECT_EQ(asking.last_body, large_body);
  asking.wants_body = false;
  loop->run(asking, {.count = 1});
  EXPECT_EQ(asking.last_body, "");
  EXPECT_EQ(asking.sizes, std::vector<std::size_t>(3, large_body.size()));
}

TEST(RequestLoop, MeasuresFromTheMomentWhenARequestWasDue) {
  SameAnswerServer server(1, 3, ok("late"));
  auto loop = RequestLoop::open(server.endpoint(), 1);
  ASSERT_TRUE(loop);
  auto const now = LoopClock::now();
  // All three were due long ago: what they waited before they were sent counts.
  Given arrivals({now - seconds{9}, now - seconds{8}, now - seconds{7}});
  Asking asking;
  loop->run(asking, {.arrivals = &arrivals});
  ASSERT_EQ(asking.taken.size(), 3U);
  EXPECT_GE(asking.taken[0], seconds{9});
  EXPECT_GE(asking.taken[1], seconds{8});
  EXPECT_GE(asking.taken[2], seconds{7});
}

TEST(RequestLoop, DoesNotSendBeforeTheTime) {
  SameAnswerServer server(1, 1, ok("early"));
  auto loop = RequestLoop::open(server.endpoint(), 1);
  ASSERT_TRUE(loop);
  auto const due = LoopClock::now() + milliseconds{20};
  Given arrivals({due});
  Asking asking;
  loop->run(asking, {.arrivals = &arrivals});
  ASSERT_EQ(asking.taken.size(), 1U);
  EXPECT_GE(asking.taken[0], milliseconds{0});
  EXPECT_GE(LoopClock::now(), due);
}

TEST(RequestLoop, SendsFollowUpsFirst) {
  SameAnswerServer server(1, 3, ok("x"));
  auto loop = RequestLoop::open(server.endpoint(), 1);
  ASSERT_TRUE(loop);
  Asking asking;
  asking.follow_ups = 1;
  loop->run(asking, {.count = 2});
  EXPECT_THAT(asking.subjects, testing::ElementsAre(1000, 1, 2));
}

TEST(RequestLoop, CountsWhatABrokenConnectionLost) {
  // The second request on each connection finds it closed.
  SameAnswerServer server(2, 1, ok("x"));
  auto loop = RequestLoop::open(server.endpoint(), 1);
  ASSERT_TRUE(loop);
  Asking asking;
  loop->run(asking, {.count = 2, .patience = seconds{60}});
  ASSERT_EQ(asking.statuses.size(), 2U);
  EXPECT_EQ(asking.statuses[0], 200U);
  EXPECT_THAT(asking.statuses[1], testing::AnyOf(0U, 200U));
  if (asking.statuses[1] == 0) {
    // It had noticed the end only after sending: the next request is on a new connection.
    loop->run(asking, {.count = 1, .patience = seconds{60}});
    EXPECT_EQ(asking.statuses.back(), 200U);
  }
}

TEST(RequestLoop, TakesOnlyHttp) {
  SameAnswerServer server(1, 1, "SSH-2.0 hello\r\n\r\n");
  auto loop = RequestLoop::open(server.endpoint(), 1);
  ASSERT_TRUE(loop);
  Asking asking;
  loop->run(asking, {.count = 1});
  EXPECT_THAT(asking.statuses, testing::ElementsAre(0U));
}

TEST(RequestLoop, NeedsAServer) {
  // A port that is taken and does not listen refuses for sure.
  asio::io_context context;
  tcp::socket taken(context, {asio::ip::address_v4::loopback(), 0});
  EXPECT_FALSE(RequestLoop::open({.address = "127.0.0.1", .port = taken.local_endpoint().port()}, 1));
}

TEST(PoissonArrivals, ComeAtTheirRateWithExponentialGaps) {
  auto const begin = LoopClock::time_point{};
  PoissonArrivals arrivals(1000, begin, begin + seconds{20}, 7);
  std::size_t count = 0;
  std::size_t longer_than_mean = 0;
  auto last = begin;
  for (auto next = arrivals.next(); next != LoopClock::time_point::max(); next = arrivals.next()) {
    ASSERT_GE(next, last);
    ASSERT_LT(next, begin + seconds{20});
    longer_than_mean += next - last > milliseconds{1} ? 1 : 0;
    last = next;
    ++count;
  }
  EXPECT_NEAR(static_cast<double>(count), 20'000, 700);  // five standard deviations
  // A gap exceeds the mean with the chance 1/e.
  EXPECT_NEAR(static_cast<double>(longer_than_mean) / static_cast<double>(count), 0.368, 0.02);
}

TEST(PoissonArrivals, AreTheSameForTheSameSeed) {
  auto const begin = LoopClock::time_point{};
  PoissonArrivals one(10, begin, begin + seconds{9}, 1);
  PoissonArrivals same(10, begin, begin + seconds{9}, 1);
  PoissonArrivals other(10, begin, begin + seconds{9}, 2);
  auto const first = one.next();
  EXPECT_EQ(first, same.next());
  EXPECT_NE(first, other.next());
}

}  // namespace
}  // namespace auklet::bench
