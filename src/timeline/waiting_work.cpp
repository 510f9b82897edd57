// SPDX-License-Identifier: Apache-2.0
#include "timeline/waiting_work.h"

#include <algorithm>

#include "timeline/memory_pages.h"

namespace auklet::timeline {
namespace {

bool shows(HomeEntry const& entry, PostId post) {
  return entry.id == post || (entry.boost && entry.boost->post == post);
}

std::size_t outside_bytes(Delivery const& work) {
  return heap_bytes(work.entry.mentions.capacity() * sizeof(AccountId)) +
         heap_bytes(work.entry.tags.capacity() * sizeof(TagId));
}
std::size_t outside_bytes(Judgement const& work) {
  return heap_bytes(work.boosts.capacity() * sizeof(PostId)) +
         heap_bytes(work.entry.mentions.capacity() * sizeof(AccountId)) +
         heap_bytes(work.tags.capacity() * sizeof(TagId));
}
std::size_t outside_bytes(Erasure const& work) {
  return heap_bytes(work.entries.capacity() * sizeof(Erasure::Gone));
}
std::size_t outside_bytes(Cooling const& work) {
  return heap_bytes(work.accounts.capacity() * sizeof(AccountId));
}
std::size_t outside_bytes(Pruning const&) {
  return 0;
}
std::size_t bytes_of(Work const& work) {
  return std::visit([](auto const& what) { return outside_bytes(what); }, work);
}

}  // namespace

void WaitingWork::push(Work work) {
  changes_ += is_change(work) ? 1 : 0;
  outside_bytes_ += bytes_of(work);
  works_.push_back(std::move(work));
  size_ = works_.size();
}

std::optional<Work> WaitingWork::take() {
  if (works_.empty()) {
    return std::nullopt;
  }
  auto work = std::move(works_.front());
  works_.pop_front();
  changes_ -= is_change(work) ? 1 : 0;
  outside_bytes_ -= bytes_of(work);
  size_ = works_.size();
  return work;
}

void WaitingWork::count() {
  changes_ = static_cast<std::size_t>(std::ranges::count_if(works_, is_change));
  size_ = works_.size();
  outside_bytes_ = 0;
  for (auto const& work : works_) {
    outside_bytes_ += bytes_of(work);
  }
}

void WaitingWork::vanished(EntryWord word) {
  auto const found = vanishing_.find(word);
  if (--found->second == 0) {
    vanishing_.erase(found);
  }
}

std::vector<TagId> WaitingWork::forget(PostId id) {
  std::vector<TagId> tags;
  std::erase_if(works_, [&](Work& work) {
    if (auto const* const delivery = std::get_if<Delivery>(&work)) {
      return shows(delivery->entry, id);
    }
    auto* const judgement = std::get_if<Judgement>(&work);
    if (judgement == nullptr || judgement->entry.id != id) {
      return false;
    }
    tags.insert(tags.end(), judgement->tags.begin(), judgement->tags.end());
    return true;
  });
  count();
  return tags;
}

std::vector<TagId> WaitingWork::amend(HomeEntry const& entry) {
  std::vector<TagId> tags;
  std::erase_if(works_, [&](Work& work) {
    if (auto* const delivery = std::get_if<Delivery>(&work)) {
      if (delivery->entry.id == entry.id) {
        // The tags may be others now; where its delivery had come to among the old ones says nothing.
        delivery->next = delivery->entry.tags == entry.tags ? delivery->next : ResidentTimelines::Place{};
        delivery->entry = entry;
      } else if (shows(delivery->entry, entry.id)) {
        delivery->entry.mentions = entry.mentions;
      }
      return false;
    }
    auto* const judgement = std::get_if<Judgement>(&work);
    if (judgement == nullptr || judgement->entry.id != entry.id) {
      return false;
    }
    tags.insert(tags.end(), judgement->tags.begin(), judgement->tags.end());
    return true;
  });
  count();
  return tags;
}

void WaitingWork::keep_from_pruning(AccountId author, PostId boost) {
  visit<Pruning>([&](Pruning& pruning) {
    if (pruning.author == author) {
      pruning.oldest = std::min(pruning.oldest, boost);
    }
  });
}

void WaitingWork::clear() {
  works_.clear();
  vanishing_.clear();
  count();
}

}  // namespace auklet::timeline
