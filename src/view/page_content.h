// SPDX-License-Identifier: Apache-2.0
//
// The things of the domain as the public pages show them. Whether everyone may see them was decided before.
#pragma once

#include <string>
#include <vector>

#include "domain/account.h"
#include "domain/post.h"
#include "view/public_pages.h"
#include "view/renderer.h"

namespace auklet::view {

// In place of a boost, the post that is boosted. Its emojis are left as they were written; those of the others are
// pictures.
PostBlock post_block(Renderer const& renderer, PostDetails const& details);
std::vector<PostBlock> post_blocks(Renderer const& renderer, std::vector<PostDetails> const& list);

ProfilePage describe_profile(Renderer const& renderer, Site site, Account const& account,
                             std::vector<PostDetails> const& posts);
PostPage describe_post(Renderer const& renderer, Site site, PostDetails const& details,
                       std::vector<PostDetails> const& ancestors, std::vector<PostDetails> const& replies);

// As people read it: `11 April 2026`; with the minute `11 April 2026, 16:55`, in UTC.
std::string readable_date(UnixMillis time);
std::string readable_time(UnixMillis time);

}  // namespace auklet::view
