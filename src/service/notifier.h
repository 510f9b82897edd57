// SPDX-License-Identifier: Apache-2.0
//
// Tells people what happened to them, inside the transaction in which it happens; and after its commit tells those who
// listen that people were told.
#pragma once

#include <optional>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "bus/bus.h"
#include "db/database.h"
#include "domain/notification.h"
#include "domain/post.h"
#include "service/environment.h"

namespace auklet::service {

// What one transaction tells people.
class Tidings {
 public:
  void add(AccountId receiver, NotificationId notification) { told_.push_back({receiver, notification}); }
  void add(bus::ConversationChanged changed) { conversations_.push_back(changed); }
  // After the commit.
  void publish(bus::Bus& bus) const {
    for (auto const& told : told_) {
      bus.publish(told);
    }
    for (auto const& changed : conversations_) {
      bus.publish(changed);
    }
  }

 private:
  std::vector<bus::NotificationTold> told_;
  std::vector<bus::ConversationChanged> conversations_;
};

class Notifier {
 public:
  explicit Notifier(Environment const& env) : env_(env) {}

  // Nobody is told of their own doing (but of the end of their own poll), of what those do whom they block, or who block
  // them, or whose notifications they mute, nor of anything in a thread they have muted, nor of what their policy drops. Those who
  // want to be told while no app of theirs runs are pushed to soon.
  void tell(db::Batch& batch, Tidings& tidings, AccountId receiver, NotificationType type, AccountId from,
            std::optional<PostId> post, std::optional<ThreadId> thread) const;
  Task<Result<>> tell(db::Session& session, Tidings& tidings, AccountId receiver, NotificationType type,
                      AccountId from, std::optional<PostId> post, std::optional<ThreadId> thread) const;

 private:
  Notification make(AccountId receiver, NotificationType type, AccountId from,
                    std::optional<PostId> post) const;

  Environment const& env_;
};

}  // namespace auklet::service
