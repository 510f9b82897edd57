// SPDX-License-Identifier: Apache-2.0
//
// The people of a prepared database: their ids, names, tokens, follows and old posts, all computed from a few numbers.
// `auklet-bench prepare` writes them down; a workload computes them again from the manifest beside the database.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "bench/follow_graph.h"

namespace auklet::bench {

struct PopulationShape {
  FollowGraphShape graph;
  std::string edges;        // a file of edges instead of a made-up graph; empty for none
  std::uint64_t posts = 0;  // old posts, by authors drawn evenly
  // Of the old posts: so many different words, the one of rank r used in proportion to 1/r as in any language (Zipf's
  // law); 0 for a few dozen, each as often as the other.
  std::uint32_t vocabulary = 0;
};

class Population {
 public:
  struct Post {
    std::int64_t id = 0;
    std::uint32_t author = 0;
    UnixMillis created_at;
    std::string text;  // words and single spaces: its HTML is one paragraph of the same
  };

  // Errors of the file of edges.
  static Result<Population> make(PopulationShape shape);
  // What prepare has left in the folder: its manifest, bench.json, and the graph, bench.graph. Errors as of
  // read_manifest() and FollowGraph::open().
  static Result<Population> open(std::string const& folder);
  // The manifest comes last: who finds it finds all. ErrorKind::unavailable.
  Result<> write(std::string const& folder) const;

  PopulationShape const& shape() const { return shape_; }
  FollowGraph const& graph() const { return graph_; }
  std::uint32_t users() const { return graph_.users(); }
  double mean_followers() const { return static_cast<double>(graph_.follows()) / users(); }

  static std::int64_t account_id(std::uint32_t user);
  static UnixMillis signed_up_at(std::uint32_t user);
  static std::string username(std::uint32_t user);
  // The bearer token, which any OAuth server could have given out: 43 characters of base64url.
  std::string token(std::uint32_t user) const;
  std::int64_t token_id(std::uint32_t user) const;
  // Follows are numbered in the order of follower and followee.
  std::int64_t follow_id(std::uint64_t number) const;
  // Posts are numbered from the oldest.
  Post post(std::uint64_t number) const;
  std::uint32_t author_of(std::uint64_t number) const;

 private:
  Population(PopulationShape shape, FollowGraph graph) : shape_(std::move(shape)), graph_(std::move(graph)) {}

  PopulationShape shape_;
  FollowGraph graph_;
};

// Some words with a length like those of real posts, the same for the same number.
std::string made_up_text(std::uint64_t number);

// The same with words of a vocabulary of that size.
std::string made_up_text(std::uint64_t number, std::uint32_t vocabulary);

// The manifest, JSON. ErrorKind::unavailable when it cannot be written; not_found or malformed when it cannot be read.
Result<> write_manifest(PopulationShape const& shape, std::string const& path);
Result<PopulationShape> read_manifest(std::string const& path);

}  // namespace auklet::bench
