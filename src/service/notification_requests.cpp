// SPDX-License-Identifier: Apache-2.0
#include "service/notification_requests.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/ids.h"
#include "service/senders.h"

namespace auklet::service {

namespace {

namespace requests = store::notification_requests;

// Notifications of one transaction of a job, and pieces of one job.
constexpr int piece_max = 500;
constexpr int pieces_max = 2'000;

// What a job is about: "BELOW OWNER SENDER SENDER…".
struct Errand {
  NotificationId below{};  // what comes later is another matter
  AccountId owner{};
  std::vector<AccountId> senders;
};

Result<Errand> read_errand(std::string_view payload) {
  std::vector<std::int64_t> numbers;
  while (!payload.empty()) {
    auto const end = payload.find(' ');
    auto const number = base::parse_id(payload.substr(0, end));
    if (!number) {
      return fail(ErrorKind::malformed, "", "a job of notification requests without numbers");
    }
    numbers.push_back(*number);
    payload.remove_prefix(end == std::string_view::npos ? payload.size() : end + 1);
  }
  if (numbers.size() < 3) {
    return fail(ErrorKind::malformed, "", "a job of notification requests without senders");
  }
  Errand errand{NotificationId{numbers[0]}, AccountId{numbers[1]}, {}};
  std::ranges::transform(numbers.begin() + 2, numbers.end(), std::back_inserter(errand.senders),
                         [](std::int64_t number) { return AccountId{number}; });
  return errand;
}

std::unexpected<Error> too_much() {
  return fail(ErrorKind::unavailable, "", "more notifications than one job takes; the next attempt goes on");
}

}  // namespace

Task<Result<PolicyDetails>> NotificationRequests::policy(Caller caller) const {
  auto& reader = env_.database.session();
  PolicyDetails details;
  CO_TRY(details.policy, co_await requests::policy(reader, caller.self()));
  CO_TRY(details.summary, co_await requests::summary(reader, caller.self()));
  co_return details;
}

Task<Result<PolicyDetails>> NotificationRequests::change_policy(Caller caller,
                                                                NotificationPolicyChange change) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto policy, co_await requests::policy(*transaction, caller.self()));
  policy = {change.for_not_following.value_or(policy.for_not_following),
            change.for_not_followers.value_or(policy.for_not_followers),
            change.for_new_accounts.value_or(policy.for_new_accounts),
            change.for_private_mentions.value_or(policy.for_private_mentions),
            change.for_limited_accounts.value_or(policy.for_limited_accounts)};
  CO_TRY_OK(co_await requests::set_policy(*transaction, caller.self(), policy));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  co_return co_await this->policy(std::move(caller));
}

Task<Result<std::vector<NotificationRequestDetails>>> NotificationRequests::details(
    Caller const& caller, std::vector<requests::Request> found) const {
  std::vector<Sent> sent;
  for (auto const& request : found) {
    sent.push_back({request.from, request.last_post});
  }
  CO_TRY(auto seen, co_await load_sent(env_.database.session(), loader_, caller.account, std::move(sent)));
  std::vector<NotificationRequestDetails> all;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (auto& [from, post] = seen[i]; from) {
      all.push_back({found[i], *std::move(from), std::move(post)});
    }
  }
  co_return all;
}

Task<Result<Listing<NotificationRequestDetails>>> NotificationRequests::list(Caller caller,
                                                                             PageRequest page) const {
  CO_TRY(auto found, co_await requests::page(env_.database.session(), caller.self(), page));
  auto listing = listing_of<NotificationRequestDetails>(found, page);
  CO_TRY(listing.items, co_await details(caller, std::move(found)));
  co_return listing;
}

Task<Result<NotificationRequestDetails>> NotificationRequests::find(Caller caller,
                                                                    NotificationRequestId id) const {
  CO_TRY(auto const found, co_await requests::find(env_.database.session(), caller.self(), id));
  if (!found) {
    co_return record_not_found();
  }
  CO_TRY(auto shown, co_await details(caller, {*found}));
  if (shown.empty()) {
    co_return record_not_found();
  }
  co_return std::move(shown.front());
}

store::jobs::NewJob NotificationRequests::job(Answer answer, AccountId owner,
                                              std::vector<AccountId> const& senders) const {
  auto const id = env_.mint<JobId>();
  auto const now = env_.clock.now();
  auto payload = fmt::format("{} {}", std::to_underlying(id), std::to_underlying(owner));
  for (auto const sender : senders) {
    payload += ' ' + to_text(sender);
  }
  return {.id = id,
          .kind = std::string(answer == Answer::accept ? merge_job : discard_job),
          .payload = std::move(payload),
          .run_at = now,
          .lane = to_text(owner),
          .created_at = now};
}

Task<Result<std::size_t>> NotificationRequests::settle(AccountId owner,
                                                       std::vector<NotificationRequestId> ids,
                                                       Answer answer) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto const senders, co_await requests::take(*transaction, owner, ids));
  if (senders.empty()) {
    co_return 0;
  }
  if (answer == Answer::accept) {
    CO_TRY_OK(co_await requests::permit(*transaction, owner, senders));
  }
  auto const errand = job(answer, owner, senders);
  CO_TRY_OK(co_await store::jobs::enqueue(*transaction, errand));
  CO_TRY_OK(co_await transaction->commit());
  env_.bus.publish(bus::JobsWaiting{});
  co_return senders.size();
}

Task<Result<>> NotificationRequests::answer(Caller caller, NotificationRequestId id, Answer answer) {
  CO_TRY(auto const settled, co_await settle(caller.self(), {id}, answer));
  if (settled == 0) {
    co_return record_not_found();
  }
  co_return Result<>{};
}

Task<Result<>> NotificationRequests::answer_all(Caller caller, std::vector<NotificationRequestId> ids,
                                                Answer answer) {
  if (ids.size() > at_once_max) {
    co_return validation_failed(fmt::format("No more than {} requests at once", at_once_max));
  }
  CO_TRY_OK(co_await settle(caller.self(), std::move(ids), answer));
  co_return Result<>{};
}

Task<Result<bool>> NotificationRequests::merged(Caller caller) const {
  CO_TRY(auto const waiting, co_await requests::any_to_merge(env_.database.session(), caller.self()));
  co_return !waiting;
}

Task<Result<>> NotificationRequests::merge(std::string payload) {
  CO_TRY(auto const errand, read_errand(payload));
  for (int piece = 0; piece < pieces_max; ++piece) {
    CO_TRY(auto transaction, co_await env_.database.begin());
    CO_TRY(auto const count, co_await requests::merge(*transaction, errand.owner, errand.senders, piece_max));
    CO_TRY_OK(co_await transaction->commit());
    if (count < piece_max) {
      env_.bus.publish(bus::NotificationsMerged{errand.owner});
      co_return Result<>{};
    }
  }
  co_return too_much();
}

Task<Result<>> NotificationRequests::discard(std::string payload) {
  CO_TRY(auto const errand, read_errand(payload));
  for (int piece = 0; piece < pieces_max; ++piece) {
    CO_TRY(auto transaction, co_await env_.database.begin());
    CO_TRY(auto const count,
           co_await requests::discard(*transaction, errand.owner, errand.senders, errand.below, piece_max));
    CO_TRY_OK(co_await transaction->commit());
    if (count < piece_max) {
      co_return Result<>{};
    }
  }
  co_return too_much();
}

}  // namespace auklet::service
