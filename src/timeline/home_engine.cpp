// SPDX-License-Identifier: Apache-2.0
#include "timeline/home_engine.h"

#include <algorithm>
#include <ranges>
#include <thread>
#include <utility>

#include "base/check.h"

namespace auklet::timeline {
namespace {

// How many removed and amended posts are remembered. A rebuild during which there are more is void.
constexpr std::size_t removed_posts_max = 16'384;
constexpr std::size_t amended_posts_max = 4096;

}  // namespace

// An entry with what is the same for every follower it may go to.
struct HomeEngine::Subject {
  HomeEntry const& entry;
  EntryWord word;
  AccountIndex author;      // no_account: nobody here follows it, nor is it here itself
  bool is_reply_to_other;   // a reply to someone else than its author
  AccountIndex replied_to;  // no_account: not a reply to someone else, or to someone who is not known here
};

// How the rule looks at a viewer of the engine, for one entry.
class HomeEngine::Lens {
 public:
  Lens(HomeEngine const& engine, ViewerSlot slot, Subject const& subject)
      : viewer_(engine.viewers_[slot]),
        followees_(engine.viewers_.followees(slot)),
        id_(engine.accounts_[viewer_.account].id),
        subject_(subject) {}

  AccountId id() const { return id_; }
  // The rule asks about these two only.
  bool follows(AccountId account) const {
    CHECK(account == subject_.entry.author || account == subject_.entry.in_reply_to);
    auto const index = account == subject_.entry.author ? subject_.author : subject_.replied_to;
    return std::ranges::binary_search(followees_, index);
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

HomeEngine::HomeEngine(HomeEngineOptions const& options)
    : options_(options),
      viewers_(options.entries_max),
      removed_(removed_posts_max),
      amended_(amended_posts_max) {
  CHECK(options.entries_max > 0 && options.entries_max <= PostRing::entries_limit &&
        options.slice_followers > 0);
}

HomeEngine::~HomeEngine() = default;

// --- reading ---

std::optional<HomePage> HomeEngine::read(AccountId viewer, PageRequest const& request, UnixMillis now) {
  std::lock_guard const lock(mutex_);
  auto const slot = find_viewer(viewer);
  if (slot == no_viewer || viewers_[slot].state != Viewer::State::resident) {
    return std::nullopt;
  }
  viewers_.touch(slot, now);
  return cut_page(viewers_[slot].ring, viewers_[slot].floor, boosts_, request);
}

ViewerSlot HomeEngine::find_viewer(AccountId account) const {
  auto const index = accounts_.find(account);
  return index == no_account ? no_viewer : accounts_[index].viewer;
}

// --- rebuilding ---

std::optional<HomeEngine::Rebuild> HomeEngine::begin_rebuild(AccountId viewer) {
  std::lock_guard const lock(mutex_);
  auto const account = accounts_.obtain(viewer);
  if (accounts_[account].viewer != no_viewer) {
    return std::nullopt;
  }
  auto const number = ++rebuilds_begun_;
  accounts_.set_viewer(account, viewers_.add(account, number));
  return Rebuild(*this, viewer, number);
}

HomeEngine::Rebuild::Rebuild(Rebuild&& other) noexcept
    : engine_(std::exchange(other.engine_, nullptr)), viewer_(other.viewer_), number_(other.number_) {}

HomeEngine::Rebuild& HomeEngine::Rebuild::operator=(Rebuild&& other) noexcept {
  if (this != &other) {
    abandon();
    engine_ = std::exchange(other.engine_, nullptr);
    viewer_ = other.viewer_;
    number_ = other.number_;
  }
  return *this;
}

HomeEngine::Rebuild::~Rebuild() {
  abandon();
}

void HomeEngine::Rebuild::abandon() {
  if (engine_ == nullptr) {
    return;
  }
  std::lock_guard const lock(engine_->mutex_);
  for (auto const state : {Viewer::State::announced, Viewer::State::collecting}) {
    if (auto const slot = engine_->find_rebuild(*this, state); slot != no_viewer) {
      engine_->drop_viewer(slot);
    }
  }
  engine_ = nullptr;
}

bool HomeEngine::Rebuild::enlist(HomeRelations const& relations) {
  CHECK(engine_ != nullptr && relations.id() == viewer_);
  std::lock_guard const lock(engine_->mutex_);
  return engine_->enlist(*this, relations);
}

bool HomeEngine::Rebuild::complete(std::span<HomeEntry const> entries, PostId floor, UnixMillis now) {
  CHECK(engine_ != nullptr);
  bool completed = false;
  {
    std::lock_guard const lock(engine_->mutex_);
    completed = engine_->complete(*this, entries, floor, now);
  }
  if (!completed) {
    abandon();
  }
  engine_ = nullptr;
  return completed;
}

ViewerSlot HomeEngine::find_rebuild(Rebuild const& rebuild, Viewer::State state) const {
  auto const slot = find_viewer(rebuild.viewer_);
  return slot != no_viewer && viewers_[slot].state == state && viewers_[slot].rebuilding &&
                 viewers_[slot].rebuilding->number == rebuild.number_
             ? slot
             : no_viewer;
}

bool HomeEngine::enlist(Rebuild const& rebuild, HomeRelations const& relations) {
  auto const slot = find_rebuild(rebuild, Viewer::State::announced);
  if (slot == no_viewer) {
    return false;
  }
  std::vector<AccountIndex> followees;
  std::vector<Followee> special;
  followees.reserve(relations.followees().size());
  for (auto const& followee : relations.followees()) {
    if (followee.id == relations.id()) {
      continue;
    }
    followees.push_back(accounts_.obtain(followee.id));
    accounts_.add_follower(followees.back(), slot);
    if (!followee.show_boosts || !followee.languages.empty()) {
      special.push_back(followee);
    }
  }
  std::ranges::sort(followees);
  std::unique_ptr<HomeRelations const> particulars;
  if (!special.empty() || !relations.hidden().empty() || !relations.hidden_by().empty()) {
    particulars = std::make_unique<HomeRelations const>(relations.id(), std::move(special),
                                                        relations.hidden(), relations.hidden_by());
  }
  viewers_.set_relations(slot, followees, std::move(particulars));
  viewers_[slot].rebuilding->removed_then = removed_.moment();
  viewers_[slot].rebuilding->amended_then = amended_.moment();
  return true;
}

bool HomeEngine::complete(Rebuild const& rebuild, std::span<HomeEntry const> entries, PostId floor,
                          UnixMillis now) {
  auto const slot = find_rebuild(rebuild, Viewer::State::collecting);
  // The entries may have been read before a removal or amendment that is forgotten by now.
  if (slot == no_viewer || !removed_.remembers_all_since(viewers_[slot].rebuilding->removed_then) ||
      !amended_.remembers_all_since(viewers_[slot].rebuilding->amended_then)) {
    return false;
  }
  auto& viewer = viewers_[slot];
  // The ring may have overflowed with what was published meanwhile; then its floor is the higher one.
  viewer.floor = std::max(viewer.floor, floor);
  viewer.ring.drop_below(viewer.floor);
  viewers_.reserve_ring(slot,
                        std::min(std::size_t{options_.entries_max}, viewer.ring.size() + entries.size()));
  HomeEntry amended_boost;
  for (auto const& entry : entries | std::views::reverse) {  // oldest first goes in without moving anything
    auto const subject = subject_of(as_amended(entry, amended_boost));
    if (entry.id >= viewer.floor && !is_void(entry) && wants(slot, subject)) {
      if (viewers_.hold(slot, subject.word)) {
        remember(subject);
      }
    }
  }
  for (auto const& entry : entries) {
    if (auto const author = accounts_.find(entry.author); author != no_account) {
      prune_if_due(author);
    }
  }
  viewer.thin_below = static_cast<std::uint16_t>(viewer.ring.size() / 2);
  viewers_.make_resident(slot, now);
  ++counters_.rebuilds;
  enforce_budget();
  return true;
}

void HomeEngine::drop_viewer(ViewerSlot slot) {
  auto const account = viewers_[slot].account;
  for (auto const followee : viewers_.followees(slot)) {
    accounts_.drop_follower(followee, slot);
    forget_if_unused(followee);
  }
  accounts_.set_viewer(account, no_viewer);
  viewers_.release(slot);
  forget_if_unused(account);
}

void HomeEngine::forget_if_unused(AccountIndex index) {
  if (!accounts_.is_unused(index)) {
    return;
  }
  for (auto const word : accounts_[index].entries) {
    if (is_boost(word)) {
      boosts_.erase(id_of(word));
    }
  }
  accounts_.release(index);
}

// --- publishing ---

bool HomeEngine::is_void(HomeEntry const& entry) const {
  return removed_.contains(entry.id) || withdrawn_.contains(entry.author) ||
         (entry.boost && (removed_.contains(entry.boost->post) || withdrawn_.contains(entry.boost->author)));
}

// What the last `amend` said is newer than what any publish says, and either as new as what was read from the
// store or about to be replaced by the amendment that was read.
HomeEntry const& HomeEngine::as_amended(HomeEntry const& entry, HomeEntry& amended_boost) const {
  auto const* const amended = amended_.find(entry.boost ? entry.boost->post : entry.id);
  if (amended == nullptr) {
    return entry;
  }
  if (!entry.boost) {
    return *amended;
  }
  amended_boost = entry;
  amended_boost.mentions = amended->mentions;
  return amended_boost;
}

HomeEngine::Subject HomeEngine::subject_of(HomeEntry const& entry) const {
  bool const is_reply_to_other = !entry.boost && entry.in_reply_to && entry.in_reply_to != entry.author;
  return {.entry = entry,
          .word = to_word(entry.id, entry.boost.has_value()),
          .author = accounts_.find(entry.author),
          .is_reply_to_other = is_reply_to_other,
          .replied_to = is_reply_to_other ? accounts_.find(*entry.in_reply_to) : no_account};
}

bool HomeEngine::wants(ViewerSlot slot, Subject const& subject) const {
  return admits(Lens(*this, slot, subject), subject.entry);
}

void HomeEngine::remember(Subject const& subject) {
  accounts_.add_entry(subject.author, subject.word);
  if (auto const& boost = subject.entry.boost) {
    boosts_.add(subject.entry.id,
                {.post = boost->post, .author = boost->author, .booster = subject.entry.author});
  }
}

void HomeEngine::prune_if_due(AccountIndex author) {
  auto const& account = accounts_[author];
  if (account.entries.size() < account.prune_at) {
    return;
  }
  auto oldest_held = EntryWord{std::numeric_limits<std::uint64_t>::max()};
  auto const look_at = [&](ViewerSlot slot) {
    auto const& ring = viewers_[slot].ring;
    oldest_held = ring.empty() ? oldest_held : std::min(oldest_held, ring[ring.size() - 1]);
  };
  account.followers.visit_all(look_at);
  if (account.viewer != no_viewer) {
    look_at(account.viewer);
  }
  for (auto const word : accounts_.prune(author, oldest_held)) {
    if (is_boost(word)) {
      boosts_.erase(id_of(word));
    }
  }
}

void HomeEngine::put(ViewerSlot slot, Subject const& subject) {
  counters_.deliveries += viewers_.hold(slot, subject.word) ? 1 : 0;
}

// To the author's own timeline, or to a follower that a reply to someone else may reach.
void HomeEngine::deliver(ViewerSlot slot, Subject const& subject) {
  // Without particulars the rule has nothing more to refuse but direct posts.
  bool const is_plain = !viewers_[slot].particulars && subject.entry.visibility != Visibility::direct;
  if (is_plain || wants(slot, subject)) {
    put(slot, subject);
  }
}

// To the followers in the slots from `first` on, at most a slice of them. Says where to go on.
std::optional<ViewerSlot> HomeEngine::deliver_slice(Subject const& subject, ViewerSlot first) {
  auto const& followers = accounts_[subject.author].followers;
  slice_.clear();
  if (!subject.is_reply_to_other) {
    auto const next =
        followers.visit(first, options_.slice_followers, [this](ViewerSlot slot) { slice_.push_back(slot); });
    deliver_to_slice(subject);
    return next;
  }
  // The one replied to, and those who follow both.
  if (subject.replied_to == no_account) {
    return std::nullopt;
  }
  auto const& replied_to = accounts_[subject.replied_to];
  if (first == 0 && replied_to.viewer != no_viewer && followers.contains(replied_to.viewer)) {
    deliver(replied_to.viewer, subject);
  }
  auto const next = visit_common(followers, replied_to.followers, first, options_.slice_followers,
                                 [this](ViewerSlot slot) { slice_.push_back(slot); });
  deliver_to_slice(subject);
  return next;
}

// Nearly every viewer and every ring is a cache miss: both are fetched some deliveries ahead.
void HomeEngine::deliver_to_slice(Subject const& subject) {
  constexpr std::size_t viewers_ahead = 16;
  constexpr std::size_t rings_ahead = 8;
  for (std::size_t i = 0; i < slice_.size(); ++i) {
    if (i + viewers_ahead < slice_.size()) {
      __builtin_prefetch(&viewers_[slice_[i + viewers_ahead]], 1);
    }
    if (i + rings_ahead < slice_.size()) {
      __builtin_prefetch(viewers_[slice_[i + rings_ahead]].ring.end(), 1);
    }
    deliver(slice_[i], subject);
  }
}

void HomeEngine::publish(HomeEntry const& entry) {
  {
    std::lock_guard const lock(mutex_);
    if (auto const next = publish_slice(entry, 0)) {
      waiting_.push_back({entry, *next});
      waiting_count_ = waiting_.size();
    }
  }
  while (waiting_count_ > options_.fan_outs_waiting_max) {
    run_slice();
    std::this_thread::yield();
  }
}

bool HomeEngine::run_slice() {
  std::lock_guard const lock(mutex_);
  if (waiting_.empty()) {
    return false;
  }
  auto fan_out = std::move(waiting_.front());
  waiting_.pop_front();
  if (auto const next = publish_slice(fan_out.entry, fan_out.next)) {
    fan_out.next = *next;
    waiting_.push_back(std::move(fan_out));
  }
  waiting_count_ = waiting_.size();
  return !waiting_.empty();
}

// Serves the followers in the slots from `first` on, and says where to go on. Everything is looked up anew,
// because between two slices anything may have happened. Who became a follower here meanwhile reads the entry
// from the store.
std::optional<ViewerSlot> HomeEngine::publish_slice(HomeEntry const& entry, ViewerSlot first) {
  HomeEntry amended_boost;
  auto const subject = subject_of(as_amended(entry, amended_boost));
  if (subject.author == no_account || is_void(entry)) {
    return std::nullopt;
  }
  remember(subject);
  auto const& author = accounts_[subject.author];
  if (first == 0 && author.viewer != no_viewer && viewers_[author.viewer].state != Viewer::State::announced) {
    deliver(author.viewer, subject);
  }
  auto const next = deliver_slice(subject, first);
  if (!next) {
    prune_if_due(subject.author);
  }
  enforce_budget();
  return next;
}

// --- changing ---

// A fan-out may wait for longer than the engine remembers what was removed and amended: so those are changed
// that wait.
void HomeEngine::forget_waiting(PostId id) {
  std::erase_if(waiting_, [id](FanOut const& fan_out) {
    return fan_out.entry.id == id || (fan_out.entry.boost && fan_out.entry.boost->post == id);
  });
  waiting_count_ = waiting_.size();
}

void HomeEngine::amend_waiting(HomeEntry const& entry) {
  for (auto& fan_out : waiting_) {
    if (fan_out.entry.id == entry.id) {
      fan_out.entry = entry;
    } else if (fan_out.entry.boost && fan_out.entry.boost->post == entry.id) {
      fan_out.entry.mentions = entry.mentions;
    }
  }
}

void HomeEngine::amend(HomeEntry const& entry, std::span<AccountId const> mentions_before) {
  std::lock_guard const lock(mutex_);
  if (is_void(entry)) {
    return;
  }
  amended_.add(entry.id, entry);
  amend_waiting(entry);
  judge_again(entry);
  for (auto const id : boosts_.boosts_of(entry.id)) {
    HomeEntry boost;
    boost.id = id;
    boost.author = boosts_.find(id)->booster;
    boost.boost = {.post = entry.id, .author = entry.author};
    boost.mentions = entry.mentions;
    judge_again(boost);
  }
  for (auto const account : mentions_before) {
    if (std::ranges::find(entry.mentions, account) == entry.mentions.end()) {
      drop_who_hides(account);
    }
  }
  enforce_budget();
}

void HomeEngine::drop_who_hides(AccountId account) {
  for (ViewerSlot slot = 0; slot < viewers_.slots(); ++slot) {
    if (viewers_[slot].particulars && viewers_[slot].particulars->hides(account)) {
      drop_viewer(slot);
      ++counters_.invalidations;
    }
  }
}

void HomeEngine::judge_again(HomeEntry const& entry) {
  auto const subject = subject_of(entry);
  if (subject.author == no_account) {
    return;
  }
  remember(subject);
  auto const judge = [&](ViewerSlot slot) {
    if (wants(slot, subject)) {
      put(slot, subject);
    } else {
      viewers_[slot].ring.erase(subject.word);
    }
  };
  auto const& author = accounts_[subject.author];
  if (author.viewer != no_viewer && viewers_[author.viewer].state != Viewer::State::announced) {
    judge(author.viewer);
  }
  author.followers.visit_all(judge);
  prune_if_due(subject.author);
}

void HomeEngine::remove(PostId id, AccountId author) {
  std::lock_guard const lock(mutex_);
  removed_.add(id, {});
  forget_waiting(id);
  erase_boosts(boosts_.boosts_of(id));
  erase_everywhere(to_word(id, boosts_.contains(id)), author);
}

void HomeEngine::erase_boosts(std::vector<PostId> const& boosts) {
  for (auto const id : boosts) {
    if (auto const* const boost = boosts_.find(id); boost != nullptr) {  // may have gone with a thin timeline
      erase_everywhere(to_word(id, true), boost->booster);
    }
  }
}

void HomeEngine::erase_everywhere(EntryWord word, AccountId author) {
  auto const index = accounts_.find(author);
  if (index != no_account) {
    std::vector<ViewerSlot> thin;
    auto const erase = [&](ViewerSlot slot) {
      auto& viewer = viewers_[slot];
      if (viewer.ring.erase(word) && viewer.floor != PostId{} && viewer.ring.size() < viewer.thin_below) {
        thin.push_back(slot);
      }
    };
    accounts_.erase_entry(index, word);
    accounts_[index].followers.visit_all(erase);
    if (accounts_[index].viewer != no_viewer) {
      erase(accounts_[index].viewer);
    }
    std::ranges::for_each(thin, [this](ViewerSlot slot) { drop_viewer(slot); });
  }
  if (is_boost(word)) {
    boosts_.erase(id_of(word));
  }
}

void HomeEngine::withdraw(AccountId account) {
  std::lock_guard const lock(mutex_);
  withdrawn_.insert(account);
  erase_boosts(boosts_.boosts_of_author(account));
  if (auto const index = accounts_.find(account); index != no_account) {
    auto const& list = accounts_[index].entries;
    std::vector<EntryWord> const entries(list.begin(), list.end());
    std::ranges::for_each(entries, [&](EntryWord word) { erase_everywhere(word, account); });
  }
}

void HomeEngine::reinstate(AccountId account) {
  {
    std::lock_guard const lock(mutex_);
    withdrawn_.erase(account);
  }
  clear();
}

void HomeEngine::clear() {
  std::lock_guard const lock(mutex_);
  counters_.invalidations += viewers_.resident() + viewers_.rebuilding();
  accounts_.clear();
  viewers_.clear();
  boosts_.clear();
  waiting_.clear();  // whoever comes back reads from the store
  waiting_count_ = 0;
}

void HomeEngine::invalidate(AccountId viewer) {
  std::lock_guard const lock(mutex_);
  if (auto const slot = find_viewer(viewer); slot != no_viewer) {
    drop_viewer(slot);
    ++counters_.invalidations;
  }
}

// --- bounds ---

void HomeEngine::evict_idle(UnixMillis now) {
  std::lock_guard const lock(mutex_);
  for (auto slot = viewers_.least_recent();
       slot != no_viewer && viewers_[slot].last_used + options_.idle_window < now;
       slot = viewers_.least_recent()) {
    drop_viewer(slot);
    ++counters_.evictions;
  }
}

void HomeEngine::enforce_budget() {
  while (bytes() > options_.memory_budget_bytes && viewers_.least_recent() != no_viewer) {
    drop_viewer(viewers_.least_recent());
    ++counters_.evictions;
  }
}

std::size_t HomeEngine::bytes() const {
  return accounts_.bytes() + viewers_.bytes() + boosts_.bytes() + removed_.bytes() + amended_.bytes() +
         withdrawn_.bucket_count() * (sizeof(AccountId) + 1) + waiting_.size() * sizeof(FanOut) +
         heap_bytes(slice_.capacity() * sizeof(ViewerSlot));
}

HomeEngineStats HomeEngine::stats() const {
  std::lock_guard const lock(mutex_);
  auto stats = counters_;
  stats.resident = viewers_.resident();
  stats.rebuilding = viewers_.rebuilding();
  stats.accounts = accounts_.size();
  stats.fan_outs_waiting = waiting_.size();
  stats.bytes = bytes();
  return stats;
}

}  // namespace auklet::timeline
