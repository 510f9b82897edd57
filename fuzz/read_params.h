// SPDX-License-Identifier: Apache-2.0
//
// What the fuzz targets do with a parameter tree: reads every member through every reader, as handlers would.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <string_view>

#include "base/check.h"
#include "base/encoding.h"
#include "net/param_reader.h"
#include "net/params.h"

namespace auklet::fuzz {

// What parse_params promises about every text.
inline void check_text(std::string_view text) {
  CHECK(base::is_utf8(text) && text.find('\0') == std::string_view::npos);
}

inline void read_all(boost::json::object const& tree, std::size_t depth);

inline void read_all(boost::json::value const& value, std::size_t depth) {
  CHECK(depth <= net::ParamLimits{}.depth_max);
  if (auto const* const object = value.if_object()) {
    read_all(*object, depth);
  } else if (auto const* const array = value.if_array()) {
    for (auto const& element : *array) {
      read_all(element, depth + 1);
    }
  } else if (auto const* const text = value.if_string()) {
    check_text({text->data(), text->size()});
  }
}

inline void read_all(boost::json::object const& tree, std::size_t depth) {
  net::ParamReader const params(tree);
  for (auto const& [key, value] : tree) {
    std::string_view const name(key.data(), key.size());
    check_text(name);
    if (auto const text = params.text(name); text && *text) {
      check_text(**text);
    }
    if (auto const id = params.id(name); id && *id) {
      CHECK(**id >= 0);
    }
    if (auto const number = params.clamped_integer(name, 1, 40); number && *number) {
      CHECK(**number >= 1 && **number <= 40);
    }
    (void)params.integer(name, -5, 5);
    (void)params.boolean(name);
    (void)params.texts(name);
    (void)params.ids(name);
    (void)params.object(name);
    (void)params.objects(name);
    read_all(value, depth + 1);
  }
}

// Parses, reads, and holds an error to what the header says of it.
inline void parse_and_read(net::Request const& request) {
  auto const params = net::parse_params(request);
  if (!params) {
    CHECK(params.error().kind == ErrorKind::malformed && !params.error().message.empty());
    return;
  }
  read_all(params->tree, 0);
  for (auto const& upload : params->uploads) {
    check_text(upload.name);
    check_text(upload.filename);
  }
}

}  // namespace auklet::fuzz
