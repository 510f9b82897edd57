// SPDX-License-Identifier: Apache-2.0
//
// Tells people what happened to them, inside the transaction in which it happens.
#pragma once

#include <optional>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/notification.h"
#include "domain/post.h"
#include "service/environment.h"

namespace auklet::service {

class Notifier {
 public:
  explicit Notifier(Environment const& env) : env_(env) {}

  // Nobody is told of their own doing, of what those do whom they block, or who block them, or whose
  // notifications they mute, nor of anything in a thread they have muted.
  void tell(db::Batch& batch, AccountId receiver, NotificationType type, AccountId from,
            std::optional<PostId> post, std::optional<ThreadId> thread) const;
  Task<Result<>> tell(db::Session& session, AccountId receiver, NotificationType type, AccountId from,
                      std::optional<PostId> post, std::optional<ThreadId> thread) const;

 private:
  Notification make(AccountId receiver, NotificationType type, AccountId from,
                    std::optional<PostId> post) const;

  Environment const& env_;
};

}  // namespace auklet::service
