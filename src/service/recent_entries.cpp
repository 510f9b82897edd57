// SPDX-License-Identifier: Apache-2.0
#include "service/recent_entries.h"

#include <algorithm>
#include <utility>

namespace auklet::service {

namespace {

constexpr std::size_t places = 1024;  // a power of two
constexpr std::size_t first_depth = 4;
constexpr std::size_t depth_growth = 4;
// What a map of authors and the order need for one, empty places included; what a shared entry needs beside it.
constexpr std::size_t author_bytes = 160;
constexpr std::size_t whole_bytes = sizeof(HomeEntry) + 64;

// Sorted so that the highest id is at the top of the heap, a post before the end of what is known of its author.
struct Head {
  PostId id{};
  bool is_end = false;
  std::uint32_t source = 0;

  friend bool operator<(Head const& one, Head const& other) {
    return one.id != other.id ? one.id < other.id : one.is_end && !other.is_end;
  }
};

}  // namespace

RecentEntries::Posts::Posts(std::span<HomeEntry const> entries, bool complete,
                            std::span<std::uint32_t const> changes) {
  list_.reserve(entries.size());
  for (auto const& entry : entries) {
    has_boosts_ = has_boosts_ || entry.boost.has_value();
    list_.push_back(keep(entry, entry.boost ? changes[place_of(entry.boost->author)] : 0));
  }
  std::ranges::sort(list_, {}, &Kept::id);
  count_wholes();
  if (!complete && !list_.empty()) {
    floor_ = list_.front().id;
  }
}

RecentEntries::Posts::Kept RecentEntries::Posts::keep(HomeEntry const& entry, std::uint32_t changes_then) {
  Kept kept{.id = entry.id, .visibility = entry.visibility, .whole = {}, .changes_then = changes_then};
  auto const& language = entry.language;
  if (entry.boost || entry.in_reply_to || !entry.mentions.empty() || language.size() > kept.language.size()) {
    kept.whole = std::make_shared<HomeEntry const>(entry);
  } else {
    std::ranges::copy(language, kept.language.begin());
    kept.language_size = static_cast<std::uint8_t>(language.size());
  }
  return kept;
}

HomeEntry RecentEntries::Posts::entry_of(AccountId author, Kept const& kept) {
  if (kept.whole) {
    return *kept.whole;
  }
  return {.id = kept.id,
          .author = author,
          .boost = {},
          .in_reply_to = {},
          .visibility = kept.visibility,
          .language = std::string(kept.language.data(), kept.language_size),
          .mentions = {}};
}

void RecentEntries::Posts::count_wholes() {
  wholes_ = static_cast<std::size_t>(
      std::ranges::count_if(list_, [](Kept const& kept) { return static_cast<bool>(kept.whole); }));
}

std::size_t RecentEntries::Posts::bytes() const {
  return author_bytes + list_.capacity() * sizeof(Kept) + wholes_ * whole_bytes;
}

RecentEntries::RecentEntries(std::size_t bytes_max, std::size_t posts_max)
    : bytes_max_(bytes_max), posts_max_(posts_max), events_(places), changes_(places) {}

std::size_t RecentEntries::place_of(AccountId author) {
  // Ids that were minted in turn differ in the bits above the sequence.
  auto const id = static_cast<std::uint64_t>(std::to_underlying(author));
  return (id * 0x9e3779b97f4a7c15U >> 32U) % places;
}

// False when a post that one of them boosts may have been changed or deleted since.
bool RecentEntries::holds(Posts const& posts) const {
  return !posts.has_boosts_ || std::ranges::all_of(posts.list_, [this](Posts::Kept const& kept) {
    return !kept.whole || !kept.whole->boost ||
           kept.changes_then == changes_[place_of(kept.whole->boost->author)];
  });
}

RecentEntries::Posts const* RecentEntries::find(AccountId author, Table const& own) {
  if (auto const found = own.find(author); found != own.end()) {
    return &found->second;
  }
  auto const found = authors_.find(author);
  if (found == authors_.end() || !found->second.known || !holds(found->second.posts)) {
    return nullptr;
  }
  found->second.used = true;
  return &found->second.posts;
}

// An author in a merge: the posts below `left` are still to come.
struct RecentEntries::Source {
  AccountId author{};
  Posts const* posts = nullptr;
  std::size_t left = 0;

