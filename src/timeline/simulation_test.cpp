// SPDX-License-Identifier: Apache-2.0
//
// Random histories against a model. Every commit's call to the engine is held back for a random while and let
// through in a random order; rebuilds are torn apart into their steps, with anything in between; engines are
// thrown away. A read, once all calls are through, must show exactly what the model computes from the data
// alone. A history that fails is cut down to a short one before it is printed.
//
// AUKLET_SIMULATION_STEPS: how many steps (default 300,000). AUKLET_SIMULATION_SEED: where to start, to
// repeat a run.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <functional>
#include <map>
#include <random>
#include <string>

#include "timeline/home_engine.h"
#include "timeline/simulated_world.h"

namespace auklet::timeline {
namespace {

enum class Kind : std::uint8_t {
  // Commits; the call to the engine is owed.
  post,
  boost,
  erase,
  amend,
  follow,
  unfollow,
  block,
  unblock,
  mute,
  unmute,
  withdraw,
  reinstate,
  follow_tag,
  unfollow_tag,
  change_list,
  change_member,
  let_call_through,
  run_slice,
  begin_rebuild,
  advance_rebuild,
  abandon_rebuild,
  rebuild_at_once,
  read,
  pass_time,
  evict_idle,
  crash,
};

struct KindInfo {
  Kind kind;
  std::string_view name;
  unsigned weight;  // how often, of the sum of all
};

constexpr std::array kinds{
    KindInfo{Kind::post, "post", 150},
    KindInfo{Kind::boost, "boost", 90},
    KindInfo{Kind::erase, "erase", 25},
    KindInfo{Kind::amend, "amend", 15},
    KindInfo{Kind::follow, "follow", 16},
    KindInfo{Kind::unfollow, "unfollow", 3},
    KindInfo{Kind::block, "block", 2},
    KindInfo{Kind::unblock, "unblock", 2},
    KindInfo{Kind::mute, "mute", 2},
    KindInfo{Kind::unmute, "unmute", 2},
    KindInfo{Kind::withdraw, "withdraw", 1},
    KindInfo{Kind::reinstate, "reinstate", 1},
    KindInfo{Kind::follow_tag, "follow_tag", 5},
    KindInfo{Kind::unfollow_tag, "unfollow_tag", 2},
    KindInfo{Kind::change_list, "change_list", 4},
    KindInfo{Kind::change_member, "change_member", 12},
    KindInfo{Kind::let_call_through, "let_call_through", 200},
    KindInfo{Kind::run_slice, "run_slice", 60},
    KindInfo{Kind::begin_rebuild, "begin_rebuild", 25},
    KindInfo{Kind::advance_rebuild, "advance_rebuild", 100},
    KindInfo{Kind::abandon_rebuild, "abandon_rebuild", 2},
    KindInfo{Kind::rebuild_at_once, "rebuild_at_once", 70},
    KindInfo{Kind::read, "read", 60},
    KindInfo{Kind::pass_time, "pass_time", 8},
    KindInfo{Kind::evict_idle, "evict_idle", 6},
    KindInfo{Kind::crash, "crash", 1},
};

// A step says everything itself, so that a history stays one when steps are taken out.
struct Step {
  Kind kind{};
  int serial = 0;  // ids of posts come from it
  std::uint32_t actor = 0;
  std::uint32_t target = 0;
  std::uint32_t back = 0;  // names the post made so many steps ago, or the next one before that
  std::uint64_t dice = 0;  // all other choices
};

std::string to_text(Step const& step) {
  return fmt::format("{{Kind::{}, {}, {}, {}, {}, {:#x}U}}",
                     kinds.at(static_cast<std::size_t>(step.kind)).name, step.serial, step.actor, step.target,
                     step.back, step.dice);
}

struct Setting {
  std::uint32_t accounts = 6;
  HomeEngineOptions options;
};

using History = std::vector<Step>;

class Dice {
 public:
  explicit Dice(std::uint64_t bits) : bits_(bits) {}
  std::uint64_t roll(std::uint64_t sides) {
    auto const result = bits_ % sides;
    bits_ /= sides;
    return result;
  }
  bool one_in(std::uint64_t sides) { return roll(sides) == 0; }

