// SPDX-License-Identifier: Apache-2.0
#include "service/filter_reader.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "store/filters.h"
#include "text/post_words.h"

namespace auklet::service {

CompiledFilters::CompiledFilters(std::vector<Filter> filters) {
  for (auto& filter : filters) {
    if (filter.keywords.empty() && filter.posts.empty()) {
      continue;
    }
    Rule rule;
    for (auto const& keyword : filter.keywords) {
      rule.keywords.emplace_back(keyword.keyword, keyword.whole_word);
    }
    rule.filter = std::make_shared<Filter const>(std::move(filter));
    rules_.push_back(std::move(rule));
  }
  rules_.shrink_to_fit();
}

std::vector<FilterMatch> CompiledFilters::match(std::string_view folded, PostId post,
                                                std::optional<PostId> boost, UnixMillis now) const {
  std::vector<FilterMatch> matches;
  for (auto const& [filter, keywords] : rules_) {
    if (filter->expires_at && *filter->expires_at <= now) {
      continue;
    }
    FilterMatch match;
    for (std::size_t i = 0; i < keywords.size(); ++i) {
      if (keywords[i].is_in(folded)) {
        match.keywords.push_back(filter->keywords[i].keyword);
      }
    }
    for (auto const& filtered : filter->posts) {
      if (filtered.post == post || filtered.post == boost) {
        match.posts.push_back(filtered.post);
      }
    }
    if (!match.keywords.empty() || !match.posts.empty()) {
      match.filter = filter;
      matches.push_back(std::move(match));
    }
  }
  return matches;
}

namespace {

bool quotes_something(PostDetails const& details) {
  return details.quote && details.quote->post;
}

}  // namespace

void CompiledFilters::mark(PostDetails& details, UnixMillis now) const {
  if (empty()) {
    return;
  }
  auto const& speaker = details.boosted ? *details.boosted : details;
  auto const folded = text::fold_words_of(speaker);
  details.filtered =
      match(folded, speaker.post.id, details.boosted ? std::optional{details.post.id} : std::nullopt, now);
  if (details.boosted && (!details.filtered.empty() || quotes_something(*details.boosted))) {
    auto boosted = std::make_shared<PostDetails>(*details.boosted);
    boosted->filtered = details.filtered;
    mark_quoted(*boosted, now);
    details.boosted = std::move(boosted);
  }
  mark_quoted(details, now);
}

void CompiledFilters::mark_quoted(PostDetails& details, UnixMillis now) const {
  if (quotes_something(details)) {
    auto quoted = std::make_shared<PostDetails>(*details.quote->post);
    quoted->filtered = match(text::fold_words_of(*quoted), quoted->post.id, std::nullopt, now);
    details.quote->post = std::move(quoted);
  }
}

std::size_t CompiledFilters::bytes() const {
  auto bytes = sizeof(*this) + rules_.capacity() * (sizeof(Rule) + sizeof(Filter));
  for (auto const& [filter, keywords] : rules_) {
    bytes += filter->title.capacity() + filter->keywords.capacity() * sizeof(FilterKeyword) +
             filter->posts.capacity() * sizeof(FilteredPost);
    for (std::size_t i = 0; i < keywords.size(); ++i) {
      bytes += keywords[i].bytes() + filter->keywords[i].keyword.capacity();
    }
  }
  return bytes;
}

FilterReader::FilterReader(Environment const& env, std::size_t memory_bytes_max)
    : env_(env), cache_(memory_bytes_max, office_) {
  env_.bus.subscribe([this](bus::Event const& event) {
    if (auto const* changed = std::get_if<bus::FiltersChanged>(&event)) {
      cache_.erase(changed->account);
    }
  });
}

Task<Result<FiltersPointer>> FilterReader::of(AccountId viewer) {
  if (auto found = cache_.find(viewer)) {
    co_return found;
  }
  auto const ticket = office_.ticket();
  CO_TRY(auto filters, co_await store::filters::of_owner(env_.database.session(), viewer));
  auto compiled = std::make_shared<CompiledFilters const>(std::move(filters));
  cache_.put(viewer, ticket, compiled);
  co_return compiled;
}

}  // namespace auklet::service
