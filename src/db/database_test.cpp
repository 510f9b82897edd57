// SPDX-License-Identifier: Apache-2.0
//
// What database.h promises, on both engines.
#include "db/database.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "async/task_group.h"
#include "db/testing/database_test.h"

namespace auklet::db {
namespace {

enum class PersonId : std::int64_t {};

constexpr Sql schema_statements[] = {
    "CREATE TABLE person (id {id}, name TEXT NOT NULL UNIQUE, age BIGINT, note TEXT)",
    "CREATE TABLE follow ("
    "  follower BIGINT NOT NULL REFERENCES person (id), followed BIGINT NOT NULL REFERENCES person (id),"
    "  PRIMARY KEY (follower, followed)) {clustered}",
};
constexpr Migration schema[] = {{1, "people", schema_statements}};

constexpr Sql insert_person = "INSERT INTO person (id, name) VALUES ($1, $2)";
constexpr Sql count_people = "SELECT count(*) FROM person";

class DatabaseContract : public testing::DatabaseTest {
 protected:
  DatabaseContract() : DatabaseTest(schema, 2) {}

  Result<Rows> read(Sql sql, std::initializer_list<Param> params = {}) {
    return run(database().session().query(sql, params));
  }
  std::int64_t people() { return read(count_people).value()[0].integer(0); }
};
AUKLET_ON_BOTH_ENGINES(DatabaseContract);

Task<Result<>> insert_people(Database& database, std::int64_t first, std::int64_t count) {
  CO_TRY(auto const transaction, co_await database.begin());
  for (auto id = first; id < first + count; ++id) {
    CO_TRY_OK(co_await transaction->query(insert_person, {id, "name " + std::to_string(id)}));
  }
  co_return co_await transaction->commit();
}

Task<Result<Rows>> write_one(Database& database, Sql sql, Params params) {
  CO_TRY(auto const transaction, co_await database.begin());
  CO_TRY(auto rows, co_await transaction->run(sql, params));
  CO_TRY_OK(co_await transaction->commit());
  co_return rows;
}

TEST_P(DatabaseContract, CommitsAndReads) {
  ASSERT_TRUE(run(insert_people(database(), 1, 3)));
  auto const rows = read("SELECT id, name, age FROM person WHERE id > $1 ORDER BY id DESC", {1}).value();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].as<PersonId>(0), PersonId{3});
  EXPECT_EQ(rows[0].text(1), "name 3");
  EXPECT_TRUE(rows[0].is_null(2));
  EXPECT_EQ(rows[1].integer(0), 2);
}

TEST_P(DatabaseContract, ABatchIsAllOrNothing) {
  Batch batch;
  batch.add(insert_person, {1, "ann"});
  batch.add("UPDATE person SET age = $2 WHERE name = $1", {"ann", 7});
  auto const counted = batch.add("SELECT id, age FROM person WHERE name = $1", {"ann"});
  auto const answers = run(database().write(batch)).value();
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_EQ(answers[1].affected(), 1);
  EXPECT_EQ(answers[counted][0].integer(1), 7);
  EXPECT_EQ(people(), 1);

  Batch clash;
  clash.add(insert_person, {2, "bob"});
  clash.add(insert_person, {3, "ann"});
  clash.add(insert_person, {4, "carl"});
  auto const refused = run(database().write(clash));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  EXPECT_EQ(people(), 1);
  EXPECT_TRUE(run(database().write(Batch{}))->empty());
  ASSERT_TRUE(run(insert_people(database(), 5, 1)));
  reopen();
  EXPECT_EQ(people(), 2);
}

TEST_P(DatabaseContract, ABatchIsRefusedByAStatementThatChangesNothing) {
  ASSERT_TRUE(run(insert_people(database(), 1, 1)));
  auto const rename = [&](std::int64_t id) {
    Batch batch;
    auto const name = "new " + std::to_string(id);
    batch.add(insert_person, {10 + id, name});
    batch.add_or_fail("UPDATE person SET note = 'seen' WHERE id = $1", {id},
                      {ErrorKind::not_found, "nobody", "", {}});
    return run(database().write(batch));
  };
  auto const refused = rename(404);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::not_found);
  EXPECT_EQ(refused.error().message, "nobody");
  EXPECT_EQ(people(), 1);
  EXPECT_TRUE(rename(1));
  EXPECT_EQ(people(), 2);
}

