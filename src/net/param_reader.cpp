// SPDX-License-Identifier: Apache-2.0
#include "net/param_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "base/ids.h"

namespace auklet::net {

namespace {

namespace json = boost::json;

std::unexpected<Error> wrong_shape(std::string const& name, std::string_view wanted) {
  return fail(ErrorKind::malformed, fmt::format("Parameter {} must be {}", name, wanted));
}

std::unexpected<Error> invalid(std::string const& name, std::string_view rule) {
  return fail(ErrorKind::invalid, fmt::format("Validation failed: {} {}", name, rule));
}

std::string_view view(json::string const& text) {
  return {text.data(), text.size()};
}

// A scalar as its text. Nothing for an array or object.
std::optional<std::string> scalar_text(json::value const& value) {
  if (auto const* const text = value.if_string()) {
    return std::string(view(*text));
  }
  if (value.is_structured()) {
    return std::nullopt;
  }
  if (auto const* const number = value.if_double()) {
    return fmt::format("{}", *number);
  }
  return json::serialize(value);
}

// A double that is a whole number comes as one: some JSON writers know no other kind.
std::optional<std::int64_t> whole(double number) {
  constexpr auto limit = 9223372036854775808.0;  // 2^63
  if (std::trunc(number) != number || number < -limit || number >= limit) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(number);
}

// A decimal that is too long for 64 bits counts as the largest (smallest) there is: the range check says the
// rest.
std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t number = 0;
  auto const* const end = text.data() + text.size();
  auto const [stop, error] = std::from_chars(text.data(), end, number);
  if (stop != end || error == std::errc::invalid_argument) {
    return std::nullopt;
  }
  if (error == std::errc::result_out_of_range) {
    return text.starts_with('-') ? std::numeric_limits<std::int64_t>::min()
                                 : std::numeric_limits<std::int64_t>::max();
  }
  return number;
}

std::optional<std::int64_t> whole(json::value const& value) {
  if (auto const* const number = value.if_int64()) {
    return *number;
  }
  if (value.is_uint64()) {
    return std::numeric_limits<std::int64_t>::max();
  }
  if (auto const* const number = value.if_double()) {
    return whole(*number);
  }
  auto const* const text = value.if_string();
  return text != nullptr ? whole(view(*text)) : std::nullopt;
}

bool is_falsy(std::string_view text) {
  static constexpr std::array<std::string_view, 7> falsy{"0", "f", "F", "false", "FALSE", "off", "OFF"};
  return std::ranges::find(falsy, text) != falsy.end();
}

// {"0": a, "10": c, "2": b} → a, b, c. Nothing if a key is no index.
std::optional<std::vector<json::value const*>> in_index_order(json::object const& map) {
  std::vector<std::pair<std::int64_t, json::value const*>> indexed;
  for (auto const& [key, value] : map) {
    auto const index = base::parse_id({key.data(), key.size()});
    if (!index) {
      return std::nullopt;
    }
    indexed.emplace_back(*index, &value);
  }
  std::ranges::sort(indexed, {}, &std::pair<std::int64_t, json::value const*>::first);
  std::vector<json::value const*> values;
  for (auto const& [index, value] : indexed) {
    values.push_back(value);
  }
  return values;
}

}  // namespace

