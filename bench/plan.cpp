// SPDX-License-Identifier: Apache-2.0
#include "bench/plan.h"

#include <algorithm>
#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <optional>

#include "bench/draw.h"

namespace auklet::bench {

namespace {

// How often each kind comes, per thousand actions or so.
struct Share {
  Op op;
  double weight;
};
constexpr std::array shares{
    Share{Op::post, 450},      Share{Op::reply, 220},      Share{Op::boost, 180},   Share{Op::favourite, 180},
    Share{Op::unboost, 20},    Share{Op::delete_post, 40}, Share{Op::unfollow, 20}, Share{Op::follow, 18},
    Share{Op::block, 3},       Share{Op::unblock, 1},      Share{Op::mute, 5},      Share{Op::unmute, 2},
    Share{Op::read_home, 250},
};

constexpr std::size_t recent_posts = 150;  // what people talk about
constexpr std::size_t attempts_max = 20;   // to find something that the actor may do
constexpr std::size_t popular_posts = 25;  // boosted by many at once, so that doubles meet in timelines

// Finds, for each action, the earlier ones it must wait for: those that change what it uses, and, when it
// changes something, those that use it.
class Order {
 public:
  enum class Kind : std::uint8_t { pair, post, engagement };

  struct Key {
    Kind kind;
    std::uint32_t a;
    std::uint32_t b;
    friend bool operator==(Key const&, Key const&) = default;
    friend std::size_t hash_value(Key const& key) {
      std::size_t seed = static_cast<std::size_t>(key.kind);
      boost::hash_combine(seed, key.a);
      boost::hash_combine(seed, key.b);
      return seed;
    }
  };

  static Key between(UserIndex a, UserIndex b) { return {Kind::pair, std::min(a, b), std::max(a, b)}; }
  static Key post(Slot slot) { return {Kind::post, slot, 0}; }
  static Key engagement(UserIndex user, Slot slot) { return {Kind::engagement, user, slot}; }

  void use(Key key, std::uint32_t position, std::vector<std::uint32_t>& after) {
    auto& seen = seen_[key];
    if (seen.changed) {
      after.push_back(*seen.changed);
    }
    seen.used.push_back(position);
  }
  void change(Key key, std::uint32_t position, std::vector<std::uint32_t>& after) {
    auto& seen = seen_[key];
    if (seen.changed) {
      after.push_back(*seen.changed);
    }
    after.insert(after.end(), seen.used.begin(), seen.used.end());
    seen = {.changed = position, .used = {}};
  }

 private:
  struct Seen {
    std::optional<std::uint32_t> changed;
    std::vector<std::uint32_t> used;  // since then
  };
  boost::unordered_flat_map<Key, Seen> seen_;
};

struct Planned {
  UserIndex author = 0;
  Visibility visibility = Visibility::public_;
  std::vector<UserIndex> mentions = {};
  Slot boost_of = no_slot;
  bool alive = true;
};

class Planner {
 public:
  Planner(Graph const& graph, PlanOptions options)
      : options_(options),
        draw_(options.seed),
        relations_(graph.users),
        authors_(author_weights(graph)),
        kinds_(kind_weights()) {
    for (auto const& [a, b] : graph.edges) {
      relations_.follow(a, b);
      relations_.follow(b, a);
    }
  }

  Plan run() {
    // Kinds that find nothing to do are passed over, so the loop has a bound of its own.
    for (std::size_t round = 0; posts_.size() < options_.posts && round < options_.posts * 100; ++round) {
      auto const op = shares[kinds_.pick(draw_)].op;
      auto const actor = static_cast<UserIndex>(authors_.pick(draw_));
      add(op, actor);
    }
    return {.actions = std::move(actions_), .slots = static_cast<Slot>(slots_.size())};
  }

 private:
  static WeightedDraw author_weights(Graph const& graph) {
    std::vector<double> weights;
    for (auto const degree : graph.degrees()) {
      weights.push_back(1.0 + degree);
    }
    return WeightedDraw(weights);
  }
  static WeightedDraw kind_weights() {
    std::vector<double> weights;
    weights.reserve(shares.size());
    for (auto const& share : shares) {
      weights.push_back(share.weight);
    }
    return WeightedDraw(weights);
  }

  void add(Op op, UserIndex actor) {
    Action action{.op = op, .actor = actor};
    bool const found = [&] {
      switch (op) {
        case Op::post:
          return plan_post(action);
        case Op::reply:
          return plan_reply(action);
        case Op::boost:
          return plan_boost(action);
        case Op::favourite:
          return plan_favourite(action);
        case Op::unboost:
          return plan_unboost(action);
        case Op::delete_post:
          return plan_delete(action);
        case Op::follow:
          return plan_follow(action);
        case Op::unfollow:
        case Op::block:
        case Op::mute:
          return plan_turn_away(action);
        case Op::unblock:
        case Op::unmute:
          return plan_reconcile(action);
        default:
          action.text = draw_.below(UINT64_C(1) << 32);
          return true;
      }
    }();
    if (found) {
      std::ranges::sort(action.after);
      action.after.erase(std::ranges::unique(action.after).begin(), action.after.end());
      actions_.push_back(std::move(action));
    }
  }