Task<> write_and_count(Database& database, std::int64_t id, std::string name, std::atomic<int>& stored,
                       std::atomic<int>& refused) {
  Batch batch;
  batch.add("UPDATE person SET age = COALESCE(age, 0) + 1 WHERE id = $1", {1});
  batch.add(insert_person, {id, name});
  auto const done = co_await database.write(batch);
  ++(done ? stored : refused);
}

TEST_P(DatabaseContract, ABatchThatFailsHurtsNoOther) {
  ASSERT_TRUE(run(insert_people(database(), 1, 1)));
  async::TaskGroup tasks;
  std::atomic<int> stored{0};
  std::atomic<int> refused{0};
  for (int i = 0; i < 60; ++i) {
    auto const name = i % 3 == 0 ? std::string{"name 1"} : "other " + std::to_string(i);
    tasks.spawn(runtime().executor(i % 2), write_and_count(database(), 100 + i, name, stored, refused));
  }
  ASSERT_TRUE(tasks.wait(std::chrono::seconds{60}));
  EXPECT_EQ(stored, 40);
  EXPECT_EQ(refused, 20);
  EXPECT_EQ(people(), 41);
  EXPECT_EQ(read("SELECT age FROM person WHERE id = 1").value()[0].integer(0), 40);
}

TEST_P(DatabaseContract, SurvivesAReopening) {
  ASSERT_TRUE(run(insert_people(database(), 1, 3)));
  reopen();
  EXPECT_EQ(people(), 3);
  ASSERT_TRUE(run(insert_people(database(), 4, 1)));
}

TEST_P(DatabaseContract, CarriesEveryTypeAndItsNull) {
  auto const round_trip = [&](Param a, Param b) {
    return run(write_one(database(),
                         "INSERT INTO person (id, name, age, note) VALUES (1, 'x', $1, $2) "
                         "ON CONFLICT (id) DO UPDATE SET age = $1, note = $2 RETURNING age, note",
                         {a, b}))
        .value();
  };
  constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
  constexpr auto highest = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(round_trip(lowest, "")[0].integer(0), lowest);
  EXPECT_EQ(round_trip(highest, "")[0].integer(0), highest);
  EXPECT_EQ(round_trip(true, "")[0].boolean(0), true);
  EXPECT_EQ(round_trip(PersonId{7}, "")[0].as<PersonId>(0), PersonId{7});
  EXPECT_EQ(round_trip(from_count(1'700'000'000'123), "")[0].time(0), from_count(1'700'000'000'123));
  EXPECT_EQ(round_trip(0, "")[0].text(1), "");
  EXPECT_EQ(round_trip(0, std::string_view{})[0].text(1), "");
  EXPECT_EQ(round_trip(0, "it's \"$1\" \\ % 🐧 \n")[0].text(1), "it's \"$1\" \\ % 🐧 \n");
  EXPECT_EQ(round_trip(0, std::optional<std::string>{"there"})[0].optional_string(1), "there");
  EXPECT_EQ(round_trip(0, std::optional<std::string>{})[0].optional_string(1), std::nullopt);
  EXPECT_EQ(round_trip(std::optional<std::int64_t>{}, "")[0].optional_integer(0), std::nullopt);
  EXPECT_EQ(round_trip(std::optional<PersonId>{PersonId{3}}, "")[0].optional_as<PersonId>(0), PersonId{3});
  EXPECT_EQ(round_trip(std::optional<UnixMillis>{}, "")[0].optional_time(0), std::nullopt);
}

TEST_P(DatabaseContract, CarriesBigTexts) {
  std::string text(3'000'000, 'a');
  text[1'234'567] = 'b';
  ASSERT_TRUE(run(write_one(database(), "INSERT INTO person (id, name, note) VALUES (1, 'a', $1)", {text})));
  EXPECT_EQ(read("SELECT note FROM person WHERE id = 1").value()[0].text(0), text);
}

