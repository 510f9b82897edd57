// SPDX-License-Identifier: Apache-2.0
//
// What the server says about itself.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/account.h"
#include "service/environment.h"
#include "store/accounts.h"
#include "store/activity.h"

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
  store::accounts::Totals totals;
  std::optional<Account> contact;  // the owner
};

class InstanceService {
 public:
  InstanceService(Environment const& env, InstanceProfile profile)
      : env_(env), profile_(std::move(profile)) {}

  InstanceProfile const& profile() const { return profile_; }

  // Totals are counted at most once a minute: every client asks for them when it starts.
  Task<Result<InstanceFacts>> facts();

  struct Week {
    UnixMillis begin{};  // its Monday
    store::activity::Week counts;
  };
  static constexpr std::size_t weeks_told = 12;
  // This week first. Weeks that are over are counted once, this one at most once in ten minutes.
  Task<Result<std::vector<Week>>> activity();

 private:
  Environment const& env_;
  InstanceProfile const profile_;

  std::mutex mutex_;
  std::optional<InstanceFacts> counted_;
  UnixMillis counted_at_{};
  std::vector<Week> weeks_;
  UnixMillis weeks_counted_at_{};
};

}  // namespace auklet::service