  std::uint32_t position() const { return static_cast<std::uint32_t>(actions_.size()); }

  bool at_odds(UserIndex a, UserIndex b) const { return relations_.blocks(a, b) || relations_.blocks(b, a); }

  bool may_see(UserIndex user, Planned const& post) const {
    if (post.author == user) {
      return true;
    }
    bool const mentioned = std::ranges::find(post.mentions, user) != post.mentions.end();
    bool const allowed = post.visibility == Visibility::public_ || post.visibility == Visibility::unlisted ||
                         mentioned ||
                         (post.visibility == Visibility::private_ && relations_.follows(user, post.author));
    return allowed && !at_odds(user, post.author);
  }

  UserIndex anyone() { return static_cast<UserIndex>(draw_.below(relations_.users())); }

  // Someone the user follows, or anyone when there is nobody; never the user.
  std::optional<UserIndex> someone_near(UserIndex user) {
    auto const& followed = relations_.followed(user);
    auto const other = followed.empty() || draw_.chance(0.15)
                           ? anyone()
                           : followed.nth(static_cast<std::size_t>(draw_.below(followed.size())))->first;
    return other == user ? std::nullopt : std::optional(other);
  }

  // A living post that `suits`, one of the recent or of the newest.
  template <class Suits>
  std::optional<Slot> recent_post(Suits suits) {
    for (std::size_t attempt = 0; attempt < attempts_max && !posts_.empty(); ++attempt) {
      auto const window = std::min(posts_.size(), draw_.chance(0.5) ? recent_posts : popular_posts);
      auto const slot = posts_[posts_.size() - 1 - static_cast<std::size_t>(draw_.below(window))];
      if (slots_[slot].alive && suits(slots_[slot])) {
        return slot;
      }
    }
    return std::nullopt;
  }

  Slot new_slot(Planned planned) {
    slots_.push_back(std::move(planned));
    return static_cast<Slot>(slots_.size() - 1);
  }

  void mention(Action& action, UserIndex user) {
    if (user != action.actor && !at_odds(action.actor, user) &&
        std::ranges::find(action.mentions, user) == action.mentions.end()) {
      action.mentions.push_back(user);
    }
  }

  void finish_post(Action& action) {
    action.text = draw_.below(UINT64_C(1) << 32);
    action.reads_back = draw_.chance(0.05);
    for (auto const user : action.mentions) {
      order_.use(Order::between(action.actor, user), position(), action.after);
    }
    action.makes =
        new_slot({.author = action.actor, .visibility = action.visibility, .mentions = action.mentions});
    order_.change(Order::post(action.makes), position(), action.after);
    posts_.push_back(action.makes);
    own_posts_[action.actor].push_back(action.makes);
  }

  bool plan_post(Action& action) {
    auto const kind = draw_.fraction();
    action.visibility = kind < 0.70   ? Visibility::public_
                        : kind < 0.82 ? Visibility::unlisted
                        : kind < 0.95 ? Visibility::private_
                                      : Visibility::direct;
    auto const wanted = action.visibility == Visibility::direct ? 1 + draw_.below(2)
                        : draw_.chance(0.15)                    ? 1
                                                                : 0;
    for (std::uint64_t i = 0; i < wanted; ++i) {
      if (auto const user = someone_near(action.actor)) {
        mention(action, *user);
      }
    }
    finish_post(action);
    return true;
  }

  bool plan_reply(Action& action) {
    auto const slot = recent_post([&](Planned const& post) { return may_see(action.actor, post); });
    if (!slot) {
      return false;
    }
    // Copied: the new post grows the vector it lives in.
    auto const parent = slots_[*slot];
    action.about = *slot;
    action.visibility =
        std::max(parent.visibility, draw_.chance(0.1) ? Visibility::private_ : Visibility::public_);
    if (parent.author != action.actor && !draw_.chance(0.05)) {
      mention(action, parent.author);
    }
    for (auto const user : parent.mentions) {
      mention(action, user);
    }
    order_.use(Order::post(*slot), position(), action.after);
    order_.use(Order::between(action.actor, parent.author), position(), action.after);
    finish_post(action);
    return true;
  }

  bool plan_boost(Action& action) {
    auto const slot = recent_post([&](Planned const& post) {
      bool const open = post.visibility == Visibility::public_ || post.visibility == Visibility::unlisted;
      bool const own = post.author == action.actor;
      return (open || (own && post.visibility == Visibility::private_)) && may_see(action.actor, post);
    });
    if (!slot || boosts_.contains({action.actor, *slot})) {
      return false;
    }
    action.about = *slot;
    order_.use(Order::post(*slot), position(), action.after);
    order_.use(Order::between(action.actor, slots_[*slot].author), position(), action.after);
    order_.change(Order::engagement(action.actor, *slot), position(), action.after);
    action.makes = new_slot({.author = action.actor, .boost_of = *slot});
    boosts_[{action.actor, *slot}] = action.makes;
    own_boosts_[action.actor].push_back(action.makes);
    return true;
  }

