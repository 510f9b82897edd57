// SPDX-License-Identifier: Apache-2.0
#include "net/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace auklet::net {
namespace {

using ::testing::UnorderedElementsAre;

Router<std::string> house() {
  Router<std::string> router;
  for (auto const* const pattern :
       {"/", "/api/v1/accounts/{id}", "/api/v1/accounts/{id}/follow", "/api/v1/accounts/lookup",
        "/api/{version}/instance", "/@{name}", "/@{name}/{id}", "/@@{odd}", "/{page}",
        "/users/{name}/statuses/{id}", "/api/v1/{group}/lookup/deep"}) {
    router.add(Method::get, pattern, std::string(pattern));
  }
  router.add(Method::post, "/api/v1/accounts/{id}/follow", "POST follow");
  router.add(Method::patch, "/api/v1/accounts/{account_id}", "PATCH account");
  router.add(Method::head, "/users/{name}/statuses/{id}", "HEAD status");
  return router;
}

// "pattern name=value …", or "none".
std::string matched(Router<std::string> const& router, std::string_view path, Method method = Method::get) {
  auto const match = router.match(method, path);
  if (match.route == nullptr) {
    return "none";
  }
  auto text = *match.route;
  for (auto const& [name, value] : match.params) {
    text += fmt::format(" {}={}", name, value);
  }
  return text;
}

TEST(Router, Matches) {
  auto const router = house();
  for (auto const& [path, expected] : std::vector<std::pair<std::string, std::string>>{
           {"/", "/"},
           {"/about", "/{page} page=about"},
           {"/about/", "/{page} page=about"},
           {"/about//", "none"},
           {"//about", "none"},
           {"about", "none"},
           {"", "none"},
           {"/api/v1/accounts/12", "/api/v1/accounts/{id} id=12"},
           {"/api/v1/accounts/12/", "/api/v1/accounts/{id} id=12"},
           {"/api/v1/accounts//follow", "none"},
           {"/api/v1/accounts/lookup", "/api/v1/accounts/lookup"},
           {"/api/v1/accounts/lookup/follow", "/api/v1/accounts/{id}/follow id=lookup"},
           {"/api/v1/accounts/lookup/deep", "/api/v1/{group}/lookup/deep group=accounts"},
           {"/api/v1/accounts/12/follow", "/api/v1/accounts/{id}/follow id=12"},
           {"/api/v1/accounts/12/unfollow", "none"},
           {"/api/v9/instance", "/api/{version}/instance version=v9"},
           {"/@alice", "/@{name} name=alice"},
           {"/@alice/7", "/@{name}/{id} name=alice id=7"},
           {"/%40alice", "/@{name} name=alice"},
           {"/@@alice", "/@@{odd} odd=alice"},
           {"/@", "/{page} page=@"},
           {"/users/b%C3%A9a/statuses/a%2Fb", "/users/{name}/statuses/{id} name=béa id=a/b"},
           {"/users/béa/statuses/1", "/users/{name}/statuses/{id} name=béa id=1"},
           {"/users/a+b/statuses/1", "/users/{name}/statuses/{id} name=a+b id=1"},
           {"/users/%", "none"},
           {"/%zz", "none"},
           {"/%00", "none"},
           {"/%ff", "none"},
           {"/\xff", "none"},
           {"/ABOUT", "/{page} page=ABOUT"},
           {"/API/v1/accounts/12", "none"},
           {"/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t", "none"},
       }) {
    EXPECT_EQ(matched(router, path), expected) << path;
  }
}

TEST(Router, TakesTheMethodIntoAccount) {
  auto const router = house();
  EXPECT_EQ(matched(router, "/api/v1/accounts/12/follow", Method::post), "POST follow id=12");
  EXPECT_EQ(matched(router, "/api/v1/accounts/12", Method::patch), "PATCH account account_id=12");
  EXPECT_EQ(matched(router, "/api/v1/accounts/lookup", Method::patch), "PATCH account account_id=lookup");
  EXPECT_EQ(matched(router, "/api/v1/accounts/12", Method::head), "/api/v1/accounts/{id} id=12");
  EXPECT_EQ(matched(router, "/users/a/statuses/1", Method::head), "HEAD status name=a id=1");
}

TEST(Router, TellsWhichMethodsThePathHas) {
  auto const router = house();
  EXPECT_THAT(router.match(Method::delete_, "/api/v1/accounts/12").allowed,
              UnorderedElementsAre(Method::get, Method::head, Method::patch));
  EXPECT_THAT(router.match(Method::delete_, "/api/v1/accounts/lookup").allowed,
              UnorderedElementsAre(Method::get, Method::head, Method::patch));
  EXPECT_TRUE(router.match(Method::delete_, "/api/v1/nothing").allowed.empty());
  EXPECT_TRUE(router.match(Method::get, "/").allowed.empty());
}

TEST(PathParams, FindsByName) {
  auto const router = house();
  auto const params = router.match(Method::get, "/users/a/statuses/1").params;
  EXPECT_EQ(params["name"], "a");
  EXPECT_EQ(params.find("id"), "1");
  EXPECT_FALSE(params.find("other"));
}

TEST(RouterDeathTest, RefusesBadPatterns) {
  for (auto const* const pattern : {"a", "/{}", "/{a", "/a}", "/{a}b", "/{a}/{a}", "//a"}) {
    EXPECT_DEATH(Router<int>().add(Method::get, pattern, 0), "check failed") << pattern;
  }
  Router<int> router;
  router.add(Method::get, "/{a}", 0);
  EXPECT_DEATH(router.add(Method::get, "/{b}", 0), "check failed");
}

}  // namespace
}  // namespace auklet::net
