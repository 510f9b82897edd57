// SPDX-License-Identifier: Apache-2.0
//
// The figures of a run, as a table for people and as JSON for scripts.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <cstdint>
#include <string>

#include "bench/check.h"
#include "bench/load.h"
#include "bench/statistics.h"

namespace auklet::bench {

struct Report {
  std::string url;
  std::uint64_t seed = 0;
  std::size_t connections = 0;
  std::size_t accounts = 0;
  LoadCounts counts;
  LoadTimes times;
  CheckResult check;
  Statistics const& statistics;

  // Everything acknowledged, every timeline equal to the model.
  bool passed() const { return statistics.errors() == 0 && check.wrong == 0 && check.timelines == accounts; }
};

std::string to_table(Report const& report);
boost::json::object to_json(Report const& report);

}  // namespace auklet::bench
