// SPDX-License-Identifier: Apache-2.0
#include "stream/door.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "net/bearer.h"
#include "net/param_reader.h"
#include "net/response_head.h"
#include "net/websocket.h"
#include "service/list_service.h"
#include "stream/frames.h"

namespace auklet::stream {

namespace {

constexpr std::string_view root = "/api/v1/streaming";

// What browsers of other origins may read: the contract's list, and why a WebSocket was refused.
constexpr std::string_view exposed_headers =
    "Link, Mastodon-Async-Refresh, X-RateLimit-Reset, X-RateLimit-Limit, X-RateLimit-Remaining, "
    "X-Request-Id, "
    "X-Error-Message";

struct Path {
  std::string_view path;
  std::string_view stream;
  bool may_be_only_media = false;
};
constexpr std::array paths{
    Path{"/user", "user"},
    Path{"/user/notification", "user:notification"},
    Path{"/public", "public", true},
    Path{"/public/local", "public:local", true},
    Path{"/public/remote", "public:remote", true},
    Path{"/hashtag", "hashtag"},
    Path{"/hashtag/local", "hashtag:local"},
    Path{"/list", "list"},
    Path{"/direct", "direct"},
};

// What is left of the path below the root, without a slash at its end.
std::string_view below_root(std::string_view path) {
  path.remove_prefix(std::min(root.size(), path.size()));
  while (path.ends_with('/')) {
    path.remove_suffix(1);
  }
  return path;
}

net::Response error(Error const& error) {
  return net::error_response(status_of(error), error.message);
}

// The first subprotocol that the client offers: the token, of clients that can set no header (contract notes).
std::optional<std::string> offered_protocol(net::Request const& request) {
  auto const field = request.headers.find("Sec-WebSocket-Protocol");
  if (!field) {
    return std::nullopt;
  }
  auto first = field->substr(0, field->find(','));
  first.remove_prefix(std::min(first.find_first_not_of(" \t"), first.size()));
  first = first.substr(0, first.find_last_not_of(" \t") + 1);
  return first.empty() ? std::nullopt : std::optional{std::string(first)};
}

Result<std::optional<Wish>> read_wish(net::ParamReader const& reader, std::optional<std::string> name) {
  if (!name || name->empty()) {
    return std::nullopt;
  }
  Wish wish;
  TRY(auto tag, reader.text("tag"));
  TRY(auto list, reader.text("list"));
  TRY(wish.name, read_stream_name(*name, std::move(tag), std::move(list)));
  TRY(wish.cursor, reader.text("cursor"));
  return wish;
}

}  // namespace

bool Door::owns(net::Request const& request) {
  auto const& path = request.path;
  return request.method != net::Method::options && path.starts_with(root) &&
         (path.size() == root.size() || path[root.size()] == '/');
}

Task<net::Response> Door::handle(net::Request request) {
  auto const path = std::string(below_root(request.path));
  net::Response response;
  if (request.method != net::Method::get && request.method != net::Method::head) {
    response = net::error_response(405, "Method not allowed");
    response.headers.add("Allow", "GET, HEAD");
  } else if (path == "/health") {
    response.headers.add("Content-Type", "text/plain; charset=utf-8");
    response.headers.add("Cache-Control", "private, no-store");
    response.body = "OK";
  } else if (net::asks_for_websocket(request)) {
    response = co_await open_websocket(std::move(request));
  } else {
    response = co_await open_event_stream(std::move(request), path);
  }
  response.headers.add("Access-Control-Allow-Origin", "*");
  response.headers.add("Access-Control-Expose-Headers", std::string(exposed_headers));
  co_return response;
}

Task<net::Response> Door::open_websocket(net::Request request) {
  auto response = net::accept_websocket(request);
  if (response.status != 101) {
    co_return response;
  }
  auto const params = net::parse_params(request);
  auto guest = params ? co_await admit(request, *params) : std::unexpected(params.error());
  if (!guest) {
    // The body is no use to who wanted a socket.
    net::Response refused{.status = status_of(guest.error()), .headers = {}, .body = {}};
    refused.headers.add("X-Error-Message", guest.error().message);
    co_return refused;
  }
  if (auto const protocol = offered_protocol(request)) {
    response.headers.add("Sec-WebSocket-Protocol", *protocol);
  }
  net::ParamReader const reader(params->tree);
  auto name = reader.text("stream");
  auto wish = name ? read_wish(reader, *std::move(name)) : std::unexpected(name.error());
  if (wish && *wish) {
    if (auto const granted = co_await grant(guest->caller, **wish); !granted) {
      wish = std::unexpected(granted.error());
    }
  }
  response.channel = std::make_shared<Subscriber>(hub_, std::move(guest->caller), std::move(guest->token),
                                                  wish ? *wish : std::nullopt,
                                                  wish ? std::nullopt : std::optional{wish.error()});
  co_return response;
}

Task<net::Response> Door::open_event_stream(net::Request request, std::string_view path) {
  auto response = co_await event_stream(request, path);
  co_return response ? *std::move(response) : error(response.error());
}

Task<Result<net::Response>> Door::event_stream(net::Request const& request, std::string_view path) {
  auto const* const found = std::ranges::find(paths, path, &Path::path);
  if (found == paths.end()) {
    co_return fail(ErrorKind::not_found, "The page you are looking for does not exist");
  }
  CO_TRY(auto const params, net::parse_params(request));
  CO_TRY(auto guest, co_await admit(request, params));
  net::ParamReader const reader(params.tree);
  CO_TRY(auto const only_media, reader.boolean("only_media"));
  auto name = std::string(found->stream);
  if (found->may_be_only_media && only_media.value_or(false)) {
    name += ":media";
  }
  CO_TRY(auto wish, read_wish(reader, std::move(name)));
  CO_TRY_OK(co_await grant(guest.caller, *wish));
  if (!wish->cursor) {
    wish->cursor = request.headers.find("Last-Event-ID").value_or("");
  }
  net::Response response{.status = 200, .headers = {}, .body = ":)\n"};
  response.headers.add("Content-Type", "text/event-stream");
  response.headers.add("Cache-Control", "private, no-store");
  response.headers.add("X-Accel-Buffering", "no");  // proxies of the nginx family hold nothing back then
  response.channel =
      std::make_shared<Subscriber>(hub_, std::move(guest.caller), std::move(guest.token), std::move(wish));
  co_return response;
}

Task<Result<>> Door::grant(service::Caller const& caller, Wish const& wish) const {
  CO_TRY_OK(check_wish(caller, wish));
  if (wish.name.kind != StreamKind::list) {
    co_return Result<>{};
  }
  auto const found = co_await hub_.sources().lists.find(caller, wish.name.list());
  if (!found) {
    co_return std::unexpected(found.error().kind == ErrorKind::not_found ? not_your_list() : found.error());
  }
  co_return Result<>{};
}

Task<Result<Door::Guest>> Door::admit(net::Request const& request, net::Params const& params) {
  auto token = net::find_bearer_token(request, params);
  if (!token) {
    token = offered_protocol(request);
  }
  if (!token) {
    co_return fail(ErrorKind::unauthenticated, "Missing access token");
  }
  CO_TRY(auto caller, co_await authenticator_.authenticate(*token));
  if (!caller.account) {
    co_return fail(ErrorKind::unauthenticated, "Invalid access token");
  }
  if (!caller.confirmed) {
    co_return service::unconfirmed_login();
  }
  caller.peer = request.peer;
  auto const verdict = rate_limiter_.take(service::RateRule::requests_of_token, to_text(*caller.token));
  if (!verdict.allowed) {
    co_return service::too_many_requests();
  }
  co_return Guest{std::move(caller), *std::move(token)};
}

}  // namespace auklet::stream
