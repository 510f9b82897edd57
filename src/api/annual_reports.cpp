// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/annual_reports/ and …/async_refreshes/
#include "api/annual_reports.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <iterator>
#include <string_view>
#include <utility>

#include "api/paging.h"
#include "api/services.h"
#include "api/status_pages.h"
#include "service/account_service.h"
#include "service/annual_report_service.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

using State = service::AnnualReportService::State;
using Standing = service::AnnualReportService::Standing;

// In seconds: how long to wait before asking again.
constexpr int retry_after = 2;

Result<int> read_year(Call const& call) {
  TRY(auto const year, read_path_id(call, "year"));
  if (year < 1970 || year > 9999) {
    return service::record_not_found();
  }
  return static_cast<int>(year);
}

std::string_view to_string(State state) {
  switch (state) {
    case State::available:
      return "available";
    case State::generating:
      return "generating";
    case State::eligible:
      return "eligible";
    case State::ineligible:
      break;
  }
  return "ineligible";
}

// Where the client may learn that what it waits for is there.
void point_to_refresh(Reply& reply, Standing const& standing) {
  if (standing.refresh) {
    reply.headers.emplace_back("Mastodon-Async-Refresh",
                               fmt::format("id=\"{}\", retry={}", to_text(*standing.refresh), retry_after));
  }
}

boost::json::object render(AnnualReport const& report) {
  return {{"year", report.year},
          {"data", boost::json::parse(report.data.value_or("null"))},
          {"schema_version", annual_report_schema},
          {"share_url", nullptr},  // there is no page that shows it to others
          {"account_id", to_text(report.account)}};
}

Task<Result<Reply>> wrap(Call& call, std::vector<AnnualReport> reports) {
  std::vector<PostId> posts;
  boost::json::array shown;
  for (auto const& report : reports) {
    std::ranges::copy(service::posts_named(report), std::back_inserter(posts));
    shown.push_back(render(report));
  }
  std::vector<AccountId> people;
  if (!reports.empty()) {
    people.push_back(call.caller.self());
  }
  CO_TRY(auto const accounts, co_await call.services.accounts.find_all(std::move(people)));
  CO_TRY(auto const statuses, co_await call.services.status_pages.show_visible(
                                  call.caller.account, std::move(posts), service::Company::anyone));
  co_return Reply::of(boost::json::object{{"annual_reports", std::move(shown)},
                                          {"accounts", call.services.view.accounts(accounts)},
                                          {"statuses", boost::json::parse(statuses)}});
}

Task<Result<Reply>> list(Call& call) {
  CO_TRY(auto reports, co_await call.services.annual_reports.unread(call.caller));
  co_return co_await wrap(call, std::move(reports));
}

Task<Result<Reply>> show(Call& call) {
  CO_TRY(auto const year, read_year(call));
  CO_TRY(auto const report, co_await call.services.annual_reports.find(call.caller, year));
  co_return co_await wrap(call, {report});
}

Task<Result<Reply>> state(Call& call) {
  CO_TRY(auto const year, read_year(call));
  CO_TRY(auto const standing, co_await call.services.annual_reports.state(call.caller, year));
  auto reply = Reply::of(boost::json::object{{"state", to_string(standing.state)}});
  point_to_refresh(reply, standing);
  co_return reply;
}

Task<Result<Reply>> generate(Call& call) {
  CO_TRY(auto const year, read_year(call));
  CO_TRY(auto const standing, co_await call.services.annual_reports.generate(call.caller, year));
  auto reply = Reply::empty();
  if (standing.state == State::generating) {
    reply.status = 202;
    point_to_refresh(reply, standing);
  }
  co_return reply;
}

Task<Result<Reply>> mark_read(Call& call) {
  CO_TRY(auto const year, read_year(call));
  CO_TRY_OK(co_await call.services.annual_reports.mark_read(call.caller, year));
  co_return Reply::empty();
}

// The only thing here that clients wait for in this way is a report of a year.
Task<Result<Reply>> show_refresh(Call& call) {
  CO_TRY(auto const id, read_id<AnnualReportId>(call));
  CO_TRY(auto const refresh, co_await call.services.annual_reports.refresh(call.caller, id));
  co_return Reply::of(boost::json::object{{"async_refresh",
                                           {{"id", to_text(refresh.id)},
                                            {"status", refresh.finished ? "finished" : "running"},
                                            {"result_count", nullptr}}}});
}

}  // namespace

std::vector<Route> annual_report_routes() {
  using enum net::Method;
  using enum Access;
  using enum Scope;
  return {
      {get, "/api/v1/annual_reports", user, {read_accounts}, list},
      {get, "/api/v1/annual_reports/{year}", user, {read_accounts}, show},
      {post, "/api/v1/annual_reports/{year}/generate", user, {write_accounts}, generate},
      {post, "/api/v1/annual_reports/{year}/read", user, {write_accounts}, mark_read},
      {get, "/api/v1/annual_reports/{year}/state", user, {read_accounts}, state},
      {get, "/api/v1_alpha/async_refreshes/{id}", user, {read_accounts}, show_refresh},
  };
}

}  // namespace auklet::api
