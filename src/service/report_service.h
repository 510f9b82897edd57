// SPDX-License-Identifier: Apache-2.0
//
// Asking the moderators to look at someone. https://docs.joinmastodon.org/methods/reports/
#pragma once

#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/account.h"
#include "domain/report.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/post_loader.h"

namespace auklet::service {

struct ReportDraft {
  AccountId target{};
  ReportCategory category = ReportCategory::other;
  std::string comment;
  std::vector<PostId> posts;
  bool forward = false;
};

struct ReportDetails {
  Report report;
  Account target;
};

class ReportService {
 public:
  ReportService(Environment const& env, PostLoader const& loader) : env_(env), loader_(loader) {}

  // Errors: not_found when there is no such account, or one of the posts is not theirs or not to be seen by the caller;
  // forbidden for oneself; invalid when the comment is over 1,000 characters or there are over 100 posts.
  Task<Result<ReportDetails>> create(Caller caller, ReportDraft draft);

 private:
  Environment const& env_;
  PostLoader const& loader_;
};

}  // namespace auklet::service
