// SPDX-License-Identifier: Apache-2.0
//
// max_id, since_id, min_id and limit in; Link headers out.
// https://docs.joinmastodon.org/api/guidelines/#pagination
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "api/call.h"
#include "domain/page.h"
#include "service/listing.h"

namespace auklet::api {

// Reads the page that the call asks for. A limit over the greatest is taken for the greatest. Errors: invalid
// when a bound is no id or the limit no number.
Result<PageRequest> read_page(Call const& call, int limit_default, int limit_max);

// Which way the link to newer entries goes.
enum class Newer {
  min_id,    // timelines, notifications, bookmarks, favourites
  since_id,  // lists of accounts
};

// Adds the Link header to the pages beside this one, with all other parameters of the query kept. Timelines
// link both ways whenever there is anything; lists of accounts have no next page when this one is not full.
void link_pages(Call const& call, Reply& reply, Newer newer, std::optional<std::int64_t> first_cursor,
                std::optional<std::int64_t> last_cursor, bool full);

template <class Item>
void link_pages(Call const& call, Reply& reply, Newer newer, service::Listing<Item> const& listing) {
  link_pages(call, reply, newer, listing.first_cursor, listing.last_cursor, listing.full);
}

// A page of things with its links.
template <class Item, class Render>
Reply page_of(Call const& call, Newer newer, service::Listing<Item> const& listing, Render render) {
  auto reply = Reply::of(array_of(listing.items, render));
  link_pages(call, reply, newer, listing);
  return reply;
}

// Adds the Link header to the next page of a list that is paged by `offset`, when this one, of `count` entries, is full.
void link_next_offset(Call const& call, Reply& reply, int limit, int offset, std::size_t count);

// The {id} of the path. ErrorKind::not_found for anything that is no id: it cannot be anyone's.
Result<std::int64_t> read_path_id(Call const& call, std::string_view name);
template <class Id>
Result<Id> read_id(Call const& call, std::string_view name = "id") {
  TRY(auto const id, read_path_id(call, name));
  return static_cast<Id>(id);
}

}  // namespace auklet::api
