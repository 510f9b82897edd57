// SPDX-License-Identifier: Apache-2.0
#include "net/http.h"

#include <gtest/gtest.h>

#include "net/response_head.h"

namespace auklet::net {
namespace {

TEST(Headers, AreFoundWithoutCase) {
  Headers headers;
  headers.add("Content-Type", "text/plain");
  headers.add("Link", "one");
  headers.add("link", "two");
  EXPECT_EQ(headers.find("content-TYPE"), "text/plain");
  EXPECT_EQ(headers.find("LINK"), "one");
  EXPECT_FALSE(headers.contains("Content-Typ"));
  EXPECT_FALSE(headers.contains("Content-Type "));
}

TEST(Headers, SetReplacesAllOfThatName) {
  Headers headers;
  headers.add("Link", "one");
  headers.add("Vary", "Origin");
  headers.add("link", "two");
  headers.set("LINK", "three");
  headers.set("ETag", "four");
  EXPECT_EQ(headers.size(), 3U);
  EXPECT_EQ(headers.find("Link"), "three");
  EXPECT_EQ(headers.find("Vary"), "Origin");
  EXPECT_EQ(headers.find("etag"), "four");
}

TEST(Method, HasItsNameOnTheWire) {
  EXPECT_EQ(to_string(Method::get), "GET");
  EXPECT_EQ(to_string(Method::delete_), "DELETE");
}

TEST(ResponseHead, IsExact) {
  Response response{422, {}, "12345"};
  response.headers.add("Content-Type", "text/plain");
  std::string out;
  append_head(out, response, {"a date", "an id", false});
  EXPECT_EQ(out,
            "HTTP/1.1 422 Unprocessable Content\r\nContent-Type: text/plain\r\nX-Request-Id: an id\r\nDate: "
            "a date\r\n"
            "Connection: close\r\nContent-Length: 5\r\n\r\n");
}

TEST(ResponseHead, LeavesTheHandlersRequestId) {
  Response response{204, {}, ""};
  response.headers.add("X-Request-Id", "theirs");
  std::string out;
  append_head(out, response, {"a date", "an id", true});
  EXPECT_EQ(out, "HTTP/1.1 204 No Content\r\nX-Request-Id: theirs\r\nDate: a date\r\n\r\n");
}

TEST(ResponseHead, SendsWhatManyHaveInCommonAsItIs) {
  Response response{.body = "1", .common_fields = "A: 1\r\nB: 2\r\n"};
  response.headers.add("C", "3");
  std::string out;
  append_head(out, response, {"a date", "an id", true});
  EXPECT_EQ(out,
            "HTTP/1.1 200 OK\r\nA: 1\r\nB: 2\r\nC: 3\r\nX-Request-Id: an id\r\nDate: a date\r\n"
            "Content-Length: 1\r\n\r\n");
}

TEST(ErrorResponse, IsJson) {
  auto const response = error_response(400, "a \"quoted\" word");
  EXPECT_EQ(response.body, R"({"error":"a \"quoted\" word"})");
  EXPECT_EQ(response.headers.find("Content-Type"), "application/json; charset=utf-8");
}

}  // namespace
}  // namespace auklet::net
