// SPDX-License-Identifier: Apache-2.0
//
// One search box for people, hashtags and posts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/account.h"
#include "domain/post.h"
#include "service/account_service.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/post_loader.h"
#include "service/post_search.h"
#include "service/tag_service.h"

namespace auklet::service {

enum class SearchKind : std::uint8_t { accounts, hashtags, statuses };

struct SearchQuery {
  std::string text;
  std::optional<SearchKind> kind;  // absent: all
  int limit = 20;                  // of each kind
  int offset = 0;
  bool following_only = false;      // people whom the caller follows
  std::optional<AccountId> author;  // posts of this account alone
  PageRequest bounds;               // of the ids of posts; its limit does not count
};

struct SearchResults {
  std::vector<Account> accounts;
  std::vector<TagDetails> tags;
  std::vector<PostDetails> posts;
};

class SearchService {
 public:
  SearchService(Environment const& env, AccountService const& accounts, TagService const& tags,
                PostLoader const& loader)
      : env_(env), accounts_(accounts), tags_(tags), loader_(loader), post_search_(env, loader) {}

  // An address of this server finds the one person or post that lives there, if the caller may see it; any
  // other text finds people, hashtags and, for those who have logged in, posts. Errors: invalid for a text that is too
  // long, or asks for posts in a way that PostSearch refuses.
  Task<Result<SearchResults>> search(Caller caller, SearchQuery query) const;

 private:
  Task<Result<SearchResults>> at_address(Caller caller, SearchQuery query) const;

  Environment const& env_;
  AccountService const& accounts_;
  TagService const& tags_;
  PostLoader const& loader_;
  PostSearch post_search_;
};

}  // namespace auklet::service
