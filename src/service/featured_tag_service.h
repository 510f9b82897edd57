// SPDX-License-Identifier: Apache-2.0
//
// The hashtags that people show on their profiles. https://docs.joinmastodon.org/methods/featured_tags/
#pragma once

#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/account.h"
#include "domain/featured_tag.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/tag_service.h"
#include "text/post_text.h"

namespace auklet::service {

class FeaturedTagService {
 public:
  FeaturedTagService(Environment const& env, TagService const& tags) : env_(env), tags_(tags) {}

  // With whom they are of; the most used first. Errors: not_found when there is no such account.
  struct Shown {
    Account owner;
    std::vector<FeaturedTag> tags;
  };
  Task<Result<Shown>> of(AccountId owner) const;

  // `name` with or without '#'. Errors: invalid for a text that cannot be a hashtag, for one that is featured already, and
  // when there are as many as there may be.
  Task<Result<FeaturedTag>> add(Caller caller, std::string name);
  // Errors: not_found when the caller has no such.
  Task<Result<>> remove(Caller caller, RelationId id);
  // What the caller used lately and could feature.
  Task<Result<std::vector<TagDetails>>> suggestions(Caller caller) const;

  // The same by the name of the hashtag; both may be repeated. Errors: not_found for a text that cannot be a hashtag, invalid
  // when there are as many as there may be.
  Task<Result<TagDetails>> feature(Caller caller, std::string name);
  Task<Result<TagDetails>> unfeature(Caller caller, std::string name);

 private:
  // False when it was featured already.
  Task<Result<bool>> insert(Caller const& caller, text::Hashtag hashtag);

  Environment const& env_;
  TagService const& tags_;
};

}  // namespace auklet::service
