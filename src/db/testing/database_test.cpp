// SPDX-License-Identifier: Apache-2.0
#include "db/testing/database_test.h"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string_view>

namespace auklet::db::testing {

namespace {

template <class T>
T value_or_throw(Result<T> result) {
  if (!result) {
    throw std::runtime_error(result.error().message + ": " + result.error().detail);
  }
  return *std::move(result);
}

std::string server_address() {
  auto const* const address = std::getenv("AUKLET_TEST_POSTGRES");
  if (address == nullptr) {
    throw std::runtime_error(
        "AUKLET_TEST_POSTGRES is not set: run the tests through tools/with-postgres, which starts a server "
        "for them");
  }
  return address;
}

// The same server and database, with every unqualified name in this schema.
std::string with_schema(std::string const& address, std::string const& schema) {
  auto const separator = address.find('?') == std::string::npos ? '?' : '&';
  return fmt::format("{}{}options=-csearch_path%3D{}", address, separator, schema);
}

void run_on_server(std::string const& statement) {
  std::unique_ptr<PGconn, decltype(&PQfinish)> const connection(PQconnectdb(server_address().c_str()),
                                                                &PQfinish);
  PQsetNoticeProcessor(
      connection.get(), [](void*, char const*) {}, nullptr);  // what a DROP … CASCADE takes along
  std::unique_ptr<PGresult, decltype(&PQclear)> const result(PQexec(connection.get(), statement.c_str()),
                                                             &PQclear);
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
    throw std::runtime_error(fmt::format("{}: {}", statement, PQerrorMessage(connection.get())));
  }
}

std::string unique_name() {
  static std::atomic<int> count{0};
  return fmt::format("auklet_test_{}_{}", ::getpid(), ++count);
}

}  // namespace

FreshPlace::FreshPlace(Engine engine) : engine_(engine), name_(unique_name()) {
  if (engine == Engine::postgresql) {
    run_on_server("CREATE SCHEMA " + name_);
    address_ = with_schema(server_address(), name_);
  } else {
    name_ = (std::filesystem::temp_directory_path() / name_).string();
    std::filesystem::remove_all(name_);  // of an earlier process with this number
    address_ = "sqlite:" + name_ + "/auklet.db";
  }
}

FreshPlace::~FreshPlace() {
  try {
    if (engine_ == Engine::postgresql) {
      run_on_server("DROP SCHEMA " + name_ + " CASCADE");
    } else {
      std::filesystem::remove_all(name_);
    }
  } catch (std::exception const& e) {
    ADD_FAILURE() << "cannot clean up: " << e.what();
  }
}

namespace {

// A database that these migrations have made, as a file that is copied: thirty durable transactions for each test would be
// most of what the tests take. On PostgreSQL, which is told not to sync, copying gains nothing.
std::string const& migrated_file(std::span<Migration const> migrations) {
  static std::map<Migration const*, std::unique_ptr<FreshPlace>> places;
  auto& place = places[migrations.data()];
  if (!place) {
    place = std::make_unique<FreshPlace>(Engine::sqlite);
    async::Runtime runtime(1);
    runtime.start();
    {
      auto const database = value_or_throw(db::open(place->address(), runtime, {}));
      value_or_throw(run_on(runtime, 0, migrate(*database, migrations)));
      runtime.stop();
    }
  }
  return place->address();
}

void copy_database(std::string_view from, std::string_view to) {
  constexpr std::string_view scheme = "sqlite:";
  std::filesystem::path const target = to.substr(scheme.size());
  std::filesystem::create_directories(target.parent_path());
  std::filesystem::copy_file(from.substr(scheme.size()), target);
}

}  // namespace

DatabaseTest::DatabaseTest(std::span<Migration const> migrations, std::size_t loops, Options options)
    : place_(GetParam()), options_(options), loops_(loops) {
  if (GetParam() == Engine::sqlite && !migrations.empty()) {
    copy_database(migrated_file(migrations), place_.address());
  }
  open_database();
  value_or_throw(run(migrate(database(), migrations)));
}

DatabaseTest::~DatabaseTest() {
  close();
}

void DatabaseTest::open_database() {
  runtime_ = std::make_unique<async::Runtime>(loops_);
  runtime_->start();
  database_ = value_or_throw(db::open(place_.address(), *runtime_, options_));
}

void DatabaseTest::close() {
  runtime_->stop();
  database_.reset();
  runtime_.reset();
}

void DatabaseTest::reopen() {
  close();
  open_database();
}

std::string engine_name(::testing::TestParamInfo<Engine> const& info) {
  return info.param == Engine::sqlite ? "sqlite" : "postgresql";
}

}  // namespace auklet::db::testing
