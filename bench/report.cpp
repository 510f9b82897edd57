// SPDX-License-Identifier: Apache-2.0
#include "bench/report.h"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>
#include <iterator>

namespace auklet::bench {

namespace json = boost::json;

namespace {

constexpr std::array quantiles{0.50, 0.99};

double per_second(std::uint64_t count, double seconds) {
  return seconds > 0 ? static_cast<double>(count) / seconds : 0;
}

double millis(std::chrono::microseconds time) {
  return static_cast<double>(time.count()) / 1000;
}

struct Rate {
  char const* name;
  std::uint64_t count;
  double seconds;
};

std::array<Rate, 5> rates(Report const& report) {
  return {{{"sign-ups", report.accounts, report.times.sign_up_s},
           {"follows", report.counts.follows, report.times.follow_s},
           {"posts", report.counts.posts, report.times.act_s},
           {"reads", report.counts.reads, report.times.act_s},
           {"check pages", report.check.pages, report.check.seconds}}};
}

std::array<std::pair<char const*, std::uint64_t>, 12> counts(Report const& report) {
  return {{{"accounts", report.accounts},
           {"follows", report.counts.follows},
           {"posts", report.counts.posts},
           {"replies", report.counts.replies},
           {"boosts", report.counts.boosts},
           {"favourites", report.counts.favourites},
           {"deletes", report.counts.deletes},
           {"timelines compared", report.check.timelines},
           {"timelines read forward", report.check.forward},
           {"entries compared", report.check.entries},
           {"timelines late", report.check.late},
           {"timelines wrong", report.check.wrong}}};
}

}  // namespace

std::string to_table(Report const& report) {
  std::string table =
      fmt::format("\n{:<22} {:>9} {:>10} {:>10} {:>10}\n", "action", "count", "p50 ms", "p99 ms", "max ms");
  auto out = std::back_inserter(table);
  for (std::size_t i = 0; i < op_count; ++i) {
    auto const op = static_cast<Op>(i);
    if (auto const& taken = report.statistics.of(op); taken.count() > 0) {
      fmt::format_to(out, "{:<22} {:>9} {:>10.2f} {:>10.2f} {:>10.2f}\n", to_text(op), taken.count(),
                     millis(taken.quantile(quantiles[0])), millis(taken.quantile(quantiles[1])),
                     millis(taken.max()));
    }
  }
  fmt::format_to(out, "\n{:<22} {:>9} {:>10} {:>10}\n", "phase", "count", "seconds", "per s");
  for (auto const& [name, count, seconds] : rates(report)) {
    fmt::format_to(out, "{:<22} {:>9} {:>10.1f} {:>10.1f}\n", name, count, seconds,
                   per_second(count, seconds));
  }
  table += '\n';
  for (auto const& [name, count] : counts(report)) {
    fmt::format_to(out, "{:<22} {:>9}\n", name, count);
  }
  fmt::format_to(out, "{:<22} {:>9}\n", "errors", report.statistics.errors());
  return table;
}

json::object to_json(Report const& report) {
  json::object latencies;
  for (std::size_t i = 0; i < op_count; ++i) {
    auto const& taken = report.statistics.of(static_cast<Op>(i));
    latencies[to_text(static_cast<Op>(i))] = {{"count", taken.count()},
                                              {"p50_ms", millis(taken.quantile(quantiles[0]))},
                                              {"p99_ms", millis(taken.quantile(quantiles[1]))},
                                              {"max_ms", millis(taken.max())}};
  }
  json::object phases;
  for (auto const& [name, count, seconds] : rates(report)) {
    phases[name] = {{"count", count}, {"seconds", seconds}, {"per_second", per_second(count, seconds)}};
  }
  json::object totals;
  for (auto const& [name, count] : counts(report)) {
    totals[name] = count;
  }
  totals["errors"] = report.statistics.errors();
  return {{"url", report.url},         {"seed", report.seed}, {"connections", report.connections},
          {"passed", report.passed()}, {"totals", totals},    {"phases", phases},
          {"latencies", latencies}};
}

}  // namespace auklet::bench
