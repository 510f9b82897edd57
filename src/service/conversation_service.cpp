// SPDX-License-Identifier: Apache-2.0
#include "service/conversation_service.h"

#include <algorithm>
#include <utility>

#include "service/account_loader.h"
#include "store/conversations.h"

namespace auklet::service {

Task<Result<std::vector<ConversationDetails>>> ConversationService::details(
    Caller const& caller, std::vector<Conversation> list) const {
  auto& reader = env_.database.session();
  std::vector<AccountId> people{caller.self()};
  std::vector<PostId> last_posts;
  for (auto const& conversation : list) {
    people.insert(people.end(), conversation.participants.begin(), conversation.participants.end());
    last_posts.push_back(conversation.last_post);
  }
  std::ranges::sort(people);
  auto const repeated = std::ranges::unique(people);
  people.erase(repeated.begin(), repeated.end());
  CO_TRY(auto const accounts, co_await load_accounts(reader, std::move(people)));
  CO_TRY(auto const posts,
         co_await loader_.load(reader, caller.account, std::move(last_posts), Company::anyone));

  std::vector<ConversationDetails> all;
  for (auto& conversation : list) {
    ConversationDetails details;
    auto const add = [&](AccountId id) {
      if (auto const found = std::ranges::find(accounts, id, &Account::id); found != accounts.end()) {
        details.accounts.push_back(*found);
      }
    };
    std::ranges::for_each(conversation.participants, add);
    if (details.accounts.empty()) {
      add(conversation.owner);
    }
    auto const last = std::ranges::find_if(
        posts, [&](PostDetails const& post) { return post.post.id == conversation.last_post; });
    if (last != posts.end()) {
      details.last = *last;
    }
    details.conversation = std::move(conversation);
    all.push_back(std::move(details));
  }
  co_return all;
}

Task<Result<Listing<ConversationDetails>>> ConversationService::list(Caller caller, PageRequest page) const {
  CO_TRY(auto found,
         co_await store::conversations::page(env_.database.session(), caller.self(), page, env_.clock.now()));
  Listing<ConversationDetails> listing;
  listing.full = static_cast<int>(found.size()) >= page.limit;
  if (!found.empty()) {
    listing.first_cursor = std::to_underlying(found.front().last_post);
    listing.last_cursor = std::to_underlying(found.back().last_post);
  }
  CO_TRY(listing.items, co_await details(caller, std::move(found)));
  std::erase_if(listing.items, [](ConversationDetails const& details) { return !details.last; });
  co_return listing;
}

Task<Result<ConversationDetails>> ConversationService::find(Caller caller, ConversationId id) const {
  CO_TRY(auto const found, co_await store::conversations::find(env_.database.session(), caller.self(), id));
  if (!found) {
    co_return record_not_found();
  }
  CO_TRY(auto shown, co_await details(caller, {*found}));
  co_return std::move(shown.front());
}

Task<Result<ConversationDetails>> ConversationService::set_unread(Caller caller, ConversationId id,
                                                                  bool unread) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto const changed,
         co_await store::conversations::set_unread(*transaction, caller.self(), id, unread));
  if (!changed) {
    co_return record_not_found();
  }
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  env_.bus.publish(bus::ConversationChanged{caller.self(), id});
  co_return co_await find(std::move(caller), id);
}

Task<Result<>> ConversationService::remove(Caller caller, ConversationId id) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto const removed, co_await store::conversations::remove(*transaction, caller.self(), id));
  if (!removed) {
    co_return record_not_found();
  }
  co_return co_await transaction->commit();
}

namespace {

struct ConversationPages final : IdPages {
  ConversationPages(db::Session& reader, AccountId of) : session(reader), owner(of) {}
  Task<Result<std::vector<PostId>>> next(PageRequest page) override {
    return store::conversations::posts(session, owner, page);
  }
  db::Session& session;
  AccountId owner;
};

}  // namespace

std::unique_ptr<IdPages> ConversationService::pages(Caller const& caller) const {
  return std::make_unique<ConversationPages>(env_.database.session(), caller.self());
}

}  // namespace auklet::service
