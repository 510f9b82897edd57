// SPDX-License-Identifier: Apache-2.0
#include "api/site_pages.h"

#include "api/browser.h"
#include "api/client_files.h"
#include "api/services.h"
#include "service/environment.h"
#include "service/instance_service.h"
#include "view/default_pictures.h"
#include "view/pages.h"

namespace auklet::api {

namespace {

Task<Result<Reply>> show_home(Call& call) {
  CO_TRY(auto const browser, co_await Browser::of(call));
  CO_TRY(auto const facts, co_await call.services.instance.facts());
  view::HomePage page{
      .site = public_site_of(call),
      .description = facts.profile.description,
      .people = facts.totals.people,
      .posts = facts.totals.posts,
      .registrations_open = call.services.env.limits.registrations_open,
      .viewer = std::nullopt,
      .csrf = browser.csrf(),
  };
  if (browser.account()) {
    CO_TRY(page.viewer, co_await viewer_of(call, *browser.account()));
  }
  page.has_client = !call.services.client.empty();
  co_return with_client(browser.page(view::home_page(page)));
}

Reply asset(std::string_view text, std::string content_type) {
  return {.text = std::string(text),
          .content_type = std::move(content_type),
          .headers = {{"Cache-Control", "public, max-age=3600"}}};
}

Task<Result<Reply>> show_style(Call&) {
  co_return asset(view::style_sheet, "text/css; charset=utf-8");
}
Task<Result<Reply>> show_logo(Call&) {
  co_return asset(view::logo_svg, "image/svg+xml");
}
Task<Result<Reply>> show_avatar(Call&) {
  co_return asset(view::avatar_svg, "image/svg+xml");
}
Task<Result<Reply>> show_banner(Call&) {
  co_return asset(view::banner_svg, "image/svg+xml");
}

// Whether a page may be indexed is said by the page itself.
Task<Result<Reply>> show_robots(Call&) {
  co_return asset("User-agent: *\nDisallow: /api/\nDisallow: /auth/\nDisallow: /oauth/\n",
                  "text/plain; charset=utf-8");
}

}  // namespace

std::vector<Route> site_page_routes() {
  using enum net::Method;
  return {
      {get, "/", Access::open, {}, show_home},
      {get, view::style_path.data(), Access::open, {}, show_style},
      {get, view::logo_path.data(), Access::open, {}, show_logo},
      {get, view::avatar_path.data(), Access::open, {}, show_avatar},
      {get, view::banner_path.data(), Access::open, {}, show_banner},
      {get, "/favicon.ico", Access::open, {}, show_logo},
      {get, "/robots.txt", Access::open, {}, show_robots},
  };
}

}  // namespace auklet::api
