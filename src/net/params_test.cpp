// SPDX-License-Identifier: Apache-2.0
#include "net/params.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <string>
#include <vector>

namespace auklet::net {
namespace {

using namespace std::string_literals;
namespace json = boost::json;

constexpr auto form = "application/x-www-form-urlencoded";
constexpr auto multipart = "multipart/form-data; boundary=X";

Request request_with(std::string content_type, std::string body, std::string query = "") {
  Request request;
  request.method = Method::post;
  request.path = "/";
  request.query = std::move(query);
  if (!content_type.empty()) {
    request.headers.add("Content-Type", std::move(content_type));
  }
  request.body = std::move(body);
  return request;
}

// name=value lines → parts.
std::string multipart_of(std::vector<std::pair<std::string, std::string>> const& fields) {
  std::string body;
  for (auto const& [name, value] : fields) {
    body += "--X\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  }
  return body + "--X--\r\n";
}

// The tree as JSON text, or the error's message in brackets.
std::string tree_of(Request const& request, ParamLimits const& limits = {}) {
  auto const params = parse_params(request, limits);
  if (!params) {
    EXPECT_EQ(params.error().kind, ErrorKind::malformed);
    return "<" + params.error().message + ">";
  }
  return json::serialize(params->tree);
}

std::string query_tree(std::string query) {
  return tree_of(request_with("", "", std::move(query)));
}

TEST(Params, BracketsBecomeATree) {
  for (auto const& [query, tree] : std::vector<std::pair<std::string, std::string>>{
           {"", R"({})"},
           {"&&", R"({})"},
           {"=x", R"({})"},
           {"a=1", R"({"a":"1"})"},
           {"a=", R"({"a":""})"},
           {"a", R"({"a":null})"},
           {"a=1&a=2", R"({"a":"2"})"},
           {"a=b=c", R"({"a":"b=c"})"},
           {"a=x+y%2B%26", R"({"a":"x y+&"})"},
           {"caf%C3%A9=%F0%9F%90%A6", R"({"café":"🐦"})"},
           {"a[]=1&a[]=2", R"({"a":["1","2"]})"},
           {"a%5B%5D=1&a%5B%5D=2", R"({"a":["1","2"]})"},
           {"a[0]=x&a[1]=y", R"({"a":{"0":"x","1":"y"}})"},
           {"a[b][c]=x&a[b][d]=y", R"({"a":{"b":{"c":"x","d":"y"}}})"},
           {"a[b][]=x&a[b][]=y", R"({"a":{"b":["x","y"]}})"},
           {"a[][n]=1&a[][v]=2&a[][n]=3", R"({"a":[{"n":"1","v":"2"},{"n":"3"}]})"},
           {"a[][]=1&a[][]=2", R"({"a":[["1"],["2"]]})"},
           {"a[b", R"({"a[b":null})"},
           {"a]b=1", R"({"a]b":"1"})"},
           {"a[b]c=1", R"({"a[b]c":"1"})"},
           {"a[[b]]=1", R"({"a[[b]]":"1"})"},
           {"[]=1", R"({"[]":"1"})"},
       }) {
    EXPECT_EQ(query_tree(query), tree) << query;
  }
}

TEST(Params, EveryEncodingGivesTheSameTree) {
  auto const tree =
      R"({"status":"hé & +","media_ids":["1","2"],"poll":{"multiple":"true","options":["a","b"]}})"s;
  auto const encoded =
      "status=h%C3%A9+%26+%2B&media_ids[]=1&media_ids[]=2&poll[multiple]=true&poll[options][]=a&poll[options][]=b"s;
  auto const parts = multipart_of({{"status", "hé & +"},
                                   {"media_ids[]", "1"},
                                   {"media_ids[]", "2"},
                                   {"poll[multiple]", "true"},
                                   {"poll[options][]", "a"},
                                   {"poll[options][]", "b"}});
  EXPECT_EQ(query_tree(encoded), tree);
  EXPECT_EQ(tree_of(request_with(form, encoded)), tree);
  EXPECT_EQ(tree_of(request_with("Application/X-WWW-Form-Urlencoded ; charset=UTF-8", encoded)), tree);
  EXPECT_EQ(tree_of(request_with("application/json", tree)), tree);
  EXPECT_EQ(tree_of(request_with("application/json; charset=utf-8", tree)), tree);
  EXPECT_EQ(tree_of(request_with(multipart, parts)), tree);
  EXPECT_EQ(tree_of(request_with("multipart/form-data; charset=utf-8; boundary=\"X\"", parts)), tree);
}

TEST(Params, TheBodyWinsOverTheQuery) {
  EXPECT_EQ(tree_of(request_with(form, "a=body&b=1", "a=query&c=2")), R"({"a":"body","c":"2","b":"1"})");
  EXPECT_EQ(tree_of(request_with("application/json", R"({"a":{"x":1}})", "a=query")), R"({"a":{"x":1}})");
  EXPECT_EQ(tree_of(request_with("application/json", R"({"a":[]})", "a[b]=query")), R"({"a":[]})");
}

TEST(Params, JsonKeepsItsTypes) {
  auto const tree = R"({"a":1,"b":-2.5E0,"c":true,"d":null,"e":[{"f":"\"g\\"}],"h":18446744073709551615})";
  EXPECT_EQ(tree_of(request_with("application/json", tree)), tree);
  EXPECT_EQ(tree_of(request_with("application/json", R"({"a":1,"a":2})")), R"({"a":2})");
}

