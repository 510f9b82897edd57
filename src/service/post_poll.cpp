// SPDX-License-Identifier: Apache-2.0
#include "service/post_poll.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "service/caller.h"
#include "service/poll_service.h"
#include "store/polls.h"
#include "text/unicode.h"

namespace auklet::service {

namespace {

// Whether votes for one are votes for the other.
bool asks_the_same(std::optional<Poll> const& one, std::optional<Poll> const& other) {
  return one.has_value() == other.has_value() && titles_of(one) == titles_of(other) &&
         (!one || one->multiple == other->multiple);
}

}  // namespace

Result<Poll> poll_of(PollDraft const& draft, AccountId author, UnixMillis now) {
  Poll poll{.author = author,
            .options = {},
            .multiple = draft.multiple,
            .hide_totals = draft.hide_totals,
            .expires_at = now + draft.expires_in};
  for (auto const& typed : draft.options) {
    auto title = text::clean_text(typed);
    if (title.empty()) {
      continue;
    }
    if (text::count_graphemes(title) > poll_option_characters_max) {
      return validation_failed(
          fmt::format("Poll options can't be longer than {} characters", poll_option_characters_max));
    }
    if (std::ranges::find(poll.options, title, &PollOption::title) != poll.options.end()) {
      return validation_failed("Poll options must all be different");
    }
    poll.options.push_back({std::move(title)});
  }
  if (poll.options.size() < 2) {
    return validation_failed("Poll must have at least two options");
  }
  if (poll.options.size() > poll_options_max) {
    return validation_failed(fmt::format("Poll can't have more than {} options", poll_options_max));
  }
  if (draft.expires_in < poll_duration_min || draft.expires_in > poll_duration_max) {
    return validation_failed(fmt::format("Poll must last from {} to {} seconds", poll_duration_min.count(),
                                         poll_duration_max.count()));
  }
  return poll;
}

std::vector<std::string> titles_of(std::optional<Poll> const& poll) {
  std::vector<std::string> titles;
  if (poll) {
    std::ranges::transform(poll->options, std::back_inserter(titles), &PollOption::title);
  }
  return titles;
}

bool is_same(std::optional<Poll> const& before, std::optional<Poll> const& after) {
  return asks_the_same(before, after) &&
         (!before || (before->expires_at == after->expires_at && before->hide_totals == after->hide_totals));
}

store::jobs::NewJob job_of_end(Environment const& env, Poll const& poll) {
  return {.id = env.mint<JobId>(),
          .kind = end_poll_job,
          .payload = to_text(poll.post),
          .run_at = *poll.expires_at,
          .lane = {},  // a lane costs a look even while nothing in it is due
          .created_at = env.clock.now()};
}

Task<Result<std::vector<AccountId>>> replace_poll(Environment const& env, db::Session& session, PostId post,
                                                  std::optional<Poll> const& poll) {
  std::vector<AccountId> voters;
  CO_TRY(auto const current, co_await store::polls::find(session, post));
  if (is_same(current, poll)) {
    co_return voters;
  }
  if (asks_the_same(current, poll)) {
    CO_TRY_OK(co_await store::polls::update_terms(session, *poll));
  } else {
    if (current && current->voters_count > 0) {
      CO_TRY(voters, co_await store::polls::voters_after(session, post, AccountId{},
                                                         static_cast<int>(current->voters_count)));
    }
    CO_TRY_OK(co_await store::polls::remove(session, post));
    if (poll) {
      CO_TRY_OK(co_await store::polls::insert(session, *poll));
    }
  }
  if (poll) {
    auto const end = job_of_end(env, *poll);
    CO_TRY_OK(co_await store::jobs::enqueue(session, end));
  }
  co_return voters;
}

}  // namespace auklet::service
