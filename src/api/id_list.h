// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/unordered/unordered_flat_set.hpp>
#include <cstdint>
#include <string_view>
#include <vector>

#include "api/call.h"

namespace auklet::api {

// A list of ids: id[]=1&id[]=2, or one alone as id=1. Each comes once, in the order of its first mention.
// Errors: invalid when one of them is no id.
template <class Id>
Result<std::vector<Id>> read_ids(Call const& call, std::string_view name) {
  TRY(auto const numbers, call.reader().ids(name));
  boost::unordered_flat_set<std::int64_t> seen;
  std::vector<Id> ids;
  for (auto const number : numbers) {
    if (seen.insert(number).second) {
      ids.push_back(static_cast<Id>(number));
    }
  }
  return ids;
}

}  // namespace auklet::api
