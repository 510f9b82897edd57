// SPDX-License-Identifier: Apache-2.0
#include "bench/prepare.h"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <vector>

#include "async/runtime.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "bench/bulk_load.h"
#include "bench/progress.h"
#include "bus/bus.h"
#include "db/migrate.h"
#include "db/open.h"
#include "service/environment.h"
#include "service/search_index.h"
#include "store/accounts.h"
#include "store/schema.h"

namespace auklet::bench {

namespace {

constexpr std::int64_t app_id = 1;
constexpr std::string_view scopes = "read write follow";
constexpr std::int64_t role_user = 0;
constexpr std::int64_t role_owner = 3;
constexpr std::uint64_t rows_between_looks = 1024;
// Nobody can log in with this; people of the bench have their tokens.
constexpr std::string_view no_password = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA";

// Brings the schema up to date; fails when somebody lives there.
Result<> make_schema(std::string const& address) {
  async::Runtime runtime(1);
  runtime.start();
  TRY(auto const database, db::open(address, runtime));
  auto const run = [&runtime]<class T>(Task<T> task) {
    return boost::asio::co_spawn(runtime.executor(0), std::move(task), boost::asio::use_future).get();
  };
  auto const migrated = run(db::migrate(*database, store::migrations()));
  auto const inhabited = migrated ? run(store::accounts::any_user(database->session())) : Result<bool>(false);
  runtime.stop();
  TRY_OK(migrated);
  if (!inhabited) {
    return std::unexpected(inhabited.error());
  }
  if (*inhabited) {
    return fail(ErrorKind::conflict,
                "there are accounts in this database already: prepare wants an empty one");
  }
  return {};
}

// Puts every post into the search index, as the server would.
Task<Result<>> move_all(service::Environment const& env, std::uint64_t posts) {
  service::SearchIndex index(env);
  Progress progress("search index", posts);
  std::uint64_t done = 0;
  for (;;) {
    CO_TRY(auto const moved, co_await index.move_some());
    if (moved == 0) {
      break;
    }
    done += moved;
    progress.show(done, 0);
  }
  progress.finish(done, 0);
  co_return Result<>{};
}

Result<> index_posts(std::string const& address, std::uint64_t posts, ServerName const& name) {
  async::Runtime runtime(1);
  runtime.start();
  base::SystemClock clock;
  base::SystemRandom random;
  base::IdGenerator ids(clock, 0);
  bus::LocalBus bus;
  TRY(auto const database, db::open(address, runtime));
  service::Environment const env{*database, clock, ids, random, bus, {name.domain, name.base_url}, {}};
  auto indexed =
      boost::asio::co_spawn(runtime.executor(0), move_all(env, posts), boost::asio::use_future).get();
  runtime.stop();
  return indexed;
}

class Loader {
 public:
  Loader(Population const& people, BulkLoad& load, ServerName const& name)
      : people_(people), load_(load), name_(name) {}

  Result<> run() {
    TRY_OK(table("founders", "id,account_id,domain", 1, [this](std::uint64_t) {
      return load_.row({std::int64_t{1}, Population::account_id(0), std::string_view(name_.domain)});
    }));
    TRY_OK(accounts());
    TRY_OK(users());
    TRY_OK(app());
    TRY_OK(tokens());
    TRY_OK(follows());
    TRY_OK(posts());
    TRY_OK(table("search_queue", "post_id", people_.shape().posts,
                 [this](std::uint64_t number) { return load_.row({people_.post(number).id}); }));
    TRY_OK(table("server_totals", "id,people,posts,active", 1, [this](std::uint64_t) {
      return load_.row({std::int64_t{1}, std::int64_t{people_.users()},
                        static_cast<std::int64_t>(people_.shape().posts), std::int64_t{0}});
    }));
    return load_.finish();
  }

 private:
  template <class Row>
  Result<> table(char const* name, char const* columns, std::uint64_t count, Row row,
                 char const* in_order = "") {
    TRY_OK(load_.begin_table(name, columns, in_order));
    Progress progress(name, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      TRY_OK(row(i));
      if (i % rows_between_looks == 0) {
        progress.show(i, 0);
      }
    }
    TRY_OK(load_.end_table(
        [&progress](std::string_view index) { progress.note(fmt::format("builds the index {}", index)); }));
    progress.finish(count, 0);
    return {};
  }

