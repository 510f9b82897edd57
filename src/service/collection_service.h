// SPDX-License-Identifier: Apache-2.0
//
// Collections of people whom their owners recommend. Everyone may see them, but who is blocked by the owner.
// https://docs.joinmastodon.org/methods/collections/
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/collection.h"
#include "service/caller.h"
#include "service/environment.h"

namespace auklet::service {

// Absent: as it is, or the default of a new collection.
struct CollectionDraft {
  std::optional<std::string> name;
  std::optional<std::string> description;
  std::optional<std::string> language;  // empty: none
  std::optional<std::string> tag;       // with or without '#'; empty: none
  std::optional<bool> sensitive;
  std::optional<bool> discoverable;
};

class CollectionService {
 public:
  // As many as a role of Mastodon has them.
  static constexpr std::int64_t collections_max = 10;
  static constexpr std::int64_t items_max = 25;

  explicit CollectionService(Environment const& env) : env_(env) {}

  // Errors of all that name a collection: not_found when there is none that the caller may see; of those that change one
  // besides: forbidden when it is another's.

  // With all of these accounts or not at all. Errors: invalid when the draft is, there are 10 already, or one of the accounts
  // cannot be added (see add()).
  Task<Result<CollectionDetails>> create(Caller caller, CollectionDraft draft,
                                         std::vector<AccountId> accounts);
  Task<Result<CollectionDetails>> find(Caller caller, CollectionId id) const;
  Task<Result<CollectionDetails>> update(Caller caller, CollectionId id, CollectionDraft draft);
  Task<Result<>> remove(Caller caller, CollectionId id);

  // Only people who want to be found are added. Errors: invalid when there is no such account, it does not want to be, one of
  // the two has blocked the other, it is in the collection or has taken itself out, or 25 are in it.
  Task<Result<CollectionItem>> add(Caller caller, CollectionId id, AccountId account);
  // Errors of both: not_found when there is no such item.
  Task<Result<>> remove_item(Caller caller, CollectionId id, RelationId item);
  // By the one who is in it, for good. Errors: forbidden for anyone else.
  Task<Result<>> revoke(Caller caller, CollectionId id, RelationId item);

  // Errors of both: not_found when there is no such account.
  Task<Result<std::vector<CollectionDetails>>> of_account(Caller caller, AccountId owner, int limit,
                                                          int offset) const;
  Task<Result<std::vector<CollectionDetails>>> with_account(Caller caller, AccountId account, int limit,
                                                            int offset) const;

 private:
  Task<Result<Collection>> seen(Caller const& caller, db::Session& session, CollectionId id) const;
  Task<Result<Collection>> own(Caller const& caller, db::Session& session, CollectionId id) const;
  Task<Result<>> apply(db::Session& session, CollectionDraft const& draft, Collection& collection) const;
  Task<Result<CollectionItem>> insert_item(db::Session& session, Collection const& collection,
                                           AccountId account) const;
  Task<Result<Account>> present(AccountId account) const;
  Task<Result<std::vector<CollectionDetails>>> details(Caller const& caller,
                                                       std::vector<Collection> list) const;

  Environment const& env_;
};

}  // namespace auklet::service
