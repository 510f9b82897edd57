// SPDX-License-Identifier: Apache-2.0
#include "bench/server_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace auklet::bench {

namespace {

namespace fs = std::filesystem;
using boost::asio::ip::tcp;

constexpr std::chrono::milliseconds look_interval{1};
constexpr std::size_t log_bytes_shown = 2000;

std::uint16_t free_port() {
  boost::asio::io_context context;
  return tcp::acceptor(context, {boost::asio::ip::address_v4::loopback(), 0}).local_endpoint().port();
}

bool answers(std::uint16_t port) {
  tcp::iostream stream;
  stream.expires_after(std::chrono::seconds{2});
  stream.connect(tcp::endpoint(boost::asio::ip::address_v4::loopback(), port));
  stream << "GET /api/v2/instance HTTP/1.1\r\nHost: 127.0.0.1:" << port << "\r\nConnection: close\r\n\r\n"
         << std::flush;
  std::string line;
  return static_cast<bool>(std::getline(stream, line)) && line.starts_with("HTTP/1.1 200");
}

// This process's environment with the server's settings in place of any it has.
std::vector<std::string> environment(std::vector<std::string> settings) {
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (!std::string_view(*entry).starts_with("AUKLET_")) {
      settings.emplace_back(*entry);
    }
  }
  return settings;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  result.reserve(strings.size() + 1);
  for (auto& string : strings) {
    result.push_back(string.data());
  }
  result.push_back(nullptr);
  return result;
}

}  // namespace

Result<ServerProcess> ServerProcess::start(std::string const& binary) {
  ServerProcess server;
  auto pattern = (fs::temp_directory_path() / "auklet-idle-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    return fail(ErrorKind::unavailable, fmt::format("{}: {}", pattern, std::strerror(errno)));
  }
  server.folder_ = pattern;
  server.port_ = free_port();
  auto variables = environment({fmt::format("AUKLET_LISTEN=127.0.0.1:{}", server.port_),
                                fmt::format("AUKLET_DATA_DIR={}", (server.folder_ / "data").string())});
  std::vector<std::string> arguments{binary, "serve"};
  auto const log = (server.folder_ / "log").string();

  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
  server.begin_ = std::chrono::steady_clock::now();
  int const error = ::posix_spawn(&server.pid_, binary.c_str(), &files, nullptr, pointers(arguments).data(),
                                  pointers(variables).data());
  posix_spawn_file_actions_destroy(&files);
  if (error != 0) {
    server.pid_ = 0;
    return fail(ErrorKind::unavailable, fmt::format("{}: {}", binary, std::strerror(error)));
  }
  return server;
}

ServerProcess::ServerProcess(ServerProcess&& other) noexcept
    : folder_(std::exchange(other.folder_, {})),
      port_(other.port_),
      pid_(std::exchange(other.pid_, 0)),
      exit_status_(other.exit_status_),
      begin_(other.begin_) {}

ServerProcess::~ServerProcess() {
  if (pid_ != 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  if (!folder_.empty()) {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
}

bool ServerProcess::has_ended() {
  if (pid_ != 0 && ::waitpid(pid_, &exit_status_, WNOHANG) == pid_) {
    pid_ = 0;
  }
  return pid_ == 0;
}

std::string ServerProcess::log_tail() const {
  std::ifstream file(folder_ / "log", std::ios::binary);
  std::string const log(std::istreambuf_iterator<char>(file), {});
  return log.substr(log.size() - std::min(log.size(), log_bytes_shown));
}

Result<std::chrono::microseconds> ServerProcess::first_answer(std::chrono::seconds timeout) {
  while (!answers(port_)) {
    if (has_ended()) {
      return fail(ErrorKind::unavailable,
                  fmt::format("the server ended before it answered:\n{}", log_tail()));
    }
    if (std::chrono::steady_clock::now() - begin_ > timeout) {
      return fail(ErrorKind::timeout, fmt::format("no answer in {} s:\n{}", timeout.count(), log_tail()));
    }
    std::this_thread::sleep_for(look_interval);
  }
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin_);
}

Result<std::size_t> ServerProcess::resident_bytes() const {
  std::ifstream status(fmt::format("/proc/{}/status", pid_));
  std::string name;
  while (status >> name) {
    if (name == "VmRSS:") {
      std::size_t kibibytes = 0;
      status >> kibibytes;
      return kibibytes * 1024;
    }
    status.ignore(4096, '\n');
  }
  return fail(ErrorKind::unavailable, fmt::format("/proc/{}/status does not tell VmRSS", pid_));
}

Result<> ServerProcess::stop(std::chrono::seconds timeout) {
  auto const deadline = std::chrono::steady_clock::now() + timeout;
  if (pid_ != 0) {
    ::kill(pid_, SIGTERM);
  }
  while (!has_ended()) {
    if (std::chrono::steady_clock::now() > deadline) {
      return fail(ErrorKind::timeout,
                  fmt::format("the server did not stop in {} s after SIGTERM", timeout.count()));
    }
    std::this_thread::sleep_for(look_interval);
  }
  if (!WIFEXITED(exit_status_) || WEXITSTATUS(exit_status_) != 0) {
    return fail(ErrorKind::internal,
                fmt::format("the server ended with status {:#x}:\n{}", exit_status_, log_tail()));
  }
  return {};
}

}  // namespace auklet::bench
