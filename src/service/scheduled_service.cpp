// SPDX-License-Identifier: Apache-2.0
#include "service/scheduled_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "service/media_service.h"
#include "store/accounts.h"
#include "store/jobs.h"
#include "store/media.h"

namespace auklet::service {

using store::scheduled_posts::Row;

namespace {

// As Mastodon has it.
constexpr std::chrono::minutes ahead_min{5};
constexpr std::int64_t scheduled_max = 300;
constexpr std::int64_t scheduled_a_day_max = 25;

Result<> check_time(UnixMillis at, UnixMillis now) {
  if (at < now + ahead_min) {
    return validation_failed("Scheduled at must be at least five minutes in the future");
  }
  return {};
}

// What waits to be attached is kept until the post has had its time.
UnixMillis media_end(UnixMillis at) {
  return at + MediaService::unattached_for;
}

// Media of the draft that no other scheduled post of the author waits with: whoever writes one anew makes it before the
// former goes.
Task<Result<std::vector<MediaId>>> media_of_none_other(db::Session& session, AccountId author,
                                                       PostDraft draft) {
  auto ids = std::move(draft.media.ids);
  if (ids.empty()) {
    co_return ids;
  }
  CO_TRY(auto const others,
         co_await store::scheduled_posts::page(session, author, {.limit = static_cast<int>(scheduled_max)}));
  for (auto const& other : others) {
    CO_TRY(auto const waiting, read_draft(other.draft));
    std::erase_if(ids, [&waiting](MediaId id) {
      return std::ranges::find(waiting.media.ids, id) != waiting.media.ids.end();
    });
  }
  co_return ids;
}

}  // namespace

Task<Result<Row>> ScheduledService::own(Caller const& caller, db::Session& session,
                                        ScheduledPostId id) const {
  CO_TRY(auto row, co_await store::scheduled_posts::find(session, id));
  if (!row || !caller.is(row->author)) {
    co_return record_not_found();
  }
  co_return *std::move(row);
}

Task<Result<std::vector<ScheduledPost>>> ScheduledService::present(std::vector<Row> rows) const {
  std::vector<ScheduledPost> posts;
  std::vector<MediaId> ids;
  for (auto& row : rows) {
    CO_TRY(auto draft, read_draft(row.draft));
    draft.idempotency_key = std::move(row.idempotency_key);
    ids.insert(ids.end(), draft.media.ids.begin(), draft.media.ids.end());
    posts.push_back({row.id, row.app, row.at, std::move(draft), {}});
  }
  CO_TRY(auto const media, co_await store::media::find_all(env_.database.session(), ids));
  for (auto& post : posts) {
    for (auto const id : post.draft.media.ids) {
      if (auto const found = std::ranges::find(media, id, &Media::id); found != media.end()) {
        post.media.push_back(*found);
      }
    }
  }
  co_return posts;
}

Task<Result<ScheduledPost>> ScheduledService::present_one(Row row) const {
  CO_TRY(auto posts, co_await present({std::move(row)}));
  co_return std::move(posts.front());
}

Task<Result<>> ScheduledService::check_room(db::Session& session, AccountId author, UnixMillis at,
                                            ScheduledPostId without) const {
  auto const day = std::chrono::floor<std::chrono::days>(at);
  CO_TRY(auto const count,
         co_await store::scheduled_posts::count(session, author, UnixMillis{day},
                                                UnixMillis{day + std::chrono::days{1}}, without));
  if (count.all >= scheduled_max) {
    co_return validation_failed(fmt::format("You can't have more than {} scheduled posts", scheduled_max));
  }
  if (count.between >= scheduled_a_day_max) {
    co_return validation_failed(
        fmt::format("You can't have more than {} scheduled posts on one day", scheduled_a_day_max));
  }
  co_return Result<>{};
}

// All in one lane: a lane costs a look even while nothing in it is due, and the work of each is short.
Task<Result<>> ScheduledService::enqueue(db::Session& session, Row const& row) const {
  store::jobs::NewJob const job{.id = row.job,
                                .kind = publish_scheduled_job,
                                .payload = to_text(row.id),
                                .run_at = row.at,
                                .lane = {},
                                .created_at = env_.clock.now()};
  co_return co_await store::jobs::enqueue(session, job);
}

Task<Result<ScheduledPost>> ScheduledService::create(Caller caller, PostDraft draft, UnixMillis at) {
  auto const author = caller.self();
  CO_TRY_OK(check_time(at, env_.clock.now()));
  CO_TRY_OK(co_await posts_.check(caller, draft));
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock(*transaction, author));
  if (draft.idempotency_key) {
    CO_TRY(auto waiting,
           co_await store::scheduled_posts::find_by_key(*transaction, author, *draft.idempotency_key));
    if (waiting) {
      transaction.reset();
      co_return co_await present_one(*std::move(waiting));
    }
  }
  Row row{.id = env_.mint<ScheduledPostId>(),
          .author = author,
          .app = caller.app,
          .at = at,
          .draft = write_draft(draft),
          .idempotency_key = draft.idempotency_key,
          .job = env_.mint<JobId>()};
  CO_TRY_OK(co_await check_room(*transaction, author, at, row.id));
  CO_TRY_OK(co_await store::scheduled_posts::insert(*transaction, row));
  CO_TRY_OK(co_await enqueue(*transaction, row));
  CO_TRY_OK(co_await store::media::expire_at(*transaction, author, draft.media.ids, media_end(at)));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  co_return co_await present_one(std::move(row));
}

