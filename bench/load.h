// SPDX-License-Identifier: Apache-2.0
//
// The load itself: makes the members of a graph through the API, then lets them act as planned, and writes
// every acknowledged event into the model.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/crowd.h"
#include "bench/graph.h"
#include "bench/model.h"
#include "bench/plan.h"
#include "bench/texts.h"

namespace auklet::bench {

struct LoadCounts {
  std::uint64_t follows = 0;  // of the graph
  std::uint64_t posts = 0;    // replies included
  std::uint64_t replies = 0;
  std::uint64_t boosts = 0;
  std::uint64_t favourites = 0;
  std::uint64_t deletes = 0;
  std::uint64_t reads = 0;
};

struct LoadTimes {
  double sign_up_s = 0;
  double follow_s = 0;
  double act_s = 0;
};

class Load {
 public:
  // `texts` is not empty. All must outlive the Load.
  Load(Crowd& crowd, Graph const& graph, Plan const& plan, std::vector<Text> const& texts,
       std::string name_prefix, std::uint64_t seed);

  // Each is called once, in this order; errors go to the crowd's statistics.
  Result<> sign_up();  // fails when not even an app can be registered, or an account is missing afterwards
  void follow();
  void act();

  Model const& model() const { return model_; }
  std::vector<Member> const& members() const { return members_; }
  LoadCounts const& counts() const { return counts_; }
  LoadTimes const& times() const { return times_; }

 private:
  Task<> register_app(Api& api);
  Task<> sign_up_one(Api& api, std::size_t user);
  Task<> follow_one(Api& api, UserIndex follower, UserIndex target);
  Task<> act_one(Api& api, std::size_t position);
  // Does it and, once it is acknowledged, writes it into the model.
  Task<Result<>> perform(Api& api, Action const& action);
  Task<Result<>> perform_post(Api& api, Action const& action);
  Task<Result<>> perform_relation(Api& api, Action const& action);
  Task<Result<>> read_home(Api& api, Action const& action);
  Task<> acknowledged(std::vector<std::uint32_t> const& positions);

  bool is_missing(Slot slot) const { return slot != no_slot && ids_[slot] == 0; }
  NewPost compose(Action const& action) const;

  Crowd& crowd_;
  Graph const& graph_;
  Plan const& plan_;
  std::vector<Text> const& texts_;
  std::string name_prefix_;
  std::uint64_t seed_;

  std::string app_token_;
  std::vector<Member> members_;
  Model model_;
  std::vector<StatusId> ids_;       // of the plan's slots, 0 until acknowledged
  std::vector<Slot> boost_about_;   // the post that a boost's slot is of
  std::vector<bool> ended_;         // the plan's actions
  boost::asio::steady_timer news_;  // cancelled whenever an action ends: wakes those that wait for one
  LoadCounts counts_;
  LoadTimes times_;
};

}  // namespace auklet::bench
