// SPDX-License-Identifier: Apache-2.0
#include "service/home_reader.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <span>
#include <utility>

#include "base/ids.h"
#include "store/blocks.h"
#include "store/follows.h"
#include "store/lists.h"
#include "store/tag_follows.h"
#include "store/timelines.h"

namespace auklet::service {

namespace {

constexpr int chunk_max = 400;
// Each round reads four times as much of the authors who posted so often that it was not enough.
constexpr int merge_rounds_max = 6;

// Whose posts may stand in the timeline.
std::vector<AccountId> authors_of(HomeRelations const& relations) {
  std::vector<AccountId> authors;
  if (!relations.is_of_list()) {
    authors.push_back(relations.id());
  }
  for (auto const& followee : relations.followees()) {
    if (followee.shown) {
      authors.push_back(followee.id);
    }
  }
  return authors;
}

bool contains(std::vector<AccountId> const& sorted, AccountId account) {
  return std::ranges::binary_search(sorted, account);
}

// Whom the viewer follows, with a last word about each, and whom they hide from.
template <class Choose>
Task<Result<HomeRelations>> load_relations(db::Session& session, AccountId viewer, UnixMillis now,
                                           TimelineTerms terms, Choose choose) {
  CO_TRY(auto followees, co_await store::follows::all_followees(session, viewer));
  std::vector<Followee> chosen;
  chosen.reserve(followees.size());
  for (auto& followee : followees) {
    if (choose(followee)) {
      chosen.push_back(std::move(followee));
    }
  }
  CO_TRY(auto hidden, co_await store::blocks::all_hidden(session, viewer, now));
  hidden.blocked.insert(hidden.blocked.end(), hidden.muted.begin(), hidden.muted.end());
  co_return HomeRelations(viewer, std::move(chosen), std::move(hidden.blocked), std::move(hidden.blocked_by),
                          std::move(terms));
}

// Adds what stands in the timeline for its tags to what `page` gave by its authors. Newest first; no more than the limit.
Task<Result<std::vector<HomeEntry>>> add_tagged(db::Session& session, std::vector<HomeEntry> entries,
                                                std::vector<TagId> const& tags, PageRequest page) {
  CO_TRY(auto by_tags, co_await store::timelines::by_tags(session, tags, page));
  // One that comes both ways is kept with its tags.
  by_tags.insert(by_tags.end(), std::make_move_iterator(entries.begin()),
                 std::make_move_iterator(entries.end()));
  std::ranges::sort(by_tags, [](HomeEntry const& a, HomeEntry const& b) {
    return a.id != b.id ? a.id > b.id : a.tags.size() > b.tags.size();
  });
  auto const repeated = std::ranges::unique(by_tags, {}, &HomeEntry::id);
  by_tags.erase(repeated.begin(), repeated.end());
  if (auto const limit = static_cast<std::size_t>(std::max(page.limit, 0)); by_tags.size() > limit) {
    auto const surplus = static_cast<std::ptrdiff_t>(by_tags.size() - limit);
    auto const first = page.ascending() ? by_tags.begin() : by_tags.end() - surplus;
    by_tags.erase(first, first + surplus);
  }
  co_return by_tags;
}

// The newest (or, for an ascending page, oldest) entries that may stand in the timeline, newest first: by their authors,
// and by their tags. Fewer than the limit means that there are no more.
Task<Result<std::vector<HomeEntry>>> load_entries(db::Session& session, std::vector<AccountId> const& authors,
                                                  std::vector<TagId> const& tags, PageRequest page,
                                                  UnixMillis now) {
  CO_TRY(auto entries, co_await store::timelines::by_authors(session, authors, page, now));
  if (tags.empty()) {
    co_return entries;
  }
  co_return co_await add_tagged(session, std::move(entries), tags, page);
}

// The candidates of a timeline in one direction, read chunk by chunk.
class Candidates {
 public:
  Candidates(db::Session& session, HomeRelations const& relations, PageRequest page, UnixMillis now)
      : session_(session), relations_(relations), authors_(authors_of(relations)), page_(page), now_(now) {}

