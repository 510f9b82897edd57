// SPDX-License-Identifier: Apache-2.0
#include "api/client_pages.h"

#include "api/browser.h"
#include "api/client_files.h"
#include "api/services.h"

namespace auklet::api {

namespace {

// The names change with the content.
constexpr std::string_view forever = "public, max-age=31536000, immutable";
// The document names them, so it is asked for every time.
constexpr std::string_view ask_again = "no-cache";

Task<Result<Reply>> show_file(Call& call) {
  co_return send_client_file(call, call.path["name"], forever);
}

// The service worker keeps its name, answers for every page, and speaks to this server alone.
Task<Result<Reply>> show_worker(Call& call) {
  CO_TRY(auto reply, send_client_file(call, "worker.js", ask_again));
  reply.headers.emplace_back("Service-Worker-Allowed", "/");
  reply.headers.emplace_back("Content-Security-Policy", "default-src 'none'; connect-src 'self'");
  co_return reply;
}

// Every page of the client; which one it is, the client reads from the address. A program that was built without it
// leads to the front page, which says how to log in with an app.
Task<Result<Reply>> show_client(Call& call) {
  if (call.services.client.empty()) {
    co_return see_other("/");
  }
  co_return send_client_file(call, "index.html", ask_again);
}

}  // namespace

// web/src/routes.ts has the same list, and its test holds one to the other.
std::vector<Route> client_page_routes() {
  using enum net::Method;
  std::vector<Route> routes{{get, "/client/{name}", Access::open, {}, show_file},
                            {get, "/client/worker.js", Access::open, {}, show_worker}};
  for (auto const* const pattern : {"/home",
                                    "/local",
                                    "/explore",
                                    "/search",
                                    "/notifications",
                                    "/notifications/requests",
                                    "/conversations",
                                    "/publish",
                                    "/lists",
                                    "/lists/{id}",
                                    "/bookmarks",
                                    "/favourites",
                                    "/followed_tags",
                                    "/settings",
                                    "/settings/{part}",
                                    "/authorize",
                                    "/signup",
                                    "/scheduled",
                                    "/@{name}/followers",
                                    "/@{name}/following",
                                    "/@{name}/with_replies",
                                    "/@{name}/{id}/quotes"}) {
    routes.push_back({get, pattern, Access::open, {}, show_client});
  }
  return routes;
}

}  // namespace auklet::api
