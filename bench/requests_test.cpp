// SPDX-License-Identifier: Apache-2.0
#include "bench/requests.h"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>

namespace auklet::bench {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class RequestsTest : public testing::Test {
 protected:
  Population people =
      *Population::make({.graph = {.users = 10, .mean = 3, .followers_max = 5}, .edges = {}, .posts = 0});
  Requests requests{people, {.address = "127.0.0.1", .port = 81}};
  std::string out = "something else";
};

TEST_F(RequestsTest, SpeakForTheirPerson) {
  requests.home(out, 4);
  EXPECT_EQ(out, "GET /api/v1/timelines/home HTTP/1.1\r\nHost: 127.0.0.1:81\r\nAuthorization: Bearer " +
                     people.token(4) + "\r\n\r\n");
  requests.account_posts(out, 4, 5);
  EXPECT_THAT(out, StartsWith("GET /api/v1/accounts/" + std::to_string(Population::account_id(5)) +
                              "/statuses HTTP"));
  requests.home_above(out, 4, 77);
  EXPECT_THAT(out, StartsWith("GET /api/v1/timelines/home?limit=1&min_id=77 HTTP"));
}

TEST_F(RequestsTest, CarryTheLengthOfWhatTheySay) {
  requests.compose(out, 3, 9);
  auto const body = out.substr(out.find("\r\n\r\n") + 4);
  EXPECT_EQ(boost::json::parse(body).at("status").as_string(), made_up_text(9));
  EXPECT_THAT(out, HasSubstr("Content-Length: " + std::to_string(body.size()) + "\r\n"));
  requests.follow(out, 1, 2);
  EXPECT_THAT(out,
              StartsWith("POST /api/v1/accounts/" + std::to_string(Population::account_id(2)) + "/follow"));
}

TEST(LeadingId, IsThatOfTheObjectOrOfTheFirstInTheList) {
  EXPECT_EQ(leading_id(R"({"id":"12","account":{"id":"7"}})"), 12);
  EXPECT_EQ(leading_id(R"([{"id":"34"}])"), 34);
  EXPECT_EQ(leading_id(R"([{"account":{"id":"7"},"id":"56"},{"id":"34"}])"), 56);
  EXPECT_EQ(leading_id("[]"), 0);
  EXPECT_EQ(leading_id(R"({"error":"x","more":{"id":"7"}})"), 0);
  EXPECT_EQ(leading_id(""), 0);
}

}  // namespace
}  // namespace auklet::bench
