// SPDX-License-Identifier: Apache-2.0
#include "bench/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <iterator>

namespace auklet::bench {

namespace {

constexpr std::size_t differences_per_home_max = 6;
constexpr std::size_t differences_max = 60;
constexpr std::size_t forward_every = 10;  // users are also read forward
constexpr std::size_t page_limit = 40;
constexpr std::chrono::seconds settle_time{2};
constexpr std::uint64_t wrong_patience_max = 50;  // after so many, a wrong one is not read again

// A server may give short pages, but not for ever.
std::size_t pages_max(std::size_t entries) {
  return 10 + entries;
}

std::string name_of(std::vector<Member> const& members, std::string const& id) {
  auto const found = std::ranges::find(members, id, &Member::id);
  return found == members.end() ? fmt::format("account {}", id) : found->name;
}

// What is said of one entry that both have; empty when it is right.
std::string compare_entry(Model const& model, std::vector<Member> const& members, UserIndex viewer,
                          Entry const& entry) {
  auto const& post = *model.find(entry.id);
  if (entry.account != members[post.author].id) {
    return fmt::format("is by {}, told to be by {}", members[post.author].name,
                       name_of(members, entry.account));
  }
  if (entry.boost_of != post.boost_of) {
    return fmt::format("is a boost of {}, told to be of {}", post.boost_of, entry.boost_of);
  }
  if (entry.answers != post.answers) {
    return fmt::format("answers {}, told to answer {}", post.answers, entry.answers);
  }
  if (post.boost_of != 0) {
    return {};  // the rest is told of the boosted post
  }
  auto const answers_account = post.answers_user ? members[*post.answers_user].id : std::string{};
  if (entry.answers_account != answers_account) {
    return fmt::format("answers account {}, told to answer {}", answers_account, entry.answers_account);
  }
  if (entry.visibility != post.visibility) {
    return fmt::format("is {}, told to be {}", to_text(post.visibility), to_text(entry.visibility));
  }
  if (entry.favourited != model.favourited(viewer, entry.id)) {
    return fmt::format("favourited is told as {}", entry.favourited);
  }
  if (entry.boosted != model.boosted(viewer, entry.id)) {
    return fmt::format("reblogged is told as {}", entry.boosted);
  }
  return {};
}

}  // namespace

std::vector<std::string> compare_home(Model const& model, std::vector<Member> const& members,
                                      UserIndex viewer, std::vector<Entry> const& entries) {
  auto const expected = model.home(viewer);
  std::vector<StatusId> got;
  std::ranges::transform(entries, std::back_inserter(got), &Entry::id);
  std::vector<std::string> differences;
  auto const add = [&](std::string text) {
    if (differences.size() < differences_per_home_max) {
      differences.push_back(fmt::format("home of {}: {}", members[viewer].name, text));
    }
  };
  if (got == expected) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (auto const wrong = compare_entry(model, members, viewer, entries[i]); !wrong.empty()) {
        add(fmt::format("position {}: {} {}", i, model.explain(viewer, entries[i].id), wrong));
      }
    }
    return differences;
  }
  auto const [at_expected, at_got] = std::ranges::mismatch(expected, got);
  auto const position = at_expected - expected.begin();
  add(fmt::format("position {}: expected {}, got {} ({} entries expected, {} got)", position,
                  at_expected == expected.end() ? "the end" : std::to_string(*at_expected),
                  at_got == got.end() ? "the end" : std::to_string(*at_got), expected.size(), got.size()));
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (std::ranges::find(got, expected[i]) == got.end()) {
      add(fmt::format("missing at {}: {}", i, model.explain(viewer, expected[i])));
    }
  }
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (std::ranges::find(expected, got[i]) == expected.end()) {
      add(fmt::format("too much at {}: {}", i, model.explain(viewer, got[i])));
    }
  }
  return differences;
}

CheckResult HomeCheck::run() {
  result_.seconds = crowd_.each("check", members_.size(), [this](Api& api, std::size_t user) {
    return check_one(api, static_cast<UserIndex>(user));
  });
  return std::move(result_);
}

Task<> HomeCheck::check_one(Api& api, UserIndex viewer) {
  auto const expected = model_.home(viewer).size();
  bool const forward = viewer % forward_every == 0;
  auto differences = std::vector<std::string>{};
  int const attempts = result_.wrong < wrong_patience_max ? 2 : 1;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    if (attempt > 0) {
      // An event may still be on its way into this timeline; that is counted, and it must arrive.
      boost::asio::steady_timer timer(crowd_.executor(), settle_time);
      co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    }
    auto entries = co_await read_backward(api, viewer, expected);
    if (entries) {
      differences = compare_home(model_, members_, viewer, *entries);
      result_.entries += attempt == 0 ? entries->size() : 0;
    }
    if (entries && differences.empty() && forward) {
      entries = co_await read_forward(api, viewer, expected);
      if (entries) {
        differences = compare_home(model_, members_, viewer, *entries);
        for (auto& difference : differences) {
          difference += " (read forward by min_id)";
        }
      }
    }
    if (!entries) {
      crowd_.statistics().add_error(entries.error().message);
      co_return;
    }
    if (differences.empty()) {
      result_.late += attempt > 0 ? 1 : 0;
      break;
    }
  }
  ++result_.timelines;
  result_.forward += forward ? 1 : 0;
  result_.wrong += differences.empty() ? 0 : 1;
  if (result_.differences.size() < differences_max) {
    result_.differences.insert(result_.differences.end(), differences.begin(), differences.end());
  }
}

Task<Result<std::vector<Entry>>> HomeCheck::read_backward(Api& api, UserIndex viewer, std::size_t expected) {
  std::vector<Entry> entries;
  auto target = fmt::format("/api/v1/timelines/home?limit={}", page_limit);
  for (std::size_t pages = 0; !target.empty() && pages < pages_max(expected); ++pages) {
    CO_TRY(auto page, co_await api.page(Op::check_home, members_[viewer], target));
    ++result_.pages;
    target = page.entries.empty() ? std::string{} : page.next;
    std::ranges::move(page.entries, std::back_inserter(entries));
  }
  co_return entries;
}

Task<Result<std::vector<Entry>>> HomeCheck::read_forward(Api& api, UserIndex viewer, std::size_t expected) {
  std::vector<Entry> entries;  // oldest first until the end
  auto target = fmt::format("/api/v1/timelines/home?limit={}&min_id=1", page_limit);
  for (std::size_t pages = 0; !target.empty() && pages < pages_max(expected); ++pages) {
    CO_TRY(auto page, co_await api.page(Op::check_home, members_[viewer], target));
    ++result_.pages;
    target = page.entries.empty() ? std::string{} : page.prev;
    std::ranges::move(page.entries.rbegin(), page.entries.rend(), std::back_inserter(entries));
  }
  std::ranges::reverse(entries);
  co_return entries;
}

}  // namespace auklet::bench
