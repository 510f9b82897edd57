// SPDX-License-Identifier: Apache-2.0
#include "service/archive_service.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <string>
#include <system_error>
#include <utility>

#include "base/zip_writer.h"
#include "service/archive_json.h"
#include "service/erase_file.h"
#include "store/accounts.h"
#include "store/archives.h"
#include "store/jobs.h"
#include "store/reactions.h"
#include "store/timelines.h"

namespace auklet::service {

namespace {

namespace fs = std::filesystem;

constexpr int page = 100;
constexpr int archives_shown = 10;
constexpr int expired_at_once_max = 100;

bool reads_everything(Caller const& caller) {
  using enum Scope;
  return std::ranges::all_of(std::array{read_accounts, read_statuses, read_bookmarks, read_favourites,
                                        read_follows, read_blocks, read_mutes, read_lists},
                             [&caller](Scope scope) { return caller.scopes.has(scope); });
}

std::unexpected<Error> outside_scopes() {
  return fail(ErrorKind::forbidden, "This action is outside the authorized scopes");
}

// A new file in place of any of that name, for nobody but this user.
Result<base::File> make_file(fs::path const& path) {
  base::File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  return file.is_open() ? Result<base::File>(std::move(file))
                        : fail(ErrorKind::unavailable, "The archive cannot be written", path.string());
}

}  // namespace

// Makes one archive. Memory is that of a page of posts, and of the names of the files.
class ArchiveService::Writer {
 public:
  Writer(ArchiveService& service, Archive const& archive, Account account, base::File const& file)
      : service_(service),
        account_(std::move(account)),
        caller_{.account = account_.id},
        beside_(service.folder_ / (archive.file + ".beside")),
        zip_(file, service.env_.clock.now()) {}
  ~Writer() { erase_file(beside_); }
  Writer(Writer const&) = delete;
  Writer& operator=(Writer const&) = delete;

  Task<Result<std::uint64_t>> run() {
    CO_TRY_OK(zip_.add("actor.json", boost::json::serialize(archived_actor(account_))));
    CO_TRY_OK(co_await add_outbox());
    CO_TRY_OK(co_await add_marked("likes.json", store::reactions::favourites));
    CO_TRY_OK(co_await add_marked("bookmarks.json", store::reactions::bookmarks));
    for (auto const what :
         {Portable::follows, Portable::blocks, Portable::mutes, Portable::lists, Portable::bookmarks}) {
      CO_TRY(auto const text, co_await service_.portable_.write(caller_, what));
      CO_TRY_OK(zip_.add(fmt::format("{}.csv", to_string(what)), text));
    }
    CO_TRY_OK(co_await add_blob(account_.avatar));
    CO_TRY_OK(co_await add_blob(account_.header));
    CO_TRY_OK(co_await add_media());
    CO_TRY_OK(zip_.finish());
    co_return zip_.bytes();
  }

 private:
  db::Session& reader() const { return service_.env_.database.session(); }

  // The account's posts, the newest first, a page at a time.
  Task<Result<std::vector<PostDetails>>> next_posts(std::optional<std::int64_t>& below,
                                                    store::timelines::AccountFilter filter) const {
    filter.most_private = Visibility::direct;
    CO_TRY(auto ids, co_await store::timelines::by_account(reader(), account_.id, filter,
                                                           {.max_id = below, .limit = page}));
    if (ids.empty()) {
      co_return std::vector<PostDetails>{};
    }
    below = std::to_underlying(ids.back());
    co_return co_await service_.loader_.load_unjudged(reader(), std::move(ids));
  }

  // A collection that is written beside first: how long it is nobody knows before its end.
  class Collection {
   public:
    static Result<Collection> begin(fs::path const& path, std::string_view name) {
      TRY(auto file, make_file(path));
      TRY_OK(
          file.write(fmt::format("{{\"@context\":\"https://www.w3.org/ns/activitystreams\",\"id\":\"{}\","
                                 "\"type\":\"OrderedCollection\",\"orderedItems\":[",
                                 name)));
      return Collection(std::move(file));
    }
    Result<> add(boost::json::value const& item) {
      auto const separator = count_++ == 0 ? "\n" : ",\n";
      return file_.write(separator + boost::json::serialize(item));
    }
    Result<> end() { return file_.write(fmt::format("\n],\"totalItems\":{}}}\n", count_)); }

