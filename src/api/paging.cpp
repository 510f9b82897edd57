// SPDX-License-Identifier: Apache-2.0
#include "api/paging.h"

#include <fmt/format.h>

#include <boost/json/value_to.hpp>

#include "api/services.h"
#include "base/encoding.h"
#include "base/ids.h"
#include "service/environment.h"

namespace auklet::api {

namespace {

// What stands around address and query in one link: a cursor, punctuation, the relation.
constexpr std::size_t link_bytes = 64;

bool is_cursor(std::string_view name) {
  return name == "max_id" || name == "since_id" || name == "min_id" || name == "offset";
}

// Appends the query as the client sent it, less its cursors.
void append_kept_query(std::string& out, std::string_view query) {
  while (!query.empty()) {
    auto const end = query.find('&');
    auto const pair = query.substr(0, end);
    if (!pair.empty() && !is_cursor(pair.substr(0, pair.find('=')))) {
      out += pair;
      out += '&';
    }
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
  }
}

void append_link(std::string& out, Call const& call, std::string_view cursor_name, std::int64_t cursor,
                 std::string_view relation) {
  out += '<';
  out += call.services.env.identity.base_url;
  out += call.request.path;
  out += '?';
  append_kept_query(out, call.request.query);
  out += cursor_name;
  out += '=';
  fmt::format_int const digits(cursor);
  out.append(digits.data(), digits.size());
  out += ">; rel=\"";
  out += relation;
  out += '"';
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
  std::string link;
  link.reserve(2 * (call.services.env.identity.base_url.size() + call.request.path.size() +
                    call.request.query.size() + link_bytes));
  if (newer == Newer::min_id || full) {
    append_link(link, call, "max_id", *last_cursor, "next");
    link += ", ";
  }
  append_link(link, call, newer == Newer::min_id ? "min_id" : "since_id", *first_cursor, "prev");
  reply.headers.emplace_back("Link", std::move(link));
}

void link_next_offset(Call const& call, Reply& reply, int limit, int offset, std::size_t count) {
  if (count < static_cast<std::size_t>(limit)) {
    return;
  }
  std::string link;
  append_link(link, call, "offset", offset + limit, "next");
  reply.headers.emplace_back("Link", std::move(link));
}

Result<std::int64_t> read_path_id(Call const& call, std::string_view name) {
  if (auto const id = base::parse_id(call.path[name])) {
    return *id;
  }
  return fail(ErrorKind::not_found, "Record not found");
}

}  // namespace auklet::api
