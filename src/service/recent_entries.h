// SPDX-License-Identifier: Apache-2.0
//
// The newest posts of authors, as far as home timelines care, kept in memory for rebuilding homes: those who come back
// follow the same authors, so what the first rebuild has read serves all that follow. Like every projection it holds
// what the store says and nothing else, and may be thrown away at any time.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "bus/events.h"
#include "domain/home_rule.h"
#include "domain/ids.h"

namespace auklet::service {

class RecentEntries {
 public:
  // An author's posts, oldest first, without a gap from `floor` on.
  class Posts {
   public:
    // Of one author, in any order. `complete`: the author has no older ones. `changes` is what Reading::changes says.
    Posts(std::span<HomeEntry const> entries, bool complete, std::span<std::uint32_t const> changes);

   private:
    friend class RecentEntries;
    // Most posts answer, mention and boost nobody: they take no more than this.
    struct Kept {
      PostId id{};
      Visibility visibility{};
      std::uint8_t language_size = 0;
      std::array<char, 6> language{};
      std::shared_ptr<HomeEntry const> whole;  // of any other
      std::uint32_t changes_then = 0;          // to the posts of whom it boosts
    };
    static Kept keep(HomeEntry const& entry, std::uint32_t changes_then);
    static HomeEntry entry_of(AccountId author, Kept const& kept);
    void count_wholes();
    std::size_t bytes() const;

    std::vector<Kept> list_;
    PostId floor_{};  // 0: there are no older ones
    bool has_boosts_ = false;
    std::size_t wholes_ = 0;
  };
  using Table = boost::unordered_flat_map<AccountId, Posts>;

  // Beyond `bytes_max` authors whom nobody has asked for lately are forgotten. Of an author who posts and posts no more
  // than about twice `posts_max` are kept.
  explicit RecentEntries(std::size_t bytes_max, std::size_t posts_max = 800);

  // The newest `limit` entries of all the authors below `below`, newest first: those of `own` where it has the author,
  // else what is kept.
  struct Merged {
    std::vector<HomeEntry> entries;
    PostId floor{};                  // nothing is missing from here on; 0: nothing is missing at all
    std::vector<AccountId> missing;  // more of them is needed to say: then there are no entries
    std::size_t depth = 0;           // so many of each of those
  };
  // `to_the_end`: when more of an author would be needed the merge ends above that, instead of asking for it.
  Merged merge(std::span<AccountId const> authors, Table const& own, std::size_t limit, PostId below,
               bool to_the_end);

  // What is read from the store between begin_reading() and keep() is kept only when nothing has happened to it in
  // between.
  class Reading {
   public:
    std::span<std::uint32_t const> changes() const { return changes_; }

   private:
    friend class RecentEntries;
    std::vector<std::uint32_t> events_;
    std::vector<std::uint32_t> changes_;
  };
  Reading begin_reading();
  void keep(Reading const& reading, Table const& read);

  // Call it before the engine of homes hears of the event: whoever is enlisted there then misses nothing here.
  void on_event(bus::Event const& event);

  std::size_t bytes() const;

 private:
  struct Record {
    Posts posts;
    bool known = true;  // false: something has happened to them
    bool used = false;  // since it was last looked at for forgetting
  };
  struct Source;

  static std::size_t place_of(AccountId author);
  bool holds(Posts const& posts) const;
  Posts const* find(AccountId author, Table const& own);
  void created(HomeEntry const& entry);
  void forget(AccountId author);
  void set(Record& record, Posts posts);
  void trim(Posts& posts) const;
  void stay_within_bytes();

  std::size_t const bytes_max_;
  std::size_t const posts_max_;

  mutable std::mutex mutex_;  // guards all below
  boost::unordered_flat_map<AccountId, Record> authors_;
  std::deque<AccountId> order_;  // each author of authors_ once: the next to be forgotten first
  std::size_t bytes_ = 0;
  // How often something happened to the posts of an author, and how often an existing one was changed or deleted.
  // Authors share places: what happens to one makes us read another again, which does no harm.
  std::vector<std::uint32_t> events_;
  std::vector<std::uint32_t> changes_;
};

}  // namespace auklet::service
