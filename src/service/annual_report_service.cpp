// SPDX-License-Identifier: Apache-2.0
#include "service/annual_report_service.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <string_view>
#include <utility>

#include "base/ids.h"
#include "store/annual_reports.h"
#include "store/jobs.h"

namespace auklet::service {

namespace json = boost::json;
namespace reports = store::annual_reports;

namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::sys_days;

constexpr int tags_max = 5;

reports::Ids ids_between(sys_days from, sys_days to) {
  return {base::first_id_at(from), base::first_id_at(to)};
}

reports::Ids ids_of(int year) {
  std::chrono::year const this_year{year};
  return ids_between(sys_days{this_year / 1 / 1}, sys_days{(this_year + std::chrono::years{1}) / 1 / 1});
}

std::vector<reports::Ids> months_of(int year) {
  std::vector<reports::Ids> months;
  for (unsigned number = 1; number <= 12; ++number) {
    std::chrono::year_month const it{std::chrono::year{year}, month{number}};
    months.push_back(ids_between(sys_days{it / day{1}}, sys_days{(it + std::chrono::months{1}) / day{1}}));
  }
  return months;
}

json::value id_or_null(std::optional<PostId> id) {
  return id ? json::value(to_text(*id)) : json::value(nullptr);
}

json::array series_of(std::vector<MonthOfYear> const& months) {
  json::array series;
  for (std::size_t i = 0; i < months.size(); ++i) {
    series.push_back({{"month", i + 1}, {"statuses", months[i].posts}, {"followers", months[i].followers}});
  }
  return series;
}

json::array array_of(std::vector<TagOfYear> const& tags) {
  json::array array;
  for (auto const& [name, count] : tags) {
    array.push_back({{"name", name}, {"count", count}});
  }
  return array;
}

}  // namespace

bool AnnualReportService::is_season(int year) const {
  auto const today = std::chrono::floor<std::chrono::days>(env_.clock.now());
  std::chrono::year_month_day const date{today};
  return from_ && date.year() == std::chrono::year{year} && date.month() / date.day() >= *from_;
}

Task<Result<AnnualReportService::Standing>> AnnualReportService::standing(AccountId account, int year) const {
  auto& reader = env_.database.session();
  CO_TRY(auto const report, co_await reports::find(reader, account, year));
  if (report && report->data) {
    co_return Standing{State::available};
  }
  if (report && env_.clock.now() - report->requested_at <= patience) {
    co_return Standing{State::generating, report->id};
  }
  if (!is_season(year)) {
    co_return Standing{State::ineligible};
  }
  CO_TRY(auto const has_written, co_await reports::has_written(reader, account, ids_of(year)));
  co_return Standing{has_written ? State::eligible : State::ineligible};
}

Task<Result<AnnualReportService::Standing>> AnnualReportService::state(Caller caller, int year) const {
  return standing(caller.self(), year);
}

Task<Result<AnnualReportService::Standing>> AnnualReportService::generate(Caller caller, int year) {
  CO_TRY(auto const before, co_await standing(caller.self(), year));
  if (before.state != State::eligible) {
    co_return before;
  }
  auto const now = env_.clock.now();
  AnnualReport const report{.id = env_.mint<AnnualReportId>(),
                            .account = caller.self(),
                            .year = year,
                            .requested_at = now,
                            .data = {}};
  auto const account = to_text(caller.self());
  store::jobs::NewJob const job{.id = env_.mint<JobId>(),
                                .kind = make_job,
                                .payload = account + " " + std::to_string(year),
                                .run_at = now,
                                .lane = account,
                                .created_at = now};
  db::Batch batch;
  reports::request(batch, report, now - patience,
                   {.kind = ErrorKind::conflict, .message = {}, .detail = {}, .fields = {}});
  store::jobs::enqueue(batch, job);
  auto const written = co_await env_.database.write(batch);
  if (!written && written.error().kind == ErrorKind::conflict) {
    co_return co_await standing(caller.self(), year);  // two asked at once
  }
  CO_TRY_OK(written);
  env_.bus.publish(bus::JobsWaiting{});
  co_return Standing{State::generating, report.id};
}

Task<Result<std::vector<AnnualReport>>> AnnualReportService::unread(Caller caller) const {
  return reports::unread(env_.database.session(), caller.self());
}

Task<Result<AnnualReport>> AnnualReportService::find(Caller caller, int year) const {
  CO_TRY(auto report, co_await reports::find(env_.database.session(), caller.self(), year));
  if (!report || !report->data) {
    co_return record_not_found();
  }
  co_return *std::move(report);
}

Task<Result<>> AnnualReportService::mark_read(Caller caller, int year) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto const marked, co_await reports::mark_read(*transaction, caller.self(), year, env_.clock.now()));
  if (!marked) {
    co_return record_not_found();
  }
  co_return co_await transaction->commit();
}

Task<Result<AnnualReportService::Refresh>> AnnualReportService::refresh(Caller caller,
                                                                        AnnualReportId id) const {
  CO_TRY(auto const report, co_await reports::find_by_id(env_.database.session(), caller.self(), id));
  if (!report) {
    co_return record_not_found();
  }
  co_return Refresh{.id = id, .finished = report->data.has_value()};
}

Task<Result<>> AnnualReportService::make(std::string payload) {
  std::string_view const words = payload;
  auto const space = words.find(' ');
  auto const account_id = base::parse_id(words.substr(0, space));
  auto const year_number =
      base::parse_id(space == std::string_view::npos ? std::string_view() : words.substr(space + 1));
  if (!account_id || !year_number) {
    co_return fail(ErrorKind::malformed, "", "no account and year: " + payload);
  }
  AccountId const account{*account_id};
  auto const year = static_cast<int>(*year_number);
  auto const ids = ids_of(year);
  auto& reader = env_.database.session();
  CO_TRY(auto const posts, co_await reports::count_posts(reader, account, ids));
  CO_TRY(auto const months, co_await reports::count_months(reader, account, months_of(year)));
  CO_TRY(auto const tags, co_await reports::top_tags(reader, account, ids, tags_max));
  CO_TRY(auto const top, co_await reports::top_posts(reader, account, ids));
  json::object const data{
      {"archetype", archetype_of(posts)},
      {"time_series", series_of(months)},
      {"top_hashtags", array_of(tags)},
      {"top_statuses",
       {{"by_reblogs", id_or_null(top.by_boosts)},
        {"by_favourites", id_or_null(top.by_favourites)},
        {"by_replies", id_or_null(top.by_replies)}}},
  };
  auto const text = json::serialize(data);
  db::Batch batch;
  reports::write(batch, account, year, text);
  CO_TRY_OK(co_await env_.database.write(batch));
  co_return Result<>{};
}

std::vector<PostId> posts_named(AnnualReport const& report) {
  std::vector<PostId> ids;
  boost::system::error_code ec;
  auto const data = json::parse(report.data.value_or("null"), ec);
  auto const* const top = !ec && data.is_object() ? data.as_object().if_contains("top_statuses") : nullptr;
  if (top && top->is_object()) {
    for (auto const& [name, value] : top->as_object()) {
      auto const id = value.is_string() ? base::parse_id(value.as_string()) : std::nullopt;
      if (id) {
        ids.push_back(PostId{*id});
      }
    }
  }
  return ids;
}

}  // namespace auklet::service
