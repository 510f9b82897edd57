// SPDX-License-Identifier: Apache-2.0
#include "api/oembed.h"

#include "api/browser.h"
#include "api/services.h"
#include "service/environment.h"
#include "service/local_address.h"
#include "service/post_loader.h"
#include "view/oembed.h"

namespace auklet::api {

namespace {

constexpr std::int64_t width_default = 400;
constexpr std::int64_t width_min = 200;
constexpr std::int64_t width_max = 1000;

// Only public and unlisted posts of people here: the one who asks is another site, which nobody follows.
Task<Result<PostDetails>> find_post(Call& call, std::string const& url) {
  auto const address = service::parse_local_address(call.services.env.identity, url);
  if (!address || !address->post) {
    co_return service::record_not_found();
  }
  CO_TRY(auto details, co_await call.services.posts_read.load_one(call.services.env.database.session(),
                                                                  /*viewer=*/std::nullopt, *address->post));
  if (details.boosted || details.author.username != address->username) {
    co_return service::record_not_found();
  }
  co_return details;
}

Task<Result<Reply>> show_oembed(Call& call) {
  auto const reader = call.reader();
  CO_TRY(auto const format, reader.text("format"));
  if (format && !format->empty() && *format != "json") {
    co_return service::validation_failed("Only the format json is supported");
  }
  CO_TRY(auto const url, reader.text("url"));
  CO_TRY(auto const width, reader.clamped_integer("maxwidth", width_min, width_max));
  CO_TRY(auto const details, co_await find_post(call, url.value_or("")));
  co_return Reply::of(view::oembed(call.services.view, site_of(call), call.services.env.identity.base_url,
                                   details, width.value_or(width_default)));
}

}  // namespace

std::vector<Route> oembed_routes() {
  return {{net::Method::get, "/api/oembed", Access::open, {}, show_oembed}};
}

}  // namespace auklet::api
