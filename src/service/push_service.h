// SPDX-License-Identifier: Apache-2.0
//
// Where apps want to be reached while they do not run. A token has one subscription, and sees only its own.
// https://docs.joinmastodon.org/methods/push/
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "async/task.h"
#include "base/p256.h"
#include "base/result.h"
#include "domain/push.h"
#include "service/caller.h"
#include "service/environment.h"

namespace auklet::service {

struct PushWishes {
  PushAlerts wanted = 0;
  PushAlerts named = 0;
  PushPolicy policy = PushPolicy::all;
};

struct PushDraft {
  std::string endpoint;
  std::string p256dh;  // base64url, as the app sends it; so is the next
  std::string auth;
  bool standard = false;
  PushWishes wishes;
};

class PushService {
 public:
  explicit PushService(Environment const& env) : env_(env) {}

  // In place of the one before. Errors: invalid when the endpoint is no URL of http or https, or over 2,048 characters,
  // or a key is none.
  Task<Result<PushSubscription>> subscribe(Caller caller, PushDraft draft);
  // Errors of both: not_found when the token has none.
  Task<Result<PushSubscription>> find(Caller caller) const;
  Task<Result<PushSubscription>> change(Caller caller, PushWishes wishes);
  // Also fine when there is none.
  Task<Result<>> unsubscribe(Caller caller);

  // The key by which push services know this server (RFC 8292): made when it is first asked for, kept in the database,
  // the same on all nodes.
  Task<Result<std::shared_ptr<base::P256Key const>>> server_key();
  // Its public part as apps want it: base64url.
  Task<Result<std::string>> public_key();

 private:
  Environment const& env_;
  std::mutex mutex_;
  std::shared_ptr<base::P256Key const> key_;  // once known
};

}  // namespace auklet::service