Task<Result<Listing<ScheduledPost>>> ScheduledService::list(Caller caller, PageRequest page) const {
  CO_TRY(auto rows, co_await store::scheduled_posts::page(env_.database.session(), caller.self(), page));
  Listing<ScheduledPost> listing;
  listing.full = static_cast<int>(rows.size()) >= page.limit;
  CO_TRY(listing.items, co_await present(std::move(rows)));
  if (!listing.items.empty()) {
    listing.first_cursor = std::to_underlying(listing.items.front().id);
    listing.last_cursor = std::to_underlying(listing.items.back().id);
  }
  co_return listing;
}

Task<Result<ScheduledPost>> ScheduledService::find(Caller caller, ScheduledPostId id) const {
  CO_TRY(auto row, co_await own(caller, env_.database.session(), id));
  co_return co_await present_one(std::move(row));
}

Task<Result<ScheduledPost>> ScheduledService::move(Caller caller, ScheduledPostId id, UnixMillis at) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock(*transaction, caller.self()));
  CO_TRY(auto row, co_await own(caller, *transaction, id));
  CO_TRY_OK(check_time(at, env_.clock.now()));
  CO_TRY_OK(co_await check_room(*transaction, row.author, at, id));
  auto const former = std::exchange(row.job, env_.mint<JobId>());
  row.at = at;
  // Whoever publishes it at this moment asks for the time that it has read: one of the two finds nothing.
  CO_TRY(auto const there, co_await store::scheduled_posts::move(*transaction, id, at, row.job));
  if (!there) {
    co_return record_not_found();
  }
  CO_TRY(auto const draft, read_draft(row.draft));
  CO_TRY_OK(co_await store::media::expire_at(*transaction, row.author, draft.media.ids, media_end(at)));
  CO_TRY_OK(co_await store::jobs::cancel(*transaction, former));
  CO_TRY_OK(co_await enqueue(*transaction, row));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  co_return co_await present_one(std::move(row));
}

Task<Result<>> ScheduledService::remove(Caller caller, ScheduledPostId id) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto const row, co_await own(caller, *transaction, id));
  CO_TRY(auto const there, co_await store::scheduled_posts::remove(*transaction, id));
  if (!there) {
    co_return record_not_found();
  }
  CO_TRY(auto draft, read_draft(row.draft));
  CO_TRY(auto const media, co_await media_of_none_other(*transaction, row.author, std::move(draft)));
  CO_TRY_OK(co_await store::media::expire_at(*transaction, row.author, media, media_end(env_.clock.now())));
  CO_TRY_OK(co_await store::jobs::cancel(*transaction, row.job));
  co_return co_await transaction->commit();
}

Task<Result<>> ScheduledService::publish(ScheduledPostId id) {
  auto& reader = env_.database.session();
  CO_TRY(auto row, co_await store::scheduled_posts::find(reader, id));
  if (!row || row->at > env_.clock.now()) {
    co_return Result<>{};  // published, deleted, or for later now
  }
  CO_TRY(auto const account, co_await store::accounts::find(reader, row->author));
  CO_TRY(auto const user, co_await store::accounts::find_user(reader, row->author));
  if (!account || account->suspended_at || !user || user->disabled_at) {
    co_return fail(ErrorKind::gone, "", "the author of a scheduled post may not log in");
  }
  CO_TRY(auto draft, read_draft(row->draft));
  draft.scheduled = {row->id, row->at};
  auto const published = co_await posts_.publish({.account = row->author, .app = row->app}, std::move(draft));
  if (published || published.error().kind == ErrorKind::conflict) {
    co_return Result<>{};  // a conflict: somebody else was faster
  }
  auto error = published.error();
  if (error.kind == ErrorKind::not_found) {
    error.kind = ErrorKind::gone;  // what it answers will not come back
  }
  co_return std::unexpected(std::move(error));
}

}  // namespace auklet::service
