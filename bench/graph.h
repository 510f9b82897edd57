// SPDX-License-Identifier: Apache-2.0
//
// Who knows whom: read from an edge list, or made up with the shape of a social network.
#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "bench/relations.h"

namespace auklet::bench {

struct Graph {
  std::size_t users = 0;
  std::vector<std::pair<UserIndex, UserIndex>> edges;  // undirected, each once, no loops

  // Friends of each user.
  std::vector<std::uint32_t> degrees() const;
};

// Reads lines `a b`: two ids, split by blanks, commas or semicolons; further columns (weights) are left
// aside, as are empty lines and those that begin with # or %. Doubled edges and loops are dropped. Ids become
// dense indexes in numeric order. ErrorKind::malformed names `name` and the line.
Result<Graph> read_edges(std::istream& in, std::string const& name);
// The same from a file; ErrorKind::not_found when it cannot be opened.
Result<Graph> read_edge_file(std::string const& path);

// A power-law graph (preferential attachment): each newcomer befriends `friends` others, the popular ones
// more often. The same arguments give the same graph.
Graph generate_graph(std::size_t users, std::size_t friends, std::uint64_t seed);

// The first `users` of the graph and the edges among them.
Graph first_users(Graph const& graph, std::size_t users);

}  // namespace auklet::bench
