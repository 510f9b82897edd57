// SPDX-License-Identifier: Apache-2.0
#include "api/client_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/api_test.h"

namespace auklet::api {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view pack =
    "auklet-client 1\t/client/takeover-1.js\n"
    "index.html\ttext/html; charset=utf-8\t5\t3\t4\t\"e1\"\n"
    "main-1.js\ttext/javascript; charset=utf-8\t4\t0\t3\t\"e2\"\n"
    "\n"
    "PLAINBROGZIPcodezip";

class ClientFilesTest : public testing::ApiTest {
 protected:
  ClientFilesTest() { client = ClientFiles(pack); }

  Result<Reply> get(std::string const& name, std::string const& accept, std::string const& etag = {}) {
    net::Request request;
    request.headers.add("Accept-Encoding", accept);
    if (!etag.empty()) {
      request.headers.add("If-None-Match", etag);
    }
    net::PathParams const path;
    net::Params const params;
    service::Caller const caller;
    return send_client_file({request, path, params, caller, services}, name, "no-cache");
  }

  static std::string header(Reply const& reply, std::string_view name) {
    for (auto const& [key, value] : reply.headers) {
      if (key == name) {
        return value;
      }
    }
    return {};
  }
};
AUKLET_ON_BOTH_ENGINES(ClientFilesTest);

TEST_P(ClientFilesTest, FindsWhatWasPacked) {
  EXPECT_EQ(client.size(), 2U);
  EXPECT_EQ(client.takeover_path(), "/client/takeover-1.js");
  ASSERT_NE(client.find("main-1.js"), nullptr);
  EXPECT_EQ(client.find("main-1.js")->plain, "code");
  EXPECT_EQ(client.find("main-1.js")->type, "text/javascript; charset=utf-8");
  EXPECT_EQ(client.find("main-2.js"), nullptr);
  EXPECT_TRUE(ClientFiles("").empty());
  EXPECT_EQ(ClientFiles("").takeover_path(), "");
}

TEST_P(ClientFilesTest, SendsTheSmallestFormThatIsTaken) {
  struct {
    char const* accept;
    char const* coding;
    char const* body;
  } const cases[] = {
      {"gzip, deflate, br, zstd", "br", "BRO"},
      {"br;q=0, gzip", "gzip", "GZIP"},
      {"GZIP;q=0.5", "gzip", "GZIP"},
      {"gzip;q=0.0,br ; q=0", "", "PLAIN"},
      {"", "", "PLAIN"},
      {"brotli", "", "PLAIN"},
  };
  for (auto const& [accept, coding, body] : cases) {
    auto const reply = get("index.html", accept);
    ASSERT_TRUE(reply) << accept;
    EXPECT_EQ(header(*reply, "Content-Encoding"), coding) << accept;
    EXPECT_EQ(reply->text, body) << accept;
    EXPECT_EQ(header(*reply, "Vary"), "Accept-Encoding");
  }
  EXPECT_EQ(get("main-1.js", "br, gzip")->text, "zip") << "Brotli was not smaller";
}

TEST_P(ClientFilesTest, PagesOfTheClientAllowNothingInline) {
  auto const policy = header(*get("index.html", ""), "Content-Security-Policy");
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, HasSubstr("script-src 'self';"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
}

TEST_P(ClientFilesTest, WhatTheBrowserHasIsNotSentAgain) {
  auto const reply = get("index.html", "br", "W/\"other\", \"e1\"");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 304U);
  EXPECT_EQ(reply->text, "");
  EXPECT_EQ(get("index.html", "br", "\"e2\"")->status, 200U);
  EXPECT_EQ(get("nothing.js", "br").error().kind, ErrorKind::not_found);
}

TEST_P(ClientFilesTest, BrokenPacksAreBugs) {
  EXPECT_DEATH(ClientFiles("auklet-client 1\t\nname\ttype\t9\t0\t0\t\"e\"\n\nshort"), "");
  EXPECT_DEATH(ClientFiles("something else\n\n"), "");
}

}  // namespace
}  // namespace auklet::api
