// SPDX-License-Identifier: Apache-2.0
#include "service/portable_service.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "service/local_address.h"
#include "store/accounts.h"
#include "store/follows.h"
#include "store/jobs.h"
#include "store/portable.h"
#include "text/csv.h"
#include "text/language.h"
#include "text/username.h"

namespace auklet::service {

namespace {

constexpr int page = 1000;
constexpr int imports_shown = 20;

// The heads of Mastodon's files; a first line that begins like that is no row.
constexpr std::string_view address_head = "Account address";

std::optional<text::CsvRow> head_of(Portable what) {
  switch (what) {
    case Portable::follows:
      return text::CsvRow{std::string(address_head), "Show boosts", "Notify on new posts", "Languages"};
    case Portable::mutes:
      return text::CsvRow{std::string(address_head), "Hide notifications"};
    case Portable::blocks:
    case Portable::lists:
    case Portable::bookmarks:
      return std::nullopt;
  }
  return std::nullopt;
}

std::size_t cells_min(Portable what) {
  return what == Portable::lists ? 2 : 1;
}

bool is_head(text::CsvRow const& row) {
  return row.front() == address_head || row.front().starts_with('#');
}

std::optional<bool> read_bool(text::CsvRow const& row, std::size_t place) {
  if (place >= row.size() || row[place].empty()) {
    return std::nullopt;
  }
  return row[place] == "true" || row[place] == "1";
}

std::vector<std::string> read_languages(std::string_view text) {
  std::vector<std::string> languages;
  while (!text.empty()) {
    auto const end = std::min(text.find_first_of(", "), text.size());
    if (auto language = text::canonical_language(text.substr(0, end))) {
      languages.push_back(*std::move(language));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return languages;
}

// Errors that say something of the row, and not of the moment.
bool is_of_the_row(ErrorKind kind) {
  return kind == ErrorKind::not_found || kind == ErrorKind::forbidden || kind == ErrorKind::invalid ||
         kind == ErrorKind::malformed || kind == ErrorKind::gone;
}

std::string_view why(Error const& error) {
  switch (error.kind) {
    case ErrorKind::not_found:
    case ErrorKind::gone:
      return "not_found";
    case ErrorKind::forbidden:
      return "forbidden";
    default:
      return "invalid";
  }
}

store::jobs::NewJob next_slice(Environment const& env, Import const& import, UnixMillis now) {
  return {.id = env.mint<JobId>(),
          .kind = PortableService::job_kind,
          .payload = to_text(import.id),
          .run_at = now,
          .lane = to_text(import.account),
          .created_at = now};
}

}  // namespace

Task<Result<std::string>> PortableService::write(Caller caller, Portable what) const {
  std::string text;
  if (auto const head = head_of(what)) {
    text::append_csv(text, *head);
  }
  std::int64_t after = 0;
  for (;;) {
    CO_TRY(auto const rows, co_await store::portable::leaving(env_.database.session(), what, caller.self(),
                                                              after, page, env_.clock.now()));
    for (auto const& row : rows) {
      auto cells = row.cells;
      if (what == Portable::follows) {
        cells[3] = fmt::format("{}", fmt::join(store::follows::split_languages(cells[3]), ", "));
      } else if (what == Portable::bookmarks) {
        cells = {fmt::format("{}/statuses/{}", env_.identity.actor_uri(cells[1]), cells[0])};
      }
      text::append_csv(text, cells);
    }
    if (rows.size() < page) {
      co_return text;
    }
    after = rows.back().cursor;
  }
}

Task<Result<Import>> PortableService::bring(Caller caller, Portable what, std::string text) {
  CO_TRY(auto rows, text::read_csv(text, {.rows_max = rows_max + 1}));
  if (!rows.empty() && is_head(rows.front())) {
    rows.erase(rows.begin());
  }
  if (rows.empty()) {
    co_return validation_failed("The file has no rows");
  }
  CO_TRY(auto const earlier,
         co_await store::portable::of_account(env_.database.session(), caller.self(), imports_shown));
  if (!std::ranges::all_of(earlier, &Import::is_finished)) {
    co_return validation_failed("Another import is not finished");
  }
  auto const now = env_.clock.now();
  Import const import{.id = env_.mint<ImportId>(),
                      .account = caller.self(),
                      .what = what,
                      .rows = static_cast<std::int64_t>(rows.size()),
                      .created_at = now};
  std::vector<std::string> lines(rows.size());
  db::Batch batch;
  store::portable::forget_failures(batch, import.account);
  store::portable::insert(batch, import);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    text::append_csv(lines[i], rows[i]);
    store::portable::insert_row(batch, import.id, i, lines[i]);
  }
  auto const job = next_slice(env_, import, now);
  store::jobs::enqueue(batch, job);
  CO_TRY_OK(co_await env_.database.write(batch));
  env_.bus.publish(bus::JobsWaiting{});
  co_return import;
}

Task<Result<Import>> PortableService::find(Caller caller, ImportId id) const {
  CO_TRY(auto const import, co_await store::portable::find(env_.database.session(), id));
  if (!import || !caller.is(import->account)) {
    co_return record_not_found();
  }
  co_return *import;
}

Task<Result<std::vector<Import>>> PortableService::imports(Caller caller) const {
  co_return co_await store::portable::of_account(env_.database.session(), caller.self(), imports_shown);
}

Task<Result<std::vector<ImportFailure>>> PortableService::failures(Caller caller, ImportId id,
                                                                   std::int64_t after) const {
  CO_TRY_OK(co_await find(caller, id));
  co_return co_await store::portable::failures(env_.database.session(), id, after, failures_page);
}

Task<Result<>> PortableService::go_on(ImportId id) {
  auto& reader = env_.database.session();
  CO_TRY(auto const import, co_await store::portable::find(reader, id));
  if (!import) {
    co_return Result<>{};
  }
  CO_TRY(auto const lines,
         co_await store::portable::waiting(reader, id, import->done + import->failed, slice));
  if (lines.empty()) {
    co_return Result<>{};
  }
  Caller const caller{.account = import->account};
  std::int64_t done = 0;
  std::int64_t failed = 0;
  db::Batch batch;
  for (auto const& line : lines) {
    CO_TRY(auto const rows, text::read_csv(line.text));
    auto const taken = rows.size() == 1 && rows.front().size() >= cells_min(import->what)
                           ? co_await take(caller, import->what, rows.front())
                           : Result<>(validation_failed("The row has too few cells"));
    if (!taken && !is_of_the_row(taken.error().kind)) {
      co_return taken;
    }
    ++(taken ? done : failed);
    if (!taken) {
      store::portable::fail(batch, id, line.position, why(taken.error()));
    }
  }
  store::portable::pass(batch, id, lines.back().position, done, failed);
  auto const job = next_slice(env_, *import, env_.clock.now());
  auto const more = import->done + import->failed + done + failed < import->rows;
  if (more) {
    store::jobs::enqueue(batch, job);
  }
  CO_TRY_OK(co_await env_.database.write(batch));
  if (more) {
    env_.bus.publish(bus::JobsWaiting{});
  }
  co_return Result<>{};
}

Task<Result<>> PortableService::take(Caller const& caller, Portable what,
                                     std::vector<std::string> const& cells) {
  if (what == Portable::bookmarks) {
    auto const address = parse_local_address(env_.identity, cells.front());
    if (!address || !address->post) {
      co_return record_not_found();
    }
    CO_TRY_OK(co_await reactions_.bookmark(caller, *address->post));
    co_return Result<>{};
  }
  CO_TRY(auto const account, co_await named(cells[what == Portable::lists ? 1 : 0]));
  switch (what) {
    case Portable::follows: {
      FollowTerms terms{.show_reblogs = read_bool(cells, 1), .notify = read_bool(cells, 2)};
      if (cells.size() > 3) {
        terms.languages = read_languages(cells[3]);
      }
      CO_TRY_OK(co_await relations_.follow(caller, account, std::move(terms)));
      break;
    }
    case Portable::blocks:
      CO_TRY_OK(co_await relations_.block(caller, account));
      break;
    case Portable::mutes:
      CO_TRY_OK(co_await relations_.mute(caller, account,
                                         {.hide_notifications = read_bool(cells, 1).value_or(true)}));
      break;
    case Portable::lists:
      CO_TRY_OK(co_await add_to_list(caller, cells.front(), account));
      break;
    case Portable::bookmarks:
      break;
  }
  co_return Result<>{};
}

Task<Result<AccountId>> PortableService::named(std::string_view handle) const {
  if (handle.starts_with('@')) {
    handle.remove_prefix(1);
  }
  auto const at = handle.find('@');
  auto const domain =
      at == std::string_view::npos ? std::string_view(env_.identity.domain) : handle.substr(at + 1);
  CO_TRY(auto const account,
         co_await store::accounts::find_by_handle(
             env_.database.session(), text::fold_username(handle.substr(0, at)), std::string(domain)));
  if (!account) {
    co_return record_not_found();
  }
  co_return account->id;
}

// The list of that title, made if there is none. Only those whom the caller follows can be in a list.
Task<Result<>> PortableService::add_to_list(Caller const& caller, std::string const& title,
                                            AccountId member) {
  CO_TRY(auto const lists, co_await lists_.all(caller));
  auto const found = std::ranges::find(lists, title, &List::title);
  ListId list{};
  if (found != lists.end()) {
    list = found->id;
  } else {
    CO_TRY(auto const made, co_await lists_.create(caller, {.title = title}));
    list = made.id;
  }
  CO_TRY(auto const already, co_await lists_.with_member(caller, member));
  if (std::ranges::find(already, list, &List::id) != already.end()) {
    co_return Result<>{};
  }
  co_return co_await lists_.add_members(caller, list, {member});
}

}  // namespace auklet::service
