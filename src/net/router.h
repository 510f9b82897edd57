// SPDX-License-Identifier: Apache-2.0
//
// From method and path to whatever answers it. Patterns are literal segments and captures of one whole
// segment, which may begin with literal text: "/api/v1/accounts/{id}/follow", "/@{name}",
// "/users/{name}/statuses/{id}".
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http.h"

namespace auklet::net {

// The captures of a match by name, percent-decoded, in the order of the pattern.
class PathParams {
 public:
  void add(std::string_view name, std::string value) { values_.emplace_back(name, std::move(value)); }
  // Nothing if the pattern has no capture of that name.
  std::optional<std::string_view> find(std::string_view name) const;
  // The capture of that name, which the pattern must have.
  std::string_view operator[](std::string_view name) const;

  auto begin() const { return values_.begin(); }
  auto end() const { return values_.end(); }
  std::size_t size() const { return values_.size(); }

 private:
  std::vector<std::pair<std::string_view, std::string>> values_;  // names live in the router
};

// The routes by number: what Router<T> does without T.
class RouteTree {
 public:
  struct Match {
    std::optional<std::size_t> route;
    PathParams params;
    std::vector<Method> allowed;  // without a route: the methods the path does have, if any
  };

  RouteTree();
  ~RouteTree();
  RouteTree(RouteTree&&) noexcept;
  RouteTree& operator=(RouteTree&&) noexcept;

  void add(Method method, std::string_view pattern, std::size_t route);
  Match match(Method method, std::string_view path) const;

 private:
  struct Node;
  struct Search;
  std::unique_ptr<Node> root_;
};

template <class T>
class Router {
 public:
  struct Match {
    T const* route = nullptr;
    PathParams params;
    std::vector<Method>
        allowed;  // with no route: empty for 404, else the methods for 405 and its Allow field
  };

  // A pattern that is malformed or already taken for that method is a bug and ends the process.
  void add(Method method, std::string_view pattern, T route) {
    tree_.add(method, pattern, routes_.size());
    routes_.push_back(std::move(route));
  }

  // `path` is as received: percent-encoded, without query. Literal segments win over captures, longer literal
  // prefixes over shorter ones. One trailing slash does not matter (a real client sends it). HEAD takes the
  // GET route. A path with a bad escape, NUL or bytes that are not UTF-8 matches nothing.
  Match match(Method method, std::string_view path) const {
    auto found = tree_.match(method, path);
    return {found.route ? &routes_[*found.route] : nullptr, std::move(found.params),
            std::move(found.allowed)};
  }

 private:
  RouteTree tree_;
  std::vector<T> routes_;
};

}  // namespace auklet::net
