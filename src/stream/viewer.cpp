// SPDX-License-Identifier: Apache-2.0
#include "stream/viewer.h"

#include <algorithm>

#include "domain/may_see.h"

namespace auklet::stream {

namespace {

template <class Id>
bool is_among(std::vector<Id> const& sorted, Id id) {
  return std::ranges::binary_search(sorted, id);
}

// What lists with media take, and only they.
bool is_media_stream(StreamKind kind) {
  return kind == StreamKind::public_media || kind == StreamKind::public_local_media ||
         kind == StreamKind::public_remote_media;
}

// Of a deleted post it is not known any more where it came from or what it carried: its end is told to all who may have
// seen it.
bool is_from_there(StreamKind kind, AboutPost const& about) {
  if (!about.shown) {
    return true;
  }
  switch (kind) {
    case StreamKind::public_local:
    case StreamKind::public_local_media:
    case StreamKind::hashtag_local:
      return about.shown->local;
    case StreamKind::public_remote:
    case StreamKind::public_remote_media:
      return !about.shown->local;
    default:
      return true;
  }
}

}  // namespace

ViewerRelations::ViewerRelations(HomeRelations const& relations)
    : viewer_(relations.id()),
      of_list_(relations.is_of_list()),
      replies_to_followees_(relations.wants_replies_to_followees()),
      tags_(relations.terms().tags),
      hidden_(relations.hidden()),
      hidden_by_(relations.hidden_by()) {
  followees_.reserve(relations.followees().size());
  for (auto const& followee : relations.followees()) {
    followees_.push_back(followee.id);
    if (followee.shown == of_list_) {
      marked_.push_back(followee.id);
    }
    if (!followee.show_boosts) {
      without_boosts_.push_back(followee.id);
    }
    if (!followee.languages.empty()) {
      languages_.emplace_back(followee.id, followee.languages);
    }
  }
}

bool ViewerRelations::follows(AccountId account) const {
  return is_among(followees_, account);
}

bool ViewerRelations::follows_tag(TagId tag) const {
  return is_among(tags_, tag);
}

bool ViewerRelations::shows(AccountId account) const {
  return is_among(marked_, account) == of_list_;
}

bool ViewerRelations::wants_boosts_of(AccountId account) const {
  return !is_among(without_boosts_, account);
}

bool ViewerRelations::wants_language_of(AccountId account, std::string_view language) const {
  auto const found =
      std::ranges::lower_bound(languages_, account, {}, [](auto const& entry) { return entry.first; });
  return found == languages_.end() || found->first != account || language.empty() ||
         std::ranges::find(found->second, language) != found->second.end();
}

bool ViewerRelations::hides(AccountId account) const {
  return is_among(hidden_, account);
}

bool ViewerRelations::is_hidden_by(AccountId account) const {
  return is_among(hidden_by_, account);
}

void RecentCandidates::add(HomeCandidate candidate) {
  candidates_.reserve(boost_window + 2);  // once, and before there is a place to point at
  auto const place =
      std::ranges::lower_bound(candidates_, candidate.id, std::ranges::greater{}, &HomeCandidate::id);
  if (place != candidates_.end() && place->id == candidate.id) {
    return;
  }
  candidates_.insert(place, candidate);
  if (candidates_.size() > boost_window + 1) {
    candidates_.pop_back();
  }
}

void RecentCandidates::remove(PostId id) {
  std::erase_if(candidates_, [id](HomeCandidate const& candidate) { return candidate.id == id; });
}

bool RecentCandidates::repeats(HomeCandidate boost) const {
  auto const older =
      std::ranges::upper_bound(candidates_, boost.id, std::ranges::greater{}, &HomeCandidate::id);
  auto const first = static_cast<std::size_t>(older - candidates_.begin());
  auto const shown_at = [&](std::size_t index) {
    return index == 0 ? boost.shown : candidates_[first + index - 1].shown;
  };
  return boost_repeats(0, candidates_.size() - first + 1, true, shown_at).value_or(false);
}

bool is_on(StreamName const& stream, AboutPost const& about) {
  auto const& entry = about.entry;
  if (entry.visibility != Visibility::public_ || entry.boost || about.deleted_boost ||
      !is_from_there(stream.kind, about)) {
    return false;
  }
  if (is_media_stream(stream.kind) && about.shown && !about.shown->has_media) {
    return false;
  }
  // A reply to somebody else is under its hashtags, but not in the public timelines.
  return stream.is_hashtag() || !entry.in_reply_to || entry.in_reply_to == entry.author;
}

bool is_welcome(Viewer const& viewer, AboutPost const& about) {
  auto const& entry = about.entry;
  Standing const standing{.self = viewer.id == entry.author,
                          .follows = false,
                          .blocked = viewer.relations.is_hidden_by(entry.author),
                          .mentioned = false,
                          .suspended = false};
  return may_see(entry.visibility, standing) && (standing.self || !viewer.relations.hides(entry.author));
}

QuoteState quote_state(Viewer const& viewer, AboutPost const& about) {
  auto const& quote = about.shown->marked().facts.quote;
  auto const* const quoted = about.shown->marked_quote();
  if (!quote || !quote->is_shown()) {
    return quote ? quote->common_state() : QuoteState::accepted;
  }
  if (quoted == nullptr) {
    return QuoteState::unauthorized;
  }
  auto const& facts = quoted->post.facts;
  Standing const standing{.self = viewer.id == facts.author,
                          .follows = viewer.relations.follows(facts.author),
                          .blocked = viewer.relations.is_hidden_by(facts.author),
                          .mentioned = facts.is_for(viewer.id),
                          .suspended = false};
  return state_for({.may_see = may_see(facts.visibility, standing),
                    .mutes_author = !standing.self && viewer.relations.hides(facts.author)});
}

bool arrives(Viewer& viewer, AboutPost const& about) {
  auto const& entry = about.entry;
  if (!about.shown) {
    viewer.recent.remove(entry.id);
    auto const& relations = viewer.relations;
    return (viewer.id == entry.author && !relations.is_of_list()) ||
           (relations.follows(entry.author) && relations.shows(entry.author)) ||
           admits_by_tag(relations, entry);
  }
  if (!admits(viewer.relations, entry)) {
    return false;
  }
  auto const candidate = candidate_of(entry);
  bool const repeats = entry.boost && viewer.recent.repeats(candidate);
  viewer.recent.add(candidate);
  return !repeats;
}

}  // namespace auklet::stream
