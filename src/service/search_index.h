// SPDX-License-Identifier: Apache-2.0
//
// Keeps the full-text index of posts: what a post is found by, and the moving of posts from the queue into the index.
// A post enters the queue in the transaction that writes it, and a search looks at the queue too; the index itself takes
// many posts at once, which costs the writer a fraction of taking one by one: docs/decisions/0022-search.md.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <string_view>

#include "async/task.h"
#include "base/result.h"
#include "domain/post.h"
#include "service/environment.h"

namespace auklet::service {

// The words that the index knows a post by, parted by spaces, each once: those of its text and warning, and
// author_word().
std::string index_words(Post const& post);
// No text has it: the words of texts hold no '_'.
std::string author_word(AccountId author);

class SearchIndex {
 public:
  // How many posts are moved at once; about so many wait while nothing is wrong.
  static constexpr int batch = 128;

  explicit SearchIndex(Environment const& env) : env_(env) {}

  // Moves up to `batch` posts that wait; how many it were. For those who fill a database as well.
  Task<Result<std::size_t>> move_some();

  // One post more waits. Every so many, the one who wrote it moves them all: that needs no timer and no task of its own,
  // and whoever writes much pays for it. A failure is logged; the posts wait on.
  Task<> on_enqueued();

 private:
  Environment const& env_;
  // At the start it is not known how many wait: the first post has a look.
  std::atomic<int> waiting_{batch};
  std::atomic<bool> moving_{false};
};

}  // namespace auklet::service
