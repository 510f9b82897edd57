// SPDX-License-Identifier: Apache-2.0
#include "bench/graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace auklet::bench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

Result<Graph> read(std::string text) {
  std::istringstream in(std::move(text));
  return read_edges(in, "friends.edges");
}

TEST(ReadEdges, ReadsEachEdgeOnceWithDenseIndexes) {
  auto const graph = read("1 0\n15 0\n0 1\n15 15\n1 15\n");
  ASSERT_TRUE(graph);
  EXPECT_EQ(graph->users, 3U);
  EXPECT_THAT(graph->edges, ElementsAre(Pair(0, 1), Pair(0, 2), Pair(1, 2)));
  EXPECT_THAT(graph->degrees(), ElementsAre(2, 2, 2));
}

TEST(ReadEdges, TakesCommentsSeparatorsWeightsAndCarriageReturns) {
  auto const graph = read("# a comment\n% another\n\n \t\n1,2\n2;\t3\r\n3 4 0.5\n");
  ASSERT_TRUE(graph) << graph.error().message;
  EXPECT_EQ(graph->edges.size(), 3U);
}

TEST(ReadEdges, NamesTheBadLine) {
  for (auto const* bad : {"1 2\n3\n", "1 2\nx 3\n", "1 2\n3 -4\n", "1 2\n3 99999999999999999999\n"}) {
    auto const graph = read(bad);
    ASSERT_FALSE(graph) << bad;
    EXPECT_EQ(graph.error().kind, ErrorKind::malformed);
    EXPECT_THAT(graph.error().message, HasSubstr("friends.edges:2: expected two account ids"));
  }
}

TEST(ReadEdges, RefusesAListWithoutEdges) {
  EXPECT_FALSE(read(""));
  EXPECT_FALSE(read("7 7\n"));
}

TEST(ReadEdges, SaysWhichFileIsMissing) {
  auto const graph = read_edge_file("/nowhere/friends.edges");
  ASSERT_FALSE(graph);
  EXPECT_THAT(graph.error().message, HasSubstr("/nowhere/friends.edges"));
}

TEST(GenerateGraph, RepeatsAndHasAFewPopularUsers) {
  auto const graph = generate_graph(500, 5, 7);
  EXPECT_EQ(graph.edges, generate_graph(500, 5, 7).edges);
  EXPECT_NE(graph.edges, generate_graph(500, 5, 8).edges);
  EXPECT_EQ(graph.edges.size(), 1U + 2 + 3 + 4 + 495 * 5);
  auto degrees = graph.degrees();
  std::ranges::sort(degrees);
  EXPECT_GE(degrees.front(), 1U);
  EXPECT_GT(degrees.back(), 5 * degrees[250]);
}

TEST(FirstUsers, KeepsTheEdgesAmongThem) {
  auto const graph = read("0 1\n1 2\n2 3\n");
  auto const part = first_users(*graph, 3);
  EXPECT_EQ(part.users, 3U);
  EXPECT_THAT(part.edges, ElementsAre(Pair(0, 1), Pair(1, 2)));
}

}  // namespace
}  // namespace auklet::bench