TEST_P(DatabaseContract, ReadsTruthValuesAndCountsAsIntegers) {
  auto const rows =
      read("SELECT EXISTS (SELECT 1 FROM person), 1 < $1, count(*), coalesce(sum(id), 0) FROM person", {2});
  ASSERT_TRUE(rows) << rows.error().detail;
  EXPECT_EQ((*rows)[0].boolean(0), false);
  EXPECT_EQ((*rows)[0].boolean(1), true);
  EXPECT_EQ((*rows)[0].integer(2), 0);
  EXPECT_EQ((*rows)[0].integer(3), 0);
}

TEST_P(DatabaseContract, TakesParametersInAnyOrderAndMoreThanOnce) {
  ASSERT_TRUE(run(insert_people(database(), 1, 9)));
  auto const rows = read(
      "SELECT id FROM person WHERE id >= $3 AND id <> $2 AND (id < $1 OR id = $3) ORDER BY id", {6, 4, 3});
  ASSERT_TRUE(rows) << rows.error().detail;
  ASSERT_EQ(rows->size(), 2U);
  EXPECT_EQ((*rows)[0].integer(0), 3);
  EXPECT_EQ((*rows)[1].integer(0), 5);
}

TEST_P(DatabaseContract, FindsAnyOfAList) {
  ASSERT_TRUE(run(insert_people(database(), 1, 2000)));
  constexpr Sql find = "SELECT id FROM person WHERE id {any $1} AND id < $2 ORDER BY id";
  EXPECT_TRUE(read(find, {std::vector<std::int64_t>{}, 5000}).value().empty());
  EXPECT_EQ(read(find, {std::vector<PersonId>{PersonId{17}}, 5000}).value()[0].integer(0), 17);
  EXPECT_EQ(read(find, {std::vector<std::int64_t>{9, -1, 3, 9, 99'999}, 5000}).value().size(), 2U);
  std::vector<std::int64_t> many(5000);
  for (std::size_t i = 0; i < many.size(); ++i) {
    many[i] = static_cast<std::int64_t>(i);
  }
  EXPECT_EQ(read(find, {many, 5000}).value().size(), 2000U);
  EXPECT_EQ(read(find, {many, 100}).value().size(), 99U);
}

TEST_P(DatabaseContract, TellsHowManyRowsWereTouched) {
  ASSERT_TRUE(run(insert_people(database(), 1, 5)));
  EXPECT_EQ(run(write_one(database(), "UPDATE person SET age = 1 WHERE id > $1", {2})).value().affected(), 3);
  EXPECT_EQ(
      run(write_one(database(), "INSERT INTO person (id, name) VALUES (1, 'a') ON CONFLICT DO NOTHING", {}))
          .value()
          .affected(),
      0);
  EXPECT_EQ(run(write_one(database(), "DELETE FROM person WHERE id = 1 RETURNING id", {})).value().affected(),
            1);
  EXPECT_EQ(read(count_people).value().affected(), 0);
}

TEST_P(DatabaseContract, NamesTheKindOfAFailure) {
  ASSERT_TRUE(run(insert_people(database(), 1, 1)));
  auto const kind = [&](Sql sql, Params params) {
    return run(write_one(database(), sql, params)).error().kind;
  };
  EXPECT_EQ(kind(insert_person, {1, "other"}), ErrorKind::conflict);
  EXPECT_EQ(kind(insert_person, {2, "name 1"}), ErrorKind::conflict);
  EXPECT_EQ(kind("INSERT INTO follow VALUES ($1, $2)", {1, 99}), ErrorKind::conflict);
  EXPECT_EQ(kind("DELETE FROM no_such_table", {}), ErrorKind::internal);
  EXPECT_EQ(kind("INSERT INTO person (id) VALUES (5)", {}), ErrorKind::internal);
  EXPECT_EQ(kind("SELEC 1", {}), ErrorKind::internal);
  EXPECT_EQ(kind("SELECT $1 + $2", {1}), ErrorKind::internal);
  EXPECT_EQ(kind(insert_person, {9, std::string_view("a\0b", 3)}), ErrorKind::malformed);
  EXPECT_EQ(people(), 1);
  EXPECT_EQ(read("SELEC 1").error().kind, ErrorKind::internal);
  EXPECT_NE(read("SELEC 1").error().detail.find("SELEC"), std::string::npos);
}

TEST_P(DatabaseContract, RefusesToWriteOutsideATransaction) {
  EXPECT_FALSE(read("INSERT INTO person (id, name) VALUES (1, 'a')"));
  EXPECT_EQ(people(), 0);
}

Task<Result<>> begin_and_forget(Database& database) {
  CO_TRY(auto const transaction, co_await database.begin());
  CO_TRY_OK(co_await transaction->query(insert_person, {1, "forgotten"}));
  co_return Result<>{};
}

TEST_P(DatabaseContract, UndoesATransactionThatIsNotCommitted) {
  ASSERT_TRUE(run(begin_and_forget(database())));
  EXPECT_EQ(people(), 0);
  ASSERT_TRUE(run(insert_people(database(), 1, 1)));
  EXPECT_EQ(people(), 1);
}

struct FailureSeen {
  ErrorKind first;
  ErrorKind later;
  ErrorKind at_commit;
};

Task<FailureSeen> fail_midway(Database& database) {
  auto const transaction = (co_await database.begin()).value();
  (co_await transaction->query(insert_person, {50, "fifty"})).value();
  auto const first = co_await transaction->query(insert_person, {50, "again"});
  auto const later = co_await transaction->query(insert_person, {51, "fifty-one"});
  auto const committed = co_await transaction->commit();
  co_return FailureSeen{first.error().kind, later.error().kind, committed.error().kind};
}

TEST_P(DatabaseContract, KeepsNothingOfATransactionWithAFailedStatement) {
  auto const seen = run(fail_midway(database()));
  EXPECT_EQ(seen.first, ErrorKind::conflict);
  EXPECT_EQ(seen.later, ErrorKind::conflict);
  EXPECT_EQ(seen.at_commit, ErrorKind::conflict);
  EXPECT_EQ(people(), 0);
  ASSERT_TRUE(run(insert_people(database(), 50, 2)));
}

struct Views {
  std::int64_t inside;
  std::int64_t outside;
  std::int64_t after;
};

Task<Views> look_from_both_sides(Database& database) {
  auto const transaction = (co_await database.begin()).value();
  (co_await transaction->query(insert_person, {1, "one"})).value();
  Views views{};
  views.inside = (co_await transaction->query(count_people)).value()[0].integer(0);
  views.outside = (co_await database.session().query(count_people)).value()[0].integer(0);
  (co_await transaction->commit()).value();
  views.after = (co_await database.session().query(count_people)).value()[0].integer(0);
  co_return views;
}

TEST_P(DatabaseContract, ShowsATransactionToOthersOnlyWhenItIsCommitted) {
  auto const views = run(look_from_both_sides(database()));
  EXPECT_EQ(views.inside, 1);
  EXPECT_EQ(views.outside, 0);
  EXPECT_EQ(views.after, 1);
}

// Each tenth fails on purpose, on the unique name.
Task<> insert_one_of_many(Database& database, std::int64_t id, std::atomic<int>& committed,
                          std::atomic<int>& refused) {
  auto const name = id % 10 == 0 ? "taken" : "name " + std::to_string(id);
  auto const done = co_await write_one(database, insert_person, {id, name});
  if (done) {
    ++committed;
  } else if (done.error().kind == ErrorKind::conflict) {
    ++refused;
  }
}

TEST_P(DatabaseContract, RunsAThousandTransactionsAtOnceOnTwoLoops) {
  async::TaskGroup group;
  std::atomic<int> committed{0};
  std::atomic<int> refused{0};
  for (std::int64_t id = 1; id <= 1000; ++id) {
    group.spawn(runtime().executor(static_cast<std::size_t>(id) / 2 % 2),
                insert_one_of_many(database(), id, committed, refused));
  }
  ASSERT_TRUE(group.wait(std::chrono::seconds{50}));
  EXPECT_EQ(committed, 901);
  EXPECT_EQ(refused, 99);
  EXPECT_EQ(people(), 901);
}

Task<> read_and_write(Database& database, std::int64_t id, std::atomic<int>& wrong) {
  for (int round = 0; round < 20; ++round) {
    auto const name = "round " + std::to_string(round) + " of " + std::to_string(id);
    auto const written = co_await write_one(
        database, "INSERT INTO person (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = $2",
        {id, name});
    auto const rows = co_await database.session().query("SELECT name FROM person WHERE id = $1", {id});
    if (!written || !rows || rows->size() != 1 || (*rows)[0].text(0) != name) {
      ++wrong;
    }
  }
}

TEST_P(DatabaseContract, ReadsItsOwnWritesUnderLoad) {
  async::TaskGroup group;
  std::atomic<int> wrong{0};
  for (std::int64_t id = 1; id <= 50; ++id) {
    group.spawn(runtime().executor(static_cast<std::size_t>(id) % 2), read_and_write(database(), id, wrong));
  }
  ASSERT_TRUE(group.wait(std::chrono::seconds{50}));
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(people(), 50);
}

TEST_P(DatabaseContract, TakesTheSameStatementWithOtherTypes) {
  constexpr Sql echo = "SELECT $1";
  EXPECT_EQ(read(echo, {1}).value()[0].integer(0), 1);
  EXPECT_EQ(read(echo, {"one"}).value()[0].text(0), "one");
  EXPECT_EQ(read(echo, {2}).value()[0].integer(0), 2);
}

// The text "SELECT N" for each N, more of them than a connection keeps prepared.
template <std::size_t Number>
constexpr auto select_number = [] {
  return std::array<char, 12>{
      'S', 'E', 'L', 'E', 'C', 'T', ' ', '1', '0' + Number / 100, '0' + Number / 10 % 10, '0' + Number % 10,
      0};
}();

template <std::size_t... Numbers>
std::vector<Sql> all_selects(std::index_sequence<Numbers...>) {
  return {Sql(select_number<Numbers>.data())...};
}

Task<int> count_right_answers(Database& database, std::vector<Sql> statements) {
  int right = 0;
  for (int round = 0; round < 2; ++round) {
    for (std::size_t i = 0; i < statements.size(); ++i) {
      auto const rows = co_await database.session().query(statements[i]);
      right += rows && (*rows)[0].integer(0) == static_cast<std::int64_t>(1000 + i) ? 1 : 0;
    }
  }
  co_return right;
}

TEST_P(DatabaseContract, RunsMoreStatementsThanItKeepsPrepared) {
  auto const statements = all_selects(std::make_index_sequence<700>());
  EXPECT_EQ(run(count_right_answers(database(), statements)), 1400);
}

// One transaction at a time, and little patience.
class NarrowDatabase : public testing::DatabaseTest {
 protected:
  NarrowDatabase()
      : DatabaseTest(
            schema, 1,
            {.wait_max = std::chrono::milliseconds{150}, .waiters_max = 2, .transactions_per_loop_max = 1}) {}
};
AUKLET_ON_BOTH_ENGINES(NarrowDatabase);

Task<std::unique_ptr<Transaction>> begin_or_nothing(Database& database) {
  auto transaction = co_await database.begin();
  co_return transaction ? *std::move(transaction) : nullptr;
}

Task<> drop(std::unique_ptr<Transaction>) {
  co_return;
}

Task<> begin_and_tell(Database& database, int number, std::vector<int>& in, std::vector<int>& refused) {
  auto const transaction = co_await database.begin();
  (transaction ? in : refused).push_back(number);
}

TEST_P(NarrowDatabase, ServesFirstWhoCameFirstAndRefusesWhoIsTooMany) {
  auto holder = run(begin_or_nothing(database()));
  ASSERT_TRUE(holder);
  async::TaskGroup tasks;
  std::vector<int> in;
  std::vector<int> refused;
  for (int number = 0; number < 4; ++number) {
    tasks.spawn(runtime().executor(0), begin_and_tell(database(), number, in, refused));
  }
  run(drop(std::move(holder)));
  ASSERT_TRUE(tasks.wait(std::chrono::seconds{30}));
  EXPECT_EQ(in, (std::vector{0, 1}));
  EXPECT_EQ(refused, (std::vector{2, 3}));
}

TEST_P(NarrowDatabase, RefusesWhoWaitsTooLong) {
  auto holder = run(begin_or_nothing(database()));
  ASSERT_TRUE(holder);
  auto const late = run(insert_people(database(), 1, 1));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ErrorKind::unavailable);
  run(drop(std::move(holder)));
  EXPECT_TRUE(run(insert_people(database(), 1, 1)));
}

}  // namespace
}  // namespace auklet::db
