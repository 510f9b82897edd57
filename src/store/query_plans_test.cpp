// SPDX-License-Identifier: Apache-2.0
//
// No statement that runs all the time may read a whole table, on neither engine, however their planners change.
#include <libpq-fe.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <charconv>
#include <functional>
#include <memory>

#include "db/dialect.h"
#include "store/announcements.h"
#include "store/blocks.h"
#include "store/collections.h"
#include "store/conversations.h"
#include "store/directory.h"
#include "store/domain_blocks.h"
#include "store/endorsements.h"
#include "store/featured_tags.h"
#include "store/filters.h"
#include "store/follows.h"
#include "store/jobs.h"
#include "store/lists.h"
#include "store/media.h"
#include "store/notification_requests.h"
#include "store/notifications.h"
#include "store/polls.h"
#include "store/push_subscriptions.h"
#include "store/reactions.h"
#include "store/relationships.h"
#include "store/reports.h"
#include "store/scheduled_posts.h"
#include "store/search.h"
#include "store/suggestions.h"
#include "store/tag_follows.h"
#include "store/testing/store_test.h"
#include "store/timelines.h"
#include "store/tokens.h"
#include "store/trends.h"

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

// Says how an engine means to run a statement, a line for each table that it reads: "SEARCH …" goes by an index,
// "SCAN …" reads everything.
class Planner {
 public:
  virtual ~Planner() = default;
  virtual std::vector<std::string> plan_of(std::string const& text) = 0;
};

class SqlitePlanner final : public Planner {
 public:
  explicit SqlitePlanner(std::string const& address) {
    auto const file = address.substr(std::string_view{"sqlite:"}.size());
    if (sqlite3_open_v2(file.c_str(), &connection_, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK) {
      throw std::runtime_error("cannot open " + file);
    }
  }
  ~SqlitePlanner() override { sqlite3_close(connection_); }

  std::vector<std::string> plan_of(std::string const& text) override {
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

 private:
  sqlite3* connection_ = nullptr;
};

// Reading all of an empty table costs nothing, so the largest tables are filled first; and the planner is told that
// reading a whole table costs much: what it still reads so, no index can serve.
class PostgresPlanner final : public Planner {
 public:
  explicit PostgresPlanner(std::string const& address) : connection_(PQconnectdb(address.c_str())) {
    run("INSERT INTO accounts (id, username, username_key, domain, uri, url, display_name, note, fields, "
        "locked, bot, "
        "discoverable, indexable, hide_collections, created_at) "
        "SELECT i, i, i, '', i, '', '', '', '', 0, 0, 0, 0, 0, 0 FROM generate_series(1001, 1200) i");
    run("INSERT INTO posts (id, account_id, thread_id, visibility, sensitive, spoiler_text, text, content, "
        "created_at) "
        "SELECT i, 1001 + i % 200, i, 0, 0, '', '', '', 0 FROM generate_series(1001, 5000) i");
    run("INSERT INTO posts (id, account_id, thread_id, boost_of_id, visibility, sensitive, spoiler_text, "
        "text, "
        "content, created_at) "
        "SELECT i, 1001 + i % 200, i, i - 4000, 0, 0, '', '', '', 0 FROM generate_series(5001, 9000) i");
    run("ANALYZE accounts");
    run("ANALYZE posts");
    run("SET enable_seqscan = off");
    // These two read a whole table by design, which pays as long as it is as small as here.
    run("SET enable_mergejoin = off");
    run("SET enable_hashjoin = off");
    run("SET plan_cache_mode = force_generic_plan");
  }

  std::vector<std::string> plan_of(std::string const& text) override {
    run("PREPARE planned AS " + db::translate(db::Engine::postgresql, text));
    std::string values;
    for (int i = 0; i < parameters_of(text); ++i) {
      values += i == 0 ? "(NULL" : ", NULL";
    }
    auto const answer = run("EXPLAIN (FORMAT JSON) EXECUTE planned" + (values.empty() ? "" : values + ")"));
    std::vector<std::string> steps;
    boost::json::parse_options deep;
    deep.max_depth = 100;
    add_steps(steps,
              boost::json::parse(PQgetvalue(answer.get(), 0, 0), {}, deep).at(0).at("Plan").as_object());
    run("DEALLOCATE planned");
    return steps;
  }

 private:
  struct Close {
    void operator()(PGconn* connection) const { PQfinish(connection); }
    void operator()(PGresult* answer) const { PQclear(answer); }
  };
  using Answer = std::unique_ptr<PGresult, Close>;

  Answer run(std::string const& sql) {
    Answer answer(PQexec(connection_.get(), sql.c_str()));
    auto const status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
      throw std::runtime_error(sql + ": " + PQerrorMessage(connection_.get()));
    }
    return answer;
  }

  // The highest n of all $n.
  static int parameters_of(std::string const& text) {
    int highest = 0;
    for (auto at = text.find('$'); at != std::string::npos; at = text.find('$', at + 1)) {
      int number = 0;
      std::from_chars(text.data() + at + 1, text.data() + text.size(), number);
      highest = std::max(highest, number);
    }
    return highest;
  }

  static std::string text_of(boost::json::object const& node, char const* name) {
    auto const* const found = node.if_contains(name);
    return found == nullptr ? std::string{} : std::string(found->as_string());
  }

  static void add_steps(std::vector<std::string>& steps, boost::json::object const& node) {
    auto const type = text_of(node, "Node Type");
    auto const table = text_of(node, "Relation Name");
    auto const index = text_of(node, "Index Name");
    if (type == "Seq Scan") {
      steps.push_back("SCAN " + table);
    } else if (!index.empty()) {
      // An index without a condition is read from one end to the other.
      auto const condition = text_of(node, "Index Cond");
      steps.push_back((condition.empty() ? "SCAN " : "SEARCH ") + table + " USING INDEX " + index + ' ' +
                      condition);
    } else if (type == "ModifyTable") {
      steps.push_back("WRITE " + table);
    }
    if (auto const* const below = node.if_contains("Plans")) {
      for (auto const& child : below->as_array()) {
        add_steps(steps, child.as_object());
      }
    }
  }

  std::unique_ptr<PGconn, Close> connection_;
};

std::unique_ptr<Planner> planner_of(db::Engine engine, std::string const& address) {
  if (engine == db::Engine::sqlite) {
    return std::make_unique<SqlitePlanner>(address);
  }
  return std::make_unique<PostgresPlanner>(address);
}

class QueryPlansTest : public testing::StoreTest {
 protected:
  std::vector<std::string> plan_of(std::string const& text) { return planner_->plan_of(text); }

