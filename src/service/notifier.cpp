// SPDX-License-Identifier: Apache-2.0
#include "service/notifier.h"

#include "store/notifications.h"
#include "store/push_subscriptions.h"

namespace auklet::service {

namespace {

bool is_news(AccountId receiver, NotificationType type, AccountId from) {
  return receiver != from || type == NotificationType::poll;
}

}  // namespace

void Notifier::tell(db::Batch& batch, Tidings& tidings, AccountId receiver, NotificationType type,
                    AccountId from, std::optional<PostId> post, std::optional<ThreadId> thread) const {
  if (is_news(receiver, type, from)) {
    auto const notification = make(receiver, type, from, post);
    store::notifications::insert(batch, notification, thread);
    store::push_subscriptions::announce(batch, notification, env_.mint<JobId>());
    tidings.add(receiver, notification.id);
  }
}

Task<Result<>> Notifier::tell(db::Session& session, Tidings& tidings, AccountId receiver,
                              NotificationType type, AccountId from, std::optional<PostId> post,
                              std::optional<ThreadId> thread) const {
  if (!is_news(receiver, type, from)) {
    co_return Result<>{};
  }
  db::Batch batch;
  tell(batch, tidings, receiver, type, from, post, thread);
  co_return co_await session.run_all(batch);
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
