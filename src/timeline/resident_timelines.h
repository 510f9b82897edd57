// SPDX-License-Identifier: Apache-2.0
//
// The tables of the engine as one: which timelines are here, whom they follow, what they hold, and who may hold
// an entry. It has no lock, keeps nothing for later, and knows nothing of what was removed or amended: that is the
// engine's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "domain/home_rule.h"
#include "domain/ids.h"
#include "timeline/account_table.h"
#include "timeline/boost_table.h"
#include "timeline/home_page.h"
#include "timeline/list_table.h"
#include "timeline/tag_table.h"
#include "timeline/timeline_key.h"
#include "timeline/viewer_table.h"

namespace auklet::timeline {

class ResidentTimelines {
 public:
  // An entry with what is the same for every timeline it may go to.
  struct Subject {
    HomeEntry const& entry;
    EntryWord word;
    AccountIndex author;      // no_account: nobody here follows it, nor is it here itself
    bool is_reply_to_other;   // a reply to someone else than its author
    AccountIndex replied_to;  // no_account: not a reply to someone else, or to someone who is not known here
  };

  // The timelines that may hold an entry: those of its author and of the author's followers, of a reply to
  // someone else only where the one replied to is known too, and those that follow one of the tags.
  struct Audience {
    AccountIndex author = no_account;
    bool is_reply_to_other = false;
    AccountIndex replied_to = no_account;
    std::span<TagId const> tags;
  };

  // Where to go on in an audience. It has a part for the author and one for each tag.
  struct Place {
    std::uint32_t part = 0;
    ViewerSlot slot = 0;  // in that part
  };

  explicit ResidentTimelines(std::uint32_t entries_max) : viewers_(entries_max) {}

  ViewerTable& viewers() { return viewers_; }
  ViewerTable const& viewers() const { return viewers_; }
  AccountTable const& accounts() const { return accounts_; }
  BoostTable const& boosts() const { return boosts_; }

  // no_viewer when it is cold.
  ViewerSlot find(TimelineKey const& key) const;
  // Makes a place for a timeline that is cold.
  ViewerSlot add(TimelineKey const& key, std::uint64_t rebuild);
  // Puts an announced timeline into the index of some of its followees; and when all are done, into the others, from where
  // on it collects.
  void enlist(ViewerSlot slot, std::span<Followee const> followees);
  void end_enlisting(ViewerSlot slot, HomeRelations const& relations);
  void drop(ViewerSlot slot);
  // The timelines of an account: its home and those of its lists.
  std::vector<ViewerSlot> timelines_of(AccountId owner) const;

  Subject subject_of(HomeEntry const& entry) const;
  // What the rule says.
  bool wants(ViewerSlot slot, Subject const& subject) const;
  bool hides(ViewerSlot slot, AccountId account) const;
  // Whether entries of this author may be in the timeline.
  bool may_hold_posts_of(ViewerSlot slot, AccountId author) const;

  static Audience audience_of(Subject const& subject, std::span<TagId const> tags) {
    return {subject.author, subject.is_reply_to_other, subject.replied_to, tags};
  }
  // Appends those in the audience from a place on, about `slots_max` (> 0); one may come twice. Says where to go on
  // if there are more.
  std::optional<Place> gather(Audience const& audience, Place from, std::size_t slots_max,
                              std::vector<ViewerSlot>& slots) const;

  // True when the timeline has one entry more.
  bool hold(ViewerSlot slot, Subject const& subject) { return viewers_.hold(slot, subject.word); }
  // hold, if the rule says so.
  bool deliver(ViewerSlot slot, Subject const& subject) {
    // Who follows the author, and of a reply the one replied to, and has no particulars: the rule has nothing more to
    // refuse but direct posts.
    bool const is_plain = !viewers_[slot].particulars && subject.entry.visibility != Visibility::direct;
    return (is_plain || wants(slot, subject)) && hold(slot, subject);
  }
  // Erases an entry. False when the timeline has lost so many that it is not worth keeping.
  bool erase(ViewerSlot slot, EntryWord word);

  // Before a boost is put into a ring; nothing for others.
  void remember(Subject const& subject);
  // What the boost pointed at is not known any more: no timeline that is read may hold it.
  void forget_boost(PostId boost);
  // True when so many boosts of the author are remembered that it is time to prune; then false until that is done.
  bool begin_pruning(AccountId author);
  // Nobody holds a boost of the author that is older: those are forgotten.
  void prune(AccountIndex author, PostId oldest);
  // The oldest entry of a timeline; the highest id when it has none.
  PostId oldest_held(ViewerSlot slot) const;

  HomePage cut_page(ViewerSlot slot, PageRequest const& request) const;

  void clear();
  std::size_t bytes() const;

 private:
  class Lens;

  void forget_if_unused(AccountIndex index);
  std::optional<ViewerSlot> gather_followers(Audience const& audience, ViewerSlot first,
                                             std::size_t slots_max, std::vector<ViewerSlot>& slots) const;
  void gather_addressed(Audience const& audience, std::vector<ViewerSlot>& slots) const;

  AccountTable accounts_;
  ViewerTable viewers_;
  BoostTable boosts_;  // at least every boost that is in the ring of a timeline that is read
  ListTable lists_;
  TagTable tags_;
};

}  // namespace auklet::timeline
