// SPDX-License-Identifier: Apache-2.0
#include "service/conversation_entries.h"

#include <algorithm>
#include <iterator>

namespace auklet::service {

namespace {

void tell_all(Tidings& tidings, std::vector<Conversation> const& changed) {
  for (auto const& conversation : changed) {
    tidings.add(bus::ConversationChanged{conversation.owner, conversation.id});
  }
}

}  // namespace

ConversationEntries::ConversationEntries(Environment const& env, Post const& post,
                                         std::vector<AccountId> const& mentions) {
  if (post.visibility != Visibility::direct) {
    return;
  }
  auto people = mentions;
  people.push_back(post.account_id);
  std::ranges::sort(people);
  auto const repeated = std::ranges::unique(people);
  people.erase(repeated.begin(), repeated.end());
  for (auto const owner : people) {
    std::vector<AccountId> others;
    std::ranges::copy_if(people, std::back_inserter(others),
                         [owner](AccountId account) { return account != owner; });
    entries_.push_back({.fresh_id = env.mint<ConversationId>(),
                        .owner = owner,
                        .thread = post.thread_id,
                        .participants = store::conversations::write_participants(others),
                        .post = post.id,
                        .author = post.account_id,
                        .now = env.clock.now()});
  }
}

void ConversationEntries::add(db::Batch& batch) {
  for (auto const& entry : entries_) {
    places_.push_back(store::conversations::add(batch, entry));
  }
}

void ConversationEntries::tell(std::vector<db::Rows> const& answers, Tidings& tidings) const {
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (auto const conversation = store::conversations::found_in(answers[places_[i]])) {
      tidings.add(bus::ConversationChanged{entries_[i].owner, *conversation});
    }
  }
}

Task<Result<>> ConversationEntries::change(db::Session& session, Tidings& tidings,
                                           std::vector<AccountId> mentions_before) const {
  if (entries_.empty()) {
    co_return Result<>{};
  }
  auto const post = entries_.front().post;
  auto const author = entries_.front().author;
  // One walk, so that all are locked in their order.
  auto people = mentions_before;
  std::ranges::transform(entries_, std::back_inserter(people), &store::conversations::Entry::owner);
  std::ranges::sort(people);
  auto const repeated = std::ranges::unique(people);
  people.erase(repeated.begin(), repeated.end());
  for (auto const person : people) {
    auto const entry = std::ranges::find(entries_, person, &store::conversations::Entry::owner);
    if (entry == entries_.end()) {
      CO_TRY(auto const remaining, co_await store::conversations::take_out(session, post, person));
      tell_all(tidings, remaining);
    } else if (person != author && std::ranges::find(mentions_before, person) == mentions_before.end()) {
      CO_TRY(auto const conversation, co_await store::conversations::add(session, *entry));
      if (conversation) {
        tidings.add(bus::ConversationChanged{person, *conversation});
      }
    }
  }
  co_return Result<>{};
}

Task<Result<>> leave_conversations(db::Session& session, Tidings& tidings, PostId post) {
  CO_TRY(auto const remaining, co_await store::conversations::take_out(session, post));
  tell_all(tidings, remaining);
  co_return Result<>{};
}

}  // namespace auklet::service