 private:
  std::uint64_t bits_;
};

// What a simulation saw, to know that it looked where it should.
struct Coverage {
  std::uint64_t reads = 0;
  std::uint64_t reads_from_memory_alone = 0;
  std::uint64_t reads_across_the_seam = 0;
  std::uint64_t slices = 0;
  std::uint64_t reads_while_work_waits = 0;
  std::uint64_t reads_of_lists = 0;
  std::uint64_t entries_by_tag = 0;
  HomeEngineStats engine;
};

class Simulation {
 public:
  Simulation(Setting const& setting, Coverage& coverage) : setting_(setting), coverage_(coverage) {
    restart();
  }
  ~Simulation() { count_engine(); }

  // What is wrong, or nothing.
  std::string run(History const& history) {
    for (auto const& step : history) {
      if (auto wrong = take(step); !wrong.empty()) {
        return fmt::format("at {}: {}", to_text(step), wrong);
      }
    }
    return {};
  }

 private:
  struct Call {
    std::function<void(HomeEngine&)> make;
    std::int64_t in_order_with = 0;  // calls with the same number other than 0 come in order
  };

  struct Rebuilding {
    HomeEngine::Rebuild rebuild;
    std::optional<HomeRelations> relations;
    bool enlisted = false;
    std::optional<std::vector<HomeEntry>> entries;
    PostId floor{};
  };

  AccountId account(std::uint32_t number) const { return AccountId{100 + number % setting_.accounts}; }
  // One of the two lists that an account may have.
  static ListId list_of(AccountId owner, std::uint64_t number) {
    return ListId{std::to_underlying(owner) * 2 + static_cast<std::int64_t>(number % 2)};
  }
  // The home of the actor, or now and then a list of theirs.
  TimelineKey timeline(Step const& step) const {
    auto const owner = account(step.actor);
    return step.back % 3 == 0 ? TimelineKey(owner, list_of(owner, step.back / 3)) : TimelineKey(owner);
  }
  using Slot = std::pair<AccountId, ListId>;
  static Slot slot_of(TimelineKey const& key) { return {key.owner, key.list}; }
  UnixMillis now() const { return from_count(now_); }

  void restart() {
    count_engine();
    rebuilding_.clear();
    calls_.clear();  // those of a process that died are never made
    engine_ = std::make_unique<HomeEngine>(setting_.options);
  }

  void count_engine() {
    if (engine_) {
      auto const stats = engine_->stats();
      coverage_.engine.deliveries += stats.deliveries;
      coverage_.engine.rebuilds += stats.rebuilds;
      coverage_.engine.evictions += stats.evictions;
      coverage_.engine.invalidations += stats.invalidations;
    }
  }

  void owe(std::function<void(HomeEngine&)> call, std::int64_t in_order_with = 0) {
    calls_.push_back({std::move(call), in_order_with});
  }

  void let_call_through(std::uint64_t which) {
    if (calls_.empty()) {
      return;
    }
    auto call = calls_.begin() + static_cast<std::ptrdiff_t>(which % calls_.size());
    if (call->in_order_with != 0) {
      call = std::ranges::find(calls_, call->in_order_with, &Call::in_order_with);
    }
    call->make(*engine_);
    calls_.erase(call);
  }

  // The newest post that was made at or before `serial`.
  HomeEntry const* post_at(int serial) const {
    HomeEntry const* found = nullptr;
    int found_serial = -1;
    for (auto const& [id, made] : serials_) {
      if (made <= serial && made > found_serial && world_.posts.contains(id)) {
        found = &world_.posts.at(id);
        found_serial = made;
      }
    }
    return found;
  }

  std::vector<AccountId> some_accounts(Dice& dice) const {
    std::vector<AccountId> accounts;
    for (auto left = dice.one_in(2) ? dice.roll(3) : 0; left > 0; --left) {
      accounts.push_back(account(static_cast<std::uint32_t>(dice.roll(64))));
    }
    return accounts;
  }

  static std::vector<TagId> some_tags(Dice& dice) {
    std::vector<TagId> tags;
    for (auto left = dice.one_in(2) ? dice.roll(3) : 0; left > 0; --left) {
      auto const tag = TagId{1 + static_cast<std::int64_t>(dice.roll(4))};
      if (std::ranges::find(tags, tag) == tags.end()) {
        tags.push_back(tag);
      }
    }
    return tags;
  }

  static std::string some_language(Dice& dice) { return std::array{"", "en", "de", "eo"}.at(dice.roll(4)); }

