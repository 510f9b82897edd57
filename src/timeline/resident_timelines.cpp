// SPDX-License-Identifier: Apache-2.0
#include "timeline/resident_timelines.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <memory>
#include <utility>

#include "base/check.h"

namespace auklet::timeline {

// How the rule looks at a timeline of the engine, for one entry.
class ResidentTimelines::Lens {
 public:
  Lens(ResidentTimelines const& timelines, ViewerSlot slot, Subject const& subject)
      : viewer_(timelines.viewers_[slot]),
        followees_(timelines.viewers_.followees(slot)),
        id_(timelines.accounts_[viewer_.account].id),
        subject_(subject) {}

  AccountId id() const { return id_; }
  bool is_of_list() const { return viewer_.of_list; }
  bool wants_replies_to_followees() const {
    return !viewer_.particulars || viewer_.particulars->wants_replies_to_followees();
  }
  // The rule asks about these two only.
  bool follows(AccountId account) const {
    CHECK(account == subject_.entry.author || account == subject_.entry.in_reply_to);
    auto const index = account == subject_.entry.author ? subject_.author : subject_.replied_to;
    return std::ranges::binary_search(followees_, index);
  }
  bool follows_tag(TagId tag) const { return viewer_.particulars && viewer_.particulars->follows_tag(tag); }
  bool shows(AccountId account) const {
    return on_plain_terms(account) || viewer_.particulars->shows(account);
  }
  bool wants_boosts_of(AccountId account) const {
    return on_plain_terms(account) || viewer_.particulars->wants_boosts_of(account);
  }
  bool wants_language_of(AccountId account, std::string_view language) const {
    return on_plain_terms(account) || viewer_.particulars->wants_language_of(account, language);
  }
  bool hides(AccountId account) const { return viewer_.particulars && viewer_.particulars->hides(account); }
  bool is_hidden_by(AccountId account) const {
    return viewer_.particulars && viewer_.particulars->is_hidden_by(account);
  }

 private:
  bool on_plain_terms(AccountId account) const {
    return !viewer_.particulars || !viewer_.particulars->follows(account);
  }

