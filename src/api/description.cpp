// SPDX-License-Identifier: Apache-2.0
#include "api/description.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <initializer_list>
#include <utility>

#include "api/client_files.h"
#include "api/description_notation.h"
#include "api/description_texts.h"
#include "api/routes.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "domain/scope.h"
#include "view/pages.h"

namespace auklet::api {

namespace {

namespace json = boost::json;

constexpr char const* introduction =
    R"(Auklet speaks the client API of Mastodon, and a little more below `/api/v1/auklet`.

Parameters come in the query, as JSON or as a form. Times are UTC. Lists come in pages: the field `Link` of an answer names the
next one, which is to be asked for as it stands there. What somebody may not see is answered like what is not there: 404.

Live updates come by WebSocket or as an event stream from `/api/v1/streaming`, which is not described here.)";

// Who holds the token.
constexpr char const* person = "person";
constexpr char const* app = "app";

// The narrowest name of a scope: wider names, which include others, stand before it.
std::string_view text_of(Scope scope) {
  auto const& names = scope_names();
  auto const found = std::find_if(names.rbegin(), names.rend(),
                                  [scope](auto name) { return ScopeSet::parse(name)->has(scope); });
  return *found;
}

json::object scopes() {
  json::object all;
  for (auto const name : scope_names()) {
    std::string words;
    for (auto const& line : view::describe_scopes(*ScopeSet::parse(name))) {
      words += (words.empty() ? "" : "; ") + line;
    }
    all[name] = words;
  }
  return all;
}

json::object security_schemes() {
  return {
      {person,
       {{"type", "oauth2"},
        {"description", "The token of a person's app"},
        {"flows",
         {{"authorizationCode",
           {{"authorizationUrl", "/oauth/authorize"},
            {"tokenUrl", "/oauth/token"},
            {"scopes", scopes()}}}}}}},
      {app,
       {{"type", "oauth2"},
        {"description", "The token of an app that nobody has logged in to"},
        {"flows", {{"clientCredentials", {{"tokenUrl", "/oauth/token"}, {"scopes", scopes()}}}}}}},
  };
}

// Any one of these is enough.
json::array security_of(Route const& route) {
  json::array any;
  if (route.access == Access::open) {
    return any;
  }
  if (route.access == Access::optional) {
    any.push_back(json::object{});
  }
  auto const add = [&](json::array const& scopes) {
    any.push_back(json::object{{person, scopes}});
    if (route.access == Access::app || route.access == Access::optional) {
      any.push_back(json::object{{app, scopes}});
    }
  };
  for (auto const scope : route.any_of) {
    add({json::string(text_of(scope))});
  }
  if (route.any_of.empty()) {
    add({});
  }
  return any;
}

json::object failure(char const* about) {
  return {{"description", about},
          {"content", {{"application/json", {{"schema", {{"$ref", "#/components/schemas/Error"}}}}}}}};
}

json::array path_parameters(std::string_view path) {
  json::array all;
  while (true) {
    auto const begin = path.find('{');
    if (begin == std::string_view::npos) {
      return all;
    }
    auto const end = path.find('}');
    all.push_back({{"name", json::string(path.substr(begin + 1, end - begin - 1))},
                   {"in", "path"},
                   {"required", true},
                   {"schema", {{"type", "string"}}}});
    path.remove_prefix(end + 1);
  }
}

json::array parameters_of(DescribedOperation const& operation) {
  auto all = path_parameters(operation.path);
  for (auto const& parameter : operation.parameters) {
    bool const is_list = parameter.schema.contains("items");
    json::object shown{{"name", parameter.name + (is_list ? "[]" : "")}, {"in", "query"}};
    if (parameter.required) {
      shown["required"] = true;
    }
    shown["schema"] = parameter.schema;
    all.push_back(std::move(shown));
  }
  return all;
}

json::object body_schema(DescribedOperation const& operation) {
  if (!operation.body_entity.empty()) {
    return {{"$ref", "#/components/schemas/" + operation.body_entity}};
  }
  json::object properties;
  json::array required;
  for (auto const& field : operation.body) {
    properties[field.name] = field.schema;
    if (field.required) {
      required.push_back(json::string(field.name));
    }
  }
  json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) {
    schema["required"] = std::move(required);
  }
  return schema;
}

json::object body_of(DescribedOperation const& operation, Route const& route) {
  auto const schema = body_schema(operation);
  json::object content;
  auto const add = [&](char const* type) { content[type] = {{"schema", schema}}; };
  add("application/json");
  add("application/x-www-form-urlencoded");
  if (route.takes_files) {
    add("multipart/form-data");
  }
  return {{"content", std::move(content)}};
}

