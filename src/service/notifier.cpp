// SPDX-License-Identifier: Apache-2.0
#include "service/notifier.h"

#include "store/notifications.h"

namespace auklet::service {

void Notifier::tell(db::Batch& batch, AccountId receiver, NotificationType type, AccountId from,
                    std::optional<PostId> post, std::optional<ThreadId> thread) const {
  if (receiver != from) {
    store::notifications::insert(batch, make(receiver, type, from, post), thread);
  }
}

Task<Result<>> Notifier::tell(db::Session& session, AccountId receiver, NotificationType type, AccountId from,
                              std::optional<PostId> post, std::optional<ThreadId> thread) const {
  if (receiver == from) {
    co_return Result<>{};
  }
  co_return co_await store::notifications::insert(session, make(receiver, type, from, post), thread);
}

Notification Notifier::make(AccountId receiver, NotificationType type, AccountId from,
                            std::optional<PostId> post) const {
  return {.id = env_.mint<NotificationId>(),
          .receiver = receiver,
          .type = type,
          .from = from,
          .post_id = post,
          .created_at = env_.clock.now()};
}

}  // namespace auklet::service
