// SPDX-License-Identifier: Apache-2.0
#include "service/search_index.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "base/log.h"
#include "store/posts.h"
#include "store/search.h"
#include "text/search_words.h"

namespace auklet::service {

namespace {

constexpr int attempts_max = 4;

// One of the posts was edited, deleted or moved by someone else since its words were made.
Error raced() {
  return {ErrorKind::conflict, "Please try again", "a post that waits for the search index has changed", {}};
}

}  // namespace

std::string author_word(AccountId author) {
  return fmt::format("_by_{}", std::to_underlying(author));
}

std::string index_words(Post const& post) {
  auto words = text::search_words(post.text);
  auto warning = text::search_words(post.spoiler_text);
  std::ranges::move(warning, std::back_inserter(words));
  words.push_back(author_word(post.account_id));
  std::ranges::sort(words);
  auto const repeated = std::ranges::unique(words);
  words.erase(repeated.begin(), repeated.end());
  return fmt::format("{}", fmt::join(words, " "));
}

Task<Result<std::size_t>> SearchIndex::move_some() {
  auto& reader = env_.database.session();
  for (int attempt = 1;; ++attempt) {
    CO_TRY(auto const waiting, co_await store::search::oldest_waiting(reader, batch));
    CO_TRY(auto const posts, co_await store::posts::find_all(reader, waiting));
    std::vector<std::string> words;
    std::ranges::transform(posts, std::back_inserter(words), index_words);
    db::Batch moves;
    for (std::size_t i = 0; i < posts.size(); ++i) {
      store::search::move(moves, posts[i], words[i], raced());
    }
    auto const moved = co_await env_.database.write(moves);
    if (moved) {
      co_return waiting.size();
    }
    if (moved.error().kind != ErrorKind::conflict || attempt == attempts_max) {
      co_return std::unexpected(moved.error());
    }
  }
}

Task<> SearchIndex::on_enqueued() {
  if (waiting_.fetch_add(1, std::memory_order_relaxed) + 1 < batch || moving_.exchange(true)) {
    co_return;
  }
  // No more than what waited now: who comes meanwhile may be the next to move.
  auto const rounds = std::max(waiting_.exchange(0) / batch, 1);
  for (int round = 0; round < rounds; ++round) {
    auto const moved = co_await move_some();
    if (!moved) {
      log::warn("posts wait to be put into the search index: {} {}", moved.error().message,
                moved.error().detail);
      break;
    }
    if (*moved < batch) {
      break;
    }
    // A backlog, of an upgrade or a failure: the next post goes on with it.
    waiting_.store(batch, std::memory_order_relaxed);
  }
  moving_ = false;
}

}  // namespace auklet::service
