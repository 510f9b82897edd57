// SPDX-License-Identifier: Apache-2.0
//
// For tests: the data of a tiny server, and from it, by plain and slow means that share no code with the rule
// or the engine, what every home shows. Plays the store for the engine under test and then judges it.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "domain/home_rule.h"
#include "domain/ids.h"
#include "domain/page.h"

namespace auklet::timeline {

class SimulatedWorld {
 public:
  using Pair = std::pair<AccountId, AccountId>;  // who does it, to whom

  struct Terms {
    bool show_boosts = true;
    std::vector<std::string> languages;
  };

  // The truth. Tests change it freely; erase_post keeps it consistent.
  std::map<PostId, HomeEntry> posts;
  std::map<Pair, Terms> follows;
  std::set<Pair> blocks;
  std::set<Pair> mutes;
  std::set<AccountId> withdrawn;

  // Deletes a post and every boost of it.
  void erase_post(PostId id);
  // Sets the mentions and the language of a post; the mentions also of its boosts.
  void amend_post(PostId id, std::string language, std::vector<AccountId> mentions);

  // What the store tells: the relations, and what the account and those it follows posted, newest first.
  HomeRelations relations_of(AccountId viewer) const;
  std::vector<HomeEntry> entries_for(AccountId viewer) const;

  // The judge: everything a viewer's home shows, newest first, and one page of it.
  std::vector<PostId> home_of(AccountId viewer) const;
  static std::vector<PostId> page_of(std::vector<PostId> const& home, PageRequest const& request);

 private:
  bool is_there(HomeEntry const& entry) const;
  bool shows(AccountId viewer, HomeEntry const& entry) const;
};

}  // namespace auklet::timeline
