// SPDX-License-Identifier: Apache-2.0
#include "service/post_search.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_set.hpp>
#include <cmath>
#include <functional>
#include <iterator>
#include <span>
#include <utility>

#include "base/ids.h"
#include "service/search_index.h"
#include "store/accounts.h"
#include "store/search.h"
#include "text/post_text.h"
#include "text/search_query.h"
#include "text/username.h"

namespace auklet::service {

namespace {

using store::search::Found;

constexpr int step = 256;             // posts looked at between two questions to the database
constexpr int queue_seen_max = 1024;  // of the posts that wait to be indexed
constexpr double half_life_ms = 7.0 * 24 * 3600 * 1000;

struct Hit {
  PostId id{};
  double quality = 0;
};

// What is asked, ready for the store.
struct Search {
  text::PostQuery query;
  std::string words;  // that the index must have; empty: any post
  std::vector<AccountId> authors;
  std::vector<AccountId> not_authors;
  store::search::Scope scope;
  PostId below{};
  PostId above{};
  bool impossible = false;
};

bool has_link(Found const& found) {
  return !text::parse(found.text).urls.empty();
}

bool has(Found const& found, std::string_view what) {
  return ((what == "link" || what == "embed") && has_link(found)) || (what == "poll" && found.has_poll) ||
         (what == "media" && found.has_media);
}

bool is(Found const& found, std::string_view what) {
  return (what == "reply" && found.is_reply) || (what == "sensitive" && found.sensitive);
}

// German is asked for as de, and de-AT is German too.
bool is_in(Found const& found, std::string_view language) {
  return found.language == language ||
         (found.language.starts_with(language) && found.language.substr(language.size()).starts_with('-'));
}

template <class Holds>
bool all_hold(std::vector<text::SearchCondition> const& conditions, Holds const& holds) {
  return std::ranges::all_of(conditions, [&](text::SearchCondition const& condition) {
    return holds(condition.value) != condition.negated;
  });
}

bool contains(std::vector<AccountId> const& list, AccountId id) {
  return std::ranges::find(list, id) != list.end();
}

// The index and the queue only propose; here is decided, and how well the post fits: the more of its words are those
// asked for, the better, and best where they stand as typed.
std::optional<Hit> judge(Search const& search, Found const& found) {
  auto const& query = search.query;
  auto const right_author =
      std::ranges::all_of(search.authors, [&](AccountId id) { return id == found.author; });
  if (!right_author || contains(search.not_authors, found.author) ||
      !all_hold(query.is, [&](auto const& value) { return is(found, value); }) ||
      !all_hold(query.languages, [&](auto const& value) { return is_in(found, value); })) {
    return std::nullopt;
  }
  auto words = text::search_words(found.text);
  auto warning = text::search_words(found.spoiler_text);
  words.insert(words.end(), std::move_iterator(warning.begin()), std::move_iterator(warning.end()));
  auto const stands = [&](text::SearchPhrase const& phrase) { return text::holds_phrase(words, phrase); };
  if (!std::ranges::all_of(query.wanted, stands) || std::ranges::any_of(query.unwanted, stands) ||
      !all_hold(query.has, [&](auto const& value) { return has(found, value); })) {
    return std::nullopt;
  }
  text::SearchPhrase as_typed;
  for (auto const& phrase : query.wanted) {
    as_typed.words.insert(as_typed.words.end(), phrase.words.begin(), phrase.words.end());
  }
  auto const density = static_cast<double>(as_typed.words.size()) / static_cast<double>(words.size() + 1);
  auto const together = query.wanted.size() > 1 && text::holds_phrase(words, as_typed);
  return Hit{found.id, 1 + std::min(density, 1.0) + (together ? 1 : 0)};
}

// Within each block of the newest hits. A block is the same on every page, so that pages neither overlap nor leave gaps.
void rank(std::vector<Hit>& hits) {
  for (std::size_t begin = 0; begin < hits.size(); begin += PostSearch::rank_block) {
    auto const block = std::span{hits}.subspan(begin, std::min(PostSearch::rank_block, hits.size() - begin));
    auto const newest = base::minted_at(std::to_underlying(block.front().id));
    auto const score = [newest](Hit const& hit) {
      auto const age = newest - base::minted_at(std::to_underlying(hit.id));
      return hit.quality * std::exp2(-static_cast<double>(age.count()) / half_life_ms);
    };
    std::ranges::stable_sort(block, std::greater{}, score);
  }
}

std::string words_of(text::PostQuery const& query) {
  std::string words;
  for (auto const& phrase : query.wanted) {
    for (auto const& word : phrase.words) {
      words += (words.empty() ? "" : " ") + word + (phrase.open_end ? "*" : "");
    }
  }
  return words;
}

std::string with_author(std::string const& words, AccountId author) {
  return words + (words.empty() ? "" : " ") + author_word(author);
}

// Whose posts are meant. An author that nobody knows has none.
Task<Result<>> find_authors(Environment const& env, AccountId viewer, Search& search) {
  for (auto const& [value, negated] : search.query.from) {
    auto& list = negated ? search.not_authors : search.authors;
    if (value == "me") {
      list.push_back(viewer);
      continue;
    }
    auto const name = std::string_view(value).substr(value.starts_with('@') ? 1 : 0);
    auto const at = name.find('@');
    auto const domain =
        at == std::string_view::npos ? env.identity.domain : text::fold_username(name.substr(at + 1));
    CO_TRY(auto const account, co_await store::accounts::find_by_handle(
                                   env.database.session(), text::fold_username(name.substr(0, at)), domain));
    if (account) {
      list.push_back(account->id);
    } else if (!negated) {
      search.impossible = true;
    }
  }
  co_return Result<>{};
}

// Ids count from 1970 to 2109; days beyond are as good as those.
std::int64_t first_id_at(UnixMillis time) {
  auto const newest = from_count((std::int64_t{1} << 41) - 1);
  return base::first_id_at(std::clamp(time, from_count(0), newest));
}

void set_bounds(Search& search, PageRequest const& bounds) {
  auto below = bounds.below();
  auto above = bounds.above();
  if (search.query.before) {
    below = std::min(below, first_id_at(*search.query.before));
  }
  if (search.query.not_before) {
    above = std::max(above, first_id_at(*search.query.not_before) - 1);
  }
  search.below = PostId{below};
  search.above = PostId{above};
}

// The hits, newest first, until there are `wanted` or no more can be looked at.
class Collector {
 public:
  Collector(db::Session& session, Search const& search) : session_(session), search_(search) {}

