// SPDX-License-Identifier: Apache-2.0
//
// What one workload found, in the one form that every workload, reference run and plot shares:
//   {"workload": "home", "machine": {…}, "settings": {…}, "figures": {"p99_ms": 3.1, …},
//    "series": {"latency_ms": [[0.5, 1.2], …]}}
// The names of figures end in their unit. bench/all merges these files into bench/results/latest.json.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace auklet::bench {

// What the figures were measured on.
struct Machine {
  std::size_t cores = 0;  // that this process may use
  std::string cpu;        // the model's name; empty when the system does not say
  std::size_t memory_bytes = 0;
  std::string kernel;  // name and release
};

Machine this_machine();

class WorkloadResult {
 public:
  explicit WorkloadResult(std::string workload, Machine machine = this_machine());

  // A later value of the same name replaces the one before.
  void setting(std::string_view name, boost::json::value value);
  void figure(std::string_view name, double value);
  // Points stand in the order in which they were added.
  void point(std::string_view series, double x, double y);

  std::string const& workload() const { return workload_; }
  boost::json::object const& figures() const { return figures_; }

  boost::json::object to_json() const;
  // One figure a line, as people read it.
  std::string to_table() const;
  // Writes the whole file or leaves what was there. ErrorKind::unavailable when it cannot be written.
  Result<> write(std::string const& path) const;

 private:
  std::string workload_;
  Machine machine_;
  boost::json::object settings_;
  boost::json::object figures_;
  boost::json::object series_;
};

}  // namespace auklet::bench
