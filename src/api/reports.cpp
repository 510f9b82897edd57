// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/reports/
#include "api/reports.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

#include "api/id_list.h"
#include "api/services.h"
#include "base/time_text.h"
#include "service/report_service.h"
#include "view/json_values.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

// https://docs.joinmastodon.org/entities/Report/
boost::json::object render(Call const& call, service::ReportDetails const& details) {
  auto const& report = details.report;
  boost::json::array posts;
  for (auto const post : report.posts) {
    posts.push_back(boost::json::string(to_text(post)));
  }
  return {
      {"id", to_text(report.id)},
      {"action_taken", report.resolved_at.has_value()},
      {"action_taken_at", view::time_or_null(report.resolved_at)},
      {"category", report_category_names[std::to_underlying(report.category)]},
      {"comment", report.comment},
      {"forwarded", report.forwarded},
      {"created_at", base::iso_millis(report.created_at)},
      {"status_ids", std::move(posts)},
      {"rule_ids", boost::json::array{}},
      {"collection_ids", boost::json::array{}},
      {"target_account", call.services.view.account(details.target)},
  };
}

Result<ReportCategory> read_category(net::ParamReader const& reader) {
  TRY(auto const name, reader.text("category"));
  if (!name || name->empty()) {
    return ReportCategory::other;
  }
  auto const* const found = std::ranges::find(report_category_names, *name);
  if (found == report_category_names.end()) {
    return service::validation_failed("Category must be one of other, spam, legal, violation");
  }
  return static_cast<ReportCategory>(found - report_category_names.begin());
}

Task<Result<Reply>> create(Call& call) {
  auto const reader = call.reader();
  CO_TRY(auto const target, reader.id("account_id"));
  if (!target) {
    co_return service::record_not_found();
  }
  // This server has no rules that could be broken, and collections cannot be reported yet.
  for (auto const* const name : {"rule_ids", "collection_ids"}) {
    CO_TRY(auto const ids, reader.texts(name));
    if (!ids.empty()) {
      co_return service::validation_failed(std::string(name) + " name something that is not there");
    }
  }
  service::ReportDraft draft{.target = AccountId{*target}};
  CO_TRY(draft.category, read_category(reader));
  CO_TRY(auto comment, reader.text("comment"));
  draft.comment = std::move(comment).value_or("");
  CO_TRY(draft.posts, read_ids<PostId>(call, "status_ids"));
  CO_TRY(auto const forward, reader.boolean("forward"));
  draft.forward = forward.value_or(false);
  CO_TRY(auto const details, co_await call.services.reports.create(call.caller, std::move(draft)));
  co_return Reply::of(render(call, details));
}

}  // namespace

std::vector<Route> report_routes() {
  return {{net::Method::post, "/api/v1/reports", Access::user, {Scope::write_reports}, create}};
}

}  // namespace auklet::api
