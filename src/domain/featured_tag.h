// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "domain/ids.h"
#include "domain/post.h"

namespace auklet {

// A hashtag that its owner shows on their profile, with their own public and unlisted posts that carry it.
struct FeaturedTag {
  RelationId id{};
  Tag tag;  // `display` is as the owner wrote it
  std::int64_t posts_count = 0;
  std::optional<UnixMillis> last_posted_at;
};

}  // namespace auklet
