// SPDX-License-Identifier: Apache-2.0
//
// What active viewers have done with the posts they are shown (favourited, boosted, …), so that a page of a home
// costs no statement. It remembers three kinds of things of a viewer:
//   - the marks of posts that were looked up;
//   - from when on it has been told of all the viewer does: a post younger than that, which it was told nothing
//     about, has no mark of theirs;
//   - whether the viewer mutes any conversation at all: a young post of an old conversation may be muted.
// Of those who marked little all of it is looked up once, and every other post, however old, has no mark.
// A projection, bounded in bytes; may be used from any thread. docs/decisions/0013-pages-without-sql.md.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "base/second_chance.h"
#include "domain/ids.h"
#include "domain/post.h"

namespace auklet::timeline {

// A post as far as marks care. Never a boost: a mark on a boost is one on the post it boosts.
struct MarkedPost {
  PostId id{};
  ThreadId thread{};
};

class ViewerMarks {
 public:
  explicit ViewerMarks(std::size_t bytes_max);

  // What a look-up in the store must be based on to be remembered.
  struct Answer {
    std::uint64_t version = 0;
    std::vector<std::uint32_t> unknown;  // indexes of the posts that must be looked up
    bool mutes_unknown = false;          // whether the viewer mutes any conversation should be looked up too
    bool all_unknown = false;            // nobody has tried yet to look up everything that the viewer did
  };
  // Writes the marks of the posts that are known into `flags`, which is as long as `posts`. `mint` makes an id that
  // is greater than all before; it is called when the viewer is new here.
  Answer read(AccountId viewer, std::span<MarkedPost const> posts, std::span<ViewerFlags> flags,
              std::function<PostId()> const& mint);

  // What the store says, read after `version` was given out; forgotten at once when the viewer has done something
  // since.
  void remember(AccountId viewer, std::uint64_t version, std::span<MarkedPost const> posts,
                std::span<ViewerFlags const> flags);
  // The same for all that the viewer has marked, when they mute no conversation: at most `all_max` posts.
  void remember_all(AccountId viewer, std::uint64_t version, std::span<PostId const> posts,
                    std::span<ViewerFlags const> flags);
  // It is too much for that: do not try again.
  void remember_many(AccountId viewer, std::uint64_t version);
  void remember_no_mutes(AccountId viewer, std::uint64_t version);

  // After the commit: the viewer marked this post or took a mark back.
  void forget(AccountId viewer, PostId post);
  // After the commit: the viewer muted a conversation or took that back.
  void forget_all(AccountId viewer);

  std::size_t bytes() const;

  static constexpr std::size_t all_max = 128;

 private:
  static constexpr std::size_t entries_max = 2 * all_max;  // of one viewer
  static constexpr std::size_t shard_count = 16;

  struct Entry {
    PostId post{};
    ViewerFlags flags;
    bool known = false;
  };
  struct Viewer {
    std::uint64_t version = 0;
    PostId told_from{};  // of posts from here on, everything but what `entries` says is told
    bool mutes_none = false;
    bool all_tried = false;
    std::vector<Entry> entries;  // sorted by post

    Entry* find(PostId post);
    void put(Entry entry);
  };
  struct Shard {
    explicit Shard(std::size_t bytes_max) : viewers(bytes_max) {}
    mutable std::mutex mutex;
    base::SecondChance<AccountId, std::unique_ptr<Viewer>> viewers;
  };

  Shard& shard_of(AccountId viewer);

  std::atomic<std::uint64_t> versions_{0};
  std::vector<std::unique_ptr<Shard>> shards_;
};

}  // namespace auklet::timeline
