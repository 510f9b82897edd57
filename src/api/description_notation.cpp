// SPDX-License-Identifier: Apache-2.0
#include "api/description_notation.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <optional>
#include <utility>

#include "base/check.h"

namespace auklet::api {

namespace {

namespace json = boost::json;

constexpr std::string_view json_media_type = "application/json";
constexpr std::string_view comment = " // ";

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> media_types{{
    {"page", "text/html"},
    {"plain", "text/plain"},
    {"csv", "text/csv"},
    {"xrd", "application/xrd+xml"},
    {"bytes", "application/octet-stream"},
}};

[[noreturn]] void refuse(std::string_view line) {
  base::check_failed(std::string(line).c_str(), "the description of the API", 0);
}

bool is_upper(std::string_view text) {
  return !text.empty() && text.front() >= 'A' && text.front() <= 'Z';
}

// Cuts the text at the first `end` and returns what was before it; all of it when there is no such end.
std::string_view take(std::string_view& text, std::string_view end) {
  auto const at = text.find(end);
  auto const taken = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + end.size());
  return taken;
}

bool drop_ending(std::string_view& text, std::string_view ending) {
  if (!text.ends_with(ending)) {
    return false;
  }
  text.remove_suffix(ending.size());
  return true;
}

std::vector<std::string_view> split(std::string_view text, std::string_view end) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    auto const part = take(text, end);
    if (!part.empty()) {
      parts.push_back(part);
    }
  }
  return parts;
}

json::object reference(std::string_view entity) {
  return {{"$ref", "#/components/schemas/" + std::string(entity)}};
}

json::object nullable(json::object schema) {
  if (auto const* const type = schema.if_contains("type")) {
    schema["type"] = json::array{*type, "null"};
    if (auto* const words = schema.if_contains("enum")) {
      words->as_array().push_back(nullptr);
    }
    return schema;
  }
  return schema.empty() ? schema : json::object{{"anyOf", json::array{schema, {{"type", "null"}}}}};
}

json::object words_or_entities(std::string_view type) {
  json::array words;
  json::array entities;
  for (auto const word : split(type, "|")) {
    if (is_upper(word)) {
      entities.push_back(reference(word));
    } else {
      words.push_back(json::string(word));
    }
  }
  return entities.empty() ? json::object{{"type", "string"}, {"enum", std::move(words)}}
                          : json::object{{"anyOf", std::move(entities)}};
}

std::optional<json::object> scalar(std::string_view type) {
  if (type == "any") {
    return json::object{};
  }
  if (type == "integer" || type == "number" || type == "boolean") {
    return json::object{{"type", json::string(type)}};
  }
  constexpr std::array<std::array<std::string_view, 3>, 7> texts{{
      {"text", "", ""},
      {"id", "pattern", "^[0-9]+$"},
      {"html", "contentMediaType", "text/html"},
      {"time", "format", "date-time"},
      {"date", "format", "date"},
      {"url", "format", "uri"},
      {"file", "contentMediaType", "application/octet-stream"},
  }};
  for (auto const& [name, keyword, value] : texts) {
    if (type == name) {
      json::object schema{{"type", "string"}};
      if (!keyword.empty()) {
        schema[keyword] = value;
      }
      return schema;
    }
  }
  return std::nullopt;
}

// `name`, `name!`, `name:type`, `name:type!`
DescribedParameter read_parameter(std::string_view text) {
  DescribedParameter parameter;
  parameter.required = drop_ending(text, "!");
  parameter.name = take(text, ":");
  parameter.schema = read_type(text.empty() ? "text" : text);
  return parameter;
}

std::vector<DescribedParameter> read_parameters(std::string_view text, bool& paged) {
  std::vector<DescribedParameter> parameters;
  auto const add = [&](std::string_view names) {
    paged = true;
    for (auto const name : split(names, " ")) {
      parameters.push_back(read_parameter(name));
    }
  };
  for (auto const word : split(text, " ")) {
    if (word == "paging") {
      add("max_id:id since_id:id min_id:id limit:integer");
    } else if (word == "slice") {
      add("limit:integer offset:integer");
    } else {
      parameters.push_back(read_parameter(word));
    }
  }
  return parameters;
}