// Null and absent look alike.
json::value const* ParamReader::find(std::string_view name) const {
  auto const* const value = tree_->if_contains(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

std::string ParamReader::full_name(std::string_view name) const {
  return path_.empty() ? std::string(name) : fmt::format("{}[{}]", path_, name);
}

Result<std::optional<std::string>> ParamReader::text(std::string_view name) const {
  auto const* const value = find(name);
  if (value == nullptr) {
    return std::nullopt;
  }
  auto text = scalar_text(*value);
  if (!text) {
    return wrong_shape(full_name(name), "a text");
  }
  return text;
}

Result<std::optional<std::int64_t>> ParamReader::id(std::string_view name) const {
  TRY(auto const text, this->text(name));
  if (!text || text->empty()) {
    return std::nullopt;
  }
  auto const id = base::parse_id(*text);
  if (!id) {
    return invalid(full_name(name), "is not an id");
  }
  return id;
}

Result<std::optional<std::int64_t>> ParamReader::any_integer(std::string_view name, std::int64_t min,
                                                             std::int64_t max, bool clamp) const {
  auto const* const value = find(name);
  if (value == nullptr || (value->is_string() && value->get_string().empty())) {
    return std::nullopt;
  }
  if (value->is_structured()) {
    return wrong_shape(full_name(name), "a whole number");
  }
  auto const number = whole(*value);
  if (!number) {
    return invalid(full_name(name), "is not a whole number");
  }
  auto const nearest = std::clamp(*number, min, max);
  if (nearest != *number && !clamp) {
    return invalid(full_name(name), fmt::format("must be from {} to {}", min, max));
  }
  return nearest;
}

bool ParamReader::is_text(std::string_view name) const {
  auto const* const value = find(name);
  return value != nullptr && value->is_string() && !value->get_string().empty();
}

Result<std::optional<std::int64_t>> ParamReader::integer(std::string_view name, std::int64_t min,
                                                         std::int64_t max) const {
  return any_integer(name, min, max, false);
}

Result<std::optional<std::int64_t>> ParamReader::clamped_integer(std::string_view name, std::int64_t min,
                                                                 std::int64_t max) const {
  return any_integer(name, min, max, true);
}

Result<std::optional<bool>> ParamReader::boolean(std::string_view name) const {
  TRY(auto const text, this->text(name));
  if (!text || text->empty()) {
    return std::nullopt;
  }
  return !is_falsy(*text);
}

// The elements of a list in whatever shape it came, without nulls.
Result<std::vector<json::value const*>> ParamReader::elements(std::string_view name) const {
  std::vector<json::value const*> elements;
  auto const* const value = find(name);
  if (value == nullptr) {
    return elements;
  }
  if (auto const* const array = value->if_array()) {
    for (auto const& element : *array) {
      elements.push_back(&element);
    }
  } else if (auto const* const map = value->if_object()) {
    auto ordered = in_index_order(*map);
    if (!ordered) {
      return wrong_shape(full_name(name), "a list");
    }
    elements = *std::move(ordered);
  } else if (!value->is_string() || !value->get_string().empty()) {
    elements.push_back(value);
  }
  std::erase_if(elements, [](auto const* element) { return element->is_null(); });
  return elements;
}

Result<std::vector<std::string>> ParamReader::texts(std::string_view name) const {
  TRY(auto const values, elements(name));
  std::vector<std::string> texts;
  for (auto const* const value : values) {
    auto text = scalar_text(*value);
    if (!text) {
      return wrong_shape(full_name(name), "a list of texts");
    }
    texts.push_back(*std::move(text));
  }
  return texts;
}

Result<std::vector<std::int64_t>> ParamReader::ids(std::string_view name) const {
  TRY(auto const texts, this->texts(name));
  std::vector<std::int64_t> ids;
  for (auto const& text : texts) {
    if (text.empty()) {
      continue;
    }
    auto const id = base::parse_id(text);
    if (!id) {
      return invalid(full_name(name), "is not a list of ids");
    }
    ids.push_back(*id);
  }
  return ids;
}

Result<std::optional<ParamReader>> ParamReader::object(std::string_view name) const {
  auto const* const value = find(name);
  if (value == nullptr || (value->is_string() && value->get_string().empty())) {
    return std::nullopt;
  }
  auto const* const object = value->if_object();
  if (object == nullptr) {
    return wrong_shape(full_name(name), "an object");
  }
  return ParamReader(*object, full_name(name));
}

Result<std::vector<ParamReader>> ParamReader::objects(std::string_view name) const {
  TRY(auto const values, elements(name));
  std::vector<ParamReader> readers;
  for (auto const* const value : values) {
    auto const* const object = value->if_object();
    if (object == nullptr) {
      return wrong_shape(full_name(name), "a list of objects");
    }
    readers.push_back(ParamReader(*object, fmt::format("{}[{}]", full_name(name), readers.size())));
  }
  return readers;
}

}  // namespace auklet::net
