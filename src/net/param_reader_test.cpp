// SPDX-License-Identifier: Apache-2.0
#include "net/param_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace auklet::net {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
namespace json = boost::json;

json::object object(std::string_view text) {
  return json::parse(text).as_object();
}

template <class T>
ErrorKind kind_of(Result<T> const& result) {
  EXPECT_FALSE(result);
  return result ? ErrorKind::internal : result.error().kind;
}

TEST(ParamReader, ReadsTexts) {
  auto const tree = object(R"({"s":"x","e":"","i":-7,"d":1.5,"t":true,"n":null,"o":{},"a":[]})");
  ParamReader const params(tree);
  EXPECT_EQ(*params.text("s"), "x");
  EXPECT_EQ(*params.text("e"), "");
  EXPECT_EQ(*params.text("i"), "-7");
  EXPECT_EQ(*params.text("d"), "1.5");
  EXPECT_EQ(*params.text("t"), "true");
  EXPECT_EQ(*params.text("n"), std::nullopt);
  EXPECT_EQ(*params.text("absent"), std::nullopt);
  EXPECT_EQ(kind_of(params.text("o")), ErrorKind::malformed);
  EXPECT_EQ(kind_of(params.text("a")), ErrorKind::malformed);
  EXPECT_EQ(params.text("o").error().message, "Parameter o must be a text");
  EXPECT_TRUE(params.has("n"));
  EXPECT_FALSE(params.has("absent"));
}

TEST(ParamReader, ReadsIds) {
  auto const tree =
      object(R"({"t":"9223372036854775807","i":12,"e":"","n":null,"over":"9223372036854775808","word":"x",
                               "sign":"-1","minus":-1,"part":1.5,"list":[1]})");
  ParamReader const params(tree);
  EXPECT_EQ(*params.id("t"), 9223372036854775807);
  EXPECT_EQ(*params.id("i"), 12);
  for (auto const* const name : {"e", "n", "absent"}) {
    EXPECT_EQ(*params.id(name), std::nullopt) << name;
  }
  for (auto const* const name : {"over", "word", "sign", "minus", "part"}) {
    EXPECT_EQ(kind_of(params.id(name)), ErrorKind::invalid) << name;
  }
  EXPECT_EQ(kind_of(params.id("list")), ErrorKind::malformed);
}

TEST(ParamReader, ReadsIntegers) {
  auto const tree =
      object(R"({"t":"-5","i":5,"d":5.0,"e":"","n":null,"big":"99999999999999999999","huge":1e300,
                               "unsigned":18446744073709551615,"low":"-99999999999999999999","part":1.5,"word":"5x","plus":"+5",
                               "space":" 5","true":true,"list":["5"]})");
  ParamReader const params(tree);
  EXPECT_EQ(*params.integer("t", -10, 10), -5);
  EXPECT_EQ(*params.integer("i", 5, 5), 5);
  EXPECT_EQ(*params.integer("d", 0, 10), 5);
  for (auto const* const name : {"e", "n", "absent"}) {
    EXPECT_EQ(*params.integer(name, 0, 10), std::nullopt) << name;
    EXPECT_EQ(*params.clamped_integer(name, 0, 10), std::nullopt) << name;
  }
  for (auto const* const name : {"part", "word", "plus", "space", "true", "huge"}) {
    EXPECT_EQ(kind_of(params.integer(name, 0, 10)), ErrorKind::invalid) << name;
    EXPECT_EQ(kind_of(params.clamped_integer(name, 0, 10)), ErrorKind::invalid) << name;
  }
  EXPECT_EQ(kind_of(params.integer("t", 0, 10)), ErrorKind::invalid);
  EXPECT_EQ(params.integer("t", 0, 10).error().message, "Validation failed: t must be from 0 to 10");
  EXPECT_EQ(kind_of(params.integer("big", 0, 10)), ErrorKind::invalid);
  EXPECT_EQ(kind_of(params.integer("list", 0, 10)), ErrorKind::malformed);
  EXPECT_EQ(*params.clamped_integer("t", 0, 10), 0);
  EXPECT_EQ(*params.clamped_integer("i", 0, 3), 3);
  EXPECT_EQ(*params.clamped_integer("big", 0, 10), 10);
  EXPECT_EQ(*params.clamped_integer("unsigned", 0, 10), 10);
  EXPECT_EQ(*params.clamped_integer("low", 0, 10), 0);
}

