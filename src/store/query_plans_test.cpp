// SPDX-License-Identifier: Apache-2.0
//
// No statement that runs all the time may read a whole table, however the planner of SQLite changes.
#include <sqlite3.h>

#include <functional>

#include "db/dialect.h"
#include "store/blocks.h"
#include "store/follows.h"
#include "store/notifications.h"
#include "store/reactions.h"
#include "store/relationships.h"
#include "store/testing/store_test.h"
#include "store/timelines.h"

namespace auklet::store {
namespace {

using testing::now;

// Passes statements on and keeps their texts.
class Recorder final : public db::Session {
 public:
  Recorder& onto(db::Session& session) {
    session_ = &session;
    return *this;
  }
  Task<Result<db::Rows>> run(db::Sql sql, db::Params params) override {
    texts_.emplace_back(sql.text());
    return session_->run(sql, std::move(params));
  }
  std::vector<std::string> const& texts() const { return texts_; }

 private:
  db::Session* session_ = nullptr;
  std::vector<std::string> texts_;
};

class QueryPlansTest : public testing::StoreTest {
 protected:
  QueryPlansTest() {
    auto const file = address().substr(std::string_view{"sqlite:"}.size());
    if (sqlite3_open_v2(file.c_str(), &connection_, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK) {
      throw std::runtime_error("cannot open " + file);
    }
  }
  ~QueryPlansTest() override { sqlite3_close(connection_); }

  // The steps of the plan, a line each: "SEARCH …" goes by an index, "SCAN …" reads everything.
  std::vector<std::string> plan_of(std::string const& text) {
    auto const explain = "EXPLAIN QUERY PLAN " + db::translate(db::Engine::sqlite, text);
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(connection_, explain.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
      throw std::runtime_error(sqlite3_errmsg(connection_));
    }
    std::vector<std::string> steps;
    while (sqlite3_step(statement) == SQLITE_ROW) {
      steps.emplace_back(reinterpret_cast<char const*>(sqlite3_column_text(statement, 3)));
    }
    sqlite3_finalize(statement);
    return steps;
  }

  // What the statements of one call of the store do.
  template <class T>
  std::vector<std::string> steps_of(std::function<Task<Result<T>>(db::Session&)> const& call) {
    Recorder recorder;
    write([&](db::Session& transaction) { return call(recorder.onto(transaction)); });
    std::vector<std::string> steps;
    for (auto const& text : recorder.texts()) {
      auto const plan = plan_of(text);
      EXPECT_FALSE(plan.empty()) << text;
      steps.insert(steps.end(), plan.begin(), plan.end());
    }
    EXPECT_FALSE(steps.empty());
    return steps;
  }

  template <class Call>
  void expect_indexed(char const* name, Call const& call) {
    using Value = typename std::invoke_result_t<Call, db::Session&>::value_type::value_type;
    for (auto const& step : steps_of<Value>(call)) {
      auto const reads_all = step.starts_with("SCAN ");
      // The list of a parameter, and the queue of a recursive query.
      auto const is_short = step.starts_with("SCAN json_each") || step.starts_with("SCAN above") ||
                            step.starts_with("SCAN below");
      EXPECT_TRUE(!reads_all || is_short) << name << ": " << step;
    }
  }

  // A plain INSERT has no plan: it reads nothing.
  template <class Fill>
  void expect_batch_indexed(char const* name, Fill const& fill) {
    db::Batch batch;
    fill(batch);
    ASSERT_GT(batch.size(), 0U) << name;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      for (auto const& step : plan_of(batch.sql(i).text())) {
        EXPECT_FALSE(step.starts_with("SCAN ")) << name << ": " << step;
      }
    }
  }

