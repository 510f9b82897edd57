// SPDX-License-Identifier: Apache-2.0
#include "timeline/viewer_marks.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace auklet::timeline {

ViewerMarks::Entry* ViewerMarks::Viewer::find(PostId post) {
  auto const place = std::ranges::lower_bound(entries, post, {}, &Entry::post);
  return place != entries.end() && place->post == post ? &*place : nullptr;
}

void ViewerMarks::Viewer::put(Entry entry) {
  if (auto* const there = find(entry.post)) {
    *there = entry;
    return;
  }
  if (entries.size() == entries_max) {
    // The older half goes. What was known of it by being told must be looked up from now on.
    auto const kept = entries.begin() + entries_max / 2;
    told_from = std::max(told_from, PostId{std::to_underlying(std::prev(kept)->post) + 1});
    entries.erase(entries.begin(), kept);
  }
  entries.insert(std::ranges::lower_bound(entries, entry.post, {}, &Entry::post), entry);
}

ViewerMarks::ViewerMarks(std::size_t bytes_max) {
  for (std::size_t i = 0; i < shard_count; ++i) {
    shards_.push_back(std::make_unique<Shard>(bytes_max / shard_count));
  }
}

ViewerMarks::Shard& ViewerMarks::shard_of(AccountId viewer) {
  return *shards_[(static_cast<std::uint64_t>(viewer) * 0x9E37'79B9'7F4A'7C15U) >> 60U];
}

ViewerMarks::Answer ViewerMarks::read(AccountId viewer, std::span<MarkedPost const> posts,
                                      std::span<ViewerFlags> flags, std::function<PostId()> const& mint) {
  CHECK(posts.size() == flags.size());
  auto& shard = shard_of(viewer);
  std::lock_guard const lock(shard.mutex);
  auto* found = shard.viewers.find(viewer);
  if (found == nullptr) {
    // The id is minted under the lock: what the viewer does with a younger post is told after this.
    auto fresh = std::make_unique<Viewer>();
    fresh->version = ++versions_;
    fresh->told_from = mint();
    shard.viewers.put(viewer, std::move(fresh), sizeof(Viewer));
    found = shard.viewers.find(viewer);
  }
  Answer answer;
  if (found == nullptr) {  // there is no room for anyone
    for (std::uint32_t i = 0; i < posts.size(); ++i) {
      answer.unknown.push_back(i);
    }
    return answer;
  }
  auto& self = **found;
  answer.version = self.version;
  answer.all_unknown = !self.all_tried;
  for (std::uint32_t i = 0; i < posts.size(); ++i) {
    auto const& post = posts[i];
    if (auto const* const entry = self.find(post.id)) {
      flags[i] = entry->flags;
      if (!entry->known) {
        answer.unknown.push_back(i);
      }
      continue;
    }
    auto const is_root = std::to_underlying(post.id) == std::to_underlying(post.thread);
    flags[i] = {};
    if (post.id < self.told_from || (!is_root && !self.mutes_none)) {
      answer.unknown.push_back(i);
      answer.mutes_unknown = answer.mutes_unknown || !self.mutes_none;
    }
  }
  return answer;
}

void ViewerMarks::remember(AccountId viewer, std::uint64_t version, std::span<MarkedPost const> posts,
                           std::span<ViewerFlags const> flags) {
  CHECK(posts.size() == flags.size());
  auto& shard = shard_of(viewer);
  std::lock_guard const lock(shard.mutex);
  auto* const found = shard.viewers.find(viewer);
  if (found == nullptr || (*found)->version != version) {
    return;
  }
  auto self = std::move(*found);
  for (std::size_t i = 0; i < posts.size(); ++i) {
    self->put({posts[i].id, flags[i], true});
  }
  auto const bytes = sizeof(Viewer) + self->entries.capacity() * sizeof(Entry);
  shard.viewers.put(viewer, std::move(self), bytes);
}

void ViewerMarks::remember_all(AccountId viewer, std::uint64_t version, std::span<PostId const> posts,
                               std::span<ViewerFlags const> flags) {
  CHECK(posts.size() == flags.size() && posts.size() <= all_max);
  auto& shard = shard_of(viewer);
  std::lock_guard const lock(shard.mutex);
  auto* const found = shard.viewers.find(viewer);
  if (found == nullptr || (*found)->version != version) {
    return;
  }
  auto self = std::move(*found);
  self->entries.clear();
  self->entries.reserve(posts.size());
  for (std::size_t i = 0; i < posts.size(); ++i) {
    self->entries.push_back({posts[i], flags[i], true});
  }
  std::ranges::sort(self->entries, {}, &Entry::post);
  self->told_from = PostId{};
  self->mutes_none = true;
  self->all_tried = true;
  auto const bytes = sizeof(Viewer) + self->entries.capacity() * sizeof(Entry);
  shard.viewers.put(viewer, std::move(self), bytes);
}

void ViewerMarks::remember_many(AccountId viewer, std::uint64_t version) {
  auto& shard = shard_of(viewer);
  std::lock_guard const lock(shard.mutex);
  auto* const found = shard.viewers.find(viewer);
  if (found != nullptr && (*found)->version == version) {
    (*found)->all_tried = true;
  }
}

void ViewerMarks::remember_no_mutes(AccountId viewer, std::uint64_t version) {
  auto& shard = shard_of(viewer);
  std::lock_guard const lock(shard.mutex);
  auto* const found = shard.viewers.find(viewer);
  if (found != nullptr && (*found)->version == version) {
    (*found)->mutes_none = true;
  }
}

void ViewerMarks::forget(AccountId viewer, PostId post) {
  auto& shard = shard_of(viewer);
  std::lock_guard const lock(shard.mutex);
  auto* const found = shard.viewers.find(viewer);
  if (found == nullptr) {
    return;
  }
  auto self = std::move(*found);
  self->version = ++versions_;
  self->put({post, {}, false});
  auto const bytes = sizeof(Viewer) + self->entries.capacity() * sizeof(Entry);
  shard.viewers.put(viewer, std::move(self), bytes);
}

void ViewerMarks::forget_all(AccountId viewer) {
  auto& shard = shard_of(viewer);
  std::lock_guard const lock(shard.mutex);
  shard.viewers.erase(viewer);
}

std::size_t ViewerMarks::bytes() const {
  std::size_t sum = 0;
  for (auto const& shard : shards_) {
    std::lock_guard const lock(shard->mutex);
    sum += shard->viewers.bytes();
  }
  return sum;
}

}  // namespace auklet::timeline
