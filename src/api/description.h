// SPDX-License-Identifier: Apache-2.0
//
// The API as it describes itself: OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1), put together from the routes, which
// know who may ask with which scopes, and from texts, which know what is asked and answered. A text is read line by line.
//
// Operations (described_operations.cpp), one a line, below a line "# TAG":
//
//   METHOD[,METHOD] PATH [? PARAMETERS] [! BODY] -> [STATUS[,STATUS]] TYPE // What it does
//
// A parameter is `name` or `name:type`, with `!` behind it when it must be there; `paging` and `slice` stand for the
// parameters of lists. A body is parameters, too, or the name of one entity.
//
// Entities (the other texts), each with a line for each of its fields:
//
//   Name [< Base] [// What it is]
//     field: type [// What it means]
//     field?: type                        may be missing
//   Name = one|other                      words
//
// A type is one of text, html, id, time, date, url, integer, number, boolean, file, any; an entity; words parted by `|`, or
// entities; `{type}` for an object with names of all kinds; and behind any of these `[]` for a list and `?` for "or null".
// Answers can also be page, plain, csv, xrd and bytes. A line that cannot be read is a bug and ends the process: the unit
// test reads them all.
#pragma once

#include <boost/json/object.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/call.h"

namespace auklet::api {

// Whether the route is part of the API rather than a page for browsers.
bool is_operation(Route const& route);

// "METHOD PATH" of every operation that is described, in the order of the text.
std::vector<std::string> described_names();
// The same of a route.
std::string name_of(Route const& route);

// The document. Operations without a route, or without a description, are left out.
boost::json::object describe(std::vector<Route> const& routes);

std::vector<Route> description_routes();

}  // namespace auklet::api
