// SPDX-License-Identifier: Apache-2.0
//
// Pushes notifications to apps that do not run (Web Push: RFC 8030, 8291, 8292), in two kinds of jobs. The first looks
// once at whom a notification is to be pushed to; of the second there is one for each subscription, so that a push
// service which is away delays only its own.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/push.h"
#include "net/http_client.h"
#include "service/environment.h"
#include "service/notification_service.h"
#include "service/push_service.h"
#include "service/secrets.h"
#include "view/renderer.h"

namespace auklet::push {

class Sender {
 public:
  struct World {
    service::Environment const& env;
    service::Secrets const& secrets;
    service::PushService& subscriptions;
    service::NotificationService const& notifications;
    view::Renderer const& view;
    net::HttpClient& http;
    std::string subject;  // see vapid.h
  };
  explicit Sender(World world) : world_(std::move(world)) {}

  // What is older is not worth waking anybody for; push services keep a message no longer either.
  static constexpr std::chrono::hours time_to_live{48};
  // Subscriptions of one account that are pushed to; the youngest tokens first.
  static constexpr int subscriptions_max = 100;

  // The payload is that of store::push_subscriptions::announce.
  Task<Result<>> announce(std::string payload);

  static constexpr std::string_view deliver_job = "deliver_push";
  // The payload is "TOKEN RECEIVER NOTIFICATION". Errors that a later attempt may mend: unavailable. A subscription
  // that the push service does not know any more is forgotten.
  Task<Result<>> deliver(std::string payload);

 private:
  Task<Result<std::vector<PushSubscription>>> wanting(service::NotificationDetails const& details) const;
  Task<Result<net::OutgoingRequest>> request(PushSubscription const& subscription,
                                             service::NotificationDetails const& details) const;
  Task<Result<>> forget(PushSubscription const& subscription) const;

  World const world_;
};

}  // namespace auklet::push