  bool plan_favourite(Action& action) {
    auto const slot = recent_post([&](Planned const& post) { return may_see(action.actor, post); });
    if (!slot) {
      return false;
    }
    action.about = *slot;
    order_.use(Order::post(*slot), position(), action.after);
    order_.use(Order::between(action.actor, slots_[*slot].author), position(), action.after);
    order_.change(Order::engagement(action.actor, *slot), position(), action.after);
    return true;
  }

  bool plan_unboost(Action& action) {
    auto& own = own_boosts_[action.actor];
    while (!own.empty()) {
      auto const at = static_cast<std::ptrdiff_t>(draw_.below(own.size()));
      auto const boost = own[static_cast<std::size_t>(at)];
      own.erase(own.begin() + at);
      auto const original = slots_[boost].boost_of;
      // A post that the booster may no longer see cannot be named in a request.
      if (slots_[original].alive && may_see(action.actor, slots_[original])) {
        action.about = boost;
        boosts_.erase({action.actor, original});
        order_.use(Order::post(original), position(), action.after);
        order_.use(Order::between(action.actor, slots_[original].author), position(), action.after);
        order_.change(Order::engagement(action.actor, original), position(), action.after);
        return true;
      }
    }
    return false;
  }

  bool plan_delete(Action& action) {
    auto& own = own_posts_[action.actor];
    if (own.empty()) {
      return false;
    }
    auto const at = static_cast<std::ptrdiff_t>(draw_.below(own.size()));
    action.about = own[static_cast<std::size_t>(at)];
    own.erase(own.begin() + at);
    slots_[action.about].alive = false;
    order_.change(Order::post(action.about), position(), action.after);
    return true;
  }

  bool plan_follow(Action& action) {
    // Some follow back those they left, some meet someone new, some only switch the boosts off or on.
    if (!left_.empty() && draw_.chance(0.6)) {
      auto const at = static_cast<std::ptrdiff_t>(draw_.below(left_.size()));
      std::tie(action.actor, action.other) = left_[static_cast<std::size_t>(at)];
      left_.erase(left_.begin() + at);
    } else if (auto const other = someone_near(action.actor)) {
      action.other = *other;
    } else {
      return false;
    }
    if (action.actor == action.other || at_odds(action.actor, action.other)) {
      return false;
    }
    bool const again = relations_.follows(action.actor, action.other);
    action.follow.boosts =
        again ? !relations_.follows_boosts(action.actor, action.other) : !draw_.chance(0.1);
    relations_.follow(action.actor, action.other, action.follow);
    order_.change(Order::between(action.actor, action.other), position(), action.after);
    return true;
  }

  bool plan_turn_away(Action& action) {
    auto const other = someone_near(action.actor);
    if (!other || at_odds(action.actor, *other)) {
      return false;
    }
    action.other = *other;
    switch (action.op) {
      case Op::unfollow:
        relations_.unfollow(action.actor, *other);
        left_.emplace_back(action.actor, *other);
        break;
      case Op::block:
        relations_.block(action.actor, *other);
        blocked_.emplace_back(action.actor, *other);
        break;
      default:
        relations_.mute(action.actor, *other);
        muted_.emplace_back(action.actor, *other);
        break;
    }
    order_.change(Order::between(action.actor, *other), position(), action.after);
    return true;
  }

  bool plan_reconcile(Action& action) {
    auto& pairs = action.op == Op::unblock ? blocked_ : muted_;
    if (pairs.empty()) {
      return false;
    }
    std::tie(action.actor, action.other) = pairs.front();
    pairs.erase(pairs.begin());
    if (action.op == Op::unblock) {
      relations_.unblock(action.actor, action.other);
      left_.emplace_back(action.actor, action.other);
    } else {
      relations_.unmute(action.actor, action.other);
    }
    order_.change(Order::between(action.actor, action.other), position(), action.after);
    return true;
  }

  using Pair = std::pair<UserIndex, UserIndex>;

  PlanOptions options_;
  Draw draw_;
  Relations relations_;  // as they are at the end of the plan so far
  WeightedDraw authors_;
  WeightedDraw kinds_;
  Order order_;
  std::vector<Action> actions_;
  std::vector<Planned> slots_;
  std::vector<Slot> posts_;  // slots of posts and replies, oldest first
  boost::unordered_flat_map<UserIndex, std::vector<Slot>> own_posts_;
  boost::unordered_flat_map<UserIndex, std::vector<Slot>> own_boosts_;
  boost::unordered_flat_map<std::pair<UserIndex, Slot>, Slot> boosts_;
  std::vector<Pair> left_, blocked_, muted_;
};

}  // namespace

Plan make_plan(Graph const& graph, PlanOptions options) {
  return Planner(graph, options).run();
}

}  // namespace auklet::bench
