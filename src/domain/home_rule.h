// SPDX-License-Identifier: Apache-2.0
//
// What stands in a home timeline, and in the timeline of a list: pure rules, a function of the data alone. The
// resident engine applies them when it fans out, the service when it pages from the store, so both show the
// same.
//
// A viewer's timeline is made in two steps. The *candidates* are the posts and boosts that `admits` lets in,
// newest first. The *visible* ones are the candidates without the boosts that repeat what stands close below
// them.
//
// Source: https://docs.joinmastodon.org/user/network/, https://docs.joinmastodon.org/methods/lists/,
// https://docs.joinmastodon.org/methods/tags/#follow and the behaviour of Mastodon's home feed.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/ids.h"
#include "domain/visibility.h"

namespace auklet {

// One post or boost as far as timelines care.
struct HomeEntry {
  struct Boost {
    PostId post{};       // what is boosted
    AccountId author{};  // who wrote it

    friend bool operator==(Boost const&, Boost const&) = default;
  };

  PostId id{};         // a boost is a post with an id of its own
  AccountId author{};  // of a boost: who boosts
  std::optional<Boost> boost;
  std::optional<AccountId> in_reply_to;  // the account replied to; ignored for boosts
  Visibility visibility = Visibility::public_;
  std::string language;             // empty: unknown; ignored for boosts
  std::vector<AccountId> mentions;  // local and remote; of a boost: those in the post it boosts
  std::vector<TagId> tags;          // its hashtags; ignored for boosts

  friend bool operator==(HomeEntry const&, HomeEntry const&) = default;
};

// An accepted follow and its terms.
struct Followee {
  AccountId id{};
  bool show_boosts = true;
  std::vector<std::string> languages;  // empty: all
  // False: what it posts stands elsewhere. In a home: it is in an exclusive list. In the timeline of a list: it is
  // no member, and only counts as followed.
  bool shown = true;

  friend bool operator==(Followee const&, Followee const&) = default;
};

// What is particular to a timeline as a whole.
struct TimelineTerms {
  bool of_list = false;              // without the owner's own posts, and without direct posts
  bool replies_to_followees = true;  // false: of the replies to others, only those to the viewer
  std::vector<TagId> tags;           // the hashtags that are followed here

  friend bool operator==(TimelineTerms const&, TimelineTerms const&) = default;
};

// Everything about one viewer that decides what one timeline of theirs shows.
class HomeRelations {
 public:
  HomeRelations() = default;
  // `hidden`: accounts the viewer blocks or mutes. `hidden_by`: accounts that block the viewer. Any order.
  HomeRelations(AccountId viewer, std::vector<Followee> followees, std::vector<AccountId> hidden = {},
                std::vector<AccountId> hidden_by = {}, TimelineTerms terms = {});

  AccountId id() const { return viewer_; }
  std::vector<Followee> const& followees() const { return followees_; }   // sorted by id
  std::vector<AccountId> const& hidden() const { return hidden_; }        // sorted
  std::vector<AccountId> const& hidden_by() const { return hidden_by_; }  // sorted
  TimelineTerms const& terms() const { return terms_; }                   // the tags sorted

  // Null when the viewer does not follow the account.
  Followee const* follow_of(AccountId account) const;

  bool is_of_list() const { return terms_.of_list; }
  bool wants_replies_to_followees() const { return terms_.replies_to_followees; }
  bool follows(AccountId account) const { return follow_of(account) != nullptr; }
  bool follows_tag(TagId tag) const { return std::ranges::binary_search(terms_.tags, tag); }
  bool shows(AccountId account) const;
  bool wants_boosts_of(AccountId account) const;
  bool wants_language_of(AccountId account, std::string_view language) const;
  bool hides(AccountId account) const;
  bool is_hidden_by(AccountId account) const;

