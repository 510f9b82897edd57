// SPDX-License-Identifier: Apache-2.0
#include "domain/emoji_table.h"

#include <algorithm>
#include <utility>

namespace auklet {

CustomEmoji const* find_emoji(EmojiList const& list, std::string_view shortcode) {
  auto const found = std::ranges::lower_bound(list, shortcode, {}, &CustomEmoji::shortcode);
  return found != list.end() && found->shortcode == shortcode ? &*found : nullptr;
}

std::shared_ptr<EmojiList const> EmojiTable::all() const {
  std::lock_guard const lock(mutex_);
  return list_;
}

void EmojiTable::replace(EmojiList list) {
  std::ranges::sort(list, {}, &CustomEmoji::shortcode);
  auto next = std::make_shared<EmojiList const>(std::move(list));
  std::lock_guard const lock(mutex_);
  list_.swap(next);
}

EmojiTable const& EmojiTable::none() {
  static EmojiTable const empty;
  return empty;
}

}  // namespace auklet