TEST(Params, ABodyMayBeEmptyOrOfNoConcern) {
  EXPECT_EQ(tree_of(request_with("application/json", "", "a=1")), R"({"a":"1"})");
  EXPECT_EQ(tree_of(request_with("application/json", " \r\n", "a=1")), R"({"a":"1"})");
  EXPECT_EQ(tree_of(request_with(form, "", "a=1")), R"({"a":"1"})");
  EXPECT_EQ(tree_of(request_with(multipart, "", "a=1")), R"({"a":"1"})");
  EXPECT_EQ(tree_of(request_with(multipart, "--X--", "a=1")), R"({"a":"1"})");
  EXPECT_EQ(tree_of(request_with("text/plain", "b=2", "a=1")), R"({"a":"1"})");
  EXPECT_EQ(tree_of(request_with("", "b=2", "a=1")), R"({"a":"1"})");
}

TEST(Params, RefusesBadQueriesAndForms) {
  for (auto const& text : {
           "a=%"s,
           "a=%4"s,
           "a=%zz"s,
           "%=1"s,
           "a=%FF"s,
           "%FF=a"s,
           "a[%FF]=1"s,
           "a=%C0%80"s,
           "a=%ED%A0%80"s,
           "a=%00"s,
           "%00=a"s,
           "a=\xff"s,
           "a=1&a[b]=2"s,
           "a[b]=2&a=1"s,
           "a[]=1&a[b]=2"s,
           "a[b]=1&a[]=2"s,
           "a[b]=1&a[b][c]=2"s,
           "a[b][c]=1&a[b]=2"s,
           "a[]=1&a=2"s,
           "a=1&a[]=2"s,
       }) {
    EXPECT_TRUE(query_tree(text).starts_with("<")) << text;
    EXPECT_TRUE(tree_of(request_with(form, text)).starts_with("<")) << text;
  }
}

TEST(Params, RefusesBadJson) {
  for (auto const& body : {
           "{"s,
           "[]"s,
           "null"s,
           "1"s,
           R"("text")"s,
           R"({"a":1}x)"s,
           R"({"a":1,})"s,
           R"({'a':1})"s,
           R"({"a":tru})"s,
           R"({"a":NaN})"s,
           R"({"a":01})"s,
           R"({"a":1e999})"s,
           "{\"a\":\"\xff\"}"s,
           "{\"\xff\":1}"s,
           "{\"a\":\"\n\"}"s,
           "{\"a\":\"\0\"}"s,
           R"({"a":"\u0000"})"s,
           R"({"\u0000":"a"})"s,
           R"({"a":{"b":["\u0000"]}})"s,
           R"({"a":"\ud800"})"s,
           R"({"a":"\udc00\ud800"})"s,
           "\xEF\xBB\xBF{}"s,
       }) {
    EXPECT_TRUE(tree_of(request_with("application/json", body)).starts_with("<")) << body;
  }
}

