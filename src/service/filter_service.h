// SPDX-License-Identifier: Apache-2.0
//
// Filters, each its owner's alone: for all others it is not there. What they do to a page is told by FilterReader.
// https://docs.joinmastodon.org/methods/filters/
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/filter.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/post_loader.h"

namespace auklet::service {

struct FilterKeywordDraft {
  std::optional<FilterKeywordId> id;   // absent: a new one
  std::optional<std::string> keyword;  // absent: as it is
  std::optional<bool> whole_word;      // absent: as it is, or true of a new one
  bool remove = false;
};

// Absent: as it is, or the default of a new filter.
struct FilterDraft {
  std::optional<std::string> title;
  std::optional<std::vector<std::string>> contexts;  // names
  std::optional<FilterAction> action;
  bool sets_expiry = false;
  std::optional<std::chrono::seconds> expires_in;  // from now on; absent: never
  std::vector<FilterKeywordDraft> keywords;
};

class FilterService {
 public:
  FilterService(Environment const& env, PostLoader const& loader) : env_(env), loader_(loader) {}

  // Oldest first.
  Task<Result<std::vector<Filter>>> all(Caller caller) const;
  // Errors of all that name a filter, a keyword or a post of one: not_found when the caller has no such thing.
  Task<Result<Filter>> find(Caller caller, FilterId id) const;
  Task<Result<Filter>> find_by_keyword(Caller caller, FilterKeywordId id) const;
  Task<Result<FilteredPost>> find_post(Caller caller, FilteredPostId id) const;

  // Errors of all that write: invalid (a blank or too long title or keyword, no context or an unknown one, too many).
  Task<Result<Filter>> create(Caller caller, FilterDraft draft);
  Task<Result<Filter>> update(Caller caller, FilterId id, FilterDraft draft);
  Task<Result<>> remove(Caller caller, FilterId id);

  Task<Result<FilterKeyword>> add_keyword(Caller caller, FilterId id, FilterKeywordDraft draft);
  Task<Result<FilterKeyword>> update_keyword(Caller caller, FilterKeywordId id, FilterKeywordDraft draft);
  Task<Result<>> remove_keyword(Caller caller, FilterKeywordId id);

  // Errors: not_found when the caller may not see the post, invalid when the filter names it already.
  Task<Result<FilteredPost>> add_post(Caller caller, FilterId id, PostId post);
  Task<Result<>> remove_post(Caller caller, FilteredPostId id);

  // As the first version of the API has it: a filter is one keyword, under that one's id, and its title.
  Task<Result<Filter>> create_single(Caller caller, FilterDraft draft, FilterKeywordDraft keyword);
  // Errors: invalid when it would change a filter with other keywords.
  Task<Result<Filter>> update_single(Caller caller, FilterKeywordId id, FilterDraft draft,
                                     FilterKeywordDraft keyword);
  // With its filter, unless that has other keywords or posts.
  Task<Result<>> remove_single(Caller caller, FilterKeywordId id);

 private:
  // Filters that are being changed, under the lock of their owner.
  struct Change;

  Task<Result<Change>> begin(Caller const& caller, std::optional<PostId> post = std::nullopt) const;
  // Commits, and tells.
  Task<Result<>> end(Caller const& caller, Change& change) const;
  Task<Result<>> write_keywords(Change& change, Filter& filter,
                                std::vector<FilterKeywordDraft> const& drafts) const;
  Result<Filter> drafted(Filter filter, FilterDraft const& draft) const;

  Environment const& env_;
  PostLoader const& loader_;
};

}  // namespace auklet::service