  std::string take(Step const& step) {
    Dice dice(step.dice);
    switch (step.kind) {
      case Kind::post:
      case Kind::boost:
        make_post(step, dice);
        break;
      case Kind::erase:
      case Kind::amend:
        change_post(step, dice);
        break;
      case Kind::withdraw:
      case Kind::reinstate:
        change_account(step);
        break;
      case Kind::follow:
      case Kind::unfollow:
      case Kind::block:
      case Kind::unblock:
      case Kind::mute:
      case Kind::unmute:
        change_relation(step, dice);
        break;
      case Kind::follow_tag:
      case Kind::unfollow_tag:
      case Kind::change_list:
      case Kind::change_member:
        change_reading(step, dice);
        break;
      case Kind::let_call_through:
        let_call_through(step.dice);
        break;
      case Kind::run_slice:
        coverage_.slices += engine_->has_slices() ? 1 : 0;
        engine_->run_slice();
        break;
      case Kind::begin_rebuild:
        if (auto rebuild = engine_->begin_rebuild(timeline(step))) {
          rebuilding_.erase(slot_of(timeline(step)));  // a void one may still be there
          rebuilding_.emplace(slot_of(timeline(step)), Rebuilding{std::move(*rebuild), {}, false, {}, {}});
        }
        break;
      case Kind::advance_rebuild:
      case Kind::abandon_rebuild:
        advance_rebuild(step, dice);
        break;
      case Kind::rebuild_at_once:
        rebuild_now(timeline(step), dice);
        break;
      case Kind::read:
        return read(step, dice);
      case Kind::pass_time:
        now_ += static_cast<std::int64_t>(step.dice % 50);
        break;
      case Kind::evict_idle:
        engine_->evict_idle(now());
        break;
      case Kind::crash:
        restart();
        break;
    }
    return {};
  }

  void make_post(Step const& step, Dice& dice) {
    HomeEntry entry;
    // Not quite in the order of the commits, as from several nodes.
    auto const millis = dice.one_in(3) ? step.serial + static_cast<int>(dice.roll(30)) : step.serial;
    entry.id = PostId{(std::int64_t{millis} + 1) << 16 | (step.serial & 0xFFFF)};
    entry.author = account(step.actor);
    if (world_.withdrawn.contains(entry.author)) {
      return;  // may not post any more
    }
    auto const* other = post_at(step.serial - static_cast<int>(step.back));
    if (step.kind == Kind::boost) {
      if (other == nullptr || other->boost || world_.withdrawn.contains(other->author)) {
        return;
      }
      entry.boost = {.post = other->id, .author = other->author};
      entry.mentions = other->mentions;
    } else {
      if (other != nullptr && dice.one_in(2)) {
        entry.in_reply_to = other->author;
      }
      entry.visibility = dice.one_in(8) ? Visibility::direct : static_cast<Visibility>(dice.roll(3));
      entry.language = some_language(dice);
      entry.mentions = some_accounts(dice);
      entry.tags = some_tags(dice);
    }
    world_.posts[entry.id] = entry;
    serials_[entry.id] = step.serial;
    owe([entry](HomeEngine& engine) { engine.publish(entry); });
  }

  void change_post(Step const& step, Dice& dice) {
    auto const* post = post_at(step.serial - static_cast<int>(step.back));
    if (post == nullptr) {
      return;
    }
    auto const id = post->id;
    if (step.kind == Kind::erase) {
      owe([id, author = post->author, tags = post->tags](HomeEngine& engine) {
        engine.remove(id, author, tags);
      });
      world_.erase_post(id);
    } else if (!post->boost && !world_.withdrawn.contains(post->author)) {
      auto const before = *post;
      auto language = some_language(dice);
      auto mentions = some_accounts(dice);
      world_.amend_post(id, std::move(language), std::move(mentions), some_tags(dice));
      owe([entry = *post, before](HomeEngine& engine) { engine.amend(entry, before.mentions, before.tags); },
          std::to_underlying(id));
    }
  }

  void change_account(Step const& step) {
    auto const id = account(step.actor);
    if (step.kind == Kind::withdraw && world_.withdrawn.insert(id).second) {
      owe([id](HomeEngine& engine) { engine.withdraw(id); }, std::to_underlying(id));
    } else if (step.kind == Kind::reinstate && world_.withdrawn.erase(id) == 1) {
      owe([id](HomeEngine& engine) { engine.reinstate(id); }, std::to_underlying(id));
    }
  }

