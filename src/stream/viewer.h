// SPDX-License-Identifier: Apache-2.0
//
// Someone who listens: how they stand to others, in the few bytes that judging needs. The rules are those of reading
// (domain/home_rule.h, domain/may_see.h), so that nobody is sent what they would not be shown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "domain/home_rule.h"
#include "domain/ids.h"
#include "service/filter_reader.h"
#include "stream/message.h"

namespace auklet::stream {

// HomeRelations of a home or of a list with a fifth of its memory: most follows have no terms.
class ViewerRelations {
 public:
  ViewerRelations() = default;
  explicit ViewerRelations(HomeRelations const& relations);

  AccountId id() const { return viewer_; }
  std::vector<AccountId> const& followees() const { return followees_; }  // sorted
  std::vector<TagId> const& tags() const { return tags_; }                // followed, sorted

  bool is_of_list() const { return of_list_; }
  bool wants_replies_to_followees() const { return replies_to_followees_; }
  bool follows(AccountId account) const;
  bool follows_tag(TagId tag) const;
  bool shows(AccountId account) const;
  bool wants_boosts_of(AccountId account) const;
  bool wants_language_of(AccountId account, std::string_view language) const;
  bool hides(AccountId account) const;
  bool is_hidden_by(AccountId account) const;

 private:
  AccountId viewer_{};
  bool of_list_ = false;
  bool replies_to_followees_ = true;
  std::vector<AccountId> followees_;
  std::vector<AccountId> marked_;  // of a list those who are shown, of a home those who are not
  std::vector<TagId> tags_;
  std::vector<AccountId> without_boosts_;
  std::vector<std::pair<AccountId, std::vector<std::string>>> languages_;  // of follows that want some only
  std::vector<AccountId> hidden_;
  std::vector<AccountId> hidden_by_;
};

// The newest candidates of a home, as far as hiding repeated boosts asks for them.
class RecentCandidates {
 public:
  // In any order; one that is there already changes nothing.
  void add(HomeCandidate candidate);
  void remove(PostId id);
  // Whether the boost would be hidden at home (domain/home_rule.h).
  bool repeats(HomeCandidate boost) const;
  void clear() { candidates_ = {}; }

 private:
  std::vector<HomeCandidate> candidates_;  // newest first, no more than the rule looks at
};

// How much of a viewer is known.
enum class ViewerDepth : std::uint8_t {
  nothing,
  hidden,  // whom they do not meet: enough for public streams
  feed,    // what their home, or their list, is made of too
};

// One timeline of a viewer that is listened to.
struct Viewer {
  AccountId id{};
  ListId list{};  // 0: their home, and all that is not a list
  ViewerRelations relations;
  RecentCandidates recent;
  ViewerDepth known = ViewerDepth::nothing;
  ViewerDepth wanted = ViewerDepth::hidden;
  std::optional<UnixMillis> mute_ends;  // when what is known is not right any more
  service::FiltersPointer filters;      // null: not known
};

// Whether a post, or the end of one, belongs on a public or hashtag stream at all.
bool is_on(StreamName const& stream, AboutPost const& about);
// Whether it is sent to this viewer there.
bool is_welcome(Viewer const& viewer, AboutPost const& about);
// How what it quotes looks to the viewer. Here it is not known whether they block or mute someone: of both it is said
// that they mute them.
QuoteState quote_state(Viewer const& viewer, AboutPost const& about);
// Whether it is sent to the viewer as part of their home or list, and from then on counts as being there.
bool arrives(Viewer& viewer, AboutPost const& about);

}  // namespace auklet::stream
