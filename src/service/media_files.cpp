// SPDX-License-Identifier: Apache-2.0
#include "service/media_files.h"

#include <sstream>
#include <utility>

#include "store/jobs.h"

namespace auklet::service {

// Names of files have no space.
Task<Result<>> enqueue_removal(Environment const& env, db::Session& session, std::vector<std::string> files) {
  std::string payload;
  for (auto const& file : files) {
    if (!file.empty()) {
      payload += (payload.empty() ? "" : " ") + file;
    }
  }
  if (payload.empty()) {
    co_return Result<>{};
  }
  auto const now = env.clock.now();
  store::jobs::NewJob const job{.id = env.mint<JobId>(),
                                .kind = remove_files_job,
                                .payload = std::move(payload),
                                .run_at = now,
                                .lane = {},
                                .created_at = now};
  co_return co_await store::jobs::enqueue(session, job);
}

std::vector<std::string> files_in_removal(std::string const& payload) {
  std::istringstream words(payload);
  std::vector<std::string> files;
  for (std::string file; words >> file;) {
    files.push_back(file);
  }
  return files;
}

}  // namespace auklet::service
