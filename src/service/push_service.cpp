// SPDX-License-Identifier: Apache-2.0
#include "service/push_service.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/encoding.h"
#include "store/push_subscriptions.h"

namespace auklet::service {

namespace {

constexpr std::size_t endpoint_bytes_max = 2'048;
constexpr std::size_t auth_bytes = 16;

// Whether it leads anywhere, and where it may lead, is found out when it is used (net/http_client.h).
bool is_endpoint(std::string_view text) {
  if (text.size() > endpoint_bytes_max) {
    return false;
  }
  auto const rest = text.starts_with("https://")  ? text.substr(8)
                    : text.starts_with("http://") ? text.substr(7)
                                                  : std::string_view{};
  auto const host = rest.substr(0, rest.find_first_of("/?#"));
  auto const plain = [](char c) { return c > ' ' && c < '\x7f'; };
  return !host.empty() && host.find('@') == std::string_view::npos && std::ranges::all_of(text, plain);
}

}  // namespace

Task<Result<PushSubscription>> PushService::subscribe(Caller caller, PushDraft draft) {
  if (!caller.token) {
    co_return not_allowed();
  }
  if (!is_endpoint(draft.endpoint)) {
    co_return validation_failed("Endpoint is not a valid URL");
  }
  auto p256dh = base::base64url_decode(draft.p256dh);
  auto auth = base::base64url_decode(draft.auth);
  if (!p256dh || !base::is_p256_point(*p256dh)) {
    co_return validation_failed("Key p256dh is invalid");
  }
  if (!auth || auth->size() != auth_bytes) {
    co_return validation_failed("Key auth is invalid");
  }
  PushSubscription subscription{.id = env_.ids.next(),
                                .token = *caller.token,
                                .account = caller.self(),
                                .endpoint = std::move(draft.endpoint),
                                .p256dh = *std::move(p256dh),
                                .auth = *std::move(auth),
                                .wanted = draft.wishes.wanted,
                                .named = draft.wishes.named,
                                .policy = draft.wishes.policy,
                                .standard = draft.standard,
                                .created_at = env_.clock.now()};
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::push_subscriptions::put(*transaction, subscription));
  CO_TRY_OK(co_await transaction->commit());
  co_return subscription;
}

Task<Result<PushSubscription>> PushService::find(Caller caller) const {
  if (!caller.token) {
    co_return record_not_found();
  }
  CO_TRY(auto found, co_await store::push_subscriptions::find(env_.database.session(), *caller.token));
  if (!found) {
    co_return record_not_found();
  }
  co_return *std::move(found);
}

Task<Result<PushSubscription>> PushService::change(Caller caller, PushWishes wishes) {
  CO_TRY(auto subscription, co_await find(std::move(caller)));
  subscription.wanted = wishes.wanted;
  subscription.named = wishes.named;
  subscription.policy = wishes.policy;
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto const there, co_await store::push_subscriptions::update(*transaction, subscription));
  if (!there) {
    co_return record_not_found();
  }
  CO_TRY_OK(co_await transaction->commit());
  co_return subscription;
}

Task<Result<>> PushService::unsubscribe(Caller caller) {
  if (!caller.token) {
    co_return Result<>{};
  }
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::push_subscriptions::remove(*transaction, *caller.token));
  co_return co_await transaction->commit();
}

Task<Result<std::shared_ptr<base::P256Key const>>> PushService::server_key() {
  {
    std::lock_guard const lock(mutex_);
    if (key_) {
      co_return key_;
    }
  }
  CO_TRY(auto bytes, co_await store::push_subscriptions::vapid_key(env_.database.session()));
  if (!bytes) {
    // Whoever is first: all take the one that was kept.
    auto const made = base::P256Key::make(env_.random).private_bytes();
    CO_TRY(auto transaction, co_await env_.database.begin());
    CO_TRY_OK(co_await store::push_subscriptions::offer_vapid_key(*transaction, made, env_.clock.now()));
    CO_TRY(bytes, co_await store::push_subscriptions::vapid_key(*transaction));
    CO_TRY_OK(co_await transaction->commit());
  }
  auto key = bytes ? base::P256Key::read(*bytes) : std::nullopt;
  if (!key) {
    co_return fail(ErrorKind::internal, "", "the key for Web Push in the database is none");
  }
  std::lock_guard const lock(mutex_);
  key_ = std::make_shared<base::P256Key const>(*std::move(key));
  co_return key_;
}

Task<Result<std::string>> PushService::public_key() {
  CO_TRY(auto const key, co_await server_key());
  co_return base::base64url(key->point());
}

}  // namespace auklet::service
