// SPDX-License-Identifier: Apache-2.0
#include "text/post_words.h"

#include <gtest/gtest.h>

#include "text/keyword.h"

namespace auklet::text {
namespace {

TEST(PostWords, AreThoseOfAllThatAReaderIsTold) {
  PostDetails details;
  details.post.spoiler_text = "About FOOD";
  details.post.text = "what is best?";
  details.poll = Poll{.options = {{"green tea"}, {"coffee"}}};
  details.media = {{.description = "A cup"}, {.description = ""}};
  auto const words = fold_words_of(details);
  for (auto const* keyword : {"food", "best", "green tea", "coffee", "a cup"}) {
    EXPECT_TRUE(Keyword(keyword, true).is_in(words)) << keyword;
  }
  EXPECT_FALSE(Keyword("tea coffee", true).is_in(words));
  EXPECT_EQ(fold_words_of({}), "");
}

}  // namespace
}  // namespace auklet::text