  void change_relation(Step const& step, Dice& dice) {
    auto const actor = account(step.actor);
    auto const target = account(step.target);
    auto const pair = std::pair{actor, target};
    if (actor == target) {
      return;
    }
    switch (step.kind) {
      case Kind::follow: {
        SimulatedWorld::Terms terms{.show_boosts = !dice.one_in(4), .languages = {}};
        if (dice.one_in(4)) {
          terms.languages = {some_language(dice), "eo"};
          std::erase(terms.languages, "");
        }
        world_.follows[pair] = terms;
        break;
      }
      case Kind::unfollow:
        world_.follows.erase(pair);
        break;
      case Kind::block:
        world_.blocks.insert(pair);
        if (dice.one_in(2)) {  // a real block ends the follows; the rule must not depend on it
          world_.follows.erase(pair);
          world_.follows.erase({target, actor});
        }
        break;
      case Kind::unblock:
        world_.blocks.erase(pair);
        break;
      case Kind::mute:
        world_.mutes.insert(pair);
        break;
      default:
        world_.mutes.erase(pair);
        break;
    }
    owe([actor](HomeEngine& engine) { engine.invalidate(actor); });
    if (step.kind == Kind::block || step.kind == Kind::unblock) {
      owe([target](HomeEngine& engine) { engine.invalidate(target); });
    }
  }

  // What the actor has in their lists and which tags they follow.
  void change_reading(Step const& step, Dice& dice) {
    auto const actor = account(step.actor);
    auto const tag = TagId{1 + static_cast<std::int64_t>(dice.roll(4))};
    auto const id = list_of(actor, dice.roll(2));
    bool only_the_list = false;
    switch (step.kind) {
      case Kind::follow_tag:
        world_.tag_follows.insert({actor, tag});
        break;
      case Kind::unfollow_tag:
        world_.tag_follows.erase({actor, tag});
        break;
      case Kind::change_list: {
        auto& list = world_.lists[id];
        list.owner = actor;
        list.replies = static_cast<SimulatedWorld::Replies>(dice.roll(3));
        list.exclusive = dice.one_in(3);
        if (dice.one_in(8)) {
          world_.lists.erase(id);
        }
        break;
      }
      default: {
        auto& list = world_.lists[id];
        list.owner = actor;
        auto const member = account(step.target);
        only_the_list = !list.exclusive;
        if (member == actor || dice.one_in(4)) {
          list.members.erase(member);
        } else {
          list.members.insert(member);
        }
        break;
      }
    }
    owe([actor, id, only_the_list](HomeEngine& engine) {
      if (only_the_list) {
        engine.invalidate_one({actor, id});
      } else {
        engine.invalidate(actor);
      }
    });
  }

  void advance_rebuild(Step const& step, Dice& dice) {
    auto const found = rebuilding_.find(slot_of(timeline(step)));
    if (found == rebuilding_.end()) {
      return;
    }
    auto const key = timeline(step);
    auto& running = found->second;
    if (step.kind == Kind::abandon_rebuild) {
      rebuilding_.erase(found);
    } else if (!running.relations) {
      running.relations = world_.relations_of(key);
    } else if (!running.enlisted) {
      auto const progress = running.rebuild.enlist_slice(*running.relations);
      running.enlisted = progress == HomeEngine::Rebuild::Progress::done;
      if (progress == HomeEngine::Rebuild::Progress::is_void) {
        rebuilding_.erase(found);
      }
    } else if (!running.entries) {
      take_snapshot(key, running, dice);
    } else if (running.rebuild.complete_slice(*running.entries, running.floor, now()) !=
               HomeEngine::Rebuild::Progress::more) {
      rebuilding_.erase(found);
    }
  }

  void take_snapshot(TimelineKey const& key, Rebuilding& running, Dice& dice) {
    running.entries = world_.entries_for(key);
    auto const wanted = setting_.options.entries_max + dice.roll(10) - (dice.one_in(4) ? dice.roll(5) : 0);
    if (running.entries->size() > wanted && wanted > 0) {
      running.entries->resize(wanted);
      running.floor = running.entries->back().id;
    }
  }

  void rebuild_now(TimelineKey const& key, Dice& dice) {
    rebuilding_.erase(slot_of(key));
    auto rebuild = engine_->begin_rebuild(key);
    if (!rebuild) {
      return;
    }
    Rebuilding running{std::move(*rebuild), {}, false, {}, {}};
    running.rebuild.enlist(world_.relations_of(key));
    take_snapshot(key, running, dice);
    running.rebuild.complete(*running.entries, running.floor, now());
  }

