// SPDX-License-Identifier: Apache-2.0
//
// One tree of parameters a request, whatever way the client chose to send them. Mastodon merges the query
// string, form, multipart and JSON bodies with Rails semantics, and real clients use all of them (contract
// notes, "request side"):
//   a=1            → {"a": "1"}
//   a[]=1&a[]=2    → {"a": ["1", "2"]}
//   a[0]=x&a[1]=y  → {"a": {"0": "x", "1": "y"}}   (indexes stay keys; array readers accept both)
//   a[b][c]=x      → {"a": {"b": {"c": "x"}}}
// A body wins over the query for the same name. JSON values keep their JSON type.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/http.h"
#include "net/spooled_form.h"

namespace auklet::net {

// A file part of a multipart body.
struct Upload {
  std::string name;                              // of the form field
  std::string filename;                          // as the client says; never a path to be trusted
  std::string content_type;                      // as the client says
  std::string bytes;                             // of a form that was held in memory
  std::shared_ptr<SpooledFile const> file = {};  // of one that was written to disk
};

struct Params {
  boost::json::object tree;
  std::vector<Upload> uploads;
};

struct ParamLimits {
  std::size_t depth_max = 32;    // nesting of JSON and of bracketed names
  std::size_t count_max = 2000;  // leaves in the whole tree, and parts of a multipart body
};

// Errors: malformed for wrong JSON, form, multipart or UTF-8 (names and values alike; NUL is refused too),
// and for anything over the limits. A form that was written to disk while it came is taken from the request.
Result<Params> parse_params(Request const& request, ParamLimits const& limits = {});

}  // namespace auklet::net
