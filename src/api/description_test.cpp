// SPDX-License-Identifier: Apache-2.0
#include "api/description.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <set>

#include "api/description_notation.h"
#include "api/routes.h"
#include "api/testing/api_test.h"
#include "base/encoding.h"

namespace auklet::api {
namespace {

namespace json = boost::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string text_of(json::value const& value) {
  return json::serialize(value);
}

std::string type(std::string_view notation) {
  return text_of(read_type(notation));
}

std::vector<std::string> operations_of_routes() {
  std::vector<std::string> names;
  for (auto const& route : routes()) {
    if (is_operation(route)) {
      names.push_back(name_of(route));
    }
  }
  return names;
}

// What is in the first list alone.
std::vector<std::string> less(std::vector<std::string> all, std::vector<std::string> others) {
  std::ranges::sort(all);
  std::ranges::sort(others);
  std::vector<std::string> rest;
  std::ranges::set_difference(all, others, std::back_inserter(rest));
  return rest;
}

// The names of all entities that the value speaks of.
void collect(json::value const& value, std::set<std::string>& names) {
  constexpr std::string_view place = "#/components/schemas/";
  if (auto const* const object = value.if_object()) {
    for (auto const& [key, member] : *object) {
      if (key == "$ref" && std::string_view(member.as_string()).starts_with(place)) {
        names.emplace(std::string_view(member.as_string()).substr(place.size()));
      } else {
        collect(member, names);
      }
    }
  } else if (auto const* const array = value.if_array()) {
    for (auto const& member : *array) {
      collect(member, names);
    }
  }
}

TEST(Description, EveryOperationHasALineAndEveryLineAnOperation) {
  EXPECT_THAT(less(operations_of_routes(), described_names()), IsEmpty())
      << "routes without a line in described_operations.cpp";
  EXPECT_THAT(less(described_names(), operations_of_routes()), IsEmpty())
      << "lines of described_operations.cpp without a route";
  auto names = described_names();
  std::ranges::sort(names);
  EXPECT_EQ(std::ranges::adjacent_find(names), names.end()) << "described twice";
}

TEST(Description, SaysWhichScopesEveryRouteAsksFor) {
  auto const document = describe(routes());
  auto const known = document.at("components")
                         .at("securitySchemes")
                         .at("person")
                         .at("flows")
                         .at("authorizationCode")
                         .at("scopes")
                         .as_object();
  for (auto const& route : routes()) {
    if (!is_operation(route)) {
      continue;
    }
    auto const method = base::ascii_lower(to_string(route.method));
    auto const& security = document.at("paths").at(route.pattern).at(method).at("security").as_array();
    ScopeSet said;
    bool anyone = security.empty();
    std::set<std::string> holders;
    std::string names;
    for (auto const& way : security) {
      anyone = anyone || way.as_object().empty();
      for (auto const& [holder, scopes] : way.as_object()) {
        holders.emplace(holder);
        for (auto const& scope : scopes.as_array()) {
          EXPECT_TRUE(known.contains(scope.as_string())) << name_of(route);
          names += std::string(scope.as_string()) + " ";
        }
      }
    }
    said = *ScopeSet::parse(names);
    for (auto const scope : route.any_of) {
      EXPECT_TRUE(said.has(scope)) << name_of(route) << " says " << names;
    }
    EXPECT_EQ(split_scopes(names).size(), route.any_of.size()) << name_of(route) << " says " << names;
    EXPECT_EQ(anyone, route.access == Access::open || route.access == Access::optional) << name_of(route);
    EXPECT_EQ(holders.contains("person"), route.access != Access::open) << name_of(route);
    EXPECT_EQ(holders.contains("app"), route.access == Access::app || route.access == Access::optional)
        << name_of(route);
  }
}

TEST(Description, EntitiesAreThereAndSpokenOf) {
  auto const document = describe(routes());
  std::set<std::string> spoken_of;
  collect(document, spoken_of);
  std::set<std::string> there;
  for (auto const& [name, schema] : document.at("components").at("schemas").as_object()) {
    there.emplace(name);
  }
  EXPECT_THAT(spoken_of, ::testing::ContainerEq(there));
}

TEST(Description, OperationsOfAHouseThatLacksARouteAreLeftOut) {
  auto some = routes();
  std::erase_if(some, [](Route const& route) { return name_of(route) == "GET /api/v1/lists"; });
  auto const document = describe(some);
  EXPECT_FALSE(document.at("paths").at("/api/v1/lists").as_object().contains("get"));
  EXPECT_TRUE(document.at("paths").at("/api/v1/lists").as_object().contains("post"));
}

TEST(Description, OneOperationInFull) {
  auto const document = describe(routes());
  auto const& paths = document.at("paths");
  EXPECT_EQ(
      text_of(paths.at("/api/v1/polls/{id}/votes").at("post")),
      R"({"operationId":"post_v1_polls_id_votes","tags":["Posts"],"summary":"Vote",)"
      R"("security":[{"person":["write:statuses"]}],)"
      R"("parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string"}}],)"
      R"("requestBody":{"content":{"application/json":{"schema":{"type":"object",)"
      R"("properties":{"choices":{"type":"array","items":{"type":"integer"}}},"required":["choices"]}},)"
      R"("application/x-www-form-urlencoded":{"schema":{"type":"object",)"
      R"("properties":{"choices":{"type":"array","items":{"type":"integer"}}},"required":["choices"]}}}},)"
      R"("responses":{"200":{"description":"Vote","content":{"application/json":)"
      R"({"schema":{"$ref":"#/components/schemas/Poll"}}}},)"
      R"("4XX":{"$ref":"#/components/responses/Refused"},"5XX":{"$ref":"#/components/responses/Failed"}}})");
  auto const& blocks = paths.at("/api/v1/blocks").at("get");
  EXPECT_TRUE(blocks.at("responses").at("200").as_object().contains("headers"))
      << "a page says where the next is";
  EXPECT_EQ(blocks.at("parameters").as_array().size(), 4U);
  EXPECT_EQ(text_of(paths.at("/api/v1/statuses").at("get").at("parameters")),
            R"([{"name":"id[]","in":"query","schema":{"type":"array",)"
            R"("items":{"type":"string","pattern":"^[0-9]+$"}}}])");
  EXPECT_TRUE(paths.at("/api/v2/media")
                  .at("post")
                  .at("requestBody")
                  .at("content")
                  .as_object()
                  .contains("multipart/form-data"));
}

TEST(DescriptionNotation, Types) {
  EXPECT_EQ(type("text"), R"({"type":"string"})");
  EXPECT_EQ(type("time?"), R"({"type":["string","null"],"format":"date-time"})");
  EXPECT_EQ(type("id[]?"), R"({"type":["array","null"],"items":{"type":"string","pattern":"^[0-9]+$"}})");
  EXPECT_EQ(type("a|b?"), R"({"type":["string","null"],"enum":["a","b",null]})");
  EXPECT_EQ(type("a|b[]"), R"({"type":"array","items":{"type":"string","enum":["a","b"]}})");
  EXPECT_EQ(type("Poll"), R"({"$ref":"#/components/schemas/Poll"})");
  EXPECT_EQ(type("Poll?"), R"({"anyOf":[{"$ref":"#/components/schemas/Poll"},{"type":"null"}]})");
  EXPECT_EQ(type("A|B"),
            R"({"anyOf":[{"$ref":"#/components/schemas/A"},{"$ref":"#/components/schemas/B"}]})");
  EXPECT_EQ(type("{text[]}"),
            R"({"type":"object","additionalProperties":{"type":"array","items":{"type":"string"}}})");
  EXPECT_EQ(type("any?"), "{}");
}

TEST(DescriptionNotation, Entities) {
  json::object schemas;
  read_entities("A // An A\n  x: id // What it is\n  y?: boolean\n\nB < A\n  a:b: text\n\nC = one|other\n",
                schemas);
  EXPECT_EQ(text_of(schemas.at("A")),
            R"({"type":"object","properties":{"x":{"type":"string","pattern":"^[0-9]+$",)"
            R"("description":"What it is"},"y":{"type":"boolean"}},"required":["x"],"description":"An A"})");
  EXPECT_EQ(text_of(schemas.at("B")),
            R"({"allOf":[{"$ref":"#/components/schemas/A"},)"
            R"({"type":"object","properties":{"a:b":{"type":"string"}},"required":["a:b"]}]})");
  EXPECT_EQ(text_of(schemas.at("C")), R"({"type":"string","enum":["one","other"]})");
}

TEST(DescriptionNotation, Operations) {
  auto const list = read_operations(
      "# Things\nPUT,PATCH /a/{id} ? q! n:integer ! Thing -> 200,202 Thing[] // Make it so\n");
  ASSERT_EQ(list.size(), 2U);
  auto const& one = list.back();
  EXPECT_EQ(list.front().method, "PUT");
  EXPECT_EQ(one.method, "PATCH");
  EXPECT_EQ(one.path, "/a/{id}");
  EXPECT_EQ(one.tag, "Things");
  ASSERT_EQ(one.parameters.size(), 2U);
  EXPECT_TRUE(one.parameters[0].required);
  EXPECT_FALSE(one.parameters[1].required);
  EXPECT_EQ(text_of(one.parameters[1].schema), R"({"type":"integer"})");
  EXPECT_EQ(one.body_entity, "Thing");
  EXPECT_THAT(one.statuses, ElementsAre("200", "202"));
  EXPECT_EQ(one.summary, "Make it so");
  EXPECT_FALSE(one.paged);
}

TEST(DescriptionNotation, WhatCannotBeReadIsABug) {
  EXPECT_DEATH(read_type("colour"), "colour");
  EXPECT_DEATH(read_operations("GET nowhere -> Thing // Nothing"), "nowhere");
  EXPECT_DEATH(read_operations("GET /here -> Thing"), "here");
  json::object schemas;
  EXPECT_DEATH(read_entities("Thing\n  name text\n", schemas), "name text");
  EXPECT_DEATH(read_entities("thing\n  name: text\n", schemas), "thing");
}

class DescriptionApiTest : public testing::ApiTest {
 protected:
  Reply get(std::string const& etag = {}) {
    net::Request request;
    if (!etag.empty()) {
      request.headers.add("If-None-Match", etag);
    }
    net::PathParams const path;
    net::Params const params;
    service::Caller const caller;
    Call call{request, path, params, caller, services};
    auto reply = run(description_routes().front().endpoint(call));
    EXPECT_TRUE(reply);
    return *std::move(reply);
  }
};
AUKLET_ON_BOTH_ENGINES(DescriptionApiTest);

TEST_P(DescriptionApiTest, IsSentOnceToEachWhoRemembers) {
  auto const reply = get();
  EXPECT_EQ(reply.content_type, json_type);
  EXPECT_EQ(json::parse(reply.text), json::value(describe(routes())));
  auto const etag =
      std::ranges::find(reply.headers, "ETag", &std::pair<std::string, std::string>::first)->second;
  EXPECT_EQ(get(etag).status, 304U);
  EXPECT_EQ(get(etag).text, "");
  EXPECT_EQ(get("\"other\"").status, 200U);
}

}  // namespace
}  // namespace auklet::api
