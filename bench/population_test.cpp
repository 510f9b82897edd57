// SPDX-License-Identifier: Apache-2.0
#include "bench/population.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>

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

class PopulationFolder : public ::testing::Test {
 protected:
  PopulationFolder() {
    if (mkdtemp(folder.data()) == nullptr) {
      throw std::runtime_error("no temporary folder");
    }
  }
  ~PopulationFolder() override { std::filesystem::remove_all(folder); }

  std::string folder = (std::filesystem::temp_directory_path() / "auklet-population-XXXXXX").string();
};

TEST_F(PopulationFolder, HoldsTheSamePeople) {
  EXPECT_EQ(Population::open(folder).error().kind, ErrorKind::not_found);
  auto const one = Population::make(few);
  ASSERT_TRUE(one && one->write(folder));
  auto const other = Population::open(folder);
  ASSERT_TRUE(other);
  EXPECT_EQ(one->token(7), other->token(7));
  EXPECT_EQ(other->shape().posts, few.posts);
  ASSERT_EQ(one->users(), other->users());
  ASSERT_EQ(one->graph().follows(), other->graph().follows());
  for (std::uint32_t user = 0; user < one->users(); ++user) {
    EXPECT_EQ(one->graph().followers_count(user), other->graph().followers_count(user));
    EXPECT_TRUE(std::ranges::equal(one->graph().followees(user), other->graph().followees(user)));
  }
}

TEST_F(PopulationFolder, MustBeWhole) {
  ASSERT_TRUE(Population::make(few)->write(folder));
  auto const graph = folder + "/bench.graph";
  std::filesystem::resize_file(graph, std::filesystem::file_size(graph) - 4);
  EXPECT_EQ(Population::open(folder).error().kind, ErrorKind::malformed);
  std::ofstream(graph) << "something else that is longer than what the file begins with";
  EXPECT_EQ(Population::open(folder).error().kind, ErrorKind::malformed);
  std::filesystem::remove(graph);
  EXPECT_EQ(Population::open(folder).error().kind, ErrorKind::not_found);
  std::ofstream(folder + "/bench.json") << "{\"users\": 3}";
  EXPECT_EQ(Population::open(folder).error().kind, ErrorKind::malformed);
}

}  // namespace
}  // namespace auklet::bench
