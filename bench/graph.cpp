// SPDX-License-Identifier: Apache-2.0
#include "bench/graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "bench/draw.h"

namespace auklet::bench {

namespace {

using Edge = std::pair<std::uint64_t, std::uint64_t>;

constexpr std::string_view separators = " \t\r,;";

// The next column, cut off the front of `line`; empty at its end.
std::string_view next_column(std::string_view& line) {
  auto const begin = std::min(line.find_first_not_of(separators), line.size());
  line.remove_prefix(begin);
  auto const end = std::min(line.find_first_of(separators), line.size());
  auto const column = line.substr(0, end);
  line.remove_prefix(end);
  return column;
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) {
    return std::nullopt;
  }
  return number;
}

Graph make_dense(std::set<Edge> const& edges) {
  std::map<std::uint64_t, UserIndex> index;
  for (auto const& [a, b] : edges) {
    index.emplace(a, 0);
    index.emplace(b, 0);
  }
  UserIndex next = 0;
  for (auto& [id, position] : index) {
    position = next++;
  }
  Graph graph{.users = index.size(), .edges = {}};
  for (auto const& [a, b] : edges) {
    graph.edges.emplace_back(index.at(a), index.at(b));
  }
  return graph;
}

}  // namespace

std::vector<std::uint32_t> Graph::degrees() const {
  std::vector<std::uint32_t> degrees(users);
  for (auto const& [a, b] : edges) {
    ++degrees[a];
    ++degrees[b];
  }
  return degrees;
}

Result<Graph> read_edges(std::istream& in, std::string const& name) {
  std::set<Edge> edges;
  std::string text;
  for (std::size_t number = 1; std::getline(in, text); ++number) {
    std::string_view line = text;
    auto const first = next_column(line);
    if (first.empty() || first.front() == '#' || first.front() == '%') {
      continue;
    }
    auto const a = parse_number(first);
    auto const b = parse_number(next_column(line));
    if (!a || !b) {
      return fail(
          ErrorKind::malformed,
          fmt::format("{}:{}: expected two account ids, as in `12 34`, found `{}`", name, number, text));
    }
    if (*a != *b) {
      edges.insert(std::minmax(*a, *b));
    }
  }
  if (edges.empty()) {
    return fail(ErrorKind::malformed, fmt::format("{}: holds no edge", name));
  }
  return make_dense(edges);
}

Result<Graph> read_edge_file(std::string const& path) {
  std::ifstream file(path);
  if (!file) {
    return fail(ErrorKind::not_found, fmt::format("{}: cannot be read", path));
  }
  return read_edges(file, path);
}

Graph generate_graph(std::size_t users, std::size_t friends, std::uint64_t seed) {
  Draw draw(seed);
  Graph graph{.users = users, .edges = {}};
  // Every end of every edge: drawing from it is drawing users by their number of friends.
  std::vector<UserIndex> ends{0};
  for (UserIndex newcomer = 1; newcomer < users; ++newcomer) {
    std::set<UserIndex> chosen;
    auto const wanted = std::min<std::size_t>(friends, newcomer);
    while (chosen.size() < wanted) {
      // One in four is found by chance alone, so that the loop ends also while few are known.
      chosen.insert(draw.chance(0.25) ? static_cast<UserIndex>(draw.below(newcomer))
                                      : ends[draw.below(ends.size())]);
    }
    for (auto const known : chosen) {
      graph.edges.emplace_back(known, newcomer);
      ends.push_back(known);
      ends.push_back(newcomer);
    }
  }
  return graph;
}

Graph first_users(Graph const& graph, std::size_t users) {
  Graph part{.users = std::min(users, graph.users), .edges = {}};
  for (auto const& edge : graph.edges) {
    if (edge.first < part.users && edge.second < part.users) {
      part.edges.push_back(edge);
    }
  }
  return part;
}

}  // namespace auklet::bench
