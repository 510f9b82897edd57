// SPDX-License-Identifier: Apache-2.0
//
// The emojis of this server, in memory: what names them asks here. A projection of the store; there are at most
// custom_emojis_max. May be used from any thread.
#pragma once

#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "domain/custom_emoji.h"

namespace auklet {

// Sorted by shortcode.
using EmojiList = std::vector<CustomEmoji>;

// Null when there is none.
CustomEmoji const* find_emoji(EmojiList const& list, std::string_view shortcode);

class EmojiTable {
 public:
  // As they are now; what is held stays as it is when they change. Never null.
  std::shared_ptr<EmojiList const> all() const;
  bool contains(std::string_view shortcode) const { return find_emoji(*all(), shortcode) != nullptr; }

  void replace(EmojiList list);

  // One that stays empty, for whoever shows things where there are no emojis.
  static EmojiTable const& none();

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<EmojiList const> list_ = std::make_shared<EmojiList const>();
};

}  // namespace auklet
