// SPDX-License-Identifier: Apache-2.0
//
// What the server says about itself.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/account.h"
#include "service/environment.h"
#include "store/activity.h"
#include "store/server_totals.h"

namespace auklet::service {

// A text of whoever runs the server.
struct HouseText {
  std::string text;
  UnixMillis updated_at{};
};

// As the operator wrote it into the configuration.
struct InstanceProfile {
  std::string title;
  std::string description;
  std::string contact_email;
  std::vector<std::string> languages;
  HouseText privacy_policy = {};
  std::optional<HouseText> terms_of_service = {};
};

struct InstanceFacts {
  InstanceProfile profile;
  store::server_totals::Totals totals;
  std::optional<Account> contact;  // the owner
};

class InstanceService {
 public:
  // A server with more posts than this is large: it does not count them while somebody waits for the answer.
  static constexpr std::int64_t posts_counted_at_once = 100'000;

  // A large server is counted on the loop `background` (decision 40), or on the caller's when it is empty.
  InstanceService(Environment const& env, InstanceProfile profile,
                  boost::asio::any_io_executor background = {},
                  std::int64_t counted_at_once = posts_counted_at_once)
      : env_(env),
        profile_(std::move(profile)),
        background_(std::move(background)),
        counted_at_once_(counted_at_once) {}

  InstanceProfile const& profile() const { return profile_; }

  // Every client asks for them when it starts: totals are at most a minute old, on a large server what recount() has
  // kept last.
  Task<Result<InstanceFacts>> facts();
  // The work of the job `recount_job`, for large servers: counts, which walks through all posts, and keeps the totals.
  static constexpr auto recount_job = "recount_totals";
  Task<Result<>> recount();

  struct Week {
    UnixMillis begin{};  // its Monday
    store::activity::Week counts;
  };
  static constexpr std::size_t weeks_told = 12;
  // This week first. Weeks that are over are counted once, this one at most once in ten minutes.
  Task<Result<std::vector<Week>>> activity();

 private:
  Task<Result<store::server_totals::Totals>> totals();
  // Of a large server; nothing of a small one.
  Task<Result<std::optional<store::server_totals::Totals>>> kept();
  Task<Result<store::server_totals::Totals>> count();
  Task<Result<>> keep(store::server_totals::Totals const& totals);

  Environment const& env_;
  InstanceProfile const profile_;
  boost::asio::any_io_executor const background_;
  std::int64_t const counted_at_once_;

  std::mutex mutex_;
  std::optional<InstanceFacts> counted_;
  UnixMillis counted_at_{};
  std::vector<Week> weeks_;
  UnixMillis weeks_counted_at_{};
};

}  // namespace auklet::service
