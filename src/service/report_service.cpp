// SPDX-License-Identifier: Apache-2.0
#include "service/report_service.h"

#include <algorithm>
#include <utility>

#include "store/accounts.h"
#include "store/reports.h"
#include "text/unicode.h"

namespace auklet::service {

namespace {

constexpr std::size_t comment_characters_max = 1000;
constexpr std::size_t posts_max = 100;

}  // namespace

Task<Result<ReportDetails>> ReportService::create(Caller caller, ReportDraft draft) {
  auto& reader = env_.database.session();
  CO_TRY(auto target, co_await store::accounts::find(reader, draft.target));
  if (!target) {
    co_return record_not_found();
  }
  if (caller.is(target->id)) {
    co_return not_allowed();
  }
  auto comment = text::clean_text(draft.comment);
  if (text::count_graphemes(comment) > comment_characters_max) {
    co_return validation_failed("Comment is too long (maximum is 1000 characters)");
  }
  if (draft.posts.size() > posts_max) {
    co_return validation_failed("Statuses are too many (maximum is 100)");
  }
  CO_TRY(auto const posts, co_await loader_.load(reader, caller.account, draft.posts, Company::anyone));
  auto const is_theirs = [&](PostDetails const& details) { return details.post.account_id == target->id; };
  if (posts.size() != draft.posts.size() || !std::ranges::all_of(posts, is_theirs)) {
    co_return record_not_found();
  }
  Report report{.id = env_.mint<ReportId>(),
                .reporter = caller.self(),
                .target = target->id,
                .category = draft.category,
                .comment = std::move(comment),
                .posts = std::move(draft.posts),
                // Whoever moderates here is who moderates the people of this server.
                .forwarded = draft.forward && target->domain != env_.identity.domain,
                .created_at = env_.clock.now(),
                .resolved_at = {}};
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::reports::insert(*transaction, report));
  CO_TRY_OK(co_await transaction->commit());
  co_return ReportDetails{std::move(report), std::move(*target)};
}

}  // namespace auklet::service
