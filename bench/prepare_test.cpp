// SPDX-License-Identifier: Apache-2.0
#include "bench/prepare.h"

#include <gmock/gmock.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <vector>

namespace auklet::bench {
namespace {

using ::testing::ElementsAre;

PopulationShape const some{
    .graph = {.users = 203, .mean = 9, .followers_max = 60, .seed = 3}, .edges = {}, .posts = 517};

class PrepareTest : public ::testing::Test {
 protected:
  PrepareTest() {
    if (mkdtemp(folder.data()) == nullptr) {
      throw std::runtime_error("no temporary folder");
    }
  }
  ~PrepareTest() override { std::filesystem::remove_all(folder); }

  std::string path() const { return folder + "/auklet.db"; }
  Result<> load() { return load_population(people, "sqlite:" + path(), {}); }

  // The first column of all rows.
  std::vector<std::string> ask(std::string const& sql) const {
    sqlite3* database = nullptr;
    EXPECT_EQ(sqlite3_open_v2(path().c_str(), &database, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
    std::vector<std::string> values;
    auto const add = [](void* list, int, char** columns, char**) {
      static_cast<std::vector<std::string>*>(list)->emplace_back(columns[0] == nullptr ? "" : columns[0]);
      return 0;
    };
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), add, &values, nullptr), SQLITE_OK)
        << sqlite3_errmsg(database);
    sqlite3_close(database);
    return values;
  }

  std::string folder = (std::filesystem::temp_directory_path() / "auklet-prepare-XXXXXX").string();
  Population people = *Population::make(some);
};

TEST_F(PrepareTest, LeavesASoundDatabase) {
  ASSERT_TRUE(load());
  EXPECT_THAT(ask("PRAGMA integrity_check"), ElementsAre("ok"));
  EXPECT_THAT(ask("PRAGMA journal_mode"), ElementsAre("wal"));
  EXPECT_THAT(ask("SELECT count(*) FROM posts"), ElementsAre("517"));
  EXPECT_THAT(ask("SELECT count(*) FROM tokens"), ElementsAre("203"));
  EXPECT_THAT(ask("SELECT count(*) FROM follows"), ElementsAre(std::to_string(people.graph().follows())));
  // The indexes that were left out while loading are there again.
  EXPECT_THAT(ask("SELECT name FROM sqlite_master WHERE tbl_name = 'follows' AND sql LIKE 'CREATE INDEX%' "
                  "ORDER BY name"),
              ElementsAre("follows_by_followee", "follows_by_follower", "follows_to_notify"));
}

TEST_F(PrepareTest, WritesTheFollowsOfTheGraph) {
  ASSERT_TRUE(load());
  for (std::uint32_t const user : {0U, 1U, 100U, 202U}) {
    std::vector<std::string> followees;
    for (auto const followee : people.graph().followees(user)) {
      followees.push_back(std::to_string(Population::account_id(followee)));
    }
    auto const id = std::to_string(Population::account_id(user));
    EXPECT_EQ(ask("SELECT followee_id FROM follows WHERE follower_id = " + id + " ORDER BY followee_id"),
              followees);
    EXPECT_THAT(ask("SELECT count(*) FROM follows WHERE followee_id = " + id),
                ElementsAre(std::to_string(people.graph().followers_count(user))));
    EXPECT_THAT(ask("SELECT followers_count FROM accounts WHERE id = " + id),
                ElementsAre(std::to_string(people.graph().followers_count(user))));
  }
}

TEST_F(PrepareTest, WritesThePosts) {
  ASSERT_TRUE(load());
  for (std::uint64_t const number : {0U, 31U, 32U, 516U}) {
    auto const post = people.post(number);
    auto const where = " FROM posts WHERE id = " + std::to_string(post.id);
    EXPECT_THAT(ask("SELECT text" + where), ElementsAre(post.text));
    EXPECT_THAT(ask("SELECT account_id" + where),
                ElementsAre(std::to_string(Population::account_id(post.author))));
    EXPECT_THAT(ask("SELECT remote_uri" + where), ElementsAre(""));
  }
}

TEST_F(PrepareTest, WantsAnEmptyDatabase) {
  ASSERT_TRUE(load());
  EXPECT_EQ(load().error().kind, ErrorKind::conflict);
}

}  // namespace
}  // namespace auklet::bench
