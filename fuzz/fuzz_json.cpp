// SPDX-License-Identifier: Apache-2.0
//
// JSON bodies → parameter tree → typed values. A tree that was accepted is the same after it is written and
// read again.
#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cstdint>

#include "read_params.h"

namespace {

namespace json = boost::json;

// Boost.JSON reads a double to within its last bit only, so a tree with one need not come back the same.
bool has_double(json::value const& value) {
  if (auto const* const object = value.if_object()) {
    return std::ranges::any_of(*object, [](auto const& member) { return has_double(member.value()); });
  }
  if (auto const* const array = value.if_array()) {
    return std::ranges::any_of(*array, has_double);
  }
  return value.is_double();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auklet::net::Request request;
  request.method = auklet::net::Method::post;
  request.path = "/";
  request.body.assign(reinterpret_cast<char const*>(data), size);
  request.headers.add("Content-Type", "application/json");
  auklet::fuzz::parse_and_read(request);
  if (auto const params = auklet::net::parse_params(request); params && !has_double(params->tree)) {
    request.body = json::serialize(params->tree);
    auto const again = auklet::net::parse_params(request);
    CHECK(again && again->tree == params->tree);
  }
  return 0;
}