 private:
  AccountId viewer_{};
  std::vector<Followee> followees_;
  std::vector<AccountId> hidden_;
  std::vector<AccountId> hidden_by_;
  TimelineTerms terms_;
};

// The questions the rule asks of a viewer. HomeRelations answers them; the engine has a denser form that does
// too.
template <class Viewer>
concept HomeViewer = requires(Viewer const& viewer, AccountId account, std::string_view language, TagId tag) {
  { viewer.id() } -> std::same_as<AccountId>;
  { viewer.is_of_list() } -> std::same_as<bool>;
  { viewer.wants_replies_to_followees() } -> std::same_as<bool>;
  { viewer.follows(account) } -> std::same_as<bool>;
  { viewer.follows_tag(tag) } -> std::same_as<bool>;
  { viewer.shows(account) } -> std::same_as<bool>;                        // asked of followees only
  { viewer.wants_boosts_of(account) } -> std::same_as<bool>;              // asked of followees only
  { viewer.wants_language_of(account, language) } -> std::same_as<bool>;  // asked of followees only
  { viewer.hides(account) } -> std::same_as<bool>;
  { viewer.is_hidden_by(account) } -> std::same_as<bool>;
};

// Of what others post that neither hide from the viewer nor are hidden: what following its author brings.
// - only of followees that are shown here;
// - boosts, unless the follow says without boosts;
// - posts in a language the follow wants (a post of unknown language is wanted);
// - direct posts only when they mention the viewer, and never in a list;
// - replies only to their own author, to the viewer, or, if such are wanted, to an account that the viewer
//   follows and does not hide.
template <HomeViewer Viewer>
bool admits_by_follow(Viewer const& viewer, HomeEntry const& entry) {
  if (!viewer.follows(entry.author) || !viewer.shows(entry.author)) {
    return false;
  }
  if (entry.boost) {
    return viewer.wants_boosts_of(entry.author);
  }
  if (entry.visibility == Visibility::direct &&
      (viewer.is_of_list() || std::ranges::find(entry.mentions, viewer.id()) == entry.mentions.end())) {
    return false;
  }
  if (!viewer.wants_language_of(entry.author, entry.language)) {
    return false;
  }
  if (!entry.in_reply_to || entry.in_reply_to == entry.author || entry.in_reply_to == viewer.id()) {
    return true;
  }
  return viewer.wants_replies_to_followees() && viewer.follows(*entry.in_reply_to) &&
         !viewer.hides(*entry.in_reply_to);
}

// The same for followed hashtags: public posts, replies too, whoever wrote them in whatever language.
constexpr bool travels_by_tag(HomeEntry const& entry) {
  return !entry.tags.empty() && !entry.boost && entry.visibility == Visibility::public_;
}
template <HomeViewer Viewer>
bool admits_by_tag(Viewer const& viewer, HomeEntry const& entry) {
  return travels_by_tag(entry) &&
         std::ranges::any_of(entry.tags, [&](TagId tag) { return viewer.follows_tag(tag); });
}

// True when the entry is a candidate of the viewer's timeline:
// - a boost never is when the viewer and the author of the boosted post are hidden from each other;
// - otherwise the viewer's own posts and boosts always are, but for lists;
// - of others, what a follow of the author or of a hashtag brings, unless author and viewer are hidden from each
// other or it mentions someone hidden.
template <HomeViewer Viewer>
bool admits(Viewer const& viewer, HomeEntry const& entry) {
  if (entry.boost && (viewer.hides(entry.boost->author) || viewer.is_hidden_by(entry.boost->author))) {
    return false;
  }
  if (entry.author == viewer.id()) {
    return !viewer.is_of_list();
  }
  if (!admits_by_follow(viewer, entry) && !admits_by_tag(viewer, entry)) {
    return false;
  }
  return !viewer.hides(entry.author) && !viewer.is_hidden_by(entry.author) &&
         std::ranges::none_of(entry.mentions, [&](AccountId account) { return viewer.hides(account); });
}

// A boost is hidden when the same post, or another boost of it, is among this many candidates right below it.
// The window counts candidates, whether they are hidden or not: so the answer for one boost needs no other
// answer.
inline constexpr std::size_t boost_window = 40;

// A candidate as far as hiding repeated boosts cares.
struct HomeCandidate {
  PostId id{};
  PostId shown{};  // the boosted post, or the post itself

  friend bool operator==(HomeCandidate const&, HomeCandidate const&) = default;
};

inline HomeCandidate candidate_of(HomeEntry const& entry) {
  return {.id = entry.id, .shown = entry.boost ? entry.boost->post : entry.id};
}

// Whether the boost at `index` of `size` candidates, newest first, repeats. `shown_at(i)` is the post that
// candidate i shows. `to_the_end`: there are no candidates older than these. No answer when it depends on
// candidates beyond.
template <std::invocable<std::size_t> ShownAt>
std::optional<bool> boost_repeats(std::size_t index, std::size_t size, bool to_the_end,
                                  ShownAt const& shown_at) {
  PostId const shown = shown_at(index);
  std::size_t const end = std::min(size, index + 1 + boost_window);
  for (std::size_t older = index + 1; older < end; ++older) {
    if (shown_at(older) == shown) {
      return true;
    }
  }
  return end == index + 1 + boost_window || to_the_end ? std::optional{false} : std::nullopt;
}

// One flag a candidate, newest first: true hides it. The flags of the last `boost_window` candidates are
// right only if there are none older, so ask with that many more than you show, or with all.
std::vector<bool> hide_repeated_boosts(std::span<HomeCandidate const> candidates);

}  // namespace auklet
