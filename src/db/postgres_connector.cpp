// SPDX-License-Identifier: Apache-2.0
#include "db/postgres_connector.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <memory>
#include <string_view>
#include <utility>

namespace auklet::db {

namespace {

constexpr int server_version_min = 150000;
constexpr std::chrono::milliseconds idle_in_transaction_max{60'000};

// libpq ends its messages with a line feed.
std::string one_line(std::string text) {
  while (text.ends_with('\n')) {
    text.pop_back();
  }
  std::ranges::replace(text, '\n', ' ');
  return text;
}

}  // namespace

Result<std::unique_ptr<PostgresConnector>> PostgresConnector::make(std::string const& uri,
                                                                   std::chrono::milliseconds connect_max,
                                                                   std::chrono::milliseconds statement_max) {
  std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> const options(
      PQconninfoParse(uri.c_str(), nullptr), &PQconninfoFree);
  if (!options) {
    // libpq's own words may quote the password.
    return fail(ErrorKind::invalid, "The database address is not a PostgreSQL URI that libpq can read");
  }
  Settings settings;
  for (auto const* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) {
      settings.emplace(option->keyword, option->val);
    }
  }
  auto const seconds =
      std::max<std::int64_t>(2, std::chrono::ceil<std::chrono::seconds>(connect_max).count());
  settings.try_emplace("application_name", "auklet");
  settings.try_emplace("connect_timeout", std::to_string(seconds));
  settings.try_emplace("tcp_user_timeout", std::to_string(statement_max.count()));
  // What the stores rely on, whatever the server's own configuration says; and no lock outlives a client that hangs.
  settings["options"] += fmt::format(
      " -c client_encoding=UTF8 -c standard_conforming_strings=on -c statement_timeout={}"
      " -c default_transaction_isolation=read\\ committed -c idle_in_transaction_session_timeout={}",
      statement_max.count(), idle_in_transaction_max.count());
  return std::unique_ptr<PostgresConnector>(new PostgresConnector(std::move(settings)));
}

PostgresConnector::~PostgresConnector() {
  threads_.stop();
  threads_.join();
}

std::string PostgresConnector::place() const {
  auto const value = [this](std::string const& key, std::string const& otherwise) {
    auto const found = settings_.find(key);
    return found == settings_.end() ? otherwise : found->second;
  };
  return fmt::format("PostgreSQL database {} at {}:{}", value("dbname", "(default)"),
                     value("host", value("hostaddr", "(local)")), value("port", "5432"));
}

Result<PostgresHandle> PostgresConnector::connect(Use use) const {
  std::vector<char const*> keys;
  std::vector<char const*> values;
  auto const options =
      settings_.at("options") + (use == Use::read ? " -c default_transaction_read_only=on" : "");
  for (auto const& [key, value] : settings_) {
    keys.push_back(key.c_str());
    values.push_back(key == "options" ? options.c_str() : value.c_str());
  }
  keys.push_back(nullptr);
  values.push_back(nullptr);
  PostgresHandle handle(PQconnectdbParams(keys.data(), values.data(), 0));
  if (PQstatus(handle.get()) != CONNECTION_OK) {
    return fail(ErrorKind::unavailable,
                fmt::format("Cannot connect to the {}: {}", place(), one_line(PQerrorMessage(handle.get()))));
  }
  if (PQserverVersion(handle.get()) < server_version_min) {
    return fail(ErrorKind::invalid, fmt::format("The {} must be version 15 or newer", place()));
  }
  auto const* const encoding = PQparameterStatus(handle.get(), "server_encoding");
  if (encoding == nullptr || std::string_view{encoding} != "UTF8") {
    return fail(ErrorKind::invalid, fmt::format("The {} must have the encoding UTF8", place()));
  }
  return handle;
}

void PostgresConnector::connect(Use use, boost::asio::any_io_executor executor,
                                std::move_only_function<void(Result<PostgresHandle>)> done) {
  boost::asio::post(threads_, [this, use, executor = std::move(executor), done = std::move(done)]() mutable {
    boost::asio::post(executor,
                      [done = std::move(done), result = connect(use)]() mutable { done(std::move(result)); });
  });
}

}  // namespace auklet::db