   private:
    explicit Collection(base::File file) : file_(std::move(file)) {}
    base::File file_;
    std::int64_t count_ = 0;
  };

  Task<Result<>> add_outbox() {
    CO_TRY(auto collection, Collection::begin(beside_, "outbox.json"));
    std::optional<std::int64_t> below;
    for (auto before = below;;) {
      CO_TRY(auto const posts, co_await next_posts(below, {}));
      if (below == before) {
        break;
      }
      before = below;
      for (auto const& details : posts) {
        CO_TRY_OK(collection.add(archived_activity(details)));
      }
    }
    CO_TRY_OK(collection.end());
    co_return co_await add_beside("outbox.json");
  }

  // The addresses of what the account has marked.
  template <class List>
  Task<Result<>> add_marked(std::string name, List list) {
    CO_TRY(auto collection, Collection::begin(beside_, name));
    std::optional<std::int64_t> below;
    for (;;) {
      CO_TRY(auto const marked,
             co_await list(reader(), account_.id, PageRequest{.max_id = below, .limit = page}));
      if (marked.empty()) {
        break;
      }
      below = std::to_underlying(marked.back().cursor);
      std::vector<PostId> ids;
      for (auto const& one : marked) {
        ids.push_back(one.post);
      }
      // Only what the account may still see has an address to take along.
      CO_TRY(auto const posts,
             co_await service_.loader_.load(reader(), account_.id, std::move(ids), Company::anyone));
      for (auto const& details : posts) {
        CO_TRY_OK(collection.add(boost::json::string(post_uri(details.post, details.author))));
      }
    }
    CO_TRY_OK(collection.end());
    co_return co_await add_beside(std::move(name));
  }

  Task<Result<>> add_media() {
    std::optional<std::int64_t> below;
    for (auto before = below;;) {
      CO_TRY(auto const posts, co_await next_posts(below, {.exclude_boosts = true,
                                                           .kind = store::timelines::Kind::with_media}));
      if (below == before) {
        co_return Result<>{};
      }
      before = below;
      for (auto const& details : posts) {
        for (auto const& media : details.media) {
          CO_TRY_OK(co_await add_blob(media.file));
        }
      }
    }
  }

  Task<Result<>> add_blob(std::string file) {
    if (file.empty()) {
      co_return Result<>{};
    }
    auto copy = co_await service_.blobs_.fetch(file, service_.folder_);
    if (!copy && copy.error().kind == ErrorKind::not_found) {
      co_return Result<>{};  // it was removed since its post was read
    }
    CO_TRY_OK(copy);
    auto added = co_await add_file(archived_path(file), *copy);
    erase_file(*copy);
    co_return added;
  }
  Task<Result<>> add_beside(std::string name) { return add_file(std::move(name), beside_); }
  Task<Result<>> add_file(std::string name, fs::path path) {
    auto added = co_await service_.pool_.run([this, &name, &path] { return zip_.add_file(name, path); });
    CO_TRY_OK(added);
    co_return *std::move(added);
  }

  ArchiveService& service_;
  Account const account_;
  Caller const caller_;
  fs::path const beside_;
  base::ZipWriter zip_;
};

Result<> ArchiveService::prepare() const {
  std::error_code code;
  fs::create_directories(folder_, code);
  if (!code) {
    fs::permissions(folder_, fs::perms::owner_all, code);
  }
  return code ? fail(ErrorKind::unavailable, "The folder of archives cannot be had: " + folder_.string(),
                     code.message())
              : Result<>{};
}

Task<Result<Archive>> ArchiveService::ask(Caller caller) {
  if (!reads_everything(caller)) {
    co_return outside_scopes();
  }
  auto const now = env_.clock.now();
  Archive const archive{.id = env_.mint<ArchiveId>(),
                        .account_id = caller.self(),
                        .file = blob::new_blob_stem(env_.random) + ".zip",
                        .created_at = now};
  store::jobs::NewJob const job{.id = env_.mint<JobId>(),
                                .kind = job_kind,
                                .payload = to_text(archive.id),
                                .run_at = now,
                                .lane = to_text(archive.account_id),
                                .created_at = now};
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock(*transaction, archive.account_id));
  CO_TRY(auto const former, co_await store::archives::of_account(*transaction, archive.account_id, 1));
  if (!former.empty() && former[0].state != ArchiveState::failed &&
      former[0].created_at + archive_kept_for > now) {
    co_return validation_failed("An archive can be asked for once in seven days");
  }
  CO_TRY_OK(co_await store::archives::insert(*transaction, archive));
  CO_TRY_OK(co_await store::jobs::enqueue(*transaction, job));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  env_.bus.publish(bus::JobsWaiting{});
  co_return archive;
}

