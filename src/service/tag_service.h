// SPDX-License-Identifier: Apache-2.0
//
// Hashtags: how much they are used, and following them. https://docs.joinmastodon.org/methods/tags/
#pragma once

#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/page.h"
#include "domain/post.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/listing.h"
#include "service/use_history.h"

namespace auklet::service {

struct TagDetails {
  Tag tag;
  UseHistory history;
  bool following = false;  // by who asks
  bool featuring = false;  // on the profile of who asks
};

class TagService {
 public:
  explicit TagService(Environment const& env) : env_(env) {}

  // A tag that nobody has used yet is one all the same. Errors: not_found for a text that cannot be a
  // hashtag.
  Task<Result<TagDetails>> find(Caller caller, std::string name) const;
  // Tags that start with the text, with or without '#', in the order of their names.
  Task<Result<std::vector<TagDetails>>> search(Caller caller, std::string text, int limit, int offset) const;
  // The same tags in the same order, with their use.
  Task<Result<std::vector<TagDetails>>> details(Caller caller, std::vector<Tag> tags) const;

  // The home shows what carries it, or no longer. Both may be repeated. Errors: not_found for a text that cannot be a
  // hashtag, invalid when the caller follows 200 already.
  Task<Result<TagDetails>> follow(Caller caller, std::string name);
  Task<Result<TagDetails>> unfollow(Caller caller, std::string name);
  // Newest follow first.
  Task<Result<Listing<TagDetails>>> followed(Caller caller, PageRequest page) const;

 private:
  Environment const& env_;
};

}  // namespace auklet::service