TEST(ParamReader, ReadsBooleans) {
  auto const tree = object(R"({"false":[false,0,"0","f","F","false","FALSE","off","OFF"],
                               "true":[true,1,"1","t","true","on","False","no"," "],"nil":["",null]})");
  auto const read = [](json::value const& value) {
    json::object const one{{"x", value}};
    return ParamReader(one).boolean("x").value();
  };
  for (auto const& value : tree.at("false").as_array()) {
    EXPECT_EQ(read(value), false) << value;
  }
  for (auto const& value : tree.at("true").as_array()) {
    EXPECT_EQ(read(value), true) << value;
  }
  for (auto const& value : tree.at("nil").as_array()) {
    EXPECT_EQ(read(value), std::nullopt) << value;
  }
  EXPECT_EQ(*ParamReader(tree).boolean("absent"), std::nullopt);
  EXPECT_EQ(kind_of(ParamReader(tree).boolean("true")), ErrorKind::malformed);
}

TEST(ParamReader, ReadsListsInEveryShape) {
  auto const tree = object(
      R"({"array":["b","",null,3],"map":{"10":"c","0":"a","9":"b"},"one":"a","zero":0,"empty":"","null":null,
                               "none":[],"named":{"x":"a"},"nested":[["a"]]})");
  ParamReader const params(tree);
  EXPECT_THAT(*params.texts("array"), ElementsAre("b", "", "3"));
  EXPECT_THAT(*params.texts("map"), ElementsAre("a", "b", "c"));
  EXPECT_THAT(*params.texts("one"), ElementsAre("a"));
  EXPECT_THAT(*params.texts("zero"), ElementsAre("0"));
  for (auto const* const name : {"empty", "null", "none", "absent"}) {
    EXPECT_THAT(*params.texts(name), IsEmpty()) << name;
  }
  EXPECT_EQ(kind_of(params.texts("named")), ErrorKind::malformed);
  EXPECT_EQ(kind_of(params.texts("nested")), ErrorKind::malformed);
}

TEST(ParamReader, ReadsListsOfIds) {
  auto const tree = object(R"({"ids":["1","",2],"map":{"1":"4","0":"3"},"bad":["1","x"]})");
  ParamReader const params(tree);
  EXPECT_THAT(*params.ids("ids"), ElementsAre(1, 2));
  EXPECT_THAT(*params.ids("map"), ElementsAre(3, 4));
  EXPECT_EQ(kind_of(params.ids("bad")), ErrorKind::invalid);
}

TEST(ParamReader, ReadsObjects) {
  auto const tree =
      object(R"({"poll":{"expires_in":"x","deep":{"list":{}}},"text":"a","empty":"","list":[1]})");
  ParamReader const params(tree);
  auto const poll = *params.object("poll");
  ASSERT_TRUE(poll);
  EXPECT_EQ(poll->integer("expires_in", 1, 2).error().message,
            "Validation failed: poll[expires_in] is not a whole number");
  EXPECT_EQ((*poll->object("deep"))->text("list").error().message,
            "Parameter poll[deep][list] must be a text");
  EXPECT_FALSE(params.object("empty")->has_value());
  EXPECT_FALSE(params.object("absent")->has_value());
  EXPECT_EQ(kind_of(params.object("text")), ErrorKind::malformed);
  EXPECT_EQ(kind_of(params.object("list")), ErrorKind::malformed);
}

TEST(ParamReader, TellsATextFromEverythingElse) {
  auto const tree = object(R"({"text":"a","empty":"","number":1,"list":["a"],"null":null})");
  ParamReader const params(tree);
  EXPECT_TRUE(params.is_text("text"));
  for (auto const* const name : {"empty", "number", "list", "null", "absent"}) {
    EXPECT_FALSE(params.is_text(name)) << name;
  }
}

TEST(ParamReader, ReadsListsOfObjects) {
  auto const tree = object(R"({"array":[{"name":"a"},{"name":"b"}],"map":{"2":{"name":"c"},"1":{"name":"b"}},
                               "mixed":[{"name":"a"},"b"],"text":"a","one":{"name":"a"}})");
  ParamReader const params(tree);
  auto const names = [&](std::string_view list) {
    std::vector<std::string> found;
    for (auto const& each : *params.objects(list)) {
      found.push_back(**each.text("name"));
    }
    return found;
  };
  EXPECT_THAT(names("array"), ElementsAre("a", "b"));
  EXPECT_THAT(names("map"), ElementsAre("b", "c"));
  EXPECT_THAT(names("absent"), IsEmpty());
  for (auto const* const name : {"mixed", "text", "one"}) {
    EXPECT_EQ(kind_of(params.objects(name)), ErrorKind::malformed) << name;
  }
}

}  // namespace
}  // namespace auklet::net
