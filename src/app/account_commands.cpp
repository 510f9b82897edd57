// SPDX-License-Identifier: Apache-2.0
#include "app/account_commands.h"

#include <fmt/format.h>

#include <filesystem>
#include <ostream>

#include "app/foundation.h"
#include "base/time_text.h"
#include "db/migrate.h"
#include "db/open.h"
#include "service/member_service.h"
#include "service/password_hasher.h"
#include "service/sign_up_service.h"
#include "store/accounts.h"
#include "store/schema.h"

namespace auklet::app {

namespace {

constexpr std::string_view sqlite_prefix = "sqlite:";
constexpr int list_page = 500;

std::string_view name_of(Role role) {
  switch (role) {
    case Role::user:
      return "user";
    case Role::moderator:
      return "moderator";
    case Role::admin:
      return "admin";
    case Role::owner:
      return "owner";
  }
  return "user";
}

Role role_named(std::string_view name) {
  for (auto const role : {Role::moderator, Role::admin, Role::owner}) {
    if (name_of(role) == name) {
      return role;
    }
  }
  return Role::user;
}

service::PasswordCost one_password(Config const& config) {
  return {static_cast<std::uint32_t>(config.password_argon2_memory_kib),
          static_cast<std::uint32_t>(config.password_argon2_iterations), 1, 1};
}

struct DatabaseFacts {
  int version = 0;
  std::optional<std::string> domain;
};

Task<Result<DatabaseFacts>> look_at(db::Database& database) {
  DatabaseFacts facts;
  CO_TRY(facts.version, co_await db::schema_version(database));
  if (facts.version == store::migrations().back().number) {  // an older schema may not know domains yet
    CO_TRY(facts.domain, co_await store::accounts::founding_domain(database.session()));
  }
  co_return facts;
}

}  // namespace

Result<> create_account(Config const& config, NewAccount const& account) {
  TRY(auto const foundation, Foundation::lay_for_command(config));
  service::PasswordHasher hasher(foundation->random(), one_password(config));
  service::RateLimiter limiter(foundation->clock(), foundation->random(), false);
  service::SignUpService sign_ups(foundation->env(), hasher, limiter);
  service::SignUp request{account.username, account.email, account.password, true, "en", "command line"};
  auto const created = foundation->run(sign_ups.create(std::move(request), role_named(account.role)));
  foundation->stop();
  TRY_OK(created);
  return {};
}

Result<> list_accounts(Config const& config, std::ostream& out) {
  TRY(auto const foundation, Foundation::lay_for_command(config));
  service::PasswordHasher hasher(foundation->random(), one_password(config));
  service::MemberService members(foundation->env(), hasher);
  for (AccountId after{};;) {
    TRY(auto const page, foundation->run(members.list(after, list_page)));
    for (auto const& [account, user] : page) {
      out << fmt::format("{:<30} {:<40} {:<9} {:<8} {}\n", account.username, user.email, name_of(user.role),
                         user.disabled_at ? "disabled" : "", base::iso_date(user.created_at));
      after = account.id;
    }
    if (page.size() < list_page) {
      return {};
    }
  }
}

Result<> set_password(Config const& config, std::string const& username, std::string const& password) {
  TRY(auto const foundation, Foundation::lay_for_command(config));
  service::PasswordHasher hasher(foundation->random(), one_password(config));
  service::MemberService members(foundation->env(), hasher);
  auto const outcome = foundation->run(members.set_password(username, password));
  foundation->stop();
  return outcome;
}

Result<> set_disabled(Config const& config, std::string const& username, bool disabled) {
  TRY(auto const foundation, Foundation::lay_for_command(config));
  service::PasswordHasher hasher(foundation->random(), one_password(config));
  service::MemberService members(foundation->env(), hasher);
  return foundation->run(members.set_disabled(username, disabled));
}

Result<> migrate(Config const& config) {
  TRY_OK(Foundation::lay_for_command(config));
  return {};
}

Result<std::string> probe_database(Config const& config) {
  auto const is_sqlite = config.database.starts_with(sqlite_prefix);
  if (is_sqlite) {
    auto const path = config.database.substr(sqlite_prefix.size());
    if (!std::filesystem::exists(path)) {
      return fmt::format("SQLite: {} will be made on the first start", path);
    }
  }
  async::Runtime runtime(1);
  runtime.start();
  TRY(auto database, db::open(config.database, runtime));
  auto const found =
      boost::asio::co_spawn(runtime.executor(0), look_at(*database), boost::asio::use_future).get();
  runtime.stop();
  database.reset();
  TRY_OK(found);
  auto const known = store::migrations().back().number;
  if (found->version > known) {
    return fail(ErrorKind::invalid, fmt::format("the database has schema {}, this version of Auklet knows {}",
                                                found->version, known));
  }
  if (found->domain && *found->domain != config.domain) {
    return fail(ErrorKind::invalid,
                fmt::format("its accounts are of {0} for ever, but domain is {1}: set domain to {0}",
                            *found->domain, config.domain));
  }
  return fmt::format("{}, schema {} of {}", is_sqlite ? "SQLite" : "PostgreSQL", found->version, known);
}

}  // namespace auklet::app
