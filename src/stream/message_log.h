// SPDX-License-Identifier: Apache-2.0
//
// The messages of the last while, in order. Everyone who sends them on keeps a place in here instead of a queue: so what
// waits is stored once and is bounded, whoever is slow, and who comes back can go on where they were. A projection in
// memory; may be used from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "stream/message.h"

namespace auklet::stream {

class MessageLog {
 public:
  // `random` names this log, so that nobody takes a place in another one for a place in this.
  MessageLog(std::size_t bytes_max, base::Random& random);

  // Its sequence is greater than all before.
  void append(MessagePointer message);
  // The post is gone, and with it what shows it.
  void forget(PostId post);
  // Up to this sequence something is missing, so nothing up to there is kept.
  void lose(std::uint64_t sequence);

  struct Read {
    std::vector<MessagePointer> messages;
    bool gap = false;        // between the place and these, some are missing
    std::uint64_t last = 0;  // of the whole log
  };
  // What comes after the place, at most `count_max`.
  Read read(std::uint64_t after, std::size_t count_max) const;
  // The greatest sequence that was appended or lost.
  std::uint64_t last() const;

  // A place as clients know it.
  std::string cursor(std::uint64_t sequence) const;
  // The place, if it is one in this log. Nothing is missing behind it unless read() says so.
  std::optional<std::uint64_t> place(std::string_view cursor) const;

 private:
  std::size_t const bytes_max_;
  std::string const name_;

  mutable std::mutex mutex_;  // guards all below
  std::deque<MessagePointer> messages_;
  std::size_t bytes_ = 0;
  std::uint64_t lost_ = 0;  // nothing up to here is in the log
  std::uint64_t last_ = 0;
};

}  // namespace auklet::stream