  // What the statements of one call of the store do.
  template <class T>
  std::vector<std::string> steps_of(std::function<Task<Result<T>>(db::Session&)> const& call) {
    Recorder recorder;
    write([&](db::Session& transaction) { return call(recorder.onto(transaction)); });
    EXPECT_FALSE(recorder.texts().empty());
    std::vector<std::string> steps;
    for (auto const& text : recorder.texts()) {
      auto const plan = plan_of(text);
      // On SQLite an INSERT has no plan: it reads nothing.
      EXPECT_TRUE(!plan.empty() || text.starts_with("INSERT ")) << text;
      steps.insert(steps.end(), plan.begin(), plan.end());
    }
    return steps;
  }

  // Not so: the list of a parameter, the queue of a recursive query, a few rows that were set apart, no table at all.
  static bool reads_all(std::string const& step) {
    constexpr std::array short_ones{"SCAN json_each", "SCAN above",       "SCAN below", "SCAN ring",
                                    "SCAN due",       "SCAN told",        "SCAN newer", "SCAN kinds",
                                    "SCAN counted",   "SCAN of_one",      "SCAN mine",  "SCAN found",
                                    "SCAN recent",    "SCAN CONSTANT ROW"};
    return step.starts_with("SCAN ") &&
           std::ranges::none_of(short_ones, [&step](char const* of) { return step.starts_with(of); });
  }

  template <class Call>
  void expect_indexed(char const* name, Call const& call) {
    using Value = typename std::invoke_result_t<Call, db::Session&>::value_type::value_type;
    for (auto const& step : steps_of<Value>(call)) {
      EXPECT_FALSE(reads_all(step)) << name << ": " << step;
    }
  }

  template <class Fill>
  void expect_batch_indexed(char const* name, Fill const& fill) {
    db::Batch batch;
    fill(batch);
    ASSERT_GT(batch.size(), 0U) << name;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      for (auto const& step : plan_of(batch.sql(i).text())) {
        EXPECT_FALSE(reads_all(step)) << name << ": " << step << ": " << batch.sql(i).text();
      }
    }
  }

