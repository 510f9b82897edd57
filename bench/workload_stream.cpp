// SPDX-License-Identifier: Apache-2.0
#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "bench/median.h"
#include "bench/workloads.h"

namespace auklet::bench {

namespace {

constexpr std::uint32_t asleep_part = 100;  // one in so many subscribers never reads
constexpr std::chrono::seconds settle_time{2};
constexpr std::chrono::seconds patience{120};  // a machine may be slow, but not lose a post
constexpr rlim_t descriptors_spare = 200;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  int number() const { return number_; }

 private:
  int number_;
};

// Counts whole frames in bytes of a server that come cut anyhow.
class FrameCounter {
 public:
  // How many frames of text ended in these bytes.
  std::uint32_t take(std::string_view bytes) {
    std::uint32_t ended = 0;
    for (std::size_t i = 0; i < bytes.size();) {
      if (left_ > 0) {
        auto const skipped = std::min<std::uint64_t>(left_, bytes.size() - i);
        left_ -= skipped;
        i += skipped;
        ended += static_cast<std::uint32_t>(left_ == 0 && is_text_);
        continue;
      }
      head_[head_bytes_++] = static_cast<std::uint8_t>(bytes[i++]);
      ended += static_cast<std::uint32_t>(head_is_whole() && left_ == 0 && is_text_);
    }
    return ended;
  }

 private:
  bool head_is_whole() {
    if (head_bytes_ < 2) {
      return false;
    }
    std::size_t const more = head_[1] == 126 ? 2 : head_[1] == 127 ? 8 : 0;
    if (head_bytes_ < 2 + more) {
      return false;
    }
    left_ = more == 0 ? head_[1] : 0;
    for (std::size_t i = 2; i < 2 + more; ++i) {
      left_ = left_ << 8U | head_[i];
    }
    is_text_ = (head_[0] & 0x0FU) == 1;
    head_bytes_ = 0;
    return true;
  }

  std::array<std::uint8_t, 10> head_{};
  std::size_t head_bytes_ = 0;
  std::uint64_t left_ = 0;
  bool is_text_ = false;
};

Result<> allow_descriptors(rlim_t wanted) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = std::max(limit.rlim_cur, wanted);
  limit.rlim_max = std::max(limit.rlim_max, wanted);
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) {
    return fail(ErrorKind::unavailable,
                fmt::format("this process may not open {} files; raise `ulimit -Hn`", wanted));
  }
  return {};
}

// The process that listens on a port of this machine, by the socket that it holds.
Result<pid_t> process_on(std::uint16_t port) {
  std::string inode;
  for (auto const* table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
    std::ifstream lines(table);
    auto const wanted = fmt::format(":{:04X} ", port);
    for (std::string line; std::getline(lines, line);) {
      std::istringstream fields(line);
      std::vector<std::string> words{std::istream_iterator<std::string>(fields), {}};
      if (words.size() > 9 && (words[1] + " ").ends_with(wanted) && words[3] == "0A") {
        inode = fmt::format("socket:[{}]", words[9]);
      }
    }
  }
  std::error_code failed;
  for (auto const& process : std::filesystem::directory_iterator("/proc", failed)) {
    auto const pid = std::atoi(process.path().filename().c_str());
    if (pid == 0) {
      continue;
    }
    for (std::filesystem::directory_iterator file(process.path() / "fd", failed), end; !failed && file != end;
         file.increment(failed)) {
      std::error_code gone;
      if (std::filesystem::read_symlink(file->path(), gone) == inode) {
        return pid;
      }
    }
  }
  return fail(ErrorKind::unavailable, fmt::format("no process of this machine listens on port {}", port));
}

double resident_bytes(pid_t pid) {
  std::ifstream status(fmt::format("/proc/{}/status", pid));
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) {
      return std::stod(line.substr(6)) * 1024;
    }
  }
  return 0;
}

// Everybody on one stream.
class Crowd {
 public:
  explicit Crowd(LoadStage const& stage) : stage_(stage), epoll_(epoll_create1(0)) {}

  Result<> connect(std::string const& stream, std::uint32_t subscribers);
  // One post; the time until every subscriber who reads has it. ErrorKind::timeout.
  Result<std::chrono::nanoseconds> hear(RequestLoop& loop, std::uint32_t author, std::uint64_t number,
                                        std::uint64_t listeners);
  std::uint64_t readers() const { return readers_; }

 private:
  struct Subscriber {
    Descriptor socket;
    FrameCounter frames;
  };

  Result<Descriptor> open(std::string const& stream, std::uint32_t user) const;
  std::uint64_t read_ready();

  LoadStage const& stage_;
  Descriptor epoll_;
  std::vector<Subscriber> subscribers_;
  std::uint64_t readers_ = 0;
  std::vector<char> buffer_ = std::vector<char>(256 * 1024);
};

