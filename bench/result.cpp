// SPDX-License-Identifier: Apache-2.0
#include "bench/result.h"

#include <fmt/format.h>
#include <sched.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <cstdio>
#include <fstream>

namespace auklet::bench {

namespace {

std::string cpu_name() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    if (!line.starts_with("model name")) {
      continue;
    }
    auto const colon = line.find(": ");
    return colon == std::string::npos ? std::string() : line.substr(colon + 2);
  }
  return {};
}

// JSON has no words for infinity and "not a number".
double finite(double value) {
  return std::isfinite(value) ? value : 0;
}

}  // namespace

Machine this_machine() {
  Machine machine{.cpu = cpu_name()};
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof(set), &set) == 0) {
    machine.cores = static_cast<std::size_t>(CPU_COUNT(&set));
  }
  machine.memory_bytes =
      static_cast<std::size_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  if (utsname names{}; uname(&names) == 0) {
    machine.kernel = fmt::format("{} {}", names.sysname, names.release);
  }
  return machine;
}

WorkloadResult::WorkloadResult(std::string workload, Machine machine)
    : workload_(std::move(workload)), machine_(std::move(machine)) {}

void WorkloadResult::setting(std::string_view name, boost::json::value value) {
  settings_[name] = std::move(value);
}

void WorkloadResult::figure(std::string_view name, double value) {
  figures_[name] = finite(value);
}

void WorkloadResult::point(std::string_view series, double x, double y) {
  auto& points = series_[series];
  if (!points.is_array()) {
    points.emplace_array();
  }
  points.as_array().push_back(boost::json::array{finite(x), finite(y)});
}

boost::json::object WorkloadResult::to_json() const {
  return {{"workload", workload_},
          {"machine",
           {{"cores", machine_.cores},
            {"cpu", machine_.cpu},
            {"memory_bytes", machine_.memory_bytes},
            {"kernel", machine_.kernel}}},
          {"settings", settings_},
          {"figures", figures_},
          {"series", series_}};
}

std::string WorkloadResult::to_table() const {
  auto text = fmt::format("{} on {} cores of {}\n", workload_, machine_.cores,
                          machine_.cpu.empty() ? "an unnamed processor" : machine_.cpu);
  for (auto const& [name, value] : figures_) {
    text += fmt::format("  {:<28} {:>16.3f}\n", std::string_view(name), value.as_double());
  }
  return text;
}

Result<> WorkloadResult::write(std::string const& path) const {
  auto const draft = path + ".part";
  {
    std::ofstream out(draft, std::ios::trunc);
    out << boost::json::serialize(to_json()) << '\n';
    if (!out.flush()) {
      return fail(ErrorKind::unavailable, fmt::format("{} cannot be written", path));
    }
  }
  if (std::rename(draft.c_str(), path.c_str()) != 0) {
    return fail(ErrorKind::unavailable, fmt::format("{} cannot be written", path));
  }
  return {};
}

}  // namespace auklet::bench
