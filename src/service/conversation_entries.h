// SPDX-License-Identifier: Apache-2.0
//
// A direct post goes into a conversation of everyone who may read it, in the transaction in which it is written.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/post.h"
#include "service/environment.h"
#include "service/notifier.h"
#include "store/conversations.h"

namespace auklet::service {

// Of one post. Must live until the batch is written, and not move.
class ConversationEntries {
 public:
  ConversationEntries(Environment const& env, Post const& post, std::vector<AccountId> const& mentions);
  ConversationEntries(ConversationEntries const&) = delete;
  ConversationEntries& operator=(ConversationEntries const&) = delete;

  // For a post that is no direct one there is nothing to do.
  void add(db::Batch& batch);
  void tell(std::vector<db::Rows> const& answers, Tidings& tidings) const;

  // After an edit: in come those newly mentioned, out go those who are no more. The others keep it where it was.
  Task<Result<>> change(db::Session& session, Tidings& tidings, std::vector<AccountId> mentions_before) const;

 private:
  std::vector<store::conversations::Entry> entries_;  // by owner
  std::vector<std::size_t> places_;                   // of the same
};

// Of a post that is deleted.
Task<Result<>> leave_conversations(db::Session& session, Tidings& tidings, PostId post);

}  // namespace auklet::service
