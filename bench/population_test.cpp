// SPDX-License-Identifier: Apache-2.0
#include "bench/population.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

namespace auklet::bench {
namespace {

PopulationShape const few{
    .graph = {.users = 50, .mean = 5, .followers_max = 20, .seed = 3}, .edges = {}, .posts = 200};

TEST(Population, GivesEveryoneAnIdANameAndAToken) {
  auto const people = Population::make(few);
  ASSERT_TRUE(people);
  std::set<std::string> tokens;
  for (std::uint32_t user = 0; user < people->users(); ++user) {
    tokens.insert(people->token(user));
    EXPECT_EQ(people->token(user).size(), 43U);
    EXPECT_TRUE(user == 0 || Population::account_id(user - 1) < Population::account_id(user));
  }
  EXPECT_EQ(tokens.size(), 50U);
  auto other = few;
  other.graph.seed = 4;
  EXPECT_NE(Population::make(other)->token(0), people->token(0));
}

TEST(Population, NumbersPostsByTheirAge) {
  auto const people = Population::make(few);
  ASSERT_TRUE(people);
  std::set<std::uint32_t> authors;
  for (std::uint64_t number = 0; number < few.posts; ++number) {
    auto const post = people->post(number);
    EXPECT_LT(post.id, people->post(number + 1).id);
    EXPECT_EQ(post.author, people->author_of(number));
    EXPECT_LE(post.text.size(), 500U);
    EXPECT_THAT(post.text, testing::MatchesRegex("[a-z]+( [a-z]+)+"));
    authors.insert(post.author);
  }
  EXPECT_GT(authors.size(), 40U);
}

TEST(Population, IsTheSameFromItsManifest) {
  auto folder = (std::filesystem::temp_directory_path() / "auklet-population-XXXXXX").string();
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  auto const path = folder + "/bench.json";
  EXPECT_EQ(read_manifest(path).error().kind, ErrorKind::not_found);
  ASSERT_TRUE(write_manifest(few, path));
  auto const shape = read_manifest(path);
  ASSERT_TRUE(shape);
  auto const one = Population::make(few);
  auto const other = Population::make(*shape);
  ASSERT_TRUE(one && other);
  EXPECT_EQ(one->token(7), other->token(7));
  EXPECT_EQ(one->graph().follows(), other->graph().follows());
  EXPECT_EQ(shape->posts, few.posts);
  std::ofstream(path) << "{\"users\": 3}";
  EXPECT_EQ(read_manifest(path).error().kind, ErrorKind::malformed);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace auklet::bench