 private:
  sqlite3* connection_ = nullptr;
};
INSTANTIATE_TEST_SUITE_P(Engines, QueryPlansTest, ::testing::Values(db::Engine::sqlite),
                         db::testing::engine_name);

constexpr AccountId alice{1};
std::vector<AccountId> const people{AccountId{2}, AccountId{3}};
std::vector<PostId> const some_posts{PostId{2}, PostId{3}};
constexpr PageRequest newest{.limit = 20};
constexpr PageRequest upwards{.min_id = 1, .limit = 20};

TEST_P(QueryPlansTest, TheTestSeesAScan) {
  auto const plan = plan_of("SELECT id FROM posts p WHERE p.text = $1");
  ASSERT_EQ(plan.size(), 1U);
  EXPECT_TRUE(plan[0].starts_with("SCAN p")) << plan[0];
}

TEST_P(QueryPlansTest, PostsAreFoundByIndex) {
  add(post_by(alice, PostId{1}));
  expect_indexed("find", [](auto& s) { return posts::find(s, PostId{1}); });
  expect_indexed("find_all", [](auto& s) { return posts::find_all(s, some_posts); });
  expect_indexed("find_boost", [](auto& s) { return posts::find_boost(s, PostId{1}, alice); });
  expect_indexed("boosts_of", [](auto& s) { return posts::boosts_of(s, PostId{1}); });
  expect_indexed("mentions_of", [](auto& s) { return posts::mentions_of(s, some_posts); });
  expect_indexed("tags_of", [](auto& s) { return posts::tags_of(s, some_posts); });
  expect_indexed("edits_of", [](auto& s) { return posts::edits_of(s, PostId{1}); });
  expect_indexed("find_by_key", [](auto& s) { return posts::find_by_key(s, alice, "key", now); });
  expect_indexed("ancestors", [](auto& s) { return posts::ancestors(s, PostId{1}, 40); });
  expect_indexed("replies_to", [](auto& s) { return posts::replies_to(s, PostId{1}); });
  expect_indexed("descendants", [](auto& s) { return posts::descendants(s, PostId{1}, 20, 60); });
  expect_indexed("remove", [](auto& s) { return posts::remove(s, PostId{1}); });
}

TEST_P(QueryPlansTest, WritingAPostReadsByIndex) {
  Error const otherwise{ErrorKind::conflict, "", "", {}};
  Post const post{.id = PostId{1}, .account_id = alice};
  std::vector<posts::TagUse> const tags{{TagId{1}, "auk", "Auk"}};
  expect_batch_indexed("remember_key", [&](db::Batch& batch) {
    posts::remember_key(batch, alice, "key", PostId{1}, now, now, otherwise);
  });
  expect_batch_indexed("post", [&](db::Batch& batch) {
    posts::add_replies(batch, PostId{1}, 1, otherwise);
    posts::insert(batch, post);
    accounts::count_post(batch, alice, 1, now);
    posts::add_mentions(batch, PostId{1}, people);
    posts::add_tags(batch, PostId{1}, tags, now);
  });
  expect_batch_indexed("notification", [&](db::Batch& batch) {
    notifications::insert(batch, {NotificationId{1}, alice, NotificationType::mention, AccountId{2}, {}, now},
                          {});
  });
  // Many follow; few want to be told.
  auto const steps =
      steps_of<std::vector<AccountId>>([](db::Session& s) { return follows::followers_to_notify(s, alice); });
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_THAT(steps[0], ::testing::HasSubstr("follows_to_notify"));
}

TEST_P(QueryPlansTest, TimelinesAreReadByIndex) {
  using timelines::Origin;
  std::vector<TagId> const tags{TagId{1}, TagId{2}};
  for (auto const& page : {newest, upwards}) {
    expect_indexed("public_posts", [&](auto& s) { return timelines::public_posts(s, Origin::local, page); });
    expect_indexed("tagged", [&](auto& s) { return timelines::tagged(s, tags, Origin::local, page); });
    expect_indexed("by_account", [&](auto& s) { return timelines::by_account(s, alice, {}, page); });
    expect_indexed("by_authors", [&](auto& s) { return timelines::by_authors(s, people, page, now); });
  }
  expect_indexed("newest_of_account", [](auto& s) { return timelines::newest_of_account(s, alice, 60); });
  expect_indexed("home_entry", [](auto& s) { return timelines::home_entry(s, PostId{1}); });
}

// The index holds only what the timeline may show, so nothing else is looked at.
TEST_P(QueryPlansTest, ThePublicTimelineHasAnIndexOfItsOwn) {
  for (auto const& page : {newest, upwards}) {
    auto const steps = steps_of<std::vector<PostId>>(
        [&](db::Session& s) { return timelines::public_posts(s, timelines::Origin::local, page); });
    ASSERT_EQ(steps.size(), 1U);
    EXPECT_THAT(steps[0], ::testing::HasSubstr("posts_public"));
  }
}

// Where the merge of many authors ends, and which posts are in it, is found without looking at a post.
TEST_P(QueryPlansTest, ManyAuthorsAreMergedInTheIndexAlone) {
  auto const steps = steps_of<std::vector<HomeEntry>>(
      [&](db::Session& s) { return timelines::by_authors(s, people, newest, now); });
  EXPECT_EQ(
      std::ranges::count_if(steps,
                            [](std::string const& step) {
                              return step.find("USING COVERING INDEX posts_by_account (account_id=? AND") !=
                                     std::string::npos;
                            }),
      4)
      << "three probes and the merge";
}

TEST_P(QueryPlansTest, ReactionsAreFoundByIndex) {
  std::vector<ThreadId> const threads{ThreadId{1}};
  for (auto const& page : {newest, upwards}) {
    expect_indexed("favourites", [&](auto& s) { return reactions::favourites(s, alice, page); });
    expect_indexed("bookmarks", [&](auto& s) { return reactions::bookmarks(s, alice, page); });
    expect_indexed("favourited_by", [&](auto& s) { return reactions::favourited_by(s, PostId{1}, page); });
    expect_indexed("boosted_by", [&](auto& s) { return reactions::boosted_by(s, PostId{1}, page); });
    expect_indexed("notifications", [&](auto& s) { return notifications::page(s, alice, 255, {}, page); });
  }
  expect_indexed("pins", [](auto& s) { return reactions::pins(s, alice); });
  expect_indexed("any_thread_muted", [&](auto& s) { return reactions::any_thread_muted(s, alice); });
  expect_indexed("all_marks", [](auto& s) { return reactions::all_marks(s, alice, 128, 500); });
  expect_indexed("marks", [&](auto& s) { return reactions::marks(s, alice, some_posts, threads); });
  expect_indexed("thread_muted", [](auto& s) { return reactions::thread_muted(s, alice, ThreadId{1}); });
}

TEST_P(QueryPlansTest, PeopleAndRelationsAreFoundByIndex) {
  expect_indexed("find", [](auto& s) { return accounts::find(s, alice); });
  expect_indexed("find_all", [](auto& s) { return accounts::find_all(s, people); });
  expect_indexed("find_by_handle", [](auto& s) { return accounts::find_by_handle(s, "a", "b"); });
  expect_indexed("find_user", [](auto& s) { return accounts::find_user(s, alice); });
  expect_indexed("find_user_by_email", [](auto& s) { return accounts::find_user_by_email(s, "a@b"); });
  expect_indexed("all_followees", [](auto& s) { return follows::all_followees(s, alice); });
  expect_indexed("followees_among", [](auto& s) { return follows::followees_among(s, alice, people); });
  expect_indexed("familiar", [](auto& s) { return follows::familiar_followers(s, alice, AccountId{2}, 9); });
  expect_indexed("to_notify", [](auto& s) { return follows::followers_to_notify(s, alice); });
  expect_indexed("all_hidden", [](auto& s) { return blocks::all_hidden(s, alice, now); });
  expect_indexed("hidden_among", [](auto& s) { return blocks::hidden_among(s, alice, people, now); });
  expect_indexed("next_mute_end", [](auto& s) { return blocks::next_mute_end(s, alice, now); });
  expect_indexed("relationships", [](auto& s) { return relationships::find_all(s, alice, people, now); });
  for (auto const& page : {newest, upwards}) {
    expect_indexed("followers", [&](auto& s) { return follows::followers(s, alice, page); });
    expect_indexed("following", [&](auto& s) { return follows::following(s, alice, page); });
    expect_indexed("requests", [&](auto& s) { return follows::requests(s, alice, page); });
    expect_indexed("blocks", [&](auto& s) { return blocks::list(s, alice, page); });
    expect_indexed("mutes", [&](auto& s) { return blocks::list_mutes(s, alice, page, now); });
  }
}

}  // namespace
}  // namespace auklet::store
