// SPDX-License-Identifier: Apache-2.0
//
// Reads every home timeline to its end and compares it with the model, entry by entry.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/crowd.h"
#include "bench/model.h"

namespace auklet::bench {

struct CheckResult {
  std::uint64_t timelines = 0;  // compared to their end
  std::uint64_t entries = 0;    // compared
  std::uint64_t pages = 0;
  std::uint64_t forward = 0;             // timelines also read from their oldest entry on, by min_id
  std::uint64_t late = 0;                // right only when read again two seconds later
  std::uint64_t wrong = 0;               // timelines that differ
  std::vector<std::string> differences;  // for a person to read, the first ones
  double seconds = 0;
};

// Compares what the API told, newest first, with the model; returns a description of each difference, at most
// a few.
std::vector<std::string> compare_home(Model const& model, std::vector<Member> const& members,
                                      UserIndex viewer, std::vector<Entry> const& entries);

class HomeCheck {
 public:
  // All must outlive the check.
  HomeCheck(Crowd& crowd, Model const& model, std::vector<Member> const& members)
      : crowd_(crowd), model_(model), members_(members) {}

  CheckResult run();

 private:
  Task<> check_one(Api& api, UserIndex viewer);
  Task<Result<std::vector<Entry>>> read_backward(Api& api, UserIndex viewer, std::size_t expected);
  // From the oldest entry on, returned newest first.
  Task<Result<std::vector<Entry>>> read_forward(Api& api, UserIndex viewer, std::size_t expected);

  Crowd& crowd_;
  Model const& model_;
  std::vector<Member> const& members_;
  CheckResult result_;
};

}  // namespace auklet::bench
