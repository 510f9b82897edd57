// SPDX-License-Identifier: Apache-2.0
#include "net/http.h"

#include <algorithm>
#include <utility>

namespace auklet::net {

namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::string_view to_string(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::head:
      return "HEAD";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::patch:
      return "PATCH";
    case Method::delete_:
      return "DELETE";
    case Method::options:
      return "OPTIONS";
    case Method::other:
      break;
  }
  return "OTHER";
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

void Headers::set(std::string_view name, std::string value) {
  auto const same = [name](auto const& field) { return equal_ignoring_case(field.first, name); };
  auto const first = std::ranges::find_if(fields_, same);
  if (first == fields_.end()) {
    add(std::string(name), std::move(value));
    return;
  }
  first->second = std::move(value);
  fields_.erase(std::remove_if(std::next(first), fields_.end(), same), fields_.end());
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (auto const& field : fields_) {
    if (equal_ignoring_case(field.first, name)) {
      return field.second;
    }
  }
  return std::nullopt;
}

}  // namespace auklet::net
