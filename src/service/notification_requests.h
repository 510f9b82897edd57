// SPDX-License-Identifier: Apache-2.0
//
// From whom someone wants to hear, and those who wait to be heard: senders of filtered mentions, whom the receiver may
// accept or dismiss. https://docs.joinmastodon.org/methods/notifications/#policy
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/account.h"
#include "domain/notification_policy.h"
#include "domain/page.h"
#include "domain/post.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/listing.h"
#include "service/post_loader.h"
#include "store/jobs.h"
#include "store/notification_requests.h"

namespace auklet::service {

// Absent: as it is.
struct NotificationPolicyChange {
  std::optional<NotificationVerdict> for_not_following;
  std::optional<NotificationVerdict> for_not_followers;
  std::optional<NotificationVerdict> for_new_accounts;
  std::optional<NotificationVerdict> for_private_mentions;
  std::optional<NotificationVerdict> for_limited_accounts;
};

struct PolicyDetails {
  NotificationPolicy policy;
  store::notification_requests::Summary summary;
};

struct NotificationRequestDetails {
  store::notification_requests::Request request;
  Account from;
  std::optional<PostDetails> last_post;  // absent when it may not be seen any more
};

class NotificationRequests {
 public:
  // The kinds of jobs that this room makes, and their work. Senders may have left many notifications, so those are
  // merged and discarded piece by piece.
  static constexpr std::string_view merge_job = "merge_notifications";
  static constexpr std::string_view discard_job = "discard_notifications";
  Task<Result<>> merge(std::string payload);
  Task<Result<>> discard(std::string payload);

  NotificationRequests(Environment const& env, PostLoader const& loader) : env_(env), loader_(loader) {}

  Task<Result<PolicyDetails>> policy(Caller caller) const;
  // Decides about what comes from now on.
  Task<Result<PolicyDetails>> change_policy(Caller caller, NotificationPolicyChange change);

  Task<Result<Listing<NotificationRequestDetails>>> list(Caller caller, PageRequest page) const;
  // ErrorKind::not_found, also for other people's.
  Task<Result<NotificationRequestDetails>> find(Caller caller, NotificationRequestId id) const;

  enum class Answer {
    accept,  // what was filtered of the sender is put among the others, and nothing of theirs is filtered any more
    dismiss,  // what was filtered of the sender is forgotten; what they do next is filtered again
  };
  // ErrorKind::not_found, also for other people's.
  Task<Result<>> answer(Caller caller, NotificationRequestId id, Answer answer);
  // Requests that are not there are passed over. ErrorKind::invalid for more than `at_once_max`.
  Task<Result<>> answer_all(Caller caller, std::vector<NotificationRequestId> ids, Answer answer);
  static constexpr std::size_t at_once_max = 200;

  // Whether all notifications of accepted senders are among the others.
  Task<Result<bool>> merged(Caller caller) const;

 private:
  Task<Result<std::vector<NotificationRequestDetails>>> details(
      Caller const& caller, std::vector<store::notification_requests::Request> requests) const;
  store::jobs::NewJob job(Answer answer, AccountId owner, std::vector<AccountId> const& senders) const;
  // Says how many there were.
  Task<Result<std::size_t>> settle(AccountId owner, std::vector<NotificationRequestId> ids, Answer answer);

  Environment const& env_;
  PostLoader const& loader_;
};

}  // namespace auklet::service