  // The next one, or where what is known ends. Nothing when the author has no more.
  bool head(Head& head) const {
    if (left > 0) {
      head.id = posts->list_[left - 1].id;
      head.is_end = false;
      return true;
    }
    head.id = posts->floor_;
    head.is_end = true;
    return posts->floor_ != PostId{};
  }
};

RecentEntries::Merged RecentEntries::merge(std::span<AccountId const> authors, Table const& own,
                                           std::size_t limit, PostId below, bool to_the_end) {
  Merged merged;
  std::vector<Source> sources;
  std::vector<Head> heap;
  sources.reserve(authors.size());
  heap.reserve(authors.size());
  std::lock_guard const lock(mutex_);
  for (auto const author : authors) {
    auto const* const posts = find(author, own);
    if (posts == nullptr) {
      merged.missing.push_back(author);
      continue;
    }
    Source source{.author = author, .posts = posts, .left = posts->list_.size()};
    while (source.left > 0 && posts->list_[source.left - 1].id >= below) {
      --source.left;
    }
    if (Head head{.source = static_cast<std::uint32_t>(sources.size())}; source.head(head)) {
      heap.push_back(head);
    }
    sources.push_back(source);
  }
  if (!merged.missing.empty()) {
    merged.depth = std::min(first_depth, limit);
    return merged;
  }
  std::make_heap(heap.begin(), heap.end());
  while (!heap.empty() && merged.entries.size() < limit) {
    std::pop_heap(heap.begin(), heap.end());
    auto& head = heap.back();
    auto& source = sources[head.source];
    if (head.is_end) {
      if (to_the_end) {
        merged.floor = head.id;
        return merged;
      }
      merged.missing.push_back(source.author);
      merged.depth = std::max(merged.depth, std::min(depth_growth * source.posts->list_.size(), limit));
      heap.pop_back();
      continue;
    }
    merged.entries.push_back(Posts::entry_of(source.author, source.posts->list_[--source.left]));
    if (source.head(head)) {
      std::push_heap(heap.begin(), heap.end());
    } else {
      heap.pop_back();
    }
  }
  if (!merged.missing.empty()) {
    merged.entries.clear();
  } else if (merged.entries.size() == limit && limit > 0) {
    merged.floor = merged.entries.back().id;
  }
  return merged;
}

RecentEntries::Reading RecentEntries::begin_reading() {
  Reading reading;
  std::lock_guard const lock(mutex_);
  reading.events_ = events_;
  reading.changes_ = changes_;
  return reading;
}

void RecentEntries::keep(Reading const& reading, Table const& read) {
  std::lock_guard const lock(mutex_);
  for (auto const& [author, posts] : read) {
    auto const place = place_of(author);
    if (reading.events_[place] != events_[place] || !holds(posts)) {
      continue;
    }
    auto const [found, added] =
        authors_.try_emplace(author, Record{.posts = Posts({}, true, {}), .known = false});
    if (added) {
      order_.push_back(author);
      bytes_ += found->second.posts.bytes();
    }
    set(found->second, posts);
  }
  stay_within_bytes();
}

void RecentEntries::on_event(bus::Event const& event) {
  std::lock_guard const lock(mutex_);
  if (auto const* made = std::get_if<bus::PostCreated>(&event)) {
    created(made->entry);
  } else if (auto const* edited = std::get_if<bus::PostEdited>(&event)) {
    ++changes_[place_of(edited->entry.author)];
    forget(edited->entry.author);
  } else if (auto const* deleted = std::get_if<bus::PostDeleted>(&event)) {
    ++changes_[place_of(deleted->author)];
    forget(deleted->author);
  }
}

void RecentEntries::created(HomeEntry const& entry) {
  // What is boosted may be gone before we hear of the boost: the store knows.
  if (entry.boost) {
    forget(entry.author);
    return;
  }
  ++events_[place_of(entry.author)];
  auto const found = authors_.find(entry.author);
  if (found == authors_.end() || !found->second.known) {
    return;
  }
  auto& posts = found->second.posts;
  if (entry.id < posts.floor_) {
    return;
  }
  auto const at = std::ranges::lower_bound(posts.list_, entry.id, {}, &Posts::Kept::id);
  if (at != posts.list_.end() && at->id == entry.id) {
    return;
  }
  bytes_ -= posts.bytes();
  posts.wholes_ += posts.list_.insert(at, Posts::keep(entry, 0))->whole ? 1 : 0;
  trim(posts);
  bytes_ += posts.bytes();
  stay_within_bytes();
}

void RecentEntries::forget(AccountId author) {
  ++events_[place_of(author)];
  if (auto const found = authors_.find(author); found != authors_.end()) {
    set(found->second, Posts({}, true, {}));
    found->second.known = false;
  }
}

void RecentEntries::set(Record& record, Posts posts) {
  bytes_ -= record.posts.bytes();
  record.posts = std::move(posts);
  record.known = true;
  bytes_ += record.posts.bytes();
}

void RecentEntries::trim(Posts& posts) const {
  if (posts.list_.size() <= 2 * posts_max_) {
    return;
  }
  posts.list_.erase(posts.list_.begin(), posts.list_.end() - static_cast<std::ptrdiff_t>(posts_max_));
  posts.list_.shrink_to_fit();
  posts.count_wholes();
  posts.floor_ = posts.list_.front().id;
}

void RecentEntries::stay_within_bytes() {
  // Whoever was asked for gets a second chance, once: this ends.
  while (bytes_ > bytes_max_ && !order_.empty()) {
    auto const author = order_.front();
    order_.pop_front();
    auto const found = authors_.find(author);
    if (std::exchange(found->second.used, false) && found->second.known) {
      order_.push_back(author);
      continue;
    }
    bytes_ -= found->second.posts.bytes();
    authors_.erase(found);
  }
}

std::size_t RecentEntries::bytes() const {
  std::lock_guard const lock(mutex_);
  return bytes_;
}

}  // namespace auklet::service
