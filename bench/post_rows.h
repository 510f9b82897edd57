// SPDX-License-Identifier: Apache-2.0
//
// auklet-bench rows: the rows of posts written straight into SQLite, without server, rules and answers: the yardstick
// of durable posts. The statements are those of one post of ours (src/service/post_service.cpp, store_new), prepared
// once, in a database of ours with the settings of our writer: its people write the posts, in no order.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "bench/result.h"

namespace auklet::bench {

struct RowsOptions {
  std::string database;  // a file with people in it; what it holds stays
  unsigned rounds = 3;
  double round_seconds = 4;  // of each group size, in turns
  std::uint64_t seed = 1;
};

// Figures of the workload `post`: sqlite_1_posts_per_s and sqlite_100_posts_per_s. ErrorKind::unavailable when the
// database cannot be used or has no people.
Result<WorkloadResult> measure_rows(RowsOptions const& options);

}  // namespace auklet::bench