Task<Result<std::vector<Archive>>> ArchiveService::list(Caller caller) const {
  CO_TRY(auto archives,
         co_await store::archives::of_account(env_.database.session(), caller.self(), archives_shown));
  std::erase_if(archives, [now = env_.clock.now()](Archive const& archive) {
    return archive.expires_at && *archive.expires_at <= now;
  });
  co_return archives;
}

Task<Result<Archive>> ArchiveService::find(Caller caller, ArchiveId id) const {
  CO_TRY(auto archive, co_await store::archives::find(env_.database.session(), id));
  if (!archive || !caller.is(archive->account_id) ||
      (archive->expires_at && *archive->expires_at <= env_.clock.now())) {
    co_return record_not_found();
  }
  co_return *std::move(archive);
}

Task<Result<std::shared_ptr<base::File const>>> ArchiveService::open(Caller caller, ArchiveId id) const {
  if (!reads_everything(caller)) {
    co_return outside_scopes();
  }
  CO_TRY(auto const archive, co_await find(std::move(caller), id));
  if (archive.state != ArchiveState::ready) {
    co_return record_not_found();
  }
  CO_TRY(auto file, base::File::open_for_reading(folder_ / archive.file));
  co_return std::make_shared<base::File const>(std::move(file));
}

Task<Result<>> ArchiveService::make(ArchiveId id, bool is_last) {
  CO_TRY(auto archive, co_await store::archives::find(env_.database.session(), id));
  if (!archive || archive->state != ArchiveState::waiting) {
    co_return Result<>{};
  }
  auto written = co_await write(*archive);
  if (!written && !is_last) {
    co_return std::unexpected(std::move(written).error());
  }
  archive->state = written ? ArchiveState::ready : ArchiveState::failed;
  archive->bytes = static_cast<std::int64_t>(written.value_or(0));
  archive->expires_at = env_.clock.now() + archive_kept_for;
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::archives::end(*transaction, *archive));
  CO_TRY_OK(co_await transaction->commit());
  CO_TRY_OK(std::move(written));
  co_return Result<>{};
}

// Under another name until it is whole; what a former attempt has left is overwritten.
Task<Result<std::uint64_t>> ArchiveService::write(Archive const& archive) {
  CO_TRY(auto account, co_await store::accounts::find(env_.database.session(), archive.account_id));
  if (!account) {
    co_return record_not_found();
  }
  auto const part = folder_ / (archive.file + ".part");
  CO_TRY(auto const file, make_file(part));
  Result<std::uint64_t> written = 0;
  {
    Writer writer(*this, archive, *std::move(account), file);
    written = co_await writer.run();
  }
  if (!written) {
    erase_file(part);
    co_return written;
  }
  auto const synced = co_await pool_.run([&file] { return file.sync(); });
  CO_TRY_OK(synced);
  CO_TRY_OK(*synced);
  std::error_code code;
  fs::rename(part, folder_ / archive.file, code);
  if (code) {
    co_return fail(ErrorKind::unavailable, "The archive cannot be written", code.message());
  }
  CO_TRY_OK(base::sync_folder(folder_));
  co_return written;
}

// The file first: as long as there is a row somebody knows of it.
Task<Result<>> ArchiveService::expire() {
  CO_TRY(auto const over,
         co_await store::archives::expired(env_.database.session(), env_.clock.now(), expired_at_once_max));
  for (auto const& archive : over) {
    for (auto const* const suffix : {"", ".part", ".beside"}) {
      erase_file(folder_ / (archive.file + suffix));
    }
    CO_TRY(auto transaction, co_await env_.database.begin());
    CO_TRY_OK(co_await store::archives::remove(*transaction, archive.id));
    CO_TRY_OK(co_await transaction->commit());
  }
  co_return Result<>{};
}

}  // namespace auklet::service
