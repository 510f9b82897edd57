// SPDX-License-Identifier: Apache-2.0
#include "bench/idle.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "base/check.h"
#include "bench/server_process.h"

namespace auklet::bench {

namespace {

constexpr std::chrono::seconds answer_timeout{20};
constexpr std::chrono::seconds stop_timeout{20};
constexpr std::chrono::seconds rest_time{1};

double median_of(std::vector<IdleSample> samples, double IdleSample::* field) {
  auto const middle = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
  std::ranges::nth_element(samples, middle, {}, field);
  return (*middle).*field;
}

}  // namespace

Result<IdleSample> measure_idle(std::string const& binary) {
  TRY(auto server, ServerProcess::start(binary));
  TRY(auto const start, server.first_answer(answer_timeout));
  std::this_thread::sleep_for(rest_time);
  TRY(auto const bytes, server.resident_bytes());
  TRY_OK(server.stop(stop_timeout));
  return IdleSample{.start_ms = static_cast<double>(start.count()) / 1e3,
                    .resident_mb = static_cast<double>(bytes) / 1e6};
}

IdleSample median(std::vector<IdleSample> const& samples) {
  CHECK(!samples.empty());
  return {.start_ms = median_of(samples, &IdleSample::start_ms),
          .resident_mb = median_of(samples, &IdleSample::resident_mb)};
}

}  // namespace auklet::bench
