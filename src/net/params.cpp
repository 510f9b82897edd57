// SPDX-License-Identifier: Apache-2.0
#include "net/params.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "base/encoding.h"
#include "net/multipart.h"

namespace auklet::net {

namespace {

namespace json = boost::json;

std::unexpected<Error> malformed(std::string message) {
  return fail(ErrorKind::malformed, std::move(message));
}

bool is_text(std::string_view text) {
  return text.find('\0') == std::string_view::npos && base::is_utf8(text);
}

// "a[b][][c]" → {"a", "b", "", "c"}. A name whose brackets do not pair is a name like any other.
std::vector<std::string_view> split_name(std::string_view name) {
  auto const open = name.find('[');
  std::vector<std::string_view> keys{name.substr(0, open)};
  if (open == std::string_view::npos || open == 0) {
    return {name};
  }
  for (auto rest = name.substr(open); !rest.empty();) {
    auto const close = rest.find(']');
    if (rest.front() != '[' || close == std::string_view::npos) {
      return {name};
    }
    keys.push_back(rest.substr(1, close - 1));
    rest.remove_prefix(close + 1);
  }
  return keys;
}

// Grows the tree from names and values, one leaf at a time.
class TreeBuilder {
 public:
  explicit TreeBuilder(ParamLimits const& limits) : limits_(limits) {}

  Result<> add(std::string_view name, json::value leaf) {
    if (!is_text(name) || (leaf.is_string() && !is_text(leaf.get_string()))) {
      return malformed("A parameter is not valid UTF-8");
    }
    if (++count_ > limits_.count_max) {
      return malformed("Too many parameters");
    }
    auto const keys = split_name(name);
    if (keys.size() > limits_.depth_max) {
      return malformed("Parameters are nested too deeply");
    }
    if (!place(keys, std::move(leaf))) {
      return malformed("Parameters contradict each other: " + std::string(name));
    }
    return {};
  }

  json::object take() { return std::move(tree_); }

 private:
  // Walks from the root to the place that `keys` name, making what is missing. False if something of another
  // shape is in the way.
  bool place(std::vector<std::string_view> const& keys, json::value leaf) {
    auto* slot = &tree_[keys[0]];
    for (std::size_t i = 1; i < keys.size(); ++i) {
      if (!keys[i].empty()) {
        auto* const object = object_in(*slot);
        if (object == nullptr) {
          return false;
        }
        slot = &(*object)[keys[i]];
        continue;
      }
      auto* const array = array_in(*slot);
      if (array == nullptr) {
        return false;
      }
      if (i + 1 < keys.size() && continues(*array, keys[i + 1])) {
        slot = &array->back();
      } else {
        slot = &array->emplace_back(nullptr);
      }
    }
    if (slot->is_structured()) {
      return false;
    }
    *slot = std::move(leaf);
    return true;
  }

  // a[][x]=1&a[][y]=2 is one element, a[][x]=1&a[][x]=2 are two: a key that is there already begins the next.
  static bool continues(json::array const& array, std::string_view key) {
    auto const* const last = array.empty() ? nullptr : array.back().if_object();
    return last != nullptr && (key.empty() || !last->contains(key));
  }

  // The slot as an object or array: an untouched slot becomes an empty one, any other shape gives nullptr.
  static json::object* object_in(json::value& slot) {
    return slot.is_null() ? &slot.emplace_object() : slot.if_object();
  }
  static json::array* array_in(json::value& slot) {
    return slot.is_null() ? &slot.emplace_array() : slot.if_array();
  }

