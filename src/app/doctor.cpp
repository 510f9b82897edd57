// SPDX-License-Identifier: Apache-2.0
#include "app/doctor.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/time_text.h"

namespace auklet::app {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t mib = 1024 * 1024;
constexpr std::uintmax_t disk_bad_below_bytes = 64 * mib;
constexpr std::uintmax_t disk_doubtful_below_bytes = 1024 * mib;
// No clock can honestly show a time before this program was written.
constexpr UnixMillis earliest_honest_time{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
constexpr UnixMillis latest_honest_time{std::chrono::sys_days{std::chrono::year{2100} / 1 / 1}};

Finding examine_addresses(Config const& config) {
  auto const fact = fmt::format("people are @name@{}, apps connect to {}", config.domain, config.public_url);
  auto const listen = parse_listen(config.listen);
  if (listen && !listen->loopback && is_loopback_domain(config.domain)) {
    return {"addresses", Health::doubtful, fact,
            fmt::format(
                "the server listens on {} but its name is for this machine alone; set domain to the public "
                "name before anyone signs up, because it can never change later",
                config.listen)};
  }
  if (listen && !listen->loopback && !config.public_url.starts_with("https://")) {
    return {"addresses", Health::doubtful, fact,
            "put a proxy that speaks TLS in front and set public_url to https://…"};
  }
  return {"addresses", Health::good, fact, {}};
}

Finding examine_data_dir(Config const& config) {
  std::error_code error;
  fs::create_directories(config.data_dir, error);
  if (error) {
    return {"data folder", Health::bad,
            fmt::format("{} cannot be made: {}", config.data_dir, error.message()),
            "make it and give it to the user that runs auklet, or set data_dir to another folder"};
  }
  if (::access(config.data_dir.c_str(), R_OK | W_OK | X_OK) != 0) {
    return {"data folder", Health::bad,
            fmt::format("{} cannot be used: {}", config.data_dir, std::strerror(errno)),
            fmt::format("chown -R $(id -un) {}", config.data_dir)};
  }
  return {"data folder", Health::good, fmt::format("{} can be written", config.data_dir), {}};
}

Finding examine_disk(Config const& config) {
  std::error_code error;
  auto const space = fs::space(config.data_dir, error);
  if (error) {
    return {"disk", Health::bad, fmt::format("free space is unknown: {}", error.message()),
            "mend the data folder first"};
  }
  auto const fact = fmt::format("{} MiB free under {}", space.available / mib, config.data_dir);
  if (space.available < disk_bad_below_bytes) {
    return {"disk", Health::bad, fact,
            "make room, or set data_dir to a larger disk; a full disk stops all writing"};
  }
  if (space.available < disk_doubtful_below_bytes) {
    return {"disk", Health::doubtful, fact, "make room soon; a full disk stops all writing"};
  }
  return {"disk", Health::good, fact, {}};
}

Finding examine_secret_key(Config const& config) {
  struct stat status{};
  if (::stat(config.secret_key_file.c_str(), &status) != 0) {
    if (errno == ENOENT) {
      return {"secret key",
              Health::good,
              fmt::format("{} will be made on the first start", config.secret_key_file),
              {}};
    }
    return {"secret key", Health::bad, fmt::format("{}: {}", config.secret_key_file, std::strerror(errno)),
            "give the file to the user that runs auklet"};
  }
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return {"secret key", Health::bad, fmt::format("{}: others may read it", config.secret_key_file),
            fmt::format("chmod 600 {}", config.secret_key_file)};
  }
  return {"secret key",
          Health::good,
          fmt::format("{} is there, for its owner alone", config.secret_key_file),
          {}};
}

Finding examine_clock(UnixMillis now) {
  auto const fact = fmt::format("it is {}", base::iso_seconds(now));
  if (now < earliest_honest_time || now > latest_honest_time) {
    return {"clock", Health::bad, fact,
            "set the clock (timedatectl set-ntp true): ids and signatures depend on it"};
  }
  return {"clock", Health::good, fact, {}};
}

Finding examine_port(Config const& config) {
  namespace asio = boost::asio;
  auto const listen = parse_listen(config.listen);
  if (!listen) {
    return {"port", Health::bad, listen.error().message, "set listen to address:port"};
  }
  asio::io_context context;
  asio::ip::tcp::acceptor acceptor(context);
  boost::system::error_code error;
  asio::ip::tcp::endpoint const endpoint(asio::ip::make_address(listen->address), listen->port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) {
    acceptor.set_option(asio::socket_base::reuse_address(true), error);
    acceptor.bind(endpoint, error);
  }
  if (error == asio::error::address_in_use) {
    return {
        "port", Health::doubtful, fmt::format("{} is in use", config.listen),
        "this is as it should be when auklet runs already; otherwise stop the other program or set listen"};
  }
  if (error) {
    return {"port", Health::bad, fmt::format("{} cannot be opened: {}", config.listen, error.message()),
            "set listen to an address of this machine, and to a port above 1023 unless auklet may take lower "
            "ones"};
  }
  return {"port", Health::good, fmt::format("{} is free", config.listen), {}};
}

Finding examine_database(Config const& config, DatabaseProbe const& probe) {
  auto const found = probe(config);
  if (found) {
    return {"database", Health::good, *found, {}};
  }
  auto const& error = found.error();
  return {"database", Health::bad, error.detail.empty() ? error.message : error.message + ": " + error.detail,
          config.database.starts_with("sqlite:") ? "see that the folder of the file can be written and that "
                                                   "the file is this version's or an older one"
                                                 : "see that PostgreSQL runs, that the address in database "
                                                   "is right, and that its user may make tables"};
}

}  // namespace

std::vector<Finding> examine(Config const& config, base::Clock const& clock,
                             DatabaseProbe const& probe_database) {
  return {examine_addresses(config),
          examine_data_dir(config),
          examine_disk(config),
          examine_secret_key(config),
          examine_clock(clock.now()),
          examine_port(config),
          examine_database(config, probe_database)};
}

std::string findings_text(std::vector<Finding> const& findings) {
  std::string out;
  for (auto const& finding : findings) {
    auto const* const mark = finding.health == Health::good       ? "good"
                             : finding.health == Health::doubtful ? "look"
                                                                  : "BAD ";
    out += fmt::format("{}  {:<12} {}\n", mark, finding.subject, finding.fact);
    if (!finding.mend.empty()) {
      out += fmt::format("                   mend: {}\n", finding.mend);
    }
  }
  return out;
}

bool all_well(std::vector<Finding> const& findings) {
  return std::ranges::none_of(findings, [](Finding const& finding) { return finding.health == Health::bad; });
}

}  // namespace auklet::app
