// SPDX-License-Identifier: Apache-2.0
//
// Reads the notation of description.h. What cannot be read ends the process and names the line.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace auklet::api {

struct DescribedParameter {
  std::string name;
  bool required = false;
  boost::json::object schema;
};

struct DescribedOperation {
  std::string tag;
  std::string method;  // "GET"
  std::string path;
  std::vector<DescribedParameter> parameters;
  std::vector<DescribedParameter> body;
  std::string body_entity;  // in place of `body`
  bool paged = false;       // answers a part of a list, with links to the others
  std::vector<std::string> statuses;
  std::string media_type;
  boost::json::object answer;  // its schema
  std::string summary;
};

// JSON Schema 2020-12 of a type.
boost::json::object read_type(std::string_view type);

// One for each method of each line.
std::vector<DescribedOperation> read_operations(std::string_view text);

// Adds the schemas of the entities by their names.
void read_entities(std::string_view text, boost::json::object& schemas);

}  // namespace auklet::api
