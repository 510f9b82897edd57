// SPDX-License-Identifier: Apache-2.0
#include "service/post_quote.h"

#include <algorithm>
#include <utility>

#include "bus/events.h"
#include "domain/interaction_policy.h"
#include "service/caller.h"
#include "store/posts.h"
#include "store/quotes.h"
#include "text/post_html.h"

namespace auklet::service {

Error quoted_is_gone() {
  return {ErrorKind::not_found, "The post you are trying to quote does not appear to exist.", "", {}};
}

std::string page_of(Post const& post, Account const& author) {
  return post.remote_url.value_or(author.url + "/" + to_text(post.id));
}

Task<Result<std::optional<Quotable>>> quotable(PostLoader const& loader, db::Session& session,
                                               AccountId author, std::optional<PostId> id) {
  if (!id) {
    co_return std::nullopt;
  }
  auto const found = co_await loader.load_one(session, author, *id);
  if (!found) {
    co_return std::unexpected(found.error().kind == ErrorKind::not_found ? quoted_is_gone() : found.error());
  }
  auto const& quoted = found->boosted ? *found->boosted : *found;
  if (quoted.post.visibility == Visibility::direct) {
    co_return validation_failed("A direct post cannot be quoted");
  }
  if (!allows(quoted.post.policy.quote, {.self = quoted.own, .follows = quoted.follows_author})) {
    co_return validation_failed("Its author does not let you quote this post");
  }
  co_return Quotable{quoted.post, page_of(quoted.post, quoted.author)};
}

Visibility narrowed(Visibility visibility, std::optional<Quotable> const& quoted) {
  return quoted && quoted->post.visibility == Visibility::private_
             ? std::max(visibility, Visibility::private_)
             : visibility;
}

Result<> check_audience(AccountId author, Visibility visibility, std::vector<AccountId> const& mentions,
                        std::optional<Quotable> const& quoted) {
  if (quoted && visibility == Visibility::direct && quoted->post.account_id != author &&
      std::ranges::find(mentions, quoted->post.account_id) == mentions.end()) {
    return validation_failed("A direct post can quote only those whom it mentions");
  }
  return {};
}

std::string with_quote_link(std::string content, std::string_view text, std::string const& url) {
  return text.contains(url) ? content
                            : R"(<p class="quote-inline">RE: )" + text::render_link(url) + "</p>" + content;
}

Task<Result<>> change_policy_of(Environment const& env, Caller caller, PostId id, PolicyChange change) {
  if (change == PolicyChange{}) {
    co_return Result<>{};
  }
  CO_TRY(auto transaction, co_await env.database.begin());
  CO_TRY_OK(co_await store::posts::lock(*transaction, id));
  CO_TRY(auto const post, co_await store::posts::find(*transaction, id));
  if (!post || !caller.is(post->account_id) || post->boost_of_id) {
    co_return record_not_found();
  }
  auto const policy = within(change.on(post->policy), post->visibility);
  if (policy == post->policy) {
    co_return Result<>{};
  }
  CO_TRY_OK(co_await store::quotes::set_policy(*transaction, id, policy));
  CO_TRY_OK(co_await transaction->commit());
  env.bus.publish(bus::PostTouched{id});
  co_return Result<>{};
}

}  // namespace auklet::service