void read_answer(std::string_view text, DescribedOperation& operation) {
  auto const words = split(text, " ");
  if (words.empty() || words.size() > 2) {
    refuse(text);
  }
  auto const statuses = words.size() == 2 ? words.front() : std::string_view{"200"};
  for (auto const status : split(statuses, ",")) {
    operation.statuses.emplace_back(status);
  }
  auto const* const other =
      std::ranges::find(media_types, words.back(), &std::pair<std::string_view, std::string_view>::first);
  if (other == media_types.end()) {
    operation.media_type = json_media_type;
    operation.answer = read_type(words.back());
  } else {
    operation.media_type = other->second;
    operation.answer = {{"type", "string"}};
  }
}

// METHOD[,METHOD] PATH [? PARAMETERS] [! BODY] -> [STATUS[,STATUS]] TYPE // What it does
void read_operation(std::string_view line, std::string_view tag, std::vector<DescribedOperation>& all) {
  auto rest = line;
  auto asked = take(rest, " -> ");
  DescribedOperation operation{.tag = std::string(tag)};
  read_answer(take(rest, comment), operation);
  operation.summary = rest;
  auto head = take(asked, " ! ");
  auto const body = asked;
  auto const methods = take(head, " ");
  operation.path = take(head, " ? ");
  if (operation.summary.empty() || !operation.path.starts_with('/')) {
    refuse(line);
  }
  operation.parameters = read_parameters(head, operation.paged);
  if (is_upper(body)) {
    operation.body_entity = body;
  } else {
    operation.body = read_parameters(body, operation.paged);
  }
  for (auto const method : split(methods, ",")) {
    operation.method = method;
    all.push_back(operation);
  }
}

json::object described(json::object schema, std::string_view about) {
  if (!about.empty()) {
    schema["description"] = about;
  }
  return schema;
}

// Reads the fields below the first line of an entity.
json::object read_fields(std::vector<std::string_view> const& lines) {
  json::object properties;
  json::array required;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    auto line = lines[i];
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    auto type = take(line, comment);
    auto name = take(type, ": ");
    if (name.empty() || type.empty()) {
      refuse(lines[i]);
    }
    if (!drop_ending(name, "?")) {
      required.push_back(json::string(name));
    }
    properties[name] = described(read_type(type), line);
  }
  json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) {
    schema["required"] = std::move(required);
  }
  return schema;
}

void read_entity(std::string_view block, json::object& schemas) {
  auto const lines = split(block, "\n");
  auto about = lines.front();
  auto head = take(about, comment);
  auto words = head;
  auto const word_name = take(words, " = ");
  auto base = head;
  auto const name = take(base, " < ");
  if (!words.empty()) {
    schemas[word_name] = described(read_type(words), about);
    return;
  }
  if (!is_upper(name) || schemas.contains(name) || name.find(' ') != std::string_view::npos) {
    refuse(lines.front());
  }
  auto schema = read_fields(lines);
  if (!base.empty()) {
    schema = {{"allOf", json::array{reference(base), std::move(schema)}}};
  }
  schemas[name] = described(std::move(schema), about);
}

}  // namespace

json::object read_type(std::string_view type) {
  auto inner = type;
  if (drop_ending(inner, "?")) {
    return nullable(read_type(inner));
  }
  if (drop_ending(inner, "[]")) {
    return {{"type", "array"}, {"items", read_type(inner)}};
  }
  if (inner.starts_with('{') && drop_ending(inner, "}")) {
    return {{"type", "object"}, {"additionalProperties", read_type(inner.substr(1))}};
  }
  if (type.find('|') != std::string_view::npos) {
    return words_or_entities(type);
  }
  if (is_upper(type)) {
    return reference(type);
  }
  if (auto schema = scalar(type)) {
    return *std::move(schema);
  }
  refuse(type);
}

std::vector<DescribedOperation> read_operations(std::string_view text) {
  std::vector<DescribedOperation> all;
  std::string_view tag;
  for (auto line : split(text, "\n")) {
    if (line.starts_with("# ")) {
      tag = line.substr(2);
    } else {
      read_operation(line, tag, all);
    }
  }
  return all;
}

void read_entities(std::string_view text, json::object& schemas) {
  for (auto block : split(text, "\n\n")) {
    read_entity(block, schemas);
  }
}

}  // namespace auklet::api
