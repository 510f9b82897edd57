// SPDX-License-Identifier: Apache-2.0
#include "service/tag_service.h"

#include <chrono>
#include <utility>

#include "base/ids.h"
#include "service/caller.h"
#include "store/posts.h"
#include "text/post_text.h"

namespace auklet::service {

namespace {

using Days = std::chrono::sys_days;

TagDetails unused(Tag tag, Days today) {
  TagDetails details{.tag = std::move(tag), .history = {}};
  for (auto& entry : details.history) {
    entry.day = today;
    today -= std::chrono::days{1};
  }
  return details;
}

}  // namespace

Task<Result<std::vector<TagDetails>>> TagService::details(std::vector<Tag> tags) const {
  auto const today = std::chrono::floor<std::chrono::days>(env_.clock.now());
  auto const first_day = today - std::chrono::days{TagDetails::days - 1};
  std::vector<TagId> ids;
  std::vector<TagDetails> all;
  for (auto& tag : tags) {
    ids.push_back(tag.id);
    all.push_back(unused(std::move(tag), today));
  }
  CO_TRY(auto const used,
         co_await store::posts::tag_days(env_.database.session(), ids, PostId{base::first_id_at(first_day)}));
  for (auto const& entry : used) {
    auto const age = (today - Days{std::chrono::days{entry.day}}).count();
    for (auto& details : all) {
      if (details.tag.id == entry.tag && age >= 0 && age < static_cast<std::int64_t>(TagDetails::days)) {
        auto& day = details.history[static_cast<std::size_t>(age)];
        day.uses = entry.uses;
        day.accounts = entry.accounts;
      }
    }
  }
  co_return all;
}

Task<Result<TagDetails>> TagService::find(std::string name) const {
  auto const folded = text::fold_hashtag(name);
  if (folded.empty()) {
    co_return record_not_found();
  }
  CO_TRY(auto const known, co_await store::posts::find_tag(env_.database.session(), folded));
  CO_TRY(auto found, co_await details({known.value_or(Tag{.name = folded, .display = folded})}));
  co_return std::move(found.front());
}

Task<Result<std::vector<TagDetails>>> TagService::search(std::string text, int limit, int offset) const {
  auto const folded = text::fold_hashtag(text.starts_with('#') ? text.substr(1) : text);
  if (folded.empty()) {
    co_return std::vector<TagDetails>{};
  }
  CO_TRY(auto found, co_await store::posts::search_tags(env_.database.session(), folded, limit, offset));
  co_return co_await details(std::move(found));
}

}  // namespace auklet::service
