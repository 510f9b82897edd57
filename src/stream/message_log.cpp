// SPDX-License-Identifier: Apache-2.0
#include "stream/message_log.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>
#include <utility>

#include "base/encoding.h"

namespace auklet::stream {

namespace {

std::string random_name(base::Random& random) {
  std::array<std::uint8_t, 8> bytes{};
  random.fill(bytes);
  return base::hex(bytes);
}

}  // namespace

MessageLog::MessageLog(std::size_t bytes_max, base::Random& random)
    : bytes_max_(bytes_max), name_(random_name(random)) {}

void MessageLog::append(MessagePointer message) {
  std::lock_guard const lock(mutex_);
  last_ = std::max(last_, message->sequence);
  if (message->sequence <= lost_) {
    return;
  }
  bytes_ += message->bytes();
  messages_.push_back(std::move(message));
  while (bytes_ > bytes_max_) {
    lost_ = std::max(lost_, messages_.front()->sequence);
    bytes_ -= messages_.front()->bytes();
    messages_.pop_front();
  }
}

void MessageLog::lose(std::uint64_t sequence) {
  std::lock_guard const lock(mutex_);
  lost_ = std::max(lost_, sequence);
  last_ = std::max(last_, sequence);
  while (!messages_.empty() && messages_.front()->sequence <= lost_) {
    bytes_ -= messages_.front()->bytes();
    messages_.pop_front();
  }
}

void MessageLog::forget(PostId post) {
  std::lock_guard const lock(mutex_);
  std::erase_if(messages_, [&](MessagePointer const& message) {
    auto const gone = message->shows(post);
    bytes_ -= gone ? message->bytes() : 0;
    return gone;
  });
}

MessageLog::Read MessageLog::read(std::uint64_t after, std::size_t count_max) const {
  std::lock_guard const lock(mutex_);
  auto first =
      std::ranges::upper_bound(messages_, after, {}, [](auto const& message) { return message->sequence; });
  auto const count = std::min<std::size_t>(count_max, static_cast<std::size_t>(messages_.end() - first));
  return {
      .messages = {first, first + static_cast<std::ptrdiff_t>(count)}, .gap = after < lost_, .last = last_};
}

std::uint64_t MessageLog::last() const {
  std::lock_guard const lock(mutex_);
  return last_;
}

std::string MessageLog::cursor(std::uint64_t sequence) const {
  return name_ + "-" + std::to_string(sequence);
}

std::optional<std::uint64_t> MessageLog::place(std::string_view cursor) const {
  std::uint64_t sequence = 0;
  if (cursor.size() <= name_.size() + 1 || !cursor.starts_with(name_) || cursor[name_.size()] != '-') {
    return std::nullopt;
  }
  auto const digits = cursor.substr(name_.size() + 1);
  auto const [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), sequence);
  if (failed != std::errc{} || end != digits.data() + digits.size() || sequence > last()) {
    return std::nullopt;
  }
  return sequence;
}

}  // namespace auklet::stream
