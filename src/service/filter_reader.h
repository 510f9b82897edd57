// SPDX-License-Identifier: Apache-2.0
//
// What viewers filter, made ready for looking through posts. Kept for those who read, also when they filter nothing, so
// that a page asks no table about it: a projection, bounded in bytes; may be used from any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "base/ticket_cache.h"
#include "bus/events.h"
#include "domain/filter.h"
#include "domain/post.h"
#include "service/environment.h"
#include "text/keyword.h"

namespace auklet::service {

// The filters of one person.
class CompiledFilters {
 public:
  explicit CompiledFilters(std::vector<Filter> filters);

  bool empty() const { return rules_.empty(); }
  // Those that match, oldest first. `folded`: what the post says (text::fold_for_keywords); a boost says what its post
  // says, and is matched by its own id and by that of its post.
  std::vector<FilterMatch> match(std::string_view folded, PostId post, std::optional<PostId> boost,
                                 UnixMillis now) const;
  // Sets what matches a post, or a boost and its post, that were loaded, and what they quote.
  void mark(PostDetails& details, UnixMillis now) const;
  std::size_t bytes() const;

 private:
  void mark_quoted(PostDetails& details, UnixMillis now) const;

  struct Rule {
    std::shared_ptr<Filter const> filter;
    std::vector<text::Keyword> keywords;  // as many as the filter has, in their order
  };
  std::vector<Rule> rules_;
};

using FiltersPointer = std::shared_ptr<CompiledFilters const>;

class FilterReader {
 public:
  // Listens to the bus, so it must live as long as the bus publishes.
  FilterReader(Environment const& env, std::size_t memory_bytes_max);

  // Null when they must be loaded first.
  FiltersPointer known(AccountId viewer) const { return cache_.find(viewer); }
  Task<Result<FiltersPointer>> of(AccountId viewer);

 private:
  Environment const& env_;
  base::TicketOffice office_;
  base::TicketCache<AccountId, CompiledFilters> cache_;
};

}  // namespace auklet::service