 private:
  std::unique_ptr<Planner> const planner_ = planner_of(GetParam(), address());
};
AUKLET_ON_BOTH_ENGINES(QueryPlansTest);

constexpr AccountId alice{1};
std::vector<AccountId> const people{AccountId{2}, AccountId{3}};
std::vector<PostId> const some_posts{PostId{2}, PostId{3}};
std::vector<NotificationId> const some_told{NotificationId{2}, NotificationId{3}};
constexpr NotificationGroup favourites{NotificationType::favourite, PostId{1}, 1};
constexpr PageRequest newest{.limit = 20};
constexpr PageRequest upwards{.min_id = 1, .limit = 20};

TEST_P(QueryPlansTest, TheTestSeesAScan) {
  auto const plan = plan_of("SELECT id FROM posts p WHERE p.text = $1");
  ASSERT_EQ(plan.size(), 1U);
  EXPECT_TRUE(plan[0].starts_with("SCAN p")) << plan[0];
  // An index that no condition narrows is no help either.
  auto const whole = plan_of("SELECT id FROM posts ORDER BY id");
  ASSERT_EQ(whole.size(), 1U);
  EXPECT_TRUE(whole[0].starts_with("SCAN ")) << whole[0];
  EXPECT_TRUE(plan_of("UPDATE posts SET text = $2 WHERE text = $1").back().starts_with("SCAN posts"));
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
    featured_tags::count_post(batch, alice, PostId{1});
    directory::note_post(batch, alice, now);
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

// However many are in a group, the next one only looks for its newest.
TEST_P(QueryPlansTest, AGroupIsJoinedWithoutReadingIt) {
  db::Batch batch;
  notifications::insert(
      batch, {NotificationId{1}, alice, NotificationType::favourite, AccountId{2}, PostId{1}, now}, {});
  if (GetParam() == db::Engine::postgresql) {
    return;  // of an empty table it takes any index
  }
  auto const steps = plan_of(batch.sql(0).text());
  EXPECT_THAT(steps,
              ::testing::Contains(::testing::HasSubstr("notifications_by_group (account_id=? AND type=? AND "
                                                       "<expr>=? AND group_hour>?)")));
  EXPECT_THAT(steps, ::testing::Not(::testing::Contains(::testing::HasSubstr("TEMP B-TREE"))));
}

TEST_P(QueryPlansTest, ChangingAPostReadsByIndex) {
  Post const post{.id = PostId{1}, .account_id = alice};
  std::vector<posts::TagUse> const tags{{TagId{1}, "auk", "Auk"}};
  expect_indexed("lock", [](auto& s) { return posts::lock(s, PostId{1}); });
  expect_indexed("insert", [&](auto& s) { return posts::insert(s, post); });
  expect_indexed("update_text", [&](auto& s) { return posts::update_text(s, post); });
  expect_indexed("set_mentions", [](auto& s) { return posts::set_mentions(s, PostId{1}, people); });
  expect_indexed("set_tags", [&](auto& s) { return posts::set_tags(s, PostId{1}, tags, now); });
  PostEdit const edit{};
  expect_indexed("insert_edit", [&](auto& s) { return posts::insert_edit(s, 1, PostId{1}, edit); });
  expect_indexed("add_replies", [](auto& s) { return posts::add_replies(s, PostId{1}, 1); });
  expect_indexed("add_boosts", [](auto& s) { return posts::add_boosts(s, PostId{1}, 1); });
  expect_indexed("add_favourites", [](auto& s) { return posts::add_favourites(s, PostId{1}, 1); });
  expect_indexed("remove", [](auto& s) { return posts::remove(s, PostId{1}); });
}

TEST_P(QueryPlansTest, ChangingRelationsReadsByIndex) {
  AccountId const bob{2};
  follows::Follow const follow{.id = RelationId{1}, .follower = alice, .followee = bob, .options = {}};
  for (int again = 0; again < 2; ++again) {  // the second finds a row, and changes it
    expect_indexed("insert", [&](auto& s) { return follows::insert(s, follow); });
    expect_indexed("insert_request", [&](auto& s) { return follows::insert_request(s, follow); });
  }
  expect_indexed("remove", [=](auto& s) { return follows::remove(s, alice, bob); });
  expect_indexed("remove_request", [=](auto& s) { return follows::remove_request(s, alice, bob); });
  expect_indexed("lock_pair", [=](auto& s) { return accounts::lock_pair(s, alice, bob); });
  expect_indexed("add_followers", [](auto& s) { return accounts::add_followers(s, alice, 1); });
  expect_indexed("add_following", [](auto& s) { return accounts::add_following(s, alice, 1); });
  expect_indexed("add_posts", [](auto& s) { return accounts::add_posts(s, alice, 1); });
  expect_indexed("block", [=](auto& s) { return blocks::insert(s, RelationId{1}, alice, bob); });
  expect_indexed("unblock", [=](auto& s) { return blocks::remove(s, alice, bob); });
  blocks::Mute const mute{.id = RelationId{1}, .account = alice, .target = bob};
  expect_indexed("mute", [&](auto& s) { return blocks::insert_mute(s, mute); });
  expect_indexed("unmute", [=](auto& s) { return blocks::remove_mute(s, alice, bob); });
}

TEST_P(QueryPlansTest, ReactingReadsByIndex) {
  RelationId const id{1};
  PostId const post{1};
  expect_indexed("favourite", [=](auto& s) { return reactions::insert_favourite(s, id, alice, post); });
  expect_indexed("unfavourite", [=](auto& s) { return reactions::remove_favourite(s, alice, post); });
  expect_indexed("bookmark", [=](auto& s) { return reactions::insert_bookmark(s, id, alice, post); });
  expect_indexed("unbookmark", [=](auto& s) { return reactions::remove_bookmark(s, alice, post); });
  expect_indexed("pin", [=](auto& s) { return reactions::insert_pin(s, id, alice, post); });
  expect_indexed("unpin", [=](auto& s) { return reactions::remove_pin(s, alice, post); });
  expect_indexed("mute_thread", [](auto& s) { return reactions::mute_thread(s, alice, ThreadId{1}); });
  expect_indexed("unmute_thread", [](auto& s) { return reactions::unmute_thread(s, alice, ThreadId{1}); });
  auto const type = NotificationType::favourite;
  Notification const told{NotificationId{1}, alice, type, AccountId{2}, post, now};
  expect_indexed("notify", [&](auto& s) { return notifications::insert(s, told, ThreadId{1}); });
  expect_indexed("remove_about", [=](auto& s) { return notifications::remove_about(s, alice, type, post); });
  expect_indexed("remove_from", [](auto& s) { return notifications::remove_from(s, alice, AccountId{2}); });
  expect_indexed("remove_of_type",
                 [=](auto& s) { return notifications::remove_of_type(s, alice, AccountId{2}, type); });
}

TEST_P(QueryPlansTest, WhoAsksIsFoundByIndex) {
  expect_indexed("find_by_hash", [](auto& s) { return tokens::find_by_hash(s, "hash"); });
  expect_indexed("erase", [](auto& s) { return tokens::erase(s, TokenId{1}); });
}

TEST_P(QueryPlansTest, TimelinesAreReadByIndex) {
  using timelines::Origin;
  std::vector<TagId> const tags{TagId{1}, TagId{2}};
  for (auto const& page : {newest, upwards}) {
    expect_indexed("public_posts", [&](auto& s) { return timelines::public_posts(s, Origin::local, page); });
    expect_indexed("tagged", [&](auto& s) { return timelines::tagged(s, tags, Origin::local, page); });
    expect_indexed("by_account", [&](auto& s) { return timelines::by_account(s, alice, {}, page); });
    expect_indexed("public posts with media", [&](auto& s) {
      return timelines::public_posts(s, Origin::local, page, timelines::Kind::with_media);
    });
    expect_indexed("posts with media by_account", [&](auto& s) {
      return timelines::by_account(s, alice, {.kind = timelines::Kind::with_media}, page);
    });
    expect_indexed("by_authors", [&](auto& s) { return timelines::by_authors(s, people, page, now); });
  }
  expect_indexed("newest_of_account", [](auto& s) { return timelines::newest_of_account(s, alice, 60); });
  expect_indexed("newest_of_each", [](auto& s) { return timelines::newest_of_each(s, people, 12); });
  for (auto const& page : {newest, upwards}) {
    expect_indexed("by_tags", [&](auto& s) { return timelines::by_tags(s, tags, page); });
    expect_indexed("list members", [&](auto& s) { return lists::members(s, ListId{1}, page); });
    expect_indexed("followed tags", [&](auto& s) { return tag_follows::page(s, alice, page); });
  }
  expect_indexed("list", [](auto& s) { return lists::find(s, ListId{1}); });
  expect_indexed("of_owner", [](auto& s) { return lists::of_owner(s, alice); });
  expect_indexed("with_member", [](auto& s) { return lists::with_member(s, alice, AccountId{2}); });
  expect_indexed("all_members", [](auto& s) { return lists::all_members(s, ListId{1}); });
  expect_indexed("exclusive_members", [](auto& s) { return lists::exclusive_members(s, alice); });
  expect_indexed("remove_from_all", [](auto& s) { return lists::remove_from_all(s, alice, AccountId{2}); });
  expect_indexed("tag_follows", [](auto& s) { return tag_follows::all(s, alice); });
  expect_indexed("tag_follows among", [&](auto& s) { return tag_follows::among(s, alice, tags); });
  expect_indexed("home_entry", [](auto& s) { return timelines::home_entry(s, PostId{1}); });
}

TEST_P(QueryPlansTest, MediaAreReadByIndex) {
  std::vector<PostId> const posts{PostId{1}, PostId{2}};
  std::vector<MediaId> const ids{MediaId{1}, MediaId{2}};
  Media const one{.id = MediaId{1}, .account_id = alice, .post_id = PostId{1}};
  expect_indexed("find media", [](auto& s) { return media::find(s, MediaId{1}); });
  expect_indexed("find_all media", [&](auto& s) { return media::find_all(s, ids); });
  expect_indexed("media of_posts", [&](auto& s) { return media::of_posts(s, posts); });
  expect_indexed("ever_of_post", [](auto& s) { return media::ever_of_post(s, PostId{1}); });
  expect_indexed("attach", [&](auto& s) { return media::attach(s, one); });
  expect_indexed("take_off", [](auto& s) { return media::take_off(s, PostId{1}); });
  expect_indexed("release", [](auto& s) { return media::release(s, PostId{1}, now); });
  expect_indexed("expire_at", [&](auto& s) { return media::expire_at(s, alice, ids, now); });
  expect_indexed("expired media", [](auto& s) { return media::expired(s, now, 10); });
  expect_indexed("remove_expired", [](auto& s) { return media::remove_expired(s, MediaId{1}, now); });
}

// Only what carries media is looked at.
TEST_P(QueryPlansTest, WhatCarriesMediaHasIndexesOfItsOwn) {
  for (auto const& page : {newest, upwards}) {
    auto const of_all = steps_of<std::vector<PostId>>([&](db::Session& s) {
      return timelines::public_posts(s, timelines::Origin::local, page, timelines::Kind::with_media);
    });
    ASSERT_EQ(of_all.size(), 1U);
    EXPECT_THAT(of_all[0], ::testing::HasSubstr("posts_media_public"));
    auto const of_one = steps_of<std::vector<PostId>>([&](db::Session& s) {
      return timelines::by_account(s, alice, {.kind = timelines::Kind::with_media}, page);
    });
    EXPECT_THAT(of_one, ::testing::Contains(::testing::HasSubstr("posts_media_by_account")));
  }
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

// PostgreSQL looks into the table for what is visible, unless it was vacuumed lately.
class SqliteQueryPlansTest : public QueryPlansTest {};
INSTANTIATE_TEST_SUITE_P(Engines, SqliteQueryPlansTest, ::testing::Values(db::Engine::sqlite),
                         db::testing::engine_name);

// Where the merge of many authors ends, and which posts are in it, is found without looking at a post.
TEST_P(SqliteQueryPlansTest, ManyAuthorsAreMergedInTheIndexAlone) {
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

TEST_P(QueryPlansTest, PostsAreSearchedByIndex) {
  search::Span const span{.below = PostId{9}, .above = PostId{1}, .limit = 9};
  expect_batch_indexed("enqueue", [](db::Batch& batch) { search::enqueue(batch, PostId{1}); });
  write([](db::Session& s) { return search::enqueue(s, PostId{1}); });
  expect_indexed("forget", [](auto& s) { return search::forget(s, PostId{1}, "auk"); });
  expect_indexed("any", [&](auto& s) { return search::any(s, span); });
  expect_indexed("waiting", [&](auto& s) { return search::waiting(s, span); });
  expect_indexed("in_scope", [](auto& s) { return search::in_scope(s, some_posts, {.viewer = alice}); });
  // The index gives the words in the order of the ids, within the bounds.
  auto const steps =
      steps_of<std::vector<PostId>>([&](db::Session& s) { return search::matching(s, "little auk", span); });
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_THAT(steps[0],
              ::testing::StartsWith(GetParam() == db::Engine::sqlite ? "SCAN post_search VIRTUAL TABLE INDEX"
                                                                     : "SEARCH"));
}

TEST_P(QueryPlansTest, TrendsAreReadByIndex) {
  constexpr PostId below{9};
  constexpr PostId above{1};
  expect_indexed("tag_uses", [&](auto& s) { return trends::tag_uses(s, below, above, 9); });
  expect_indexed("tag_uses_of", [](auto& s) { return trends::tag_uses_of(s, some_posts); });
  expect_indexed("boosts", [&](auto& s) { return trends::boosts(s, below, above, 9); });
  expect_indexed("boosts_among", [](auto& s) { return trends::boosts_among(s, some_posts); });
  expect_indexed("favourites", [&](auto& s) { return trends::favourites(s, below, above, 9); });
  expect_indexed("favourites_among", [](auto& s) { return trends::favourites_among(s, some_posts, people); });
  std::vector<TagId> const some_tags{TagId{1}};
  expect_indexed("tags", [&](auto& s) { return trends::tags(s, some_tags); });
}

TEST_P(QueryPlansTest, ReactionsAreFoundByIndex) {
  std::vector<ThreadId> const threads{ThreadId{1}};
  for (auto const& page : {newest, upwards}) {
    expect_indexed("favourites", [&](auto& s) { return reactions::favourites(s, alice, page); });
    expect_indexed("bookmarks", [&](auto& s) { return reactions::bookmarks(s, alice, page); });
    expect_indexed("favourited_by", [&](auto& s) { return reactions::favourited_by(s, PostId{1}, page); });
    expect_indexed("boosted_by", [&](auto& s) { return reactions::boosted_by(s, PostId{1}, page); });
    expect_indexed("notifications", [&](auto& s) { return notifications::page(s, {alice}, page); });
    expect_indexed("members", [&](auto& s) { return notifications::members(s, alice, favourites, page); });
  }
  expect_batch_indexed("announce", [](db::Batch& batch) {
    push_subscriptions::announce(
        batch, {NotificationId{1}, alice, NotificationType::mention, AccountId{}, {}}, JobId{1});
  });
  expect_indexed("wanting",
                 [](auto& s) { return push_subscriptions::wanting(s, alice, NotificationType::mention, 9); });
  expect_indexed("subscription", [](auto& s) { return push_subscriptions::find(s, TokenId{1}); });
  expect_indexed("policy", [](auto& s) { return notification_requests::policy(s, alice); });
  expect_indexed("requests", [](auto& s) { return notification_requests::page(s, alice, newest); });
  expect_indexed("requests", [](auto& s) { return notification_requests::page(s, alice, upwards); });
  expect_indexed("summary", [](auto& s) { return notification_requests::summary(s, alice); });
  expect_indexed("merge", [](auto& s) { return notification_requests::merge(s, alice, people, 9); });
  expect_indexed("discard", [](auto& s) { return notification_requests::discard(s, alice, people, {}, 9); });
  expect_indexed("any_to_merge", [](auto& s) { return notification_requests::any_to_merge(s, alice); });
  expect_indexed("newest_of", [&](auto& s) { return notifications::newest_of(s, alice, favourites); });
  expect_indexed("remove_group", [&](auto& s) { return notifications::remove_group(s, alice, favourites); });
  expect_indexed("group_facts", [](auto& s) { return notifications::group_facts(s, alice, some_told); });
  expect_indexed("newer", [](auto& s) { return notifications::count_newer(s, {alice}, {}, 9); });
  expect_indexed("newer_groups",
                 [](auto& s) { return notifications::count_newer_groups(s, {alice}, {}, 255, 9); });
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

TEST_P(QueryPlansTest, FiltersAreFoundByIndex) {
  Filter const filter{.id = FilterId{1}, .owner = alice};
  write([&](db::Session& s) { return filters::insert(s, filter); });
  expect_indexed("of_owner", [](auto& s) { return filters::of_owner(s, alice); });
  expect_indexed("count", [](auto& s) { return filters::count(s, alice); });
  expect_indexed("remove", [](auto& s) { return filters::remove(s, FilterId{1}); });
  expect_indexed("remove_keyword", [](auto& s) { return filters::remove_keyword(s, FilterKeywordId{1}); });
  expect_indexed("remove_post", [](auto& s) { return filters::remove_post(s, FilteredPostId{1}); });
}

TEST_P(QueryPlansTest, PollsAreFoundByIndex) {
  Poll const poll{.post = PostId{1}, .author = alice, .options = {{"one"}, {"two"}}};
  expect_batch_indexed("insert", [&](db::Batch& batch) { polls::insert(batch, poll); });
  write([&](db::Session& s) { return polls::insert(s, poll); });
  expect_indexed("of_posts", [](auto& s) { return polls::of_posts(s, some_posts); });
  expect_indexed("choices_of", [](auto& s) { return polls::choices_of(s, PostId{1}, alice); });
  expect_indexed("vote", [](auto& s) { return polls::vote(s, PostId{1}, alice, {0}, true); });
  expect_indexed("told_until", [](auto& s) { return polls::told_until(s, PostId{1}); });
  expect_indexed("set_told_until", [](auto& s) { return polls::set_told_until(s, PostId{1}, alice); });
  expect_indexed("voters_after", [](auto& s) { return polls::voters_after(s, PostId{1}, alice, 9); });
  expect_indexed("update_terms", [&](auto& s) { return polls::update_terms(s, poll); });
  expect_indexed("remove", [](auto& s) { return polls::remove(s, PostId{1}); });
}

TEST_P(QueryPlansTest, ScheduledPostsAreFoundByIndex) {
  ScheduledPostId const id{1};
  for (auto const& page : {newest, upwards}) {
    expect_indexed("page", [&](auto& s) { return scheduled_posts::page(s, alice, page); });
  }
  expect_indexed("find", [=](auto& s) { return scheduled_posts::find(s, id); });
  expect_indexed("find_by_key", [](auto& s) { return scheduled_posts::find_by_key(s, alice, "key"); });
  expect_indexed("count", [=](auto& s) { return scheduled_posts::count(s, alice, now, now, id); });
  expect_indexed("move", [=](auto& s) { return scheduled_posts::move(s, id, now, JobId{1}); });
  Error const otherwise{ErrorKind::conflict, "", "", {}};
  expect_batch_indexed("take", [&](db::Batch& batch) { scheduled_posts::take(batch, id, now, otherwise); });
  expect_indexed("remove", [=](auto& s) { return scheduled_posts::remove(s, id); });
}

TEST_P(QueryPlansTest, PeopleToMeetAreFoundByIndex) {
  using directory::Order;
  AccountId const bob{2};
  // Its orders are walked from one end, until the page is full.
  for (auto const order : {Order::active, Order::newest}) {
    auto const steps = steps_of<std::vector<AccountId>>(
        [=](db::Session& s) { return directory::page(s, {alice, order, "", 40, 0}, now); });
    for (auto const& step : steps) {
      EXPECT_TRUE(!reads_all(step) || step == "SCAN a" || step.find("SCAN a USING") == 0 ||
                  step.find("SCAN directory USING") == 0)
          << step;
      EXPECT_EQ(step.find("TEMP B-TREE"), std::string::npos) << step;
    }
  }
  expect_indexed("friends", [](auto& s) { return suggestions::friends_of_friends(s, alice, 40, now); });
  expect_indexed("popular", [](auto& s) { return suggestions::most_followed(s, alice, "a", 40, now); });
  expect_indexed("dismiss", [=](auto& s) { return suggestions::dismiss(s, alice, bob); });
  expect_indexed("ties", [](auto& s) { return domain_blocks::ties(s, alice, "a"); });
  expect_indexed("tied", [](auto& s) { return domain_blocks::tied(s, alice, "a", 100); });
  expect_indexed("unblock", [](auto& s) { return domain_blocks::remove(s, alice, "a"); });
  for (auto const& page : {newest, upwards}) {
    expect_indexed("endorsements", [&](auto& s) { return endorsements::list(s, alice, page); });
    expect_indexed("domains", [&](auto& s) { return domain_blocks::list(s, alice, page); });
  }
}

TEST_P(QueryPlansTest, FeaturedTagsAreFoundByIndex) {
  std::vector<TagId> const tags{TagId{1}};
  RelationId const id{1};
  expect_indexed("insert", [=](auto& s) { return featured_tags::insert(s, id, alice, TagId{1}, "a"); });
  expect_indexed("of_account", [](auto& s) { return featured_tags::of_account(s, alice); });
  expect_indexed("among", [&](auto& s) { return featured_tags::among(s, alice, tags); });
  expect_indexed("unfeatured", [](auto& s) { return featured_tags::unfeatured(s, alice, 9); });
  expect_indexed("recount", [](auto& s) { return featured_tags::recount_post(s, alice, PostId{1}); });
  expect_indexed("remove", [=](auto& s) { return featured_tags::remove(s, alice, id); });
}

TEST_P(QueryPlansTest, ConversationsAreFoundByIndex) {
  conversations::Entry const entry{.fresh_id = ConversationId{1}, .owner = alice, .post = PostId{1}};
  ConversationId const id{1};
  expect_batch_indexed("batch", [&](db::Batch& batch) { conversations::add(batch, entry); });
  expect_indexed("add", [&](auto& s) { return conversations::add(s, entry); });
  expect_indexed("take_out", [](auto& s) { return conversations::take_out(s, PostId{1}); });
  expect_indexed("find", [=](auto& s) { return conversations::find(s, alice, id); });
  expect_indexed("set_unread", [=](auto& s) { return conversations::set_unread(s, alice, id, true); });
  expect_indexed("remove", [=](auto& s) { return conversations::remove(s, alice, id); });
  expect_indexed("remove_with", [](auto& s) { return conversations::remove_with(s, alice, AccountId{2}); });
  for (auto const& page : {newest, upwards}) {
    expect_indexed("page", [&](auto& s) { return conversations::page(s, alice, page, now); });
  }
}

TEST_P(QueryPlansTest, AnnouncementsAndReportsAreFoundByIndex) {
  AnnouncementId const id{1};
  std::vector<AnnouncementId> const list{id};
  expect_indexed("find", [=](auto& s) { return announcements::find(s, id); });
  expect_indexed("remove", [=](auto& s) { return announcements::remove(s, id); });
  expect_indexed("dismissed", [](auto& s) { return announcements::dismissed(s, alice); });
  expect_indexed("reactions", [&](auto& s) { return announcements::reactions_to(s, list, alice); });
  expect_indexed("unreact", [=](auto& s) { return announcements::unreact(s, alice, id, "x"); });
  expect_indexed("report", [](auto& s) { return reports::find(s, ReportId{1}); });
}

TEST_P(QueryPlansTest, CollectionsAreFoundByIndex) {
  CollectionId const id{1};
  std::vector<CollectionId> const list{id};
  AccountId const bob{2};
  expect_indexed("find", [=](auto& s) { return collections::find(s, id); });
  expect_indexed("remove", [=](auto& s) { return collections::remove(s, id); });
  expect_indexed("of_owner", [](auto& s) { return collections::of_owner(s, alice, 40, 0); });
  expect_indexed("with_account", [=](auto& s) { return collections::with_account(s, alice, bob, 40, 0); });
  expect_indexed("items_of", [&](auto& s) { return collections::items_of(s, list); });
  expect_indexed("find_item", [=](auto& s) { return collections::find_item(s, id, RelationId{1}); });
  expect_indexed("remove_from_all", [=](auto& s) { return collections::remove_from_all(s, alice, bob); });
}

TEST_P(QueryPlansTest, JobsAreFoundByIndex) {
  expect_indexed("next_due", [](auto& s) { return jobs::next_due(s, "kind"); });
  expect_indexed("due_lanes", [](auto& s) { return jobs::due_lanes(s, "kind", -1, now, 9); });
  expect_batch_indexed("claim", [](db::Batch& batch) { jobs::claim(batch, "kind", 1, now, {}, 9); });
  expect_batch_indexed("end", [](db::Batch& batch) {
    jobs::finish(batch, JobId{1}, 2);
    jobs::retry(batch, JobId{1}, 2, now, "");
    jobs::bury(batch, JobId{1}, 2, now, "");
  });
}

}  // namespace
}  // namespace auklet::store
