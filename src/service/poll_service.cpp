// SPDX-License-Identifier: Apache-2.0
#include "service/poll_service.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "store/blocks.h"
#include "store/polls.h"
#include "store/posts.h"

namespace auklet::service {

namespace {

constexpr int told_at_once = 200;
// Above all accounts: everyone has been told.
constexpr AccountId everyone{std::numeric_limits<std::int64_t>::max()};

Result<> check_choices(Poll const& poll, std::vector<int> const& choices, std::vector<int> const& before) {
  if (choices.empty()) {
    return validation_failed("Choices can't be blank");
  }
  if (std::ranges::any_of(choices, [&](int choice) {
        return choice < 0 || static_cast<std::size_t>(choice) >= poll.options.size();
      })) {
    return validation_failed("There is no such option in the poll");
  }
  if (!poll.multiple && choices.size() > 1) {
    return validation_failed("Only one option of the poll can be chosen");
  }
  bool const repeats =
      poll.multiple ? std::ranges::find_first_of(choices, before) != choices.end() : !before.empty();
  if (repeats) {
    return validation_failed("You have already voted on this poll");
  }
  return {};
}

}  // namespace

Task<Result<PostDetails>> PollService::find(Caller caller, PostId id) const {
  CO_TRY(auto details, co_await loader_.load_one(env_.database.session(), caller.account, id));
  if (!details.poll) {
    co_return record_not_found();
  }
  co_return details;
}

Task<Result<PostDetails>> PollService::vote(Caller caller, PostId id, std::vector<int> choices) {
  auto& reader = env_.database.session();
  CO_TRY(auto const details, co_await find(caller, id));
  auto const voter = caller.self();
  auto const now = env_.clock.now();
  if (caller.is(details.post.account_id)) {
    co_return validation_failed("You cannot vote in your own polls");
  }
  CO_TRY(auto const hidden,
         co_await store::blocks::hidden_among(reader, voter, {details.post.account_id}, now));
  if (!hidden.blocked.empty()) {
    co_return not_allowed();
  }
  std::ranges::sort(choices);
  auto const repeated = std::ranges::unique(choices);
  choices.erase(repeated.begin(), repeated.end());

  // Under the lock: an edit may change the options, another request of the same person may vote.
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto const there, co_await store::posts::lock(*transaction, id));
  CO_TRY(auto const poll, co_await store::polls::find(*transaction, id));
  if (!there || !poll) {
    co_return record_not_found();
  }
  if (poll->has_ended(now)) {
    co_return validation_failed("The poll has already ended");
  }
  CO_TRY(auto const before, co_await store::polls::choices_of(*transaction, id, voter));
  CO_TRY_OK(check_choices(*poll, choices, before));
  CO_TRY_OK(co_await store::polls::vote(*transaction, id, voter, choices, before.empty()));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  env_.bus.publish(bus::PostTouched{id});
  env_.bus.publish(bus::MarksChanged{voter, id});
  co_return co_await find(caller, id);
}

Task<Result<>> PollService::end(PostId id) {
  for (bool more = true; more;) {
    CO_TRY(more, co_await tell_some(id));
  }
  co_return Result<>{};
}

// How far it has come is written with what is told, so that nobody is told twice after a crash.
Task<Result<bool>> PollService::tell_some(PostId id) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto const there, co_await store::posts::lock(*transaction, id));
  CO_TRY(auto const poll, co_await store::polls::find(*transaction, id));
  // An edit may have moved the end: it has a job of its own then.
  if (!there || !poll || !poll->has_ended(env_.clock.now())) {
    co_return false;
  }
  CO_TRY(auto const post, co_await store::posts::find(*transaction, id));
  CO_TRY(auto const told, co_await store::polls::told_until(*transaction, id));
  CO_TRY(auto const voters,
         co_await store::polls::voters_after(*transaction, id, told.value_or(AccountId{}), told_at_once));
  std::vector<AccountId> receivers;
  if (!told) {
    receivers.push_back(poll->author);
  }
  std::ranges::copy(voters, std::back_inserter(receivers));
  bool const more = voters.size() == told_at_once;
  Tidings tidings;
  for (auto const receiver : receivers) {
    CO_TRY_OK(co_await notifier_.tell(*transaction, tidings, receiver, NotificationType::poll, poll->author,
                                      id, post->thread_id));
  }
  CO_TRY_OK(co_await store::polls::set_told_until(*transaction, id, more ? voters.back() : everyone));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  tidings.publish(env_.bus);
  co_return more;
}

}  // namespace auklet::service
