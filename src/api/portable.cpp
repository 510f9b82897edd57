// SPDX-License-Identifier: Apache-2.0
#include "api/portable.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "api/paging.h"
#include "api/services.h"
#include "base/time_text.h"
#include "service/portable_service.h"

namespace auklet::api {

namespace {

boost::json::object render(Import const& import) {
  return {{"id", to_text(import.id)},
          {"type", to_string(import.what)},
          {"state", import.is_finished() ? "finished" : "running"},
          {"rows", import.rows},
          {"done", import.done},
          {"failed", import.failed},
          {"created_at", base::iso_millis(import.created_at)}};
}

template <Portable What>
Task<Result<Reply>> take_out(Call& call) {
  CO_TRY(auto text, co_await call.services.portable.write(call.caller, What));
  Reply reply{.text = std::move(text), .content_type = "text/csv; charset=utf-8"};
  reply.headers.emplace_back("Content-Disposition",
                             fmt::format("attachment; filename=\"{}.csv\"", to_string(What)));
  co_return reply;
}

// The file is the part `data` of a form, or its text.
template <Portable What>
Task<Result<Reply>> bring_in(Call& call) {
  CO_TRY(auto text, call.reader().text("data"));
  for (auto const& upload : call.params.uploads) {
    if (upload.name == "data") {
      text = upload.bytes;
    }
  }
  CO_TRY(auto const import,
         co_await call.services.portable.bring(call.caller, What, std::move(text).value_or("")));
  auto reply = Reply::of(render(import));
  reply.status = 202;
  co_return reply;
}

Task<Result<Reply>> show(Call& call) {
  CO_TRY(auto const id, read_id<ImportId>(call));
  CO_TRY(auto const import, co_await call.services.portable.find(call.caller, id));
  co_return Reply::of(render(import));
}

Task<Result<Reply>> list(Call& call) {
  CO_TRY(auto const imports, co_await call.services.portable.imports(call.caller));
  co_return Reply::of(array_of(imports, [](auto const& import) { return render(import); }));
}

// `after`: the row of the last one that is known.
Task<Result<Reply>> list_failures(Call& call) {
  CO_TRY(auto const id, read_id<ImportId>(call));
  CO_TRY(auto const after, call.reader().integer("after", 0, service::PortableService::rows_max));
  CO_TRY(auto const failures,
         co_await call.services.portable.failures(call.caller, id, after.value_or(0) - 1));
  co_return Reply::of(array_of(failures, [](auto const& failure) {
    return boost::json::object{
        {"row", failure.position + 1}, {"line", failure.line}, {"reason", failure.why}};
  }));
}

}  // namespace

std::vector<Route> portable_routes() {
  using enum net::Method;
  using enum Access;
  using enum Scope;
  using What = Portable;
  return {
      {get, "/api/v1/auklet/exports/follows.csv", user, {read_follows}, take_out<What::follows>},
      {get, "/api/v1/auklet/exports/blocks.csv", user, {read_blocks}, take_out<What::blocks>},
      {get, "/api/v1/auklet/exports/mutes.csv", user, {read_mutes}, take_out<What::mutes>},
      {get, "/api/v1/auklet/exports/lists.csv", user, {read_lists}, take_out<What::lists>},
      {get, "/api/v1/auklet/exports/bookmarks.csv", user, {read_bookmarks}, take_out<What::bookmarks>},
      {post, "/api/v1/auklet/imports/follows", user, {write_follows}, bring_in<What::follows>},
      {post, "/api/v1/auklet/imports/blocks", user, {write_blocks}, bring_in<What::blocks>},
      {post, "/api/v1/auklet/imports/mutes", user, {write_mutes}, bring_in<What::mutes>},
      {post, "/api/v1/auklet/imports/lists", user, {write_lists}, bring_in<What::lists>},
      {post, "/api/v1/auklet/imports/bookmarks", user, {write_bookmarks}, bring_in<What::bookmarks>},
      {get, "/api/v1/auklet/imports", user, {read_accounts}, list},
      {get, "/api/v1/auklet/imports/{id}", user, {read_accounts}, show},
      {get, "/api/v1/auklet/imports/{id}/failures", user, {read_accounts}, list_failures},
  };
}

}  // namespace auklet::api
