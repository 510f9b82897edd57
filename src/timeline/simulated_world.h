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
#include "timeline/timeline_key.h"

namespace auklet::timeline {

class SimulatedWorld {
 public:
  using Pair = std::pair<AccountId, AccountId>;  // who does it, to whom

  struct Terms {
    bool show_boosts = true;
    std::vector<std::string> languages;
  };

  enum class Replies : std::uint8_t { followed, list, none };
  struct List {
    AccountId owner{};
    Replies replies = Replies::list;
    bool exclusive = false;
    std::set<AccountId> members;  // counts while the owner follows them
  };

  // The truth. Tests change it freely; erase_post keeps it consistent.
  std::map<PostId, HomeEntry> posts;
  std::map<Pair, Terms> follows;
  std::set<Pair> blocks;
  std::set<Pair> mutes;
  std::set<AccountId> withdrawn;
  std::map<ListId, List> lists;
  std::set<std::pair<AccountId, TagId>> tag_follows;

  // Deletes a post and every boost of it.
  void erase_post(PostId id);
  // Sets the mentions, the language and the tags of a post; the mentions also of its boosts.
  void amend_post(PostId id, std::string language, std::vector<AccountId> mentions, std::vector<TagId> tags);

  // What the store tells: the relations, and what the account and those it follows posted and what carries a tag,
  // newest first. (For a list that is not there: those of an empty one.)
  HomeRelations relations_of(TimelineKey const& key) const;
  std::vector<HomeEntry> entries_for(TimelineKey const& key) const;

  // The judge: everything a timeline shows, newest first, and one page of it.
  std::vector<PostId> home_of(TimelineKey const& key) const;
  // The same with the boosts that repeat.
  std::vector<HomeEntry> candidates_of(TimelineKey const& key) const;
  static std::vector<PostId> page_of(std::vector<PostId> const& home, PageRequest const& request);

 private:
  bool is_there(HomeEntry const& entry) const;
  List list_of(TimelineKey const& key) const;
  bool is_exclusive(AccountId viewer, AccountId author) const;
  bool shows_by_follow(TimelineKey const& key, HomeEntry const& entry) const;
  bool shows(TimelineKey const& key, HomeEntry const& entry) const;
};

}  // namespace auklet::timeline
