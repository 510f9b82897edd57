// SPDX-License-Identifier: Apache-2.0
//
// The tables `conversations` and `conversation_posts`. Who writes to the conversations of more than one account does so in
// the order of the accounts' ids, after all other locks.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/conversation.h"
#include "domain/ids.h"
#include "domain/page.h"

namespace auklet::store::conversations {

// The stored form of Conversation::participants.
std::string write_participants(std::vector<AccountId> const& sorted);

// A direct post on its way into the conversation of one of those who may read it. It is unread for all but its author.
struct Entry {
  ConversationId fresh_id{};  // when there is no such conversation yet
  AccountId owner{};
  ThreadId thread{};
  std::string participants;
  PostId post{};
  AccountId author{};
  UnixMillis now{};
};
// Only people who can log in here have conversations; and nothing comes in from those between whom and the owner is a block,
// whose notifications the owner mutes, or in a thread that the owner has muted. The entry must live until the batch is
// written; the rows of the place are for found_in().
std::size_t add(db::Batch& batch, Entry const& entry);
// The conversation, unless nothing came in.
std::optional<ConversationId> found_in(db::Rows const& rows);
Task<Result<std::optional<ConversationId>>> add(db::Session& session, Entry entry);

// Takes a post out of the conversation of the owner, or of everyone's: it then shows the post before, or is gone. Gives back
// those that remain.
Task<Result<std::vector<Conversation>>> take_out(db::Session& session, PostId post,
                                                 std::optional<AccountId> owner = {});

// Errors of neither tell whose it is: nothing for other people's.
Task<Result<std::optional<Conversation>>> find(db::Session& session, AccountId owner, ConversationId id);
Task<Result<bool>> set_unread(db::Session& session, AccountId owner, ConversationId id, bool unread);
Task<Result<bool>> remove(db::Session& session, AccountId owner, ConversationId id);
// All of the owner's in which the other takes part.
Task<Result<>> remove_with(db::Session& session, AccountId owner, AccountId other);

// By their last posts, the newest first; without those whose last post is of someone whom the owner blocks, of whom they hide
// notifications, of a server that they block, or who is suspended.
Task<Result<std::vector<Conversation>>> page(db::Session& session, AccountId owner, PageRequest page,
                                             UnixMillis now);

// The posts of all the owner's conversations.
Task<Result<std::vector<PostId>>> posts(db::Session& session, AccountId owner, PageRequest page);

}  // namespace auklet::store::conversations
