// SPDX-License-Identifier: Apache-2.0
//
// Direct posts, gathered by thread and by who takes part. Everyone has their own conversations.
// https://docs.joinmastodon.org/methods/conversations/
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/conversation.h"
#include "domain/page.h"
#include "domain/post.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/id_pages.h"
#include "service/listing.h"
#include "service/post_loader.h"

namespace auklet::service {

struct ConversationDetails {
  Conversation conversation;
  std::vector<Account> accounts;    // at least one: the owner, where nobody else is left
  std::optional<PostDetails> last;  // nothing when it is not to be seen any more
};

class ConversationService {
 public:
  ConversationService(Environment const& env, PostLoader const& loader) : env_(env), loader_(loader) {}

  // By their last posts, the newest first; the cursors are the ids of those. Without those of whose last post nothing is to
  // be seen.
  Task<Result<Listing<ConversationDetails>>> list(Caller caller, PageRequest page) const;
  // Errors of all that name one: not_found when the caller has no such.
  Task<Result<ConversationDetails>> find(Caller caller, ConversationId id) const;
  Task<Result<ConversationDetails>> set_unread(Caller caller, ConversationId id, bool unread);
  // The posts stay; the next one makes it anew.
  Task<Result<>> remove(Caller caller, ConversationId id);
  // The posts of all conversations of the caller.
  std::unique_ptr<IdPages> pages(Caller const& caller) const;

 private:
  Task<Result<std::vector<ConversationDetails>>> details(Caller const& caller,
                                                         std::vector<Conversation> list) const;

  Environment const& env_;
  PostLoader const& loader_;
};

}  // namespace auklet::service
