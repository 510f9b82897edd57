// SPDX-License-Identifier: Apache-2.0
#include "api/paging.h"

#include <boost/json/value_to.hpp>

#include "api/services.h"
#include "base/encoding.h"
#include "base/ids.h"
#include "service/environment.h"

namespace auklet::api {

namespace {

bool is_cursor(std::string_view name) {
  return name == "max_id" || name == "since_id" || name == "min_id";
}

// The query as the client sent it, less its cursors.
std::string kept_query(std::string_view query) {
  std::string kept;
  while (!query.empty()) {
    auto const end = query.find('&');
    auto const pair = query.substr(0, end);
    if (!pair.empty() && !is_cursor(pair.substr(0, pair.find('=')))) {
      kept += pair;
      kept += '&';
    }
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
  }
  return kept;
}

}  // namespace

Result<PageRequest> read_page(Call const& call, int limit_default, int limit_max) {
  auto const reader = call.reader();
  PageRequest page;
  TRY(page.max_id, reader.id("max_id"));
  TRY(page.since_id, reader.id("since_id"));
  TRY(page.min_id, reader.id("min_id"));
  TRY(auto const limit, reader.clamped_integer("limit", 1, limit_max));
  page.limit = static_cast<int>(limit.value_or(limit_default));
  return page;
}

void link_pages(Call const& call, Reply& reply, Newer newer, std::optional<std::int64_t> first_cursor,
                std::optional<std::int64_t> last_cursor, bool full) {
  if (!first_cursor || !last_cursor) {
    return;
  }
  auto const page =
      call.services.env.identity.base_url + call.request.path + "?" + kept_query(call.request.query);
  std::string link;
  if (newer == Newer::min_id || full) {
    link += "<" + page + "max_id=" + std::to_string(*last_cursor) + ">; rel=\"next\", ";
  }
  link += "<" + page + (newer == Newer::min_id ? "min_id=" : "since_id=") + std::to_string(*first_cursor) +
          ">; rel=\"prev\"";
  reply.headers.emplace_back("Link", std::move(link));
}

Result<std::int64_t> read_path_id(Call const& call, std::string_view name) {
  if (auto const id = base::parse_id(call.path[name])) {
    return *id;
  }
  return fail(ErrorKind::not_found, "Record not found");
}

}  // namespace auklet::api