  Result<> accounts() {
    std::vector<std::int64_t> posts(people_.users(), 0);
    std::vector<std::uint64_t> last(people_.users(), 0);
    for (std::uint64_t number = 0; number < people_.shape().posts; ++number) {
      auto const author = people_.author_of(number);
      ++posts[author];
      last[author] = number;
    }
    return table(
        "accounts",
        "id,username,username_key,domain,uri,url,display_name,note,fields,locked,bot,discoverable,indexable,"
        "hide_collections,followers_count,following_count,posts_count,last_posted_at,created_at",
        people_.users(), [&](std::uint64_t i) {
          auto const user = static_cast<std::uint32_t>(i);
          auto const username = Population::username(user);
          auto const uri = fmt::format("{}/users/{}", name_.base_url, username);
          auto const url = fmt::format("{}/@{}", name_.base_url, username);
          std::int64_t const no = 0;
          std::int64_t const yes = 1;  // everyone lets their posts be found
          return load_.row({Population::account_id(user), username, username, name_.domain, uri, url, "", "",
                            "[]", no, no, no, yes, no, std::int64_t{people_.graph().followers_count(user)},
                            static_cast<std::int64_t>(people_.graph().followees(user).size()), posts[user],
                            posts[user] == 0 ? Value{} : Value{to_count(people_.post(last[user]).created_at)},
                            to_count(Population::signed_up_at(user))});
        });
  }

  Result<> users() {
    return table("users",
                 "account_id,email,email_key,password_hash,role,locale,default_visibility,default_sensitive,"
                 "created_at",
                 people_.users(), [this](std::uint64_t i) {
                   auto const user = static_cast<std::uint32_t>(i);
                   auto const email = Population::username(user) + "@bench.example";
                   return load_.row({Population::account_id(user), email, email, no_password,
                                     user == 0 ? role_owner : role_user, "en", std::int64_t{0},
                                     std::int64_t{0}, to_count(Population::signed_up_at(user))});
                 });
  }

  Result<> app() {
    auto const secret = base::hex(base::sha256("auklet-bench"));
    return table(
        "apps", "id,client_id,client_secret_hash,name,redirect_uris,scopes,created_at", 1,
        [&](std::uint64_t) {
          return load_.row({app_id, "auklet-bench", secret, "auklet-bench", "urn:ietf:wg:oauth:2.0:oob",
                            scopes, to_count(Population::signed_up_at(0))});
        });
  }

  Result<> tokens() {
    return table("tokens", "id,token_hash,app_id,account_id,scopes,created_at", people_.users(),
                 [this](std::uint64_t i) {
                   auto const user = static_cast<std::uint32_t>(i);
                   auto const hash = base::hex(base::sha256(people_.token(user)));
                   return load_.row({people_.token_id(user), hash, app_id, Population::account_id(user),
                                     scopes, to_count(Population::signed_up_at(user))});
                 });
  }

  Result<> follows() {
    auto const& graph = people_.graph();
    std::uint32_t follower = 0;
    std::size_t next = 0;
    return table(
        "follows", "id,follower_id,followee_id,show_reblogs,notify,languages", graph.follows(),
        [&](std::uint64_t number) {
          while (next == graph.followees(follower).size()) {
            ++follower;
            next = 0;
          }
          return load_.row({people_.follow_id(number), Population::account_id(follower),
                            Population::account_id(graph.followees(follower)[next++]), std::int64_t{1},
                            std::int64_t{0}, ""});
        },
        "follows_by_follower");
  }

  Result<> posts() {
    return table(
        "posts", "id,account_id,thread_id,visibility,sensitive,spoiler_text,text,content,app_id,created_at",
        people_.shape().posts, [this](std::uint64_t number) {
          auto const post = people_.post(number);
          auto const content = fmt::format("<p>{}</p>", post.text);
          return load_.row({post.id, Population::account_id(post.author), post.id, std::int64_t{0},
                            std::int64_t{0}, "", post.text, content, app_id, to_count(post.created_at)});
        });
  }

  Population const& people_;
  BulkLoad& load_;
  ServerName const& name_;
};

}  // namespace

Result<> load_population(Population const& people, std::string const& address, ServerName const& name) {
  TRY_OK(make_schema(address));
  {
    TRY(auto const load, BulkLoad::open(address));
    TRY_OK(Loader(people, *load, name).run());
  }
  return index_posts(address, people.shape().posts, name);
}

}  // namespace auklet::bench
