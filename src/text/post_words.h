// SPDX-License-Identifier: Apache-2.0
//
// Where the keywords of a filter are looked for.
#pragma once

#include <string>

#include "domain/post.h"

namespace auklet::text {

// What a post says, its options to vote for and the descriptions of its files, folded for Keyword::is_in. Of a boost
// nothing: see what it boosts.
std::string fold_words_of(PostDetails const& details);

}  // namespace auklet::text