json::object responses_of(DescribedOperation const& operation) {
  json::object all;
  for (auto const& status : operation.statuses) {
    json::object response{{"description", operation.summary},
                          {"content", {{operation.media_type, {{"schema", operation.answer}}}}}};
    if (operation.paged) {
      response["headers"] = {{"Link", {{"$ref", "#/components/headers/Link"}}}};
    }
    all[status] = std::move(response);
  }
  all["4XX"] = {{"$ref", "#/components/responses/Refused"}};
  all["5XX"] = {{"$ref", "#/components/responses/Failed"}};
  return all;
}

// get_v1_accounts_id for GET /api/v1/accounts/{id}
std::string operation_id(DescribedOperation const& operation) {
  auto id = base::ascii_lower(operation.method);
  auto path = std::string_view(operation.path);
  if (path.starts_with("/api/")) {
    path.remove_prefix(4);
  }
  for (auto const c : path) {
    bool const is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_letter) {
      id += c;
    } else if (id.back() != '_') {
      id += '_';
    }
  }
  if (id.back() == '_') {
    id.pop_back();
  }
  return id;
}

json::object show(DescribedOperation const& operation, Route const& route) {
  json::object shown{{"operationId", operation_id(operation)},
                     {"tags", json::array{json::string(operation.tag)}},
                     {"summary", operation.summary},
                     {"security", security_of(route)}};
  auto parameters = parameters_of(operation);
  if (!parameters.empty()) {
    shown["parameters"] = std::move(parameters);
  }
  if (!operation.body.empty() || !operation.body_entity.empty()) {
    shown["requestBody"] = body_of(operation, route);
  }
  shown["responses"] = responses_of(operation);
  return shown;
}

std::string name_of(DescribedOperation const& operation) {
  return operation.method + " " + operation.path;
}

json::object components() {
  json::object schemas;
  for (auto const text : {described_people, described_posts, described_notices, described_server}) {
    read_entities(text, schemas);
  }
  return {
      {"schemas", std::move(schemas)},
      {"responses",
       {{"Refused", failure("What was asked cannot be done, or not by who asked")},
        {"Failed", failure("The server could not do it now")}}},
      {"headers",
       {{"Link",
         {{"description", "RFC 8288: the next page as rel=\"next\", a newer one as rel=\"prev\""},
          {"schema", {{"type", "string"}}}}}}},
      {"securitySchemes", security_schemes()},
  };
}

// It is the same as long as the program runs.
struct Document {
  std::string text = json::serialize(describe(routes()));
  std::string etag = "\"" + base::base64url(base::sha256(text)).substr(0, 22) + "\"";
};

Task<Result<Reply>> show_description(Call& call) {
  static Document const document;
  auto reply = send_file(call, {json_type, document.etag, document.text, {}, {}}, "no-cache");
  reply.headers.emplace_back("Access-Control-Allow-Origin", "*");
  co_return reply;
}

}  // namespace

bool is_operation(Route const& route) {
  constexpr std::array<std::string_view, 6> begins{"/api/",      "/oauth/", "/.well-known/",
                                                   "/nodeinfo/", "/media/", "/health"};
  return std::ranges::any_of(
      begins, [path = std::string_view(route.pattern)](auto begin) { return path.starts_with(begin); });
}

std::vector<std::string> described_names() {
  std::vector<std::string> names;
  for (auto const& operation : read_operations(described_operations)) {
    names.push_back(name_of(operation));
  }
  return names;
}

std::string name_of(Route const& route) {
  return std::string(to_string(route.method)) + " " + route.pattern;
}

json::object describe(std::vector<Route> const& routes) {
  json::array tags;
  json::object paths;
  for (auto const& operation : read_operations(described_operations)) {
    auto const route =
        std::ranges::find(routes, name_of(operation), [](auto const& r) { return name_of(r); });
    if (route == routes.end()) {
      continue;
    }
    if (tags.empty() || tags.back().at("name") != json::string(operation.tag)) {
      tags.push_back(json::object{{"name", operation.tag}});
    }
    auto& path = paths[operation.path];
    if (path.is_null()) {
      path.emplace_object();
    }
    path.as_object()[base::ascii_lower(operation.method)] = show(operation, *route);
  }
  return {
      {"openapi", "3.1.1"},
      {"info",
       {{"title", "Auklet"},
        {"version", AUKLET_VERSION},
        {"summary", "The API that apps speak with this server"},
        {"description", introduction},
        {"license", {{"name", "Apache License 2.0"}, {"identifier", "Apache-2.0"}}}}},
      {"servers", json::array{json::object{{"url", "/"}}}},
      {"tags", std::move(tags)},
      {"paths", std::move(paths)},
      {"components", components()},
  };
}

std::vector<Route> description_routes() {
  return {{net::Method::get, "/api/openapi.json", Access::open, {}, show_description}};
}

}  // namespace auklet::api
