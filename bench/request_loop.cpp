// SPDX-License-Identifier: Apache-2.0
#include "bench/request_loop.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <strings.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <deque>
#include <utility>
#include <vector>

namespace auklet::bench {

namespace {

constexpr std::size_t scratch_bytes = 256 << 10;
constexpr std::size_t head_bytes_max = 64 << 10;
constexpr int events_max = 256;
constexpr std::chrono::milliseconds wait_max{100};  // between two looks at the clock

struct Head {
  std::size_t size = 0;  // with the empty line
  unsigned status = 0;
  std::size_t body_bytes = 0;
};

// Reads a head that is there whole; status 0 when it is not one, or does not say how long its body is.
Head read_head(std::string_view text, std::size_t size) {
  constexpr std::string_view length_name = "\r\ncontent-length:";
  Head head{.size = size};
  text = text.substr(0, size);
  if (!text.starts_with("HTTP/1.1 ") || text.size() < 12) {
    return head;
  }
  unsigned status = 0;
  std::from_chars(text.data() + 9, text.data() + 12, status);
  bool known = status == 204 || status == 304;
  for (auto at = text.find("\r\n"); at != std::string_view::npos; at = text.find("\r\n", at + 2)) {
    if (text.size() - at > length_name.size() &&
        strncasecmp(text.data() + at, length_name.data(), length_name.size()) == 0) {
      auto from = at + length_name.size();
      while (from < text.size() && text[from] == ' ') {
        ++from;
      }
      known =
          std::from_chars(text.data() + from, text.data() + text.size(), head.body_bytes).ec == std::errc{};
      break;
    }
  }
  head.status = known ? status : 0;
  return head;
}

}  // namespace

class RequestLoop::Impl {
 public:
  explicit Impl(Endpoint endpoint) : endpoint_(std::move(endpoint)), scratch_(scratch_bytes) {
    // Else the kernel may wake this thread 50 microseconds late.
    prctl(PR_SET_TIMERSLACK, 1);
  }
  ~Impl() {
    for (auto const& connection : connections_) {
      close(connection.socket);
    }
    close(poll_);
  }
  Impl(Impl const&) = delete;
  Impl& operator=(Impl const&) = delete;

  Result<> connect(std::size_t count) {
    connections_.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      if (!connect_one(i)) {
        return fail(ErrorKind::unavailable, fmt::format("cannot connect to {}:{}: {}", endpoint_.address,
                                                        endpoint_.port, std::strerror(errno)));
      }
    }
    return {};
  }

  void run(Workload& workload, Pace const& pace) {
    workload_ = &workload;
    pace_ = pace;
    sent_ = through_ = 0;
    waiting_.clear();
    next_due_ = pace_.arrivals != nullptr ? pace_.arrivals->next() : LoopClock::time_point::max();
    auto last_due = LoopClock::now();
    std::array<epoll_event, events_max> events;
    while (true) {
      auto const now = LoopClock::now();
      for (; next_due_ <= now; next_due_ = pace_.arrivals->next()) {
        waiting_.push_back(next_due_);
      }
      feed(now);
      if (may_send(now)) {
        last_due = now;
      } else if (busy_ == 0 || now - last_due > pace_.patience) {
        break;
      }
      if (pace_.shown) {
        pace_.shown(through_);
      }
      auto const wait = pace_.polls ? LoopClock::duration::zero()
                                    : std::clamp<LoopClock::duration>(next_due_ - now,
                                                                      LoopClock::duration::zero(), wait_max);
      timespec const timeout{.tv_sec = 0, .tv_nsec = std::chrono::nanoseconds(wait).count()};
      auto const ready = epoll_pwait2(poll_, events.data(), events_max, &timeout, nullptr);
      for (int i = 0; i < ready; ++i) {
        handle(events[static_cast<std::size_t>(i)]);
      }
    }
    give_up();
  }

 private:
  struct Connection {
    int socket = -1;
    bool busy = false;
    bool broken = false;  // to be opened again before its next use
    Errand errand;
    LoopClock::time_point intended;
    std::string out;
    std::size_t sent = 0;
    std::string head;  // what has come of it, when it came in parts
    unsigned status = 0;
    std::size_t body_bytes = 0;
    std::size_t body_left = 0;
    std::string body;
  };

