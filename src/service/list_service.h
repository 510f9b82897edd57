// SPDX-License-Identifier: Apache-2.0
//
// Lists and who is in them. Every list is its owner's alone: for all others it is not there.
// https://docs.joinmastodon.org/methods/lists/
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/account.h"
#include "domain/list.h"
#include "domain/page.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/listing.h"

namespace auklet::service {

// Absent: as it is, or the default of a new list.
struct ListDraft {
  std::optional<std::string> title;
  std::optional<RepliesPolicy> replies;
  std::optional<bool> exclusive;
};

class ListService {
 public:
  explicit ListService(Environment const& env) : env_(env) {}

  Task<Result<std::vector<List>>> all(Caller caller) const;
  // Errors of all that name a list: not_found when the caller has no such list.
  Task<Result<List>> find(Caller caller, ListId id) const;
  // Errors: invalid when the title is blank or over 256 characters, or there are 50 lists already.
  Task<Result<List>> create(Caller caller, ListDraft draft);
  Task<Result<List>> update(Caller caller, ListId id, ListDraft draft);
  Task<Result<>> remove(Caller caller, ListId id);

  Task<Result<Listing<Account>>> members(Caller caller, ListId id, PageRequest page) const;
  // All of them, or none. Errors: not_found when the caller does not follow one of them, invalid when one is in the
  // list already.
  Task<Result<>> add_members(Caller caller, ListId id, std::vector<AccountId> accounts);
  // Whoever is not in the list is passed over.
  Task<Result<>> remove_members(Caller caller, ListId id, std::vector<AccountId> accounts);

  // The caller's lists in which the account is. Errors: not_found when there is no such account.
  Task<Result<std::vector<List>>> with_member(Caller caller, AccountId account) const;

 private:
  Task<Result<List>> own(Caller const& caller, db::Session& session, ListId id) const;
  void tell(List const& list, bool home_too) const;

  Environment const& env_;
};

}  // namespace auklet::service
