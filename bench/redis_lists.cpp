// SPDX-License-Identifier: Apache-2.0
#include "bench/redis_lists.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <iterator>
#include <utility>

namespace auklet::bench {

namespace {

// So many deliveries go out before their answers are read: what is on the way fits into the sockets' buffers, so
// neither side can wait for the other for ever.
constexpr std::size_t pipeline_deliveries = 512;
constexpr std::size_t read_bytes = 64U << 10U;

std::unexpected<Error> lost(std::string what) {
  return fail(ErrorKind::unavailable, "Redis: " + std::move(what));
}

void add_word(std::string& out, std::string_view word) {
  fmt::format_to(std::back_inserter(out), "${}\r\n{}\r\n", word.size(), word);
}

std::string key_of(std::uint32_t user) {
  return fmt::format("home:{}", user);
}

}  // namespace

std::string delivery_commands(std::span<std::uint32_t const> users, std::uint64_t id,
                              std::size_t entries_max) {
  auto const word = std::to_string(id);
  auto const last = std::to_string(entries_max - 1);
  std::string out;
  for (auto const user : users) {
    auto const key = key_of(user);
    out += "*3\r\n$6\r\nLPUSHX\r\n";
    add_word(out, key);
    add_word(out, word);
    out += "*4\r\n$5\r\nLTRIM\r\n";
    add_word(out, key);
    out += "$1\r\n0\r\n";
    add_word(out, last);
  }
  return out;
}

Result<RedisLists> RedisLists::connect(std::string const& socket_path, std::size_t entries_max) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (socket_path.size() >= sizeof(address.sun_path)) {
    return lost("the path of the socket is too long");
  }
  std::ranges::copy(socket_path, address.sun_path);
  RedisLists lists(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), entries_max);
  if (lists.socket_ < 0 ||
      ::connect(lists.socket_, reinterpret_cast<sockaddr const*>(&address), sizeof(address)) != 0) {
    return lost(fmt::format("{}: {}", socket_path, std::strerror(errno)));
  }
  return lists;
}

RedisLists::~RedisLists() {
  if (socket_ >= 0) {
    ::close(socket_);
  }
}

RedisLists::RedisLists(RedisLists&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      entries_max_(other.entries_max_),
      buffer_(std::move(other.buffer_)),
      read_(other.read_) {}

Result<> RedisLists::send(std::string_view commands) const {
  while (!commands.empty()) {
    auto const sent = ::send(socket_, commands.data(), commands.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return lost("the connection is lost");
    }
    commands.remove_prefix(static_cast<std::size_t>(sent));
  }
  return {};
}

Result<std::string> RedisLists::read_line() {
  for (;;) {
    if (auto const end = buffer_.find("\r\n", read_); end != std::string::npos) {
      auto line = buffer_.substr(read_, end - read_);
      read_ = end + 2;
      return line;
    }
    buffer_.erase(0, std::exchange(read_, 0));
    auto const size = buffer_.size();
    buffer_.resize(size + read_bytes);
    auto const received = ::recv(socket_, buffer_.data() + size, read_bytes, 0);
    buffer_.resize(size + static_cast<std::size_t>(std::max<ssize_t>(received, 0)));
    if (received <= 0) {
      return lost("the connection is lost");
    }
  }
}

Result<> RedisLists::skip_lines(std::size_t count) {
  for (; count > 0; --count) {
    auto const line = read_line();
    if (!line) {
      return std::unexpected(line.error());
    }
    if (line->starts_with('-')) {
      return lost(*line);
    }
  }
  return {};
}

Result<> RedisLists::fill(std::uint32_t users) {
  for (std::uint32_t user = 0; user < users; ++user) {
    std::string command = fmt::format("*{}\r\n$5\r\nRPUSH\r\n", entries_max_ + 2);
    add_word(command, key_of(user));
    for (std::size_t entry = 0; entry < entries_max_; ++entry) {
      // Ids as long as real ones, newest first.
      add_word(command, std::to_string((std::uint64_t{1} << 56U) - entry));
    }
    if (auto const sent = send(command); !sent) {
      return sent;
    }
    if (auto const answered = skip_lines(1); !answered) {
      return answered;
    }
  }
  return {};
}

Result<> RedisLists::deliver(std::span<std::uint32_t const> users, std::uint64_t id) {
  while (!users.empty()) {
    auto const part = users.first(std::min(users.size(), pipeline_deliveries));
    if (auto const sent = send(delivery_commands(part, id, entries_max_)); !sent) {
      return sent;
    }
    if (auto const answered = skip_lines(2 * part.size()); !answered) {
      return answered;
    }
    users = users.subspan(part.size());
  }
  return {};
}

Result<std::size_t> RedisLists::used_bytes() {
  if (auto const sent = send("*2\r\n$4\r\nINFO\r\n$6\r\nmemory\r\n"); !sent) {
    return std::unexpected(sent.error());
  }
  constexpr std::string_view name = "used_memory:";
  std::size_t bytes = 0;
  // The answer is a bulk string: its size, its lines, and an empty line at its end.
  for (;;) {
    auto const line = read_line();
    if (!line) {
      return std::unexpected(line.error());
    }
    if (line->starts_with(name)) {
      std::from_chars(line->data() + name.size(), line->data() + line->size(), bytes);
    }
    if (line->empty()) {
      return bytes;
    }
  }
}

Result<std::int64_t> RedisLists::length(std::uint32_t user) {
  std::string command = "*2\r\n$4\r\nLLEN\r\n";
  add_word(command, key_of(user));
  if (auto const sent = send(command); !sent) {
    return std::unexpected(sent.error());
  }
  auto const line = read_line();
  if (!line) {
    return std::unexpected(line.error());
  }
  std::int64_t length = 0;
  std::from_chars(line->data() + 1, line->data() + line->size(), length);
  return length;
}

}  // namespace auklet::bench