  Task<Result<std::vector<Hit>>> collect(std::size_t wanted) {
    // What waits to be indexed, and one's own posts however many others there are.
    CO_TRY(auto const fresh, co_await store::search::waiting(session_, span(search_.below, queue_seen_max)));
    CO_TRY_OK(co_await look_at(fresh));
    if (search_.scope.library && search_.authors.empty()) {
      auto const own_words = with_author(search_.words, search_.scope.viewer);
      CO_TRY(auto const own,
             co_await store::search::matching(session_, own_words, span(search_.below, step)));
      CO_TRY_OK(co_await look_at(own));
    }
    auto lowest = search_.below;
    for (int looked_at = 0; looked_at < PostSearch::looked_at_max; looked_at += step) {
      CO_TRY(auto const proposed, co_await propose(lowest));
      CO_TRY_OK(co_await look_at(proposed));
      if (proposed.size() < step) {
        lowest = search_.above;
        break;
      }
      lowest = proposed.back();
      if (count_from(lowest) >= wanted) {
        break;
      }
    }
    std::ranges::sort(hits_, std::greater{}, &Hit::id);
    if (count_from(lowest) >= wanted) {
      hits_.resize(wanted);  // below, not all is known
    }
    co_return std::move(hits_);
  }

 private:
  store::search::Span span(PostId below, int limit) const { return {below, search_.above, limit}; }

  Task<Result<std::vector<PostId>>> propose(PostId below) {
    return search_.words.empty() ? store::search::any(session_, span(below, step))
                                 : store::search::matching(session_, search_.words, span(below, step));
  }

  Task<Result<>> look_at(std::vector<PostId> proposed) {
    std::erase_if(proposed, [this](PostId id) { return !seen_.insert(id).second; });
    CO_TRY(auto const found, co_await store::search::in_scope(session_, proposed, search_.scope));
    for (auto const& post : found) {
      if (auto const hit = judge(search_, post)) {
        hits_.push_back(*hit);
      }
    }
    co_return Result<>{};
  }

  std::size_t count_from(PostId lowest) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(hits_, [lowest](Hit const& hit) { return hit.id >= lowest; }));
  }

  db::Session& session_;
  Search const& search_;
  boost::unordered_flat_set<PostId> seen_;
  std::vector<Hit> hits_;
};

}  // namespace

Task<Result<std::vector<PostDetails>>> PostSearch::search(Caller caller, PostSearchQuery asked) const {
  Search search;
  CO_TRY(search.query, text::parse_post_query(asked.text));
  if (!caller.account || search.query.empty()) {
    co_return std::vector<PostDetails>{};
  }
  CO_TRY_OK(co_await find_authors(env_, caller.self(), search));
  if (asked.author) {
    search.authors.push_back(*asked.author);
  }
  if (search.impossible) {
    co_return std::vector<PostDetails>{};
  }
  search.words = words_of(search.query);
  if (!search.authors.empty()) {
    search.words = with_author(search.words, search.authors.front());
  }
  search.scope = {.viewer = caller.self(),
                  .library = search.query.place != text::SearchPlace::public_posts,
                  .public_posts = search.query.place != text::SearchPlace::library};
  set_bounds(search, asked.bounds);

  auto& reader = env_.database.session();
  auto const end = static_cast<std::size_t>(asked.offset + asked.limit);
  auto const wanted = (end + rank_block - 1) / rank_block * rank_block;
  CO_TRY(auto hits, co_await Collector(reader, search).collect(wanted));
  rank(hits);
  std::vector<PostId> page;
  for (auto at = static_cast<std::size_t>(asked.offset); at < std::min(end, hits.size()); ++at) {
    page.push_back(hits[at].id);
  }
  co_return co_await loader_.load(reader, caller.account, std::move(page), Company::welcome);
}

}  // namespace auklet::service