  bool connect_one(std::size_t index) {
    auto& connection = connections_[index];
    if (connection.socket >= 0) {
      close(connection.socket);
    }
    connection = Connection{};
    sockaddr_storage address{};
    socklen_t size = 0;
    if (endpoint_.address.contains(':')) {
      auto& v6 = reinterpret_cast<sockaddr_in6&>(address);
      v6.sin6_family = AF_INET6;
      v6.sin6_port = htons(endpoint_.port);
      inet_pton(AF_INET6, endpoint_.address.c_str(), &v6.sin6_addr);
      size = sizeof(v6);
    } else {
      auto& v4 = reinterpret_cast<sockaddr_in&>(address);
      v4.sin_family = AF_INET;
      v4.sin_port = htons(endpoint_.port);
      inet_pton(AF_INET, endpoint_.address.c_str(), &v4.sin_addr);
      size = sizeof(v4);
    }
    connection.socket = socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection.socket < 0 ||
        ::connect(connection.socket, reinterpret_cast<sockaddr*>(&address), size) != 0) {
      return false;
    }
    int const on = 1;
    setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    epoll_event event{.events = EPOLLIN, .data = {.u64 = index}};
    if (epoll_ctl(poll_, EPOLL_CTL_ADD, connection.socket, &event) != 0) {
      return false;
    }
    idle_.push_back(index);
    return true;
  }

  bool may_send(LoopClock::time_point now) const {
    if (pace_.arrivals != nullptr) {
      return !waiting_.empty() || next_due_ != LoopClock::time_point::max();
    }
    return now < pace_.end && sent_ < pace_.count;
  }

  // Gives the free connections something to do.
  void feed(LoopClock::time_point now) {
    while (!idle_.empty()) {
      auto& connection = connections_[idle_.back()];
      if (connection.broken) {
        auto const index = idle_.back();
        idle_.pop_back();
        if (!connect_one(index)) {
          connection.broken = true;
          idle_.insert(idle_.begin(), index);
          return;  // the server is away: the next round tries again
        }
        continue;
      }
      if (auto const errand = workload_->follow_up(connection.out)) {
        connection.errand = *errand;
        connection.intended = now;
      } else if (pace_.arrivals != nullptr && !waiting_.empty()) {
        connection.intended = waiting_.front();
        waiting_.pop_front();
        connection.errand = workload_->next(connection.out);
      } else if (pace_.arrivals == nullptr && now < pace_.end && sent_ < pace_.count) {
        connection.intended = now;
        connection.errand = workload_->next(connection.out);
        ++sent_;
      } else {
        return;
      }
      connection.busy = true;
      connection.sent = 0;
      ++busy_;
      idle_.pop_back();
      write_on(connection);
    }
  }

  void write_on(Connection& connection) {
    while (connection.sent < connection.out.size()) {
      auto const count = send(connection.socket, connection.out.data() + connection.sent,
                              connection.out.size() - connection.sent, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (count < 0 && errno == EAGAIN) {
        watch(connection, EPOLLIN | EPOLLOUT);
        return;
      }
      if (count < 0) {
        break_off(connection);
        return;
      }
      connection.sent += static_cast<std::size_t>(count);
    }
  }

  void watch(Connection& connection, std::uint32_t what) {
    epoll_event event{.events = what, .data = {.u64 = index_of(connection)}};
    epoll_ctl(poll_, EPOLL_CTL_MOD, connection.socket, &event);
  }

  void handle(epoll_event const& event) {
    auto& connection = connections_[event.data.u64];
    if (connection.broken) {
      return;
    }
    if ((event.events & EPOLLOUT) != 0) {
      watch(connection, EPOLLIN);
      write_on(connection);
    }
    if ((event.events & ~std::uint32_t{EPOLLOUT}) != 0) {
      read_on(connection);
    }
  }

  void read_on(Connection& connection) {
    if (connection.status == 0) {
      auto const count = recv(connection.socket, scratch_.data(), scratch_.size(), MSG_DONTWAIT);
      if (count < 0 && errno == EAGAIN) {
        return;
      }
      if (count <= 0 || !connection.busy ||
          !take_head(connection, {scratch_.data(), static_cast<std::size_t>(count)})) {
        break_off(connection);
        return;
      }
    }
    while (connection.status != 0 && connection.body_left > 0) {
      // Bytes that nobody wants are dropped in the kernel.
      auto const wanted = std::min(connection.body_left, scratch_.size());
      auto const flags = MSG_DONTWAIT | (connection.errand.wants_body ? 0 : MSG_TRUNC);
      auto const count = recv(connection.socket, scratch_.data(), wanted, flags);
      if (count < 0 && errno == EAGAIN) {
        return;
      }
      if (count <= 0) {
        break_off(connection);
        return;
      }
      connection.body_left -= static_cast<std::size_t>(count);
      if (connection.errand.wants_body) {
        connection.body.append(scratch_.data(), static_cast<std::size_t>(count));
      }
    }
    if (connection.status != 0) {
      finish(connection, connection.status);
    }
  }

  // False when this is no answer.
  bool take_head(Connection& connection, std::string_view bytes) {
    if (!connection.head.empty()) {
      connection.head.append(bytes);
      bytes = connection.head;
    }
    auto const end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos) {
      if (connection.head.empty()) {
        connection.head = bytes;
      }
      return bytes.size() < head_bytes_max;
    }
    auto const head = read_head(bytes, end + 4);
    auto const body = bytes.substr(head.size);
    if (head.status == 0 || body.size() > head.body_bytes) {
      return false;
    }
    connection.status = head.status;
    connection.body_bytes = head.body_bytes;
    connection.body_left = head.body_bytes - body.size();
    if (connection.errand.wants_body) {
      connection.body = body;
    }
    return true;
  }

  void finish(Connection& connection, unsigned status) {
    workload_->answered({.errand = connection.errand,
                         .status = status,
                         .body = connection.body,
                         .body_bytes = connection.body_bytes,
                         .intended = connection.intended,
                         .answered = LoopClock::now()});
    connection.busy = false;
    connection.status = 0;
    connection.head.clear();
    connection.body.clear();
    --busy_;
    ++through_;
    idle_.push_back(index_of(connection));
  }

  // The connection is of no more use; what it carried has failed.
  void break_off(Connection& connection) {
    if (!connection.broken) {
      epoll_ctl(poll_, EPOLL_CTL_DEL, connection.socket, nullptr);
    }
    connection.broken = true;
    if (connection.busy) {
      finish(connection, 0);
    }
  }

  void give_up() {
    for (auto& connection : connections_) {
      if (connection.busy) {
        break_off(connection);
      }
    }
    for (auto const intended : std::exchange(waiting_, {})) {
      workload_->answered({.intended = intended, .answered = LoopClock::now()});
    }
  }

  std::size_t index_of(Connection const& connection) const {
    return static_cast<std::size_t>(&connection - connections_.data());
  }

  Endpoint endpoint_;
  int poll_ = epoll_create1(EPOLL_CLOEXEC);
  std::vector<Connection> connections_;
  std::vector<std::size_t> idle_;
  std::vector<char> scratch_;

  Workload* workload_ = nullptr;
  Pace pace_;
  std::deque<LoopClock::time_point> waiting_;  // due and not yet sent
  LoopClock::time_point next_due_;
  std::uint64_t sent_ = 0;
  std::uint64_t through_ = 0;
  std::size_t busy_ = 0;
};

RequestLoop::RequestLoop(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RequestLoop::~RequestLoop() = default;
RequestLoop::RequestLoop(RequestLoop&&) noexcept = default;
RequestLoop& RequestLoop::operator=(RequestLoop&&) noexcept = default;

Result<RequestLoop> RequestLoop::open(Endpoint const& endpoint, std::size_t connections) {
  auto impl = std::make_unique<Impl>(endpoint);
  TRY_OK(impl->connect(connections));
  return RequestLoop(std::move(impl));
}

void RequestLoop::run(Workload& workload, Pace const& pace) {
  impl_->run(workload, pace);
}

}  // namespace auklet::bench
