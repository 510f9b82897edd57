// SPDX-License-Identifier: Apache-2.0
//
// Home timelines as lists in a Redis server of our own, the way they are commonly kept: one list a user, a post is
// LPUSHX and LTRIM for every follower, pipelined. The yardstick of the fan-out stage.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace auklet::bench {

// The commands that deliver `id` to these users, trimmed to `entries_max`.
std::string delivery_commands(std::span<std::uint32_t const> users, std::uint64_t id,
                              std::size_t entries_max);

class RedisLists {
 public:
  // Over the server's Unix socket. ErrorKind::unavailable.
  static Result<RedisLists> connect(std::string const& socket_path, std::size_t entries_max);
  ~RedisLists();
  RedisLists(RedisLists&& other) noexcept;
  RedisLists& operator=(RedisLists&&) = delete;

  // Gives each of the users 0 to users - 1 a full list.
  Result<> fill(std::uint32_t users);
  // When it returns, the lists of all these users show the post.
  Result<> deliver(std::span<std::uint32_t const> users, std::uint64_t id);
  // The memory that the server says it uses.
  Result<std::size_t> used_bytes();
  // LLEN of a user's list.
  Result<std::int64_t> length(std::uint32_t user);

 private:
  RedisLists(int socket, std::size_t entries_max) : socket_(socket), entries_max_(entries_max) {}
  Result<> send(std::string_view commands) const;
  // Reads the answers to so many commands, all of them answered with one line; an error answer is an error.
  Result<> skip_lines(std::size_t count);
  Result<std::string> read_line();

  int socket_;
  std::size_t entries_max_;
  std::string buffer_;
  std::size_t read_ = 0;  // of buffer_
};

}  // namespace auklet::bench
