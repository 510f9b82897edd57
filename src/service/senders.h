// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/account.h"
#include "domain/post.h"
#include "service/post_loader.h"

namespace auklet::service {

// Who sent something, and about which post.
struct Sent {
  AccountId from{};
  std::optional<PostId> post;
};
// The same as the receiver may see it: absent what is gone, suspended or not to be seen.
struct SeenSent {
  std::optional<Account> from;
  std::optional<PostDetails> post;
};

// One for each of the list, in its order.
Task<Result<std::vector<SeenSent>>> load_sent(db::Session& session, PostLoader const& loader,
                                              std::optional<AccountId> receiver, std::vector<Sent> list);

}  // namespace auklet::service
