// SPDX-License-Identifier: Apache-2.0
//
// Support for tests that need a real database. Not part of the server: link auklet_db_testing.
//
//   class PostStoreTest : public db::testing::DatabaseTest {
//    protected:
//     PostStoreTest() : DatabaseTest(store::migrations()) {}
//   };
//   AUKLET_ON_BOTH_ENGINES(PostStoreTest);
//   TEST_P(PostStoreTest, FindsWhatWasInserted) { auto const rows = run(database().session().query("…")); … }
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <chrono>
#include <cstddef>
#include <exception>
#include <future>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

#include "async/runtime.h"
#include "async/task.h"
#include "db/database.h"
#include "db/migrate.h"
#include "db/open.h"

namespace auklet::db::testing {

template <class T>
Task<> deliver(Task<T> task, std::shared_ptr<std::promise<T>> promise) {
  try {
    if constexpr (std::is_void_v<T>) {
      co_await std::move(task);
      promise->set_value();
    } else {
      promise->set_value(co_await std::move(task));
    }
  } catch (...) {
    promise->set_exception(std::current_exception());
  }
}

// Runs a coroutine on a loop of the runtime to its end and returns its value; throws when it takes over a
// minute. Call it from the test's own thread.
template <class T>
T run_on(async::Runtime& runtime, std::size_t loop, Task<T> task) {
  auto const promise = std::make_shared<std::promise<T>>();
  auto future = promise->get_future();
  boost::asio::co_spawn(runtime.executor(loop), deliver(std::move(task), promise), boost::asio::detached);
  if (future.wait_for(std::chrono::minutes{1}) != std::future_status::ready) {
    throw std::runtime_error("the coroutine did not end within a minute");
  }
  return future.get();
}

// An empty place for a database, gone with this object: a temporary folder, or a fresh schema (cheaper than a
// database of its own) on the PostgreSQL server of the environment variable AUKLET_TEST_POSTGRES, which
// tools/with-postgres sets. Throws when there is none.
class FreshPlace {
 public:
  explicit FreshPlace(Engine engine);
  ~FreshPlace();
  FreshPlace(FreshPlace const&) = delete;
  FreshPlace& operator=(FreshPlace const&) = delete;

  // For db::open().
  std::string const& address() const { return address_; }

 private:
  Engine const engine_;
  std::string name_;  // of the folder or the schema
  std::string address_;
};

// A test with a fresh database, brought to the last of the given migrations, and a running runtime.
class DatabaseTest : public ::testing::TestWithParam<Engine> {
 protected:
  explicit DatabaseTest(std::span<Migration const> migrations = {}, std::size_t loops = 1,
                        Options options = {});
  ~DatabaseTest() override;

  Database& database() { return *database_; }
  async::Runtime& runtime() { return *runtime_; }
  std::string const& address() const { return place_.address(); }

  template <class T>
  T run(Task<T> task) {
    return run_on(runtime(), 0, std::move(task));
  }

  // Stops the runtime, closes the database and opens the same one again, as after a restart of the server.
  void reopen();

 private:
  void open_database();
  void close();

  FreshPlace place_;
  Options const options_;
  std::size_t const loops_;
  std::unique_ptr<async::Runtime> runtime_;
  std::unique_ptr<Database> database_;
};

// "sqlite" or "postgresql", the last part of the test's name.
std::string engine_name(::testing::TestParamInfo<Engine> const& info);

}  // namespace auklet::db::testing

#define AUKLET_ON_BOTH_ENGINES(Fixture)                                                                    \
  INSTANTIATE_TEST_SUITE_P(                                                                                \
      Engines, Fixture, ::testing::Values(::auklet::db::Engine::sqlite, ::auklet::db::Engine::postgresql), \
      ::auklet::db::testing::engine_name)
