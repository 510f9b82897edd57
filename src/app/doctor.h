// SPDX-License-Identifier: Apache-2.0
//
// Looks at everything the server will need, before it needs it, and says how to mend what is wrong.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/config.h"
#include "base/clock.h"

namespace auklet::app {

enum class Health { good, doubtful, bad };

struct Finding {
  std::string subject;  // what was looked at: "port"
  Health health = Health::good;
  std::string fact;  // what was found
  std::string mend;  // what to do about it; empty when all is good
};

// Opens the database and says which engine and schema version it is; injected, because only the wiring knows
// how.
using DatabaseProbe = std::function<Result<std::string>(Config const&)>;

// One finding a subject: addresses, data folder, disk, secret key, clock, port, database. Changes nothing but
// makes the data folder when it is missing.
std::vector<Finding> examine(Config const& config, base::Clock const& clock,
                             DatabaseProbe const& probe_database);

// One line a finding, and its remedy below it.
std::string findings_text(std::vector<Finding> const& findings);

// True when nothing is bad; what is doubtful does not count.
bool all_well(std::vector<Finding> const& findings);

}  // namespace auklet::app
