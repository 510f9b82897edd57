// SPDX-License-Identifier: Apache-2.0
#include "text/post_words.h"

#include "text/keyword.h"

namespace auklet::text {

std::string fold_words_of(PostDetails const& details) {
  auto words = details.words_said();
  for (auto const& item : details.media) {
    words.emplace_back(item.description);
  }
  return fold_for_keywords(words);
}

}  // namespace auklet::text