TEST(Params, HoldsTheLimits) {
  auto const nested_json = [](int depth) {
    return R"({"a":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
  };
  auto const nested_name = [](int depth) {
    auto name = "a"s;
    for (auto i = 1; i < depth; ++i) {
      name += "[b]";
    }
    return name;
  };
  EXPECT_FALSE(tree_of(request_with("application/json", nested_json(32))).starts_with("<"));
  EXPECT_TRUE(tree_of(request_with("application/json", nested_json(33))).starts_with("<"));
  EXPECT_TRUE(tree_of(request_with("application/json", nested_json(100'000))).starts_with("<"));
  EXPECT_FALSE(query_tree(nested_name(32)).starts_with("<"));
  EXPECT_TRUE(query_tree(nested_name(33)).starts_with("<"));
  EXPECT_TRUE(query_tree(nested_name(100'000)).starts_with("<"));

  auto const three = ParamLimits{.depth_max = 32, .count_max = 3};
  EXPECT_EQ(tree_of(request_with(form, "a=1&b=2&c=3"), three), R"({"a":"1","b":"2","c":"3"})");
  EXPECT_EQ(tree_of(request_with(form, "a=1&b=2&c=3&d=4"), three), "<Too many parameters>");
  EXPECT_EQ(tree_of(request_with("application/json", R"({"a":[1,2,3]})"), three), R"({"a":[1,2,3]})");
  EXPECT_EQ(tree_of(request_with("application/json", R"({"a":[1,2,3,4]})"), three), "<Too many parameters>");
  EXPECT_EQ(tree_of(request_with(multipart, multipart_of({{"a", "1"}, {"b", "2"}, {"c", "3"}})), three),
            R"({"a":"1","b":"2","c":"3"})");
  EXPECT_TRUE(
      tree_of(request_with(multipart, multipart_of({{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}})), three)
          .starts_with("<"));
}

TEST(Multipart, FilesBecomeUploads) {
  auto const body =
      "--X\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\na bird\r\n"
      "--X\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a \\\"b\\\" é.png\"\r\nContent-Type: "
      "image/png\r\n"
      "Content-Transfer-Encoding: binary\r\n\r\n\x89PNG\r\n\0\r\n--X not the end\r\n--X\r\n"
      "Content-Disposition: form-data; filename=plain.bin; name=thumbnail\r\n\r\n\r\n"
      "--X\r\nContent-Disposition: form-data; name=\"left_empty\"; filename=\"\"\r\n\r\n\r\n--X--"s;
  EXPECT_TRUE(tree_of(request_with(multipart, body))
                  .starts_with("<"));  // "--X not" is no delimiter, but begins as one

  auto fine = body;
  fine.replace(fine.find("--X not"), 3, "-X");
  auto const params = parse_params(request_with(multipart, fine));
  ASSERT_TRUE(params);
  EXPECT_EQ(json::serialize(params->tree), R"({"description":"a bird"})");
  ASSERT_EQ(params->uploads.size(), 2U);
  EXPECT_EQ(params->uploads[0].name, "file");
  EXPECT_EQ(params->uploads[0].filename, "a \"b\" é.png");
  EXPECT_EQ(params->uploads[0].content_type, "image/png");
  EXPECT_EQ(params->uploads[0].bytes, "\x89PNG\r\n\0\r\n-X not the end"s);
  EXPECT_EQ(params->uploads[1].name, "thumbnail");
  EXPECT_EQ(params->uploads[1].filename, "plain.bin");
  EXPECT_EQ(params->uploads[1].bytes, "");
}

TEST(Multipart, RefusesWhatIsNotOne) {
  auto const part = "Content-Disposition: form-data; name=\"a\"\r\n"s;
  for (auto const& body : {
           "x"s,
           "--Y--"s,
           "preamble\r\n--X--"s,
           "--X"s,
           "--X\r\n"s,
           "--X-"s,
           "--X\n" + part + "\r\n1\r\n--X--",
           "--X\r\n" + part,
           "--X\r\n" + part + "\r\n1",
           "--X\r\n" + part + "\r\n1\r\n--X",
           "--X\r\n" + part + "\r\n1\r\n--Xyz",
           "--X\r\n" + part + "\r\n1--X--",
           "--X\r\n\r\n1\r\n--X--"s,
           "--X\r\nContent-Type: text/plain\r\n\r\n1\r\n--X--"s,
           "--X\r\nContent-Disposition: form-data\r\n\r\n1\r\n--X--"s,
           "--X\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--X--"s,
           "--X\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--X--"s,
           "--X\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\n1\r\n--X--"s,
           "--X\r\nContent-Disposition: form-data; name=\"a\" junk\r\n\r\n1\r\n--X--"s,
           "--X\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\n1\r\n--X--"s,
           "--X\r\nContent-Disposition: form-data; name=\"a\"; filename=\"\xff\"\r\n\r\n1\r\n--X--"s,
           "--X\r\nContent-Disposition: form-data; name=\"a\0\"\r\n\r\n1\r\n--X--"s,
           "--X\r\n" + part + part + "\r\n1\r\n--X--",
           "--X\r\n" + part + "no colon\r\n\r\n1\r\n--X--",
           "--X\r\n" + part + "Content-Transfer-Encoding: base64\r\n\r\n1\r\n--X--",
           "--X\r\n" + part + "X: " + std::string(10'000, 'x') + "\r\n\r\n1\r\n--X--",
           "--X\r\n" + part + "\r\n\xff\r\n--X--",
           "--X\r\n" + part + "\r\n\0\r\n--X--"s,
       }) {
    EXPECT_TRUE(tree_of(request_with(multipart, body)).starts_with("<")) << body;
  }
  auto const body = multipart_of({{"a", "1"}});
  for (std::string const type :
       {"multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=\"X", "multipart/form-data; boundary=\"X \"",
        "multipart/form-data; boundary=X{}", "multipart/form-data; border=X"}) {
    EXPECT_TRUE(tree_of(request_with(type, body)).starts_with("<")) << type;
  }
  EXPECT_TRUE(
      tree_of(request_with("multipart/form-data; boundary=" + std::string(71, 'X'), body)).starts_with("<"));
}

}  // namespace
}  // namespace auklet::net
