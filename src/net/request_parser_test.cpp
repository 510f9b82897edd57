// SPDX-License-Identifier: Apache-2.0
#include "net/request_parser.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace auklet::net {
namespace {

using namespace std::string_literals;

struct Outcome {
  unsigned refused = 0;  // the status, or 0
  bool complete = false;
  Request request;
  std::string rest;
};

// Feeds `bytes` in pieces of `step`.
Outcome parse(std::string const& bytes, std::size_t step, ServerLimits const& limits = {}) {
  RequestParser parser(limits);
  std::string pending;
  for (std::size_t at = 0; at < bytes.size() || !pending.empty(); at += step) {
    if (at < bytes.size()) {
      pending += bytes.substr(at, step);
    }
    pending.erase(0, parser.feed(pending));
    if (parser.refusal()) {
      return {parser.refusal()->status, false, {}, {}};
    }
    if (parser.complete()) {
      return {0, true, parser.take(), pending + bytes.substr(std::min(at + step, bytes.size()))};
    }
    if (at + step >= bytes.size()) {
      break;
    }
  }
  return {};
}

// However the bytes are cut, the outcome is the same.
Outcome parse_all_ways(std::string const& bytes) {
  auto whole = parse(bytes, bytes.size());
  for (std::size_t step = 1; step < 8; ++step) {
    auto const cut = parse(bytes, step);
    EXPECT_EQ(cut.refused, whole.refused) << "in pieces of " << step << ": " << bytes;
    EXPECT_EQ(cut.complete, whole.complete) << "in pieces of " << step << ": " << bytes;
    EXPECT_EQ(cut.request.body, whole.request.body);
    EXPECT_EQ(cut.rest, whole.rest);
  }
  return whole;
}

TEST(RequestParser, ReadsTarget) {
  struct Case {
    std::string target, path, query;
  };
  for (auto const& [target, path, query] : std::vector<Case>{
           {"/", "/", ""},
           {"/a%20b/c?x=1&y=?", "/a%20b/c", "x=1&y=?"},
           {"/a?", "/a", ""},
           {"http://example.org/a?b", "/a", "b"},
           {"http://example.org", "/", ""},
           {"https://example.org?b", "/", "b"},
           {"/see/http://example.org", "/see/http://example.org", ""},
       }) {
    auto const outcome = parse_all_ways("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
    ASSERT_TRUE(outcome.complete) << target;
    EXPECT_EQ(outcome.request.path, path);
    EXPECT_EQ(outcome.request.query, query);
  }
}

TEST(RequestParser, ReadsMethodsHeadersAndBody) {
  auto const outcome = parse_all_ways(
      "\r\n\r\nPATCH /x HTTP/1.1\r\nhost: h:80\r\nX-A:  one \r\nx-a:two\r\ncontent-length: 4\r\n\r\nbodyGET");
  ASSERT_TRUE(outcome.complete);
  EXPECT_EQ(outcome.request.method, Method::patch);
  EXPECT_EQ(outcome.request.headers.size(), 4U);
  EXPECT_EQ(outcome.request.headers.find("x-A"), "one");
  EXPECT_EQ(outcome.request.body, "body");
  EXPECT_EQ(outcome.rest, "GET");
  EXPECT_EQ(parse_all_ways("BREW /pot HTTP/1.1\r\nHost: h\r\n\r\n").request.method, Method::other);
  EXPECT_EQ(parse_all_ways("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n").request.path, "*");
}

TEST(RequestParser, ReadsChunkedBodies) {
  auto const head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"s;
  for (auto const& [chunks, body] : std::vector<std::pair<std::string, std::string>>{
           {"0\r\n\r\n", ""},
           {"3\r\nabc\r\n0\r\n\r\n", "abc"},
           {"3;name=value\r\nabc\r\nA;q=\"x;y\"\r\n0123456789\r\n000\r\n\r\n", "abc0123456789"},
           {"1\r\na\r\n0\r\nX-Trailer: ignored\r\nHost: other\r\n\r\n", "a"},
       }) {
    auto const outcome = parse_all_ways(head + chunks + "next");
    ASSERT_TRUE(outcome.complete) << chunks;
    EXPECT_EQ(outcome.request.body, body);
    EXPECT_EQ(outcome.rest, "next");
    EXPECT_EQ(outcome.request.headers.size(), 2U);
  }
}

TEST(RequestParser, RefusesWhatCouldBeReadInTwoWays) {
  auto const head = "POST / HTTP/1.1\r\nHost: h\r\n"s;
  auto const chunked = head + "Transfer-Encoding: chunked\r\n\r\n";
  for (auto const& bytes : {
           head + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
           head + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc",
           head + "Transfer-Encoding: identity\r\nContent-Length: 3\r\n\r\nabc",
           head + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
           head + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
           head + "Content-Length: 3, 3\r\n\r\nabc",
           head + "Content-Length: +3\r\n\r\nabc",
           head + "Content-Length: -3\r\n\r\nabc",
           head + "Content-Length: 0x3\r\n\r\nabc",
           head + "Content-Length: 3 3\r\n\r\nabc",
           head + "Content-Length: \r\n\r\nabc",
           head + "Content-Length: 99999999999999999999\r\n\r\nabc",
           head + "Content-Length : 3\r\n\r\nabc",
           head + " Content-Length: 3\r\n\r\nabc",
           head + "X: a\r\n folded\r\n\r\n",
           head + "X: a\nContent-Length: 3\r\n\r\nabc",
           head + "X: a\rContent-Length: 3\r\n\r\nabc",
           head + "X: a\0b\r\n\r\n"s,
           head + "X\0: a\r\n\r\n"s,
           head + "no colon\r\n\r\n",
           head + ": no name\r\n\r\n",
           head + "Host: h\r\n\r\n",
           "GET / HTTP/1.1\r\n\r\n"s,
           "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"s,
           "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n"s,
           "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"s,
           "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"s,
           chunked + "g\r\nabc\r\n0\r\n\r\n",
           chunked + "-3\r\nabc\r\n0\r\n\r\n",
           chunked + "3\nabc\r\n0\r\n\r\n",
           chunked + "3\r\nabcd\r\n0\r\n\r\n",
           chunked + "3 \r\nabc\r\n0\r\n\r\n",
           chunked + "3;a=\"\r\nabc\r\n0\r\n\r\n\"\r\nxxxxxxxxxxx",
           chunked + "FFFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n",
           chunked + "0\r\nbad trailer\r\n\r\n",
       }) {
    EXPECT_EQ(parse_all_ways(bytes).refused, 400U) << bytes;
  }
}

TEST(RequestParser, RefusesBadRequestLines) {
  for (auto const& [line, status] : std::vector<std::pair<std::string, unsigned>>{
           {"GET / HTTP/1.2", 505},
           {"GET / HTTP/2.0", 505},
           {"GET / HTTP/0.9", 505},
           {"GET / HTTP/11", 400},
           {"GET / http/1.1", 400},
           {"GET / XTTP/1.1", 400},
           {"GET /", 400},
           {"GET  / HTTP/1.1", 400},
           {"GET / HTTP/1.1 ", 400},
           {"GET /a b HTTP/1.1", 400},
           {"GET a HTTP/1.1", 400},
           {"GET * HTTP/1.1", 400},
           {"CONNECT example.org:443 HTTP/1.1", 400},
           {"G@T / HTTP/1.1", 400},
           {" GET / HTTP/1.1", 400},
           {"GET /\x01 HTTP/1.1", 400},
           {"GET /\0 HTTP/1.1"s, 400},
           {"\x16\x03\x01", 400},
       }) {
    EXPECT_EQ(parse_all_ways(line + "\r\nHost: h\r\n\r\n").refused, status) << line;
  }
}

TEST(RequestParser, RefusesWhatItDoesNotImplement) {
  auto const head = "POST / HTTP/1.1\r\nHost: h\r\n"s;
  EXPECT_EQ(parse_all_ways(head + "Transfer-Encoding: gzip\r\n\r\n").refused, 501U);
  EXPECT_EQ(parse_all_ways(head + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n").refused, 501U);
  EXPECT_EQ(parse_all_ways(head + "Transfer-Encoding: xchunked\r\n\r\n").refused, 501U);
  EXPECT_EQ(parse_all_ways(head + "Expect: a miracle\r\n\r\n").refused, 417U);
}

TEST(RequestParser, HoldsTheLimits) {
  ServerLimits limits;
  limits.header_bytes_max = 1000;
  limits.body_bytes_max = 100;
  auto const head = "POST / HTTP/1.1\r\nHost: h\r\n"s;
  auto const chunked = head + "Transfer-Encoding: chunked\r\n\r\n";
  std::string many_fields = head;
  for (auto i = 0; i < 100; ++i) {
    many_fields += "X-Small: 0123456789\r\n";
  }
  for (std::size_t const step : {1, 7, 64, 100'000}) {
    EXPECT_EQ(parse(head + "X: " + std::string(2000, 'x') + "\r\n\r\n", step, limits).refused, 431U);
    EXPECT_EQ(parse("GET /" + std::string(2000, 'x'), step, limits).refused, 431U);
    EXPECT_EQ(parse(many_fields + "\r\n", step, limits).refused, 431U);
    EXPECT_EQ(parse(head + "Content-Length: 101\r\n\r\n", step, limits).refused, 413U);
    EXPECT_EQ(
        parse(head + "Content-Length: 100\r\n\r\n" + std::string(100, 'b'), step, limits).request.body.size(),
        100U);
    EXPECT_EQ(parse(chunked + "40\r\n" + std::string(64, 'b') + "\r\n40\r\n", step, limits).refused, 413U);
    EXPECT_EQ(parse(chunked + "FFFFFFFFFFFFFFFF\r\n", step, limits).refused, 413U);
    EXPECT_EQ(parse(chunked + "1;" + std::string(2000, 'x'), step, limits).refused, 400U);
    EXPECT_EQ(parse(chunked + "0\r\nX: " + std::string(2000, 'x'), step, limits).refused, 400U);
  }
}

TEST(RequestParser, KnowsWhoWaitsToContinue) {
  ServerLimits const limits;
  RequestParser parser(limits);
  auto const head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n\r\n"s;
  EXPECT_EQ(parser.feed(head), head.size());
  EXPECT_TRUE(parser.awaits_continue());
  parser.feed("a");
  EXPECT_FALSE(parser.awaits_continue());
  parser.feed("b");
  EXPECT_TRUE(parser.complete());

  parser.reset();
  parser.feed("POST / HTTP/1.0\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_FALSE(parser.awaits_continue());
}

TEST(RequestParser, KnowsWhetherTheConnectionIsKept) {
  ServerLimits const limits;
  RequestParser parser(limits);
  for (auto const& [bytes, kept] : std::vector<std::pair<std::string, bool>>{
           {"GET / HTTP/1.1\r\nHost: h\r\n\r\n", true},
           {"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", false},
           {"GET / HTTP/1.1\r\nHost: h\r\nConnection: Foo, CLOSE\r\n\r\n", false},
           {"GET / HTTP/1.0\r\n\r\n", false},
           {"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", false},
       }) {
    parser.reset();
    parser.feed(bytes);
    ASSERT_TRUE(parser.complete());
    EXPECT_EQ(parser.keep_alive(), kept) << bytes;
  }
}

}  // namespace
}  // namespace auklet::net
