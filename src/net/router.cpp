// SPDX-License-Identifier: Apache-2.0
#include "net/router.h"

#include <algorithm>
#include <boost/container/static_vector.hpp>

#include "base/check.h"
#include "base/encoding.h"

namespace auklet::net {

namespace {

// A path deeper than this has no route anyway.
constexpr std::size_t segments_max = 16;

using Segments = boost::container::static_vector<std::string_view, segments_max>;

// "/a/b/" → {"a", "b"}. Nothing for a path that does not begin with a slash or is too deep.
std::optional<Segments> split(std::string_view path) {
  if (!path.starts_with('/')) {
    return std::nullopt;
  }
  path.remove_prefix(1);
  if (path.ends_with('/')) {
    path.remove_suffix(1);
  }
  Segments segments;
  for (auto more = !path.empty(); more;) {
    if (segments.size() == segments_max) {
      return std::nullopt;
    }
    auto const slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    more = slash != std::string_view::npos;
    path.remove_prefix(more ? slash + 1 : path.size());
  }
  return segments;
}

struct Capture {
  std::string_view prefix;
  std::string_view name;
};

// Reads "@{name}"; nothing for a literal segment.
std::optional<Capture> read_capture(std::string_view segment) {
  auto const open = segment.find('{');
  if (open == std::string_view::npos) {
    CHECK(segment.find('}') == std::string_view::npos);
    return std::nullopt;
  }
  CHECK(segment.ends_with('}') && segment.find('}') == segment.size() - 1);
  auto const name = segment.substr(open + 1, segment.size() - open - 2);
  CHECK(!name.empty() && name.find('{') == std::string_view::npos);
  return Capture{segment.substr(0, open), name};
}

bool decode(std::string_view segment, std::string& out) {
  auto decoded = base::percent_decode(segment, false);
  if (!decoded || decoded->find('\0') != std::string::npos || !base::is_utf8(*decoded)) {
    return false;
  }
  out = *std::move(decoded);
  return true;
}

}  // namespace

std::optional<std::string_view> PathParams::find(std::string_view name) const {
  for (auto const& [key, value] : values_) {
    if (key == name) {
      return value;
    }
  }
  return std::nullopt;
}

std::string_view PathParams::operator[](std::string_view name) const {
  auto const value = find(name);
  CHECK(value.has_value());
  return *value;
}

struct RouteTree::Node {
  struct Route {
    Method method;
    std::size_t number;
    std::vector<std::string> names;  // of the captures on the way here
  };
  struct Child {
    std::string text;  // the literal segment, or what a captured segment begins with
    std::unique_ptr<Node> node;
  };

  Route const* find(Method method) const {
    auto const route = std::ranges::find(routes, method, &Route::method);
    return route == routes.end() ? nullptr : &*route;
  }

  static Node& child_of(std::vector<Child>& children, std::string_view text) {
    auto const child = std::ranges::find(children, text, &Child::text);
    if (child != children.end()) {
      return *child->node;
    }
    return *children.emplace_back(std::string(text), std::make_unique<Node>()).node;
  }

  std::vector<Route> routes;
  std::vector<Child> literals;  // sorted by text
  std::vector<Child> captures;  // longest prefix first
};

// One walk down the tree, trying literals before captures and stepping back out of dead ends.
struct RouteTree::Search {
  bool visit(Node const& node, std::size_t depth) {
    if (depth == segments.size()) {
      return arrive(node);
    }
    auto const& segment = segments[depth];
    auto const literal = std::ranges::lower_bound(node.literals, segment, {}, &Node::Child::text);
    if (literal != node.literals.end() && literal->text == segment && visit(*literal->node, depth + 1)) {
      return true;
    }
    for (auto const& [prefix, child] : node.captures) {
      if (segment.size() > prefix.size() && segment.starts_with(prefix)) {
        values.push_back(segment.substr(prefix.size()));
        if (visit(*child, depth + 1)) {
          return true;
        }
        values.pop_back();
      }
    }
    return false;
  }

  bool arrive(Node const& node) {
    found = node.find(method);
    if (found == nullptr && method == Method::head) {
      found = node.find(Method::get);
    }
    if (found == nullptr) {
      for (auto const& route : node.routes) {
        allow(route.method);
        if (route.method == Method::get) {
          allow(Method::head);
        }
      }
    }
    return found != nullptr;
  }

  void allow(Method other) {
    if (std::ranges::find(allowed, other) == allowed.end()) {
      allowed.push_back(other);
    }
  }

  Method method;
  Segments segments;
  Segments values;
  std::vector<Method> allowed;
  Node::Route const* found = nullptr;
};

RouteTree::RouteTree() : root_(std::make_unique<Node>()) {}
RouteTree::~RouteTree() = default;
RouteTree::RouteTree(RouteTree&&) noexcept = default;
RouteTree& RouteTree::operator=(RouteTree&&) noexcept = default;

void RouteTree::add(Method method, std::string_view pattern, std::size_t route) {
  auto const segments = split(pattern);
  CHECK(segments.has_value());
  std::vector<std::string> names;
  auto* node = root_.get();
  for (auto const segment : *segments) {
    auto* const parent = node;
    if (auto const capture = read_capture(segment)) {
      CHECK(std::ranges::find(names, capture->name) == names.end());
      names.emplace_back(capture->name);
      node = &Node::child_of(parent->captures, capture->prefix);
      std::ranges::sort(parent->captures, std::ranges::greater{},
                        [](auto const& c) { return c.text.size(); });
    } else {
      CHECK(!segment.empty());
      node = &Node::child_of(parent->literals, segment);
      std::ranges::sort(parent->literals, {}, &Node::Child::text);
    }
  }
  CHECK(node->find(method) == nullptr);
  node->routes.push_back({method, route, std::move(names)});
}

RouteTree::Match RouteTree::match(Method method, std::string_view path) const {
  auto segments = split(path);
  if (!segments) {
    return {};
  }
  // Decoded segments live here; most need no decoding and stay views into the path.
  boost::container::static_vector<std::string, segments_max> decoded;
  for (auto& segment : *segments) {
    if (std::ranges::all_of(segment, [](char c) { return c != '%' && static_cast<signed char>(c) > 0; })) {
      continue;
    }
    if (!decode(segment, decoded.emplace_back())) {
      return {};
    }
    segment = decoded.back();
  }
  Search search{method, *segments, {}, {}, nullptr};
  if (!search.visit(*root_, 0)) {
    return {std::nullopt, {}, std::move(search.allowed)};
  }
  Match match{search.found->number, {}, {}};
  for (std::size_t i = 0; i < search.values.size(); ++i) {
    match.params.add(search.found->names[i], std::string(search.values[i]));
  }
  return match;
}

}  // namespace auklet::net