Result<Descriptor> Crowd::open(std::string const& stream, std::uint32_t user) const {
  Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(stage_.endpoint.port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket.number(), reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0) {
    return fail(ErrorKind::unavailable, fmt::format("subscriber {} cannot connect", user));
  }
  auto const request = fmt::format(
      "GET /api/v1/streaming?stream={} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: "
      "Upgrade\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer "
      "{}\r\n\r\n",
      stream, stage_.people.token(user));
  if (::send(socket.number(), request.data(), request.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(request.size())) {
    return fail(ErrorKind::unavailable, "the server does not take a handshake");
  }
  std::array<char, 2048> answer{};
  auto const count = ::recv(socket.number(), answer.data(), answer.size(), 0);
  if (count < 12 ||
      !std::string_view(answer.data(), static_cast<std::size_t>(count)).starts_with("HTTP/1.1 101")) {
    return fail(
        ErrorKind::unavailable,
        fmt::format("subscriber {} is not let in: {}", user,
                    std::string_view(answer.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0)))));
  }
  return socket;
}

Result<> Crowd::connect(std::string const& stream, std::uint32_t subscribers) {
  for (std::uint32_t i = 0; i < subscribers; ++i) {
    TRY(auto socket, open(stream, i % stage_.people.users()));
    fcntl(socket.number(), F_SETFL, O_NONBLOCK);
    subscribers_.push_back({std::move(socket), {}});
    if (i % asleep_part == asleep_part - 1) {
      continue;
    }
    ++readers_;
    epoll_event event{.events = EPOLLIN, .data = {.u32 = i}};
    epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, subscribers_.back().socket.number(), &event);
  }
  return {};
}

// How many frames of text came.
std::uint64_t Crowd::read_ready() {
  std::array<epoll_event, 1024> ready{};
  auto const count = epoll_wait(epoll_.number(), ready.data(), static_cast<int>(ready.size()), 100);
  std::uint64_t frames = 0;
  for (int i = 0; i < count; ++i) {
    auto& subscriber = subscribers_[ready[static_cast<std::size_t>(i)].data.u32];
    auto const bytes = ::recv(subscriber.socket.number(), buffer_.data(), buffer_.size(), 0);
    if (bytes > 0) {
      frames += subscriber.frames.take({buffer_.data(), static_cast<std::size_t>(bytes)});
    }
  }
  return frames;
}

Result<std::chrono::nanoseconds> Crowd::hear(RequestLoop& loop, std::uint32_t author, std::uint64_t number,
                                             std::uint64_t listeners) {
  TalliedWorkload one([&](std::string& out) {
    stage_.requests.compose(out, author, number);
    return Errand{};
  });
  auto const begin = LoopClock::now();
  std::jthread poster([&] { loop.run(one, {.count = 1}); });
  std::uint64_t heard = 0;
  while (heard < listeners) {
    if (LoopClock::now() - begin > patience) {
      return fail(ErrorKind::timeout,
                  fmt::format("a post has reached {} of {} subscribers", heard, listeners));
    }
    heard += read_ready();
  }
  auto const taken = LoopClock::now() - begin;
  poster.join();
  if (one.tally.errors() > 0) {
    return fail(ErrorKind::unavailable, "a post was refused");
  }
  return taken;
}

}  // namespace

Result<WorkloadResult> run_stream(LoadStage const& stage) {
  Measurement run(stage, "stream");
  auto const subscribers = stage.residents;
  TRY_OK(allow_descriptors(subscribers + descriptors_spare));
  TRY(auto const server, process_on(stage.endpoint.port));
  TRY(auto loop, RequestLoop::open(stage.endpoint, 1));
  run.result.setting("subscribers", subscribers);

  auto const before = resident_bytes(server);
  auto const begin = LoopClock::now();
  Crowd crowd(stage);
  TRY_OK(crowd.connect("public", subscribers));
  run.result.figure("connect_per_s",
                    subscribers / std::chrono::duration<double>(LoopClock::now() - begin).count());
  std::this_thread::sleep_for(settle_time);
  auto const connected = resident_bytes(server);
  run.result.figure("memory_bytes_per_subscriber", (connected - before) / subscribers);

  std::vector<double> times;
  auto const end = LoopClock::now() + to_duration(stage.seconds);
  for (std::uint64_t number = 1; LoopClock::now() < end || times.empty(); ++number) {
    auto const author = static_cast<std::uint32_t>(number % stage.people.users());
    TRY(auto const taken, crowd.hear(loop, author, number, crowd.readers()));
    times.push_back(std::chrono::duration<double, std::milli>(taken).count());
  }
  run.result.figure("posts", static_cast<double>(times.size()));
  run.result.figure("reach_all_median_ms", median_of(times));
  run.result.figure("reach_all_max_ms", std::ranges::max(times));
  run.result.figure("deliveries_per_s", static_cast<double>(crowd.readers()) / median_of(times) * 1000);
  run.result.figure("memory_bytes_per_subscriber_after", (resident_bytes(server) - before) / subscribers);
  run.count_errors({});
  return run.result;
}

}  // namespace auklet::bench
