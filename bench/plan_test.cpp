// SPDX-License-Identifier: Apache-2.0
#include "bench/plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "bench/draw.h"
#include "bench/model.h"

namespace auklet::bench {
namespace {

Plan plan_of(std::uint64_t seed, std::size_t posts = 2000) {
  return make_plan(generate_graph(60, 6, 3), {.posts = posts, .seed = seed});
}

std::map<Op, std::size_t> count_kinds(Plan const& plan) {
  std::map<Op, std::size_t> counts;
  for (auto const& action : plan.actions) {
    ++counts[action.op];
  }
  return counts;
}

// Plays the plan in some order, giving out ids in the order of playing, and returns the model at its end with
// all ids replaced by slots, so that different orders can be compared.
struct Played {
  Model model;
  std::vector<StatusId> ids;  // of slots
};

Played play(Graph const& graph, Plan const& plan, std::vector<std::uint32_t> const& order,
            std::vector<StatusId> const& ids) {
  Played played{.model = Model(graph.users), .ids = ids};
  auto& model = played.model;
  auto& relations = model.relations();
  for (auto const& [a, b] : graph.edges) {
    relations.follow(a, b);
    relations.follow(b, a);
  }
  for (auto const position : order) {
    auto const& action = plan.actions[position];
    auto const id = action.makes == no_slot ? 0 : ids[action.makes];
    auto const about = action.about == no_slot ? 0 : ids[action.about];
    switch (action.op) {
      case Op::post:
      case Op::reply: {
        auto const* parent = model.find(about);
        EXPECT_EQ(parent != nullptr, action.op == Op::reply);
        model.add({.id = id,
                   .author = action.actor,
                   .visibility = action.visibility,
                   .mentions = action.mentions,
                   .answers = about,
                   .answers_user = parent == nullptr ? std::nullopt : std::optional(parent->author)});
        break;
      }
      case Op::boost:
        EXPECT_NE(model.find(about), nullptr);
        EXPECT_FALSE(model.boosted(action.actor, about));
        model.add({.id = id, .author = action.actor, .boost_of = about});
        break;
      case Op::unboost:
      case Op::delete_post:
        EXPECT_NE(model.find(about), nullptr);
        model.remove(about);
        break;
      case Op::favourite:
        EXPECT_NE(model.find(about), nullptr);
        model.favourite(action.actor, about);
        break;
      case Op::follow:
        EXPECT_FALSE(relations.blocks(action.actor, action.other) ||
                     relations.blocks(action.other, action.actor));
        relations.follow(action.actor, action.other, action.follow);
        break;
      case Op::unfollow:
        relations.unfollow(action.actor, action.other);
        break;
      case Op::block:
        relations.block(action.actor, action.other);
        break;
      case Op::unblock:
        relations.unblock(action.actor, action.other);
        break;
      case Op::mute:
        relations.mute(action.actor, action.other);
        break;
      case Op::unmute:
        relations.unmute(action.actor, action.other);
        break;
      default:
        break;
    }
  }
  return played;
}

std::vector<StatusId> ids_by_slot(Plan const& plan) {
  std::vector<StatusId> ids(plan.slots);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    ids[i] = static_cast<StatusId>(i) + 1;
  }
  return ids;
}

std::vector<std::uint32_t> in_plan_order(Plan const& plan) {
  std::vector<std::uint32_t> order(plan.actions.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  return order;
}

// An order that keeps to `after` and nothing else: of a window of actions that may begin, any is the next.
std::vector<std::uint32_t> shuffled(Plan const& plan, std::uint64_t seed) {
  Draw draw(seed);
  std::vector<std::uint32_t> waiting = in_plan_order(plan);
  std::vector<std::uint32_t> order;
  std::vector<bool> ended(plan.actions.size());
  while (!waiting.empty()) {
    auto const at = static_cast<std::ptrdiff_t>(draw.below(std::min<std::size_t>(waiting.size(), 64)));
    auto const position = waiting[static_cast<std::size_t>(at)];
    auto const& after = plan.actions[position].after;
    if (std::ranges::all_of(after, [&](std::uint32_t earlier) { return ended[earlier]; })) {
      ended[position] = true;
      order.push_back(position);
      waiting.erase(waiting.begin() + at);
    }
  }
  return order;
}

TEST(Plan, RepeatsWithItsSeed) {
  auto const same = [](Action const& a, Action const& b) {
    return a.op == b.op && a.actor == b.actor && a.other == b.other && a.about == b.about &&
           a.text == b.text && a.mentions == b.mentions && a.after == b.after;
  };
  auto const one = plan_of(1);
  EXPECT_TRUE(std::ranges::equal(one.actions, plan_of(1).actions, same));
  EXPECT_FALSE(std::ranges::equal(one.actions, plan_of(2).actions, same));
}

TEST(Plan, HoldsSomethingOfEverything) {
  auto const counts = count_kinds(plan_of(1));
  EXPECT_EQ(counts.at(Op::post) + counts.at(Op::reply), 2000U);
  for (auto const op : {Op::boost, Op::unboost, Op::favourite, Op::delete_post, Op::follow, Op::unfollow,
                        Op::block, Op::unblock, Op::mute, Op::unmute, Op::read_home}) {
    EXPECT_GT(counts.at(op), 0U) << to_text(op);
  }
}

TEST(Plan, ActsOnlyOnWhatTheActorMaySee) {
  auto const graph = generate_graph(60, 6, 3);
  auto const plan = plan_of(5);
  auto const ids = ids_by_slot(plan);
  std::vector<std::uint32_t> order;
  auto relations = Relations(graph.users);
  for (auto const& [a, b] : graph.edges) {
    relations.follow(a, b);
    relations.follow(b, a);
  }
  std::vector<Action const*> makers(plan.slots);
  for (auto const& action : plan.actions) {
    if (action.makes != no_slot) {
      makers[action.makes] = &action;
    }
    if (action.op == Op::reply || action.op == Op::boost || action.op == Op::favourite) {
      auto const& made = *makers[action.about];
      EXPECT_FALSE(relations.blocks(made.actor, action.actor) || relations.blocks(action.actor, made.actor));
      bool const mentioned = std::ranges::find(made.mentions, action.actor) != made.mentions.end();
      if (made.actor != action.actor && !mentioned) {
        EXPECT_NE(made.visibility, Visibility::direct);
        EXPECT_TRUE(made.visibility != Visibility::private_ || relations.follows(action.actor, made.actor));
      }
    }
    switch (action.op) {
      case Op::follow:
        relations.follow(action.actor, action.other, action.follow);
        break;
      case Op::unfollow:
        relations.unfollow(action.actor, action.other);
        break;
      case Op::block:
        relations.block(action.actor, action.other);
        break;
      case Op::unblock:
        relations.unblock(action.actor, action.other);
        break;
      default:
        break;
    }
  }
}

TEST(Plan, EndsTheSameInEveryOrderThatKeepsToItsDependencies) {
  auto const graph = generate_graph(60, 6, 3);
  auto const plan = plan_of(9);
  auto const ids = ids_by_slot(plan);
  auto const straight = play(graph, plan, in_plan_order(plan), ids);
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    auto const mixed = play(graph, plan, shuffled(plan, seed), ids);
    for (UserIndex user = 0; user < graph.users; ++user) {
      ASSERT_EQ(mixed.model.home(user), straight.model.home(user)) << "user " << user << " seed " << seed;
    }
  }
}

TEST(Plan, MakesTimelinesWorthChecking) {
  auto const graph = generate_graph(60, 6, 3);
  auto const plan = plan_of(1);
  auto const played = play(graph, plan, in_plan_order(plan), ids_by_slot(plan));
  std::map<Verdict, std::size_t> verdicts;
  for (UserIndex user = 0; user < graph.users; ++user) {
    for (Slot slot = 0; slot < plan.slots; slot += 7) {
      ++verdicts[played.model.judge(user, played.ids[slot])];
    }
  }
  for (auto const verdict :
       {Verdict::shown, Verdict::no_such_status, Verdict::not_followed, Verdict::direct_to_others,
        Verdict::reply_to_stranger, Verdict::boosts_switched_off, Verdict::author_hidden,
        Verdict::names_hidden, Verdict::duplicate_boost}) {
    EXPECT_GT(verdicts[verdict], 0U) << to_text(verdict);
  }
}

}  // namespace
}  // namespace auklet::bench