  ParamLimits const& limits_;
  json::object tree_;
  std::size_t count_ = 0;
};

// application/x-www-form-urlencoded, which a query string is too. A name without '=' has the value null.
Result<json::object> read_urlencoded(std::string_view text, ParamLimits const& limits) {
  TreeBuilder tree(limits);
  while (!text.empty()) {
    auto const pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(pair.size() + 1, text.size()));
    auto const equals = pair.find('=');
    auto const name = base::percent_decode(pair.substr(0, equals), true);
    auto const value = equals == std::string_view::npos ? std::optional<std::string>("")
                                                        : base::percent_decode(pair.substr(equals + 1), true);
    if (!name || !value) {
      return malformed("A parameter has a broken percent escape");
    }
    if (!name->empty()) {
      TRY_OK(tree.add(*name, equals == std::string_view::npos ? json::value(nullptr) : json::value(*value)));
    }
  }
  return tree.take();
}

// What Boost.JSON lets through and we do not. Its own depth limit bounds the recursion.
Result<> check_json(json::value const& value, std::size_t& leaves_left) {
  if (auto const* const object = value.if_object()) {
    for (auto const& [key, member] : *object) {
      if (key.find('\0') != json::string_view::npos) {
        return malformed("A parameter is not valid text");
      }
      TRY_OK(check_json(member, leaves_left));
    }
    return {};
  }
  if (auto const* const array = value.if_array()) {
    for (auto const& element : *array) {
      TRY_OK(check_json(element, leaves_left));
    }
    return {};
  }
  if (leaves_left-- == 0) {
    leaves_left = 0;
    return malformed("Too many parameters");
  }
  if (auto const* const text = value.if_string(); text != nullptr && text->find('\0') != json::string::npos) {
    return malformed("A parameter is not valid text");
  }
  if (auto const* const number = value.if_double(); number != nullptr && !std::isfinite(*number)) {
    return malformed("A number is out of range");
  }
  return {};
}

Result<json::object> read_json(std::string_view body, ParamLimits const& limits) {
  if (body.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return json::object{};
  }
  json::parse_options options;
  options.max_depth = limits.depth_max;
  boost::system::error_code ec;
  auto value = json::parse(body, ec, {}, options);
  if (ec) {
    return fail(ErrorKind::malformed, "The JSON body is malformed", ec.message());
  }
  if (!value.is_object()) {
    return malformed("The JSON body is not an object");
  }
  auto leaves_left = limits.count_max;
  TRY_OK(check_json(value, leaves_left));
  return std::move(value.get_object());
}

// What is in a form, be it held in memory or written to disk.
Result<json::object> read_fields(SpooledForm::Contents contents, ParamLimits const& limits,
                                 std::vector<Upload>& uploads) {
  TreeBuilder tree(limits);
  for (auto& [name, value] : contents.fields) {
    TRY_OK(tree.add(name, json::value(value)));
  }
  for (auto& file : contents.files) {
    if (!is_text(file.head.name) || !is_text(*file.head.filename)) {
      return malformed("A parameter is not valid UTF-8");
    }
    // A browser sends a file field that was left empty as a nameless file of nothing.
    if (!file.head.filename->empty() || file.size() > 0) {
      uploads.push_back({std::move(file.head.name), *std::move(file.head.filename),
                         std::move(file.head.content_type), std::move(file.bytes), std::move(file.spooled)});
    }
  }
  return tree.take();
}

Result<json::object> read_form_data(Request const& request, std::string_view content_type,
                                    ParamLimits const& limits, std::vector<Upload>& uploads) {
  auto const boundary = multipart_boundary(content_type);
  if (!boundary) {
    return malformed("The multipart body has no valid boundary");
  }
  SpooledForm form(*boundary, {.parts_max = limits.count_max, .fields_bytes_max = request.body.size()});
  TRY_OK(form.write(request.body));
  TRY(auto contents, form.take());
  return read_fields(std::move(contents), limits, uploads);
}

Result<json::object> read_body(Request const& request, ParamLimits const& limits,
                               std::vector<Upload>& uploads) {
  if (request.form) {
    TRY(auto contents, request.form->take());
    return read_fields(std::move(contents), limits, uploads);
  }
  auto const content_type = request.headers.find("Content-Type").value_or("");
  auto media_type = content_type.substr(0, content_type.find(';'));
  media_type = media_type.substr(0, media_type.find_last_not_of(" \t") + 1);
  if (equal_ignoring_case(media_type, "application/json")) {
    return read_json(request.body, limits);
  }
  if (equal_ignoring_case(media_type, "application/x-www-form-urlencoded")) {
    return read_urlencoded(request.body, limits);
  }
  if (equal_ignoring_case(media_type, "multipart/form-data") && !request.body.empty()) {
    return read_form_data(request, content_type, limits, uploads);
  }
  return json::object{};
}

}  // namespace

Result<Params> parse_params(Request const& request, ParamLimits const& limits) {
  Params params;
  TRY(params.tree, read_urlencoded(request.query, limits));
  TRY(auto body, read_body(request, limits, params.uploads));
  for (auto& member : body) {
    params.tree[member.key()] = std::move(member.value());
  }
  return params;
}

}  // namespace auklet::net
