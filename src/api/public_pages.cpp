// SPDX-License-Identifier: Apache-2.0
#include "api/public_pages.h"

#include <optional>
#include <string>
#include <utility>

#include "api/browser.h"
#include "api/paging.h"
#include "api/services.h"
#include "base/encoding.h"
#include "service/account_service.h"
#include "service/environment.h"
#include "service/post_loader.h"
#include "service/timeline_service.h"
#include "text/post_text.h"
#include "view/feed.h"
#include "view/page_content.h"
#include "view/public_pages.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

constexpr PageRequest newest_posts{.limit = 20};

// The same addresses are the ActivityPub ids. A peer that wants the document must not take a page for it.
Result<> check_wants_page(Call const& call) {
  auto const accept = call.request.headers.find("Accept");
  if (accept && accept->find("text/html") == std::string_view::npos &&
      (accept->find("application/activity+json") != std::string_view::npos ||
       accept->find("application/ld+json") != std::string_view::npos)) {
    return fail(ErrorKind::not_found, "This server does not serve ActivityPub documents yet");
  }
  return {};
}

// `alice` of /@alice.rss and /tags/alice.rss; nothing when no feed is asked for. Neither names nor tags have a dot.
std::optional<std::string> name_of_feed(Call const& call) {
  constexpr std::string_view ending = ".rss";
  auto const name = call.path["name"];
  return name.ends_with(ending) ? std::optional{std::string(name.substr(0, name.size() - ending.size()))}
                                : std::nullopt;
}

Reply feed_reply(view::Feed const& feed) {
  return {.text = view::rss(feed), .content_type = view::rss_type};
}

Task<Result<Account>> find_person(Call& call) {
  CO_TRY_OK(check_wants_page(call));
  co_return co_await call.services.accounts.find_by_acct(
      name_of_feed(call).value_or(std::string(call.path["name"])));
}

bool lives_here(Call const& call, Account const& account) {
  return account.domain == call.services.env.identity.domain;
}

Task<Result<Reply>> show_posts_of(Call& call, service::AccountPostsQuery query) {
  CO_TRY(auto const account, co_await find_person(call));
  if (!lives_here(call, account)) {
    co_return Reply::redirect(account.url);
  }
  CO_TRY(auto const posts, co_await call.services.timelines.of_account(call.caller, account.id,
                                                                       std::move(query), newest_posts));
  if (name_of_feed(call)) {
    co_return feed_reply(view::describe_feed(call.services.view, account, posts.items));
  }
  auto site = public_site_of(call);
  co_return with_client(Reply::html(
      view::profile_page(view::describe_profile(call.services.view, std::move(site), account, posts.items))));
}

Task<Result<Reply>> show_profile(Call& call) {
  return show_posts_of(call, {.exclude_replies = true});
}

// Where a hashtag leads that the person features.
Task<Result<Reply>> show_tagged(Call& call) {
  return show_posts_of(call, {.exclude_boosts = true, .tagged = std::string(call.path["tag"])});
}

Task<Result<Reply>> show_post(Call& call) {
  CO_TRY(auto const account, co_await find_person(call));
  CO_TRY(auto const id, read_id<PostId>(call));
  CO_TRY(auto const details, co_await call.services.posts_read.load_one(call.services.env.database.session(),
                                                                        call.caller.account, id));
  if (details.author.id != account.id) {
    co_return service::record_not_found();
  }
  auto const& view = call.services.view;
  if (details.boosted) {
    co_return Reply::redirect(view.post_url(details.boosted->post, details.boosted->author));
  }
  if (!lives_here(call, account)) {
    co_return Reply::redirect(view.post_url(details.post, account));
  }
  CO_TRY(auto const thread, co_await call.services.timelines.thread(call.caller, id));
  auto site = public_site_of(call);
  co_return with_client(Reply::html(view::post_page(
      view::describe_post(view, std::move(site), details, thread.ancestors, thread.descendants))));
}

// /users/NAME…: permanent names, which lead people to the pages.
Task<Result<Reply>> lead_to_profile(Call& call) {
  CO_TRY(auto const account, co_await find_person(call));
  co_return Reply::redirect(account.url);
}

Task<Result<Reply>> lead_to_post(Call& call) {
  CO_TRY(auto const account, co_await find_person(call));
  CO_TRY(auto const id, read_id<PostId>(call));
  co_return Reply::redirect(account.url + "/" + to_text(id));
}

Task<Result<Reply>> show_tag(Call& call) {
  auto const feed = name_of_feed(call);
  auto folded = text::fold_hashtag(feed.value_or(std::string(call.path["name"])));
  if (folded.empty()) {
    co_return service::record_not_found();
  }
  CO_TRY(auto const posts, co_await call.services.timelines.tagged(call.caller, {.name = folded},
                                                                   store::timelines::Origin::everywhere,
                                                                   /*only_media=*/false, newest_posts));
  auto site = public_site_of(call);
  if (feed) {
    auto url = call.services.env.identity.tags_url() + base::percent_encode(folded);
    co_return feed_reply(view::describe_feed(call.services.view, site, folded, std::move(url), posts.items));
  }
  co_return with_client(
      Reply::html(view::tag_page({.site = std::move(site),
                                  .name = std::move(folded),
                                  .posts = view::post_blocks(call.services.view, posts.items)})));
}

}  // namespace

std::vector<Route> public_page_routes() {
  using enum net::Method;
  return {
      {get, "/@{name}", Access::open, {}, show_profile},
      {get, "/@{name}/{id}", Access::open, {}, show_post},
      {get, "/@{name}/tagged/{tag}", Access::open, {}, show_tagged},
      {get, "/users/{name}", Access::open, {}, lead_to_profile},
      {get, "/users/{name}/statuses/{id}", Access::open, {}, lead_to_post},
      {get, "/users/{name}/statuses/{id}/activity", Access::open, {}, lead_to_post},
      {get, "/tags/{name}", Access::open, {}, show_tag},
  };
}

}  // namespace auklet::api
