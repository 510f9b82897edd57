// SPDX-License-Identifier: Apache-2.0
//
// A post as timelines are told of it.
#pragma once

#include <utility>
#include <vector>

#include "domain/home_rule.h"
#include "domain/post.h"

namespace auklet::service {

inline std::vector<TagId> ids_of(std::vector<Tag> const& tags) {
  std::vector<TagId> ids;
  for (auto const& tag : tags) {
    ids.push_back(tag.id);
  }
  return ids;
}

inline HomeEntry home_entry(Post const& post, std::vector<AccountId> mentions, std::vector<TagId> tags) {
  return {.id = post.id,
          .author = post.account_id,
          .boost = {},
          .in_reply_to = post.in_reply_to_account_id,
          .visibility = post.visibility,
          .language = post.language.value_or(""),
          .mentions = std::move(mentions),
          .tags = std::move(tags)};
}

}  // namespace auklet::service
