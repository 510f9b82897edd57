// SPDX-License-Identifier: Apache-2.0
#include "service/notifier.h"

#include "store/accounts.h"
#include "store/blocks.h"
#include "store/notifications.h"
#include "store/reactions.h"

namespace auklet::service {

Task<Result<>> Notifier::tell(db::Session& session, AccountId receiver, NotificationType type, AccountId from,
                              std::optional<PostId> post, std::optional<ThreadId> thread) const {
  if (receiver == from) {
    co_return Result<>{};
  }
  auto const now = env_.clock.now();
  CO_TRY(auto const hidden, co_await store::blocks::hidden_among(session, receiver, {from}, now));
  if (!hidden.blocked.empty() || !hidden.blocked_by.empty()) {
    co_return Result<>{};
  }
  if (!hidden.muted.empty()) {
    CO_TRY(auto const mute, co_await store::blocks::find_mute(session, receiver, from, now));
    if (mute && mute->hide_notifications) {
      co_return Result<>{};
    }
  }
  if (thread) {
    CO_TRY(auto const muted, co_await store::reactions::thread_muted(session, receiver, *thread));
    if (muted) {
      co_return Result<>{};
    }
  }
  // Only people who can log in here read notifications.
  CO_TRY(auto const user, co_await store::accounts::find_user(session, receiver));
  if (!user) {
    co_return Result<>{};
  }
  co_return co_await store::notifications::insert(session, {.id = env_.mint<NotificationId>(),
                                                            .receiver = receiver,
                                                            .type = type,
                                                            .from = from,
                                                            .post_id = post,
                                                            .created_at = now});
}

}  // namespace auklet::service