  static std::optional<std::int64_t> some_bound(std::vector<PostId> const& home, Dice& dice) {
    if (home.empty() || !dice.one_in(3)) {
      return std::nullopt;
    }
    auto const near = std::to_underlying(home[dice.roll(home.size())]);
    return near + static_cast<std::int64_t>(dice.roll(3)) - 1;
  }

  // All calls are through, but not all of what they began: nothing may be shown that should not be.
  std::string read_while_work_waits(TimelineKey const& key) {
    PageRequest request;
    request.limit = 30;
    auto const page = engine_->read(key, request, now());
    if (!page || !engine_->has_slices()) {
      return {};
    }
    ++coverage_.reads_while_work_waits;
    auto const candidates = world_.candidates_of(key);
    for (auto const id : page->ids) {
      if (std::ranges::find(candidates, id, &HomeEntry::id) == candidates.end()) {
        return fmt::format("{} of {} is shown, while work waits: {}", auklet::to_text(key.list),
                           auklet::to_text(key.owner), list({id}));
      }
    }
    return {};
  }

  void count_reading(TimelineKey const& key) {
    ++coverage_.reads;
    coverage_.reads_of_lists += key.is_home() ? 0 : 1;
    for (auto const& entry : world_.candidates_of(key)) {
      coverage_.entries_by_tag +=
          entry.author != key.owner && !world_.follows.contains({key.owner, entry.author}) ? 1 : 0;
    }
  }

  std::string read(Step const& step, Dice& dice) {
    while (!calls_.empty()) {
      let_call_through(step.dice);
    }
    auto const key = timeline(step);
    if (auto wrong = read_while_work_waits(key); !wrong.empty()) {
      return wrong;
    }
    while (engine_->run_slice()) {
    }
    auto const home = world_.home_of(key);
    PageRequest request;
    request.limit = 1 + static_cast<int>(dice.roll(25));
    request.max_id = some_bound(home, dice);
    request.min_id = some_bound(home, dice);
    request.since_id = some_bound(home, dice);

    auto page = engine_->read(key, request, now());
    if (!page && !dice.one_in(4)) {
      rebuild_now(key, dice);
      page = engine_->read(key, request, now());
    }
    if (!page) {
      return {};
    }
    count_reading(key);
    coverage_.reads_from_memory_alone += page->rest_below ? 0 : 1;
    coverage_.reads_across_the_seam += page->rest_below && !page->ids.empty() ? 1 : 0;
    auto got = page->ids;
    if (page->rest_below) {
      auto rest = request;
      rest.max_id = std::to_underlying(*page->rest_below);
      rest.limit -= static_cast<int>(got.size());
      auto const from_store = SimulatedWorld::page_of(home, rest);
      got.insert(got.end(), from_store.begin(), from_store.end());
    }
    auto const expected = SimulatedWorld::page_of(home, request);
    if (got == expected) {
      return {};
    }
    return fmt::format("{} of {} has {} but should have {}", auklet::to_text(key.list),
                       auklet::to_text(key.owner), list(got), list(expected));
  }

  static std::string list(std::vector<PostId> const& ids) {
    std::string text;
    for (auto const id : ids) {
      text += fmt::format(" {}", std::to_underlying(id) & 0xFFFF);  // the serials of their steps
    }
    return '[' + text + " ]";
  }

