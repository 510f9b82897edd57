// SPDX-License-Identifier: Apache-2.0
#include "push/sender.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/encoding.h"
#include "base/ids.h"
#include "push/encryption.h"
#include "push/message.h"
#include "push/vapid.h"
#include "service/caller.h"
#include "store/accounts.h"
#include "store/jobs.h"
#include "store/push_subscriptions.h"
#include "store/relationships.h"

namespace auklet::push {

namespace {

namespace subscriptions = store::push_subscriptions;

constexpr std::chrono::hours token_life{12};  // a day is the most (RFC 8292, section 2)
constexpr std::size_t answer_bytes_max = 4'096;

template <std::size_t Count>
std::optional<std::array<std::int64_t, Count>> read_numbers(std::string_view payload) {
  std::array<std::int64_t, Count> numbers{};
  for (auto& number : numbers) {
    auto const end = payload.find(' ');
    auto const read = base::parse_id(payload.substr(0, end));
    if (!read) {
      return std::nullopt;
    }
    number = *read;
    payload.remove_prefix(end == std::string_view::npos ? payload.size() : end + 1);
  }
  return payload.empty() ? std::optional{numbers} : std::nullopt;
}

std::unexpected<Error> no_numbers() {
  return fail(ErrorKind::malformed, "", "a job of a push without its numbers");
}

// What of an answer is worth another attempt; nothing is wrong with a subscription for it.
bool is_passing(unsigned status) {
  return status == 408 || status == 425 || status == 429 || status >= 500;
}

}  // namespace

Task<Result<std::vector<PushSubscription>>> Sender::wanting(
    service::NotificationDetails const& details) const {
  auto& reader = world_.env.database.session();
  auto const& told = details.notification;
  CO_TRY(auto all, co_await subscriptions::wanting(reader, told.receiver, told.type, subscriptions_max));
  auto const asks_who = [](PushSubscription const& one) { return one.policy != PushPolicy::all; };
  if (std::ranges::none_of(all, asks_who)) {
    co_return all;
  }
  CO_TRY(auto const standing,
         co_await store::relationships::find_all(reader, told.receiver, {told.from}, world_.env.clock.now()));
  auto const& between = standing.front();
  std::erase_if(all, [&between](PushSubscription const& one) {
    switch (one.policy) {
      case PushPolicy::all:
        return false;
      case PushPolicy::followed:
        return !between.following;
      case PushPolicy::follower:
        return !between.followed_by;
      case PushPolicy::none:
        return true;
    }
    return true;
  });
  co_return all;
}

Task<Result<>> Sender::announce(std::string payload) {
  auto const numbers = read_numbers<2>(payload);
  if (!numbers) {
    co_return no_numbers();
  }
  auto const [receiver, notification] = *numbers;
  auto const details = co_await world_.notifications.find(service::Caller{.account = AccountId{receiver}},
                                                          NotificationId{notification});
  if (!details) {
    if (details.error().kind == ErrorKind::not_found) {
      co_return Result<>{};  // taken back meanwhile
    }
    co_return std::unexpected(details.error());
  }
  if (details->notification.filtered) {
    co_return Result<>{};
  }
  CO_TRY(auto const all, co_await wanting(*details));
  auto const now = world_.env.clock.now();
  std::vector<store::jobs::NewJob> jobs;
  for (auto const& one : all) {
    jobs.push_back({.id = world_.env.mint<JobId>(),
                    .kind = std::string(deliver_job),
                    .payload = fmt::format("{} {} {}", std::to_underlying(one.token), receiver, notification),
                    .run_at = now,
                    .lane = origin_of(one.endpoint),
                    .created_at = now});
  }
  if (jobs.empty()) {
    co_return Result<>{};
  }
  db::Batch batch;
  for (auto const& job : jobs) {
    store::jobs::enqueue(batch, job);
  }
  CO_TRY_OK(co_await world_.env.database.write(batch));
  world_.env.bus.publish(bus::JobsWaiting{});
  co_return Result<>{};
}

Task<Result<net::OutgoingRequest>> Sender::request(PushSubscription const& subscription,
                                                   service::NotificationDetails const& details) const {
  CO_TRY(auto const user,
         co_await store::accounts::find_user(world_.env.database.session(), subscription.account));
  CO_TRY(auto const server_key, co_await world_.subscriptions.server_key());
  Addressee const to{.access_token = world_.secrets.token(subscription.token),
                     .locale = user ? user->locale : std::string{}};
  auto const text = message(details, to, world_.view);
  std::string salt(16, '\0');
  world_.env.random.fill(std::span{reinterpret_cast<std::uint8_t*>(salt.data()), salt.size()});
  auto const sender = base::P256Key::make(world_.env.random);
  Receiver const receiver{subscription.p256dh, subscription.auth};
  auto sealed = subscription.standard ? seal(text, receiver, sender, salt)
                                      : seal_as_draft(text, receiver, sender, salt);
  if (!sealed) {
    co_return fail(ErrorKind::gone, "", "the key of a push subscription is none");
  }

  auto const token = sign_token(*server_key, origin_of(subscription.endpoint), world_.subject,
                                world_.env.clock.now() + token_life);
  auto const public_key = base::base64url(server_key->point());
  net::OutgoingRequest request{.method = net::Method::post,
                               .url = subscription.endpoint,
                               .body = std::move(sealed->body),
                               .body_bytes_max = answer_bytes_max,
                               .cut_long_body = true,
                               .redirects_max = 0};
  for (auto const& [name, value] : sealed->headers) {
    auto const shares = !subscription.standard && name == "Crypto-Key";
    request.headers.add(name, shares ? value + ";p256ecdsa=" + public_key : value);
  }
  request.headers.add("Content-Type", "application/octet-stream");
  request.headers.add("TTL", std::to_string(std::chrono::seconds{time_to_live}.count()));
  request.headers.add("Urgency", "normal");
  request.headers.add("Authorization", subscription.standard
                                           ? fmt::format("vapid t={},k={}", token, public_key)
                                           : "WebPush " + token);
  co_return request;
}

Task<Result<>> Sender::forget(PushSubscription const& subscription) const {
  CO_TRY(auto transaction, co_await world_.env.database.begin());
  CO_TRY_OK(co_await subscriptions::remove_stale(*transaction, subscription.token, subscription.id));
  co_return co_await transaction->commit();
}

Task<Result<>> Sender::deliver(std::string payload) {
  auto const numbers = read_numbers<3>(payload);
  if (!numbers) {
    co_return no_numbers();
  }
  auto const [token, receiver, notification] = *numbers;
  CO_TRY(auto const subscription,
         co_await subscriptions::find(world_.env.database.session(), TokenId{token}));
  if (!subscription || subscription->account != AccountId{receiver}) {
    co_return Result<>{};
  }
  auto const details = co_await world_.notifications.find(service::Caller{.account = AccountId{receiver}},
                                                          NotificationId{notification});
  if (!details) {
    if (details.error().kind == ErrorKind::not_found) {
      co_return Result<>{};
    }
    co_return std::unexpected(details.error());
  }
  if (details->notification.created_at + time_to_live < world_.env.clock.now()) {
    co_return Result<>{};
  }
  CO_TRY(auto request, co_await this->request(*subscription, *details));
  auto const answer = co_await world_.http.send(std::move(request));
  if (!answer) {
    auto const kind = answer.error().kind;
    if (kind == ErrorKind::invalid || kind == ErrorKind::forbidden) {
      co_return co_await forget(*subscription);  // it leads to a place where nothing may be sent
    }
    co_return std::unexpected(answer.error());
  }
  auto const status = answer->status;
  if (status == 404 || status == 410) {
    co_return co_await forget(*subscription);
  }
  if (status >= 200 && status < 300) {
    co_return Result<>{};
  }
  co_return fail(is_passing(status) ? ErrorKind::unavailable : ErrorKind::invalid, "",
                 fmt::format("a push service answered {}: {}", status, answer->body.substr(0, 200)));
}

}  // namespace auklet::push
