// SPDX-License-Identifier: Apache-2.0
#include "api/archives.h"

#include <array>
#include <boost/json/object.hpp>
#include <string_view>
#include <utility>

#include "api/paging.h"
#include "api/services.h"
#include "base/time_text.h"
#include "service/archive_service.h"
#include "service/environment.h"
#include "view/json_values.h"

namespace auklet::api {

namespace {

constexpr std::array<std::string_view, 3> state_names{"waiting", "ready", "failed"};

boost::json::object render(Call const& call, Archive const& archive) {
  auto const is_ready = archive.state == ArchiveState::ready;
  auto const url =
      call.services.env.identity.base_url + "/api/v1/auklet/archives/" + to_text(archive.id) + "/archive.zip";
  return {{"id", to_text(archive.id)},
          {"state", state_names.at(static_cast<std::size_t>(archive.state))},
          {"bytes", is_ready ? boost::json::value(archive.bytes) : boost::json::value(nullptr)},
          {"url", is_ready ? boost::json::value(boost::json::string(url)) : boost::json::value(nullptr)},
          {"created_at", base::iso_millis(archive.created_at)},
          {"expires_at", view::time_or_null(archive.expires_at)}};
}

Task<Result<Reply>> ask(Call& call) {
  CO_TRY(auto const archive, co_await call.services.archives.ask(call.caller));
  auto reply = Reply::of(render(call, archive));
  reply.status = 202;
  co_return reply;
}

Task<Result<Reply>> list(Call& call) {
  CO_TRY(auto const archives, co_await call.services.archives.list(call.caller));
  co_return Reply::of(array_of(archives, [&call](Archive const& archive) { return render(call, archive); }));
}

Task<Result<Reply>> show(Call& call) {
  CO_TRY(auto const id, read_id<ArchiveId>(call));
  CO_TRY(auto const archive, co_await call.services.archives.find(call.caller, id));
  co_return Reply::of(render(call, archive));
}

Task<Result<Reply>> download(Call& call) {
  CO_TRY(auto const id, read_id<ArchiveId>(call));
  CO_TRY(auto file, co_await call.services.archives.open(call.caller, id));
  CO_TRY(auto const size, file->size());
  Reply reply{.text = {}, .content_type = "application/zip"};
  reply.headers = {{"Content-Disposition", "attachment; filename=\"archive.zip\""},
                   {"Cache-Control", "private, no-store"}};
  reply.file = net::FileSlice{std::move(file), 0, size};
  co_return reply;
}

}  // namespace

std::vector<Route> archive_routes() {
  using enum net::Method;
  using enum Access;
  using enum Scope;
  // The service asks for all the other scopes too, of who wants one made or fetches it.
  return {
      {post, "/api/v1/auklet/archives", user, {read_accounts}, ask},
      {get, "/api/v1/auklet/archives", user, {read_accounts}, list},
      {get, "/api/v1/auklet/archives/{id}", user, {read_accounts}, show},
      {get, "/api/v1/auklet/archives/{id}/archive.zip", user, {read_accounts}, download},
  };
}

}  // namespace auklet::api