  Viewer const& viewer_;
  CompactList<AccountIndex> const& followees_;
  AccountId id_;
  Subject const& subject_;
};

// --- which are here ---

ViewerSlot ResidentTimelines::find(TimelineKey const& key) const {
  if (!key.is_home()) {
    return lists_.find(key.list);
  }
  auto const index = accounts_.find(key.owner);
  return index == no_account ? no_viewer : accounts_[index].viewer;
}

ViewerSlot ResidentTimelines::add(TimelineKey const& key, std::uint64_t rebuild) {
  auto const account = accounts_.obtain(key.owner);
  auto const slot = viewers_.add(account, rebuild);
  if (key.is_home()) {
    accounts_.set_viewer(account, slot);
  } else {
    viewers_[slot].of_list = true;
    lists_.add(key.list, account, slot);
  }
  return slot;
}

void ResidentTimelines::enlist(ViewerSlot slot, std::span<Followee const> followees) {
  auto& viewer = viewers_[slot];
  auto& enlisted = viewer.rebuilding->enlisted;
  for (auto const& followee : followees) {
    if (auto const index = accounts_.obtain(followee.id); index != viewer.account) {
      accounts_.add_follower(index, slot);
      enlisted.push_back(index);
    }
  }
}

void ResidentTimelines::end_enlisting(ViewerSlot slot, HomeRelations const& relations) {
  CHECK(relations.is_of_list() == viewers_[slot].of_list);
  for (auto const tag : relations.terms().tags) {
    tags_.add(tag, slot);
  }
  std::vector<Followee> special;
  std::ranges::copy_if(relations.followees(), std::back_inserter(special), [&](Followee const& followee) {
    return followee.id != relations.id() &&
           (!followee.show_boosts || !followee.languages.empty() || !followee.shown);
  });
  std::unique_ptr<HomeRelations const> particulars;
  if (!special.empty() || !relations.hidden().empty() || !relations.hidden_by().empty() ||
      relations.terms() != TimelineTerms{}) {
    particulars = std::make_unique<HomeRelations const>(
        relations.id(), std::move(special), relations.hidden(), relations.hidden_by(), relations.terms());
  }
  viewers_.end_enlisting(slot, std::move(particulars));
}

void ResidentTimelines::drop(ViewerSlot slot) {
  auto const account = viewers_[slot].account;
  auto const drop_followee = [&](AccountIndex followee) {
    accounts_.drop_follower(followee, slot);
    forget_if_unused(followee);
  };
  std::ranges::for_each(viewers_.followees(slot), drop_followee);
  if (auto const& rebuilding = viewers_[slot].rebuilding) {
    std::ranges::for_each(rebuilding->enlisted, drop_followee);
  }
  if (auto const& particulars = viewers_[slot].particulars) {
    std::ranges::for_each(particulars->terms().tags, [&](TagId tag) { tags_.drop(tag, slot); });
  }
  if (viewers_[slot].of_list) {
    lists_.erase(slot, account);
  } else {
    accounts_.set_viewer(account, no_viewer);
  }
  viewers_.release(slot);
  forget_if_unused(account);
}

void ResidentTimelines::forget_if_unused(AccountIndex index) {
  if (!accounts_.is_unused(index) || !lists_.of(index).empty()) {
    return;
  }
  std::ranges::for_each(accounts_[index].boosts, [this](PostId boost) { boosts_.erase(boost); });
  accounts_.release(index);
}

std::vector<ViewerSlot> ResidentTimelines::timelines_of(AccountId owner) const {
  std::vector<ViewerSlot> slots;
  if (auto const index = accounts_.find(owner); index != no_account) {
    auto const lists = lists_.of(index);
    slots.assign(lists.begin(), lists.end());
    if (accounts_[index].viewer != no_viewer) {
      slots.push_back(accounts_[index].viewer);
    }
  }
  return slots;
}

// --- who wants what ---

ResidentTimelines::Subject ResidentTimelines::subject_of(HomeEntry const& entry) const {
  bool const is_reply_to_other = !entry.boost && entry.in_reply_to && entry.in_reply_to != entry.author;
  return {.entry = entry,
          .word = to_word(entry.id, entry.boost.has_value()),
          .author = accounts_.find(entry.author),
          .is_reply_to_other = is_reply_to_other,
          .replied_to = is_reply_to_other ? accounts_.find(*entry.in_reply_to) : no_account};
}

bool ResidentTimelines::wants(ViewerSlot slot, Subject const& subject) const {
  return admits(Lens(*this, slot, subject), subject.entry);
}

bool ResidentTimelines::hides(ViewerSlot slot, AccountId account) const {
  return viewers_[slot].particulars && viewers_[slot].particulars->hides(account);
}

bool ResidentTimelines::may_hold_posts_of(ViewerSlot slot, AccountId author) const {
  auto const& viewer = viewers_[slot];
  if (viewer.state == Viewer::State::free) {
    return false;
  }
  auto const index = accounts_.find(author);
  return (viewer.particulars && !viewer.particulars->terms().tags.empty()) ||
         (index != no_account &&
          (viewer.account == index || std::ranges::binary_search(viewers_.followees(slot), index)));
}

std::optional<ResidentTimelines::Place> ResidentTimelines::gather(Audience const& audience, Place from,
                                                                  std::size_t slots_max,
                                                                  std::vector<ViewerSlot>& slots) const {
  auto const begin = slots.size();
  while (from.part <= audience.tags.size()) {
    auto const gathered = slots.size() - begin;
    if (gathered >= slots_max) {
      return from;
    }
    std::optional<ViewerSlot> next;
    if (from.part == 0) {
      next = gather_followers(audience, from.slot, slots_max, slots);
    } else if (auto const* const followers = tags_.find(audience.tags[from.part - 1])) {
      next = followers->visit(from.slot, slots_max - gathered,
                              [&slots](ViewerSlot slot) { slots.push_back(slot); });
    }
    if (next) {
      return Place{from.part, *next};
    }
    from = {.part = from.part + 1, .slot = 0};
  }
  return std::nullopt;
}

std::optional<ViewerSlot> ResidentTimelines::gather_followers(Audience const& audience, ViewerSlot first,
                                                              std::size_t slots_max,
                                                              std::vector<ViewerSlot>& slots) const {
  if (audience.author == no_account) {
    return std::nullopt;
  }
  if (first == 0) {
    gather_addressed(audience, slots);
  }
  auto const& followers = accounts_[audience.author].followers;
  auto const add = [&slots](ViewerSlot slot) { slots.push_back(slot); };
  if (!audience.is_reply_to_other) {
    return followers.visit(first, slots_max, add);
  }
  // Those who follow both.
  return audience.replied_to == no_account
             ? std::nullopt
             : visit_common(followers, accounts_[audience.replied_to].followers, first, slots_max, add);
}

// The home of the author, and the timelines of the one replied to. One that is only announced holds nothing.
void ResidentTimelines::gather_addressed(Audience const& audience, std::vector<ViewerSlot>& slots) const {
  auto const& author = accounts_[audience.author];
  if (author.viewer != no_viewer) {
    slots.push_back(author.viewer);
  }
  if (audience.replied_to == no_account) {
    return;
  }
  auto const add_if_follower = [&](ViewerSlot slot) {
    if (author.followers.contains(slot)) {
      slots.push_back(slot);
    }
  };
  if (auto const home = accounts_[audience.replied_to].viewer; home != no_viewer) {
    add_if_follower(home);
  }
  std::ranges::for_each(lists_.of(audience.replied_to), add_if_follower);
}

// --- what they hold ---

bool ResidentTimelines::erase(ViewerSlot slot, EntryWord word) {
  auto& viewer = viewers_[slot];
  return !viewer.ring.erase(word) || viewer.floor == PostId{} || viewer.ring.size() >= viewer.thin_below;
}

void ResidentTimelines::remember(Subject const& subject) {
  if (auto const& boost = subject.entry.boost; boost && subject.author != no_account) {
    accounts_.add_boost(subject.author, subject.entry.id);
    boosts_.add(subject.entry.id,
                {.post = boost->post, .author = boost->author, .booster = subject.entry.author});
  }
}

void ResidentTimelines::forget_boost(PostId boost) {
  if (auto const* const record = boosts_.find(boost)) {
    if (auto const booster = accounts_.find(record->booster); booster != no_account) {
      accounts_.erase_boost(booster, boost);
    }
    boosts_.erase(boost);
  }
}

bool ResidentTimelines::begin_pruning(AccountId author) {
  auto const index = accounts_.find(author);
  return index != no_account && accounts_.begin_pruning(index);
}

void ResidentTimelines::prune(AccountIndex author, PostId oldest) {
  std::ranges::for_each(accounts_.prune(author, oldest), [this](PostId boost) { boosts_.erase(boost); });
}

PostId ResidentTimelines::oldest_held(ViewerSlot slot) const {
  auto const& ring = viewers_[slot].ring;
  return ring.empty() ? PostId{std::numeric_limits<std::int64_t>::max()} : id_of(ring[ring.size() - 1]);
}

HomePage ResidentTimelines::cut_page(ViewerSlot slot, PageRequest const& request) const {
  return timeline::cut_page(viewers_[slot].ring, viewers_[slot].floor, boosts_, request);
}

void ResidentTimelines::clear() {
  accounts_.clear();
  viewers_.clear();
  boosts_.clear();
  lists_.clear();
  tags_.clear();
}

std::size_t ResidentTimelines::bytes() const {
  return accounts_.bytes() + viewers_.bytes() + boosts_.bytes() + lists_.bytes() + tags_.bytes();
}

}  // namespace auklet::timeline