  Setting setting_;
  Coverage& coverage_;
  std::unique_ptr<HomeEngine> engine_;
  std::map<Slot, Rebuilding> rebuilding_;  // after engine_: rebuilds end before their engine
  SimulatedWorld world_;
  std::map<PostId, int> serials_;
  std::vector<Call> calls_;
  std::int64_t now_ = 1'000'000;
};

std::string failure_of(Setting const& setting, History const& history) {
  Coverage ignored;
  return Simulation(setting, ignored).run(history);
}

// Takes out whatever is not needed to fail: halves, quarters, …, single steps, until nothing more goes.
History shrink(Setting const& setting, History history) {
  for (auto chunk = history.size() / 2; chunk > 0;) {
    bool smaller = false;
    for (std::size_t at = 0; at < history.size();) {
      auto candidate = history;
      auto const begin = candidate.begin() + static_cast<std::ptrdiff_t>(at);
      candidate.erase(begin, begin + static_cast<std::ptrdiff_t>(std::min(chunk, candidate.size() - at)));
      if (failure_of(setting, candidate).empty()) {
        at += chunk;
      } else {
        history = std::move(candidate);
        smaller = true;
      }
    }
    chunk = smaller && chunk == 1 ? 1 : chunk / 2;
  }
  return history;
}

History random_history(std::mt19937_64& random, std::size_t steps, std::uint32_t accounts) {
  unsigned total = 0;
  for (auto const& info : kinds) {
    total += info.weight;
  }
  History history(steps);
  for (std::size_t i = 0; i < steps; ++i) {
    auto& step = history[i];
    auto left = random() % total;
    auto info = kinds.begin();
    for (; left >= info->weight; ++info) {
      left -= info->weight;
    }
    step.kind = info->kind;
    step.serial = static_cast<int>(i);
    step.actor = static_cast<std::uint32_t>(random() % accounts);
    step.target = static_cast<std::uint32_t>(random() % accounts);
    step.back = static_cast<std::uint32_t>(random() % (random() % 2 == 0 ? 12 : 300));
    step.dice = random();
  }
  return history;
}

Setting random_setting(std::mt19937_64& random) {
  Setting setting;
  setting.accounts = 3 + static_cast<std::uint32_t>(random() % 8);
  setting.options.entries_max = std::array{1U, 8U, 45U, 60U, 110U, 800U}.at(random() % 6);
  setting.options.memory_budget_bytes = random() % 3 == 0 ? 2000 + random() % 6000 : 1U << 30U;
  setting.options.slice_followers = std::array{1U, 2U, 512U}.at(random() % 3);
  setting.options.slice_rebuild = std::array{1U, 3U, 64U}.at(random() % 3);
  setting.options.work_waiting_max = static_cast<std::uint32_t>(random() % 6);
  setting.options.idle_window = std::chrono::milliseconds{50 + random() % 200};
  return setting;
}

std::uint64_t number_from_environment(char const* name, std::uint64_t otherwise) {
  auto const* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

TEST(Simulation, AgreesWithTheModel) {
  constexpr std::size_t history_steps = 1500;
  auto const steps = number_from_environment("AUKLET_SIMULATION_STEPS", 300'000);
  auto seed = number_from_environment("AUKLET_SIMULATION_SEED", std::random_device{}());
  auto const first_seed = seed;
  Coverage coverage;
  for (std::uint64_t done = 0; done < steps; done += history_steps, ++seed) {
    std::mt19937_64 random(seed);
    auto const setting = random_setting(random);
    auto const history = random_history(random, history_steps, setting.accounts);
    if (Simulation(setting, coverage).run(history).empty()) {
      continue;
    }
    auto const shrunk = shrink(setting, history);
    std::string text;
    for (auto const& step : shrunk) {
      text += to_text(step) + ",\n";
    }
    FAIL() << "seed " << seed << ", " << setting.accounts << " accounts, entries_max "
           << setting.options.entries_max << ", memory_budget_bytes " << setting.options.memory_budget_bytes
           << "\n"
           << failure_of(setting, shrunk) << "\nThe history:\n"
           << text;
  }
  fmt::print(
      "seeds {}..{}: {} reads, {} from memory alone, {} across the seam; {} deliveries, {} rebuilds, {} "
      "evictions, "
      "{} invalidations, {} slices of what waited, {} reads while work waited, {} reads of lists, {} entries "
      "by "
      "tag\n",
      first_seed, seed - 1, coverage.reads, coverage.reads_from_memory_alone, coverage.reads_across_the_seam,
      coverage.engine.deliveries, coverage.engine.rebuilds, coverage.engine.evictions,
      coverage.engine.invalidations, coverage.slices, coverage.reads_while_work_waits,
      coverage.reads_of_lists, coverage.entries_by_tag);
  // It did look.
  EXPECT_GT(coverage.reads_from_memory_alone, coverage.reads / 3);
  EXPECT_GT(coverage.reads_across_the_seam, coverage.reads / 100);
  EXPECT_GT(coverage.engine.deliveries, steps / 10);
  EXPECT_GT(coverage.engine.evictions, steps / 1000);
  EXPECT_GT(coverage.slices, steps / 1000);
  EXPECT_GT(coverage.reads_while_work_waits, steps / 2000);
  EXPECT_GT(coverage.reads_of_lists, coverage.reads / 10);
  EXPECT_GT(coverage.entries_by_tag, steps / 1000);
}

}  // namespace
}  // namespace auklet::timeline
