// SPDX-License-Identifier: Apache-2.0
#include "app/job_registry.h"

#include <chrono>

namespace auklet::app {

using namespace std::chrono_literals;

void register_jobs(JobWorkers const& workers) {
  auto& runner = workers.runner;

  runner.handle("forget_dead_jobs", {.places = 1},
                [&runner](jobs::Job) { return runner.forget_dead(30 * 24h); });
  runner.every("forget_dead_jobs", 24h);
}

}  // namespace auklet::app