  bool at_end() const { return at_end_; }
  // In the order of reading: newest first, or oldest first for an ascending page.
  std::vector<HomeCandidate> const& list() const { return list_; }

  Task<Result<>> read_more() {
    CO_TRY(auto entries, co_await load_entries(session_, authors_, relations_.terms().tags, page_, now_));
    at_end_ = static_cast<int>(entries.size()) < page_.limit;
    if (page_.ascending()) {
      std::reverse(entries.begin(), entries.end());
    }
    for (auto const& entry : entries) {
      if (admits(relations_, entry)) {
        list_.push_back(candidate_of(entry));
      }
    }
    if (!entries.empty()) {
      (page_.ascending() ? page_.min_id : page_.max_id) = std::to_underlying(entries.back().id);
    }
    page_.limit = std::min(page_.limit * 2, chunk_max);
    co_return Result<>{};
  }

 private:
  db::Session& session_;
  HomeRelations const& relations_;
  std::vector<AccountId> const authors_;
  PageRequest page_;
  UnixMillis const now_;
  std::vector<HomeCandidate> list_;
  bool at_end_ = false;
};

// Newest first, down from the upper bound, until the page is full or the lower bound is passed. Repeated
// boosts are decided by what stands below them, also below the lower bound.
Task<Result<std::vector<PostId>>> page_down(db::Session& session, HomeRelations const& relations,
                                            PageRequest page, UnixMillis now) {
  Candidates candidates(session, relations,
                        {.max_id = page.max_id, .limit = page.limit + static_cast<int>(boost_window)}, now);
  std::vector<PostId> ids;
  for (std::size_t next = 0; static_cast<int>(ids.size()) < page.limit;) {
    auto const& list = candidates.list();
    if (next < list.size() && std::to_underlying(list[next].id) <= page.above()) {
      break;
    }
    auto const repeats =
        next < list.size() && list[next].shown != list[next].id
            ? boost_repeats(
                  next, list.size(), candidates.at_end(), [&list](std::size_t i) { return list[i].shown; })
            : std::optional{false};
    if (next < list.size() && repeats) {
      if (!*repeats) {
        ids.push_back(list[next].id);
      }
      ++next;
    } else if (candidates.at_end()) {
      break;
    } else {
      CO_TRY_OK(co_await candidates.read_more());
    }
  }
  co_return ids;
}

// The oldest entries above the lower bound. What stands below the bound is read first, to know the repeated
// boosts.
Task<Result<std::vector<PostId>>> page_up(db::Session& session, HomeRelations const& relations,
                                          PageRequest page, UnixMillis now) {
  Candidates below(session, relations, {.max_id = page.above() + 1, .limit = static_cast<int>(boost_window)},
                   now);
  while (!below.at_end() && below.list().size() < boost_window) {
    CO_TRY_OK(co_await below.read_more());
  }
  std::vector<HomeCandidate> seen(below.list().rbegin(), below.list().rend());  // oldest first
  auto const known_below = seen.size();

  Candidates above(session, relations, {.max_id = page.max_id, .min_id = page.above(), .limit = page.limit},
                   now);
  std::vector<PostId> ids;
  while (static_cast<int>(ids.size()) < page.limit) {
    auto const next = seen.size() - known_below;
    if (next == above.list().size()) {
      if (above.at_end()) {
        break;
      }
      CO_TRY_OK(co_await above.read_more());
      continue;
    }
    auto const candidate = above.list()[next];
    auto const window = std::min(seen.size(), boost_window);
    auto const repeats =
        candidate.shown != candidate.id &&
        std::any_of(seen.end() - static_cast<std::ptrdiff_t>(window), seen.end(),
                    [&candidate](HomeCandidate const& older) { return older.shown == candidate.shown; });
    if (!repeats) {
      ids.push_back(candidate.id);
    }
    seen.push_back(candidate);
  }
  std::reverse(ids.begin(), ids.end());
  co_return ids;
}

// Reads the newest posts of each author into `own`, and keeps them for others.
Task<Result<>> read_newest(db::Session& session, RecentEntries& recent, std::vector<AccountId> const& authors,
                           std::size_t depth, RecentEntries::Table& own) {
  auto const reading = recent.begin_reading();
  CO_TRY(auto entries, co_await store::timelines::newest_of_each(session, authors, depth));
  std::ranges::sort(entries, {}, &HomeEntry::author);
  RecentEntries::Table read;
  auto rest = std::span<HomeEntry const>(entries);
  auto sorted = authors;
  std::ranges::sort(sorted);
  for (auto const author : sorted) {
    auto const end =
        std::ranges::find_if(rest, [author](HomeEntry const& entry) { return entry.author != author; });
    auto const count = static_cast<std::size_t>(end - rest.begin());
    read.insert_or_assign(author, RecentEntries::Posts(rest.first(count), count < depth, reading.changes()));
    rest = rest.subspan(count);
  }
  recent.keep(reading, read);
  for (auto& [author, posts] : read) {
    own.insert_or_assign(author, std::move(posts));
  }
  co_return Result<>{};
}

}  // namespace

Task<Result<HomeRelations>> load_home_relations(db::Session& session, AccountId viewer, UnixMillis now) {
  CO_TRY(auto exclusive, co_await store::lists::exclusive_members(session, viewer));
  std::ranges::sort(exclusive);
  TimelineTerms terms;
  CO_TRY(terms.tags, co_await store::tag_follows::all(session, viewer));
  co_return co_await load_relations(session, viewer, now, std::move(terms), [&exclusive](Followee& followee) {
    followee.shown = !contains(exclusive, followee.id);
    return true;
  });
}

Task<Result<HomeRelations>> load_list_relations(db::Session& session, AccountId owner, ListId list,
                                                UnixMillis now) {
  CO_TRY(auto const found, co_await store::lists::find(session, list));
  auto const replies = found ? found->replies : RepliesPolicy::none;
  CO_TRY(auto members, co_await store::lists::all_members(session, list));
  std::ranges::sort(members);
  TimelineTerms const terms{.of_list = true, .replies_to_followees = replies != RepliesPolicy::none};
  co_return co_await load_relations(session, owner, now, terms, [&members, replies](Followee& followee) {
    followee.shown = contains(members, followee.id);
    return followee.shown || replies == RepliesPolicy::followed;
  });
}

Task<Result<HomeWindow>> load_home_window(db::Session& session, RecentEntries& recent,
                                          HomeRelations const& relations, int limit, UnixMillis now) {
  auto const authors = authors_of(relations);
  auto const below = PostId{base::first_id_at(now + std::chrono::minutes{1})};
  RecentEntries::Table own;
  RecentEntries::Merged merged;
  for (int round = 0;; ++round) {
    merged = recent.merge(authors, own, static_cast<std::size_t>(limit), below, round == merge_rounds_max);
    if (merged.missing.empty()) {
      break;
    }
    CO_TRY_OK(co_await read_newest(session, recent, merged.missing, merged.depth, own));
  }
  HomeWindow window{.entries = std::move(merged.entries), .floor = merged.floor};
  if (auto const& tags = relations.terms().tags; !tags.empty()) {
    CO_TRY(window.entries, co_await add_tagged(session, std::move(window.entries), tags, {.limit = limit}));
    if (static_cast<int>(window.entries.size()) == limit) {
      window.floor = std::max(window.floor, window.entries.back().id);
    }
  }
  std::erase_if(window.entries, [&relations](HomeEntry const& entry) { return !admits(relations, entry); });
  co_return window;
}

Task<Result<std::vector<PostId>>> load_home_page(db::Session& session, HomeRelations const& relations,
                                                 PageRequest page, UnixMillis now) {
  return page.ascending() ? page_up(session, relations, page, now) : page_down(session, relations, page, now);
}

}  // namespace auklet::service
