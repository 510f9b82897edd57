// SPDX-License-Identifier: Apache-2.0
#include "service/search_index.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/log.h"
#include "store/search.h"
#include "text/search_words.h"

namespace auklet::service {

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
  CO_TRY(auto const transaction, co_await env_.database.begin());
  CO_TRY(auto const taken, co_await store::search::take_waiting(*transaction, batch));
  for (auto const& post : taken.posts) {
    auto const words = index_words(post);
    CO_TRY_OK(co_await store::search::index(*transaction, post.id, words));
  }
  CO_TRY_OK(co_await transaction->commit());
  co_return taken.rows;
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
