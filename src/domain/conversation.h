// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "domain/ids.h"

namespace auklet {

// The direct posts of one thread among the same people, as one of them has it: everyone has their own.
struct Conversation {
  ConversationId id{};
  AccountId owner{};
  ThreadId thread{};
  std::vector<AccountId> participants;  // the others, sorted; nobody when the owner writes to themselves
  PostId last_post{};
  bool unread = false;

  friend bool operator==(Conversation const&, Conversation const&) = default;
};

}  // namespace auklet
