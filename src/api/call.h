// SPDX-License-Identifier: Apache-2.0
//
// One request on its way through the client API. An endpoint is a free function
//
//   Task<Result<Reply>> show_account(Call& call);
//
// that reads its input from the call, asks one service, and makes a reply of what it gets. The door (door.h)
// has already found the route, read the parameters, checked the token and the scope.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "net/http.h"
#include "net/param_reader.h"
#include "net/params.h"
#include "net/router.h"
#include "service/caller.h"

namespace auklet::api {

struct Services;

struct Call {
  net::Request const& request;
  net::PathParams const& path;
  net::Params const& params;
  service::Caller const& caller;
  Services& services;

  net::ParamReader reader() const { return net::ParamReader(params.tree); }
};

inline constexpr std::string_view json_type = "application/json; charset=utf-8";

// What an endpoint answers: JSON by default, any text when content_type says so.
struct Reply {
  unsigned status = 200;
  boost::json::value json = nullptr;
  std::string text;          // the body when content_type is set
  std::string content_type;  // empty: the body is `json`
  std::vector<std::pair<std::string, std::string>> headers;
  // In place of the body. For everyone: it carries nothing of who asks.
  std::optional<net::FileSlice> file = {};

  static Reply of(boost::json::value json) { return {.json = std::move(json)}; }
  // JSON that is text already.
  static Reply json_text(std::string text) {
    return {.text = std::move(text), .content_type = std::string(json_type)};
  }
  static Reply empty() { return of(boost::json::object{}); }
  static Reply html(std::string text, unsigned status = 200) {
    return {.status = status, .text = std::move(text), .content_type = "text/html; charset=utf-8"};
  }
  static Reply redirect(std::string location) {
    return {.status = 302,
            .text = {},
            .content_type = "text/html; charset=utf-8",
            .headers = {{"Location", std::move(location)}}};
  }
};

// `render(item)` of each.
template <class List, class Render>
boost::json::array array_of(List const& list, Render render) {
  boost::json::array shown;
  for (auto const& item : list) {
    shown.push_back(render(item));
  }
  return shown;
}

using Endpoint = Task<Result<Reply>> (*)(Call& call);

// Who may call.
enum class Access : std::uint8_t {
  open,      // anyone; a token is not even looked at
  optional,  // anyone; a token that is sent must be good and have the scope
  app,       // a token, of a person or of an application
  newcomer,  // a person's token, also before their e-mail address is confirmed
  user,      // a person's token
};

struct Route {
  net::Method method;
  char const* pattern;
  Access access;
  // The token needs any one of these; none needed when empty.
  std::vector<Scope> any_of;
  Endpoint endpoint;
  bool takes_files = false;  // forms with files, of up to the size that media may have
};

}  // namespace auklet::api
