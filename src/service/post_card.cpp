// SPDX-License-Identifier: Apache-2.0
#include "service/post_card.h"

#include <algorithm>

#include "store/cards.h"
#include "text/link_preview.h"
#include "text/post_text.h"

namespace auklet::service {

std::optional<std::string> card_link(std::vector<std::string> const& urls, Identity const& identity) {
  auto const found = std::ranges::find_if(
      urls, [&identity](std::string const& url) { return text::origin_of(url) != identity.base_url; });
  return found == urls.end() ? std::nullopt : std::optional{*found};
}

store::jobs::NewJob job_of_card(Environment const& env, PostId post, std::string_view link, UnixMillis now) {
  return {.id = env.mint<JobId>(),
          .kind = fetch_card_job,
          .payload = to_text(post),
          .run_at = now,
          .lane = std::string(text::host_of(link)),
          .created_at = now};
}

Task<Result<>> change_card(Environment const& env, db::Session& session, Post before,
                           std::optional<std::string> link, UnixMillis now) {
  if (card_link(text::parse(before.text).urls, env.identity) == link) {
    co_return Result<>{};
  }
  CO_TRY_OK(co_await store::cards::detach(session, before.id));
  if (!link) {
    co_return Result<>{};
  }
  auto const job = job_of_card(env, before.id, *link, now);
  co_return co_await store::jobs::enqueue(session, job);
}

}  // namespace auklet::service
