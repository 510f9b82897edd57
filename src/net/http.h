// SPDX-License-Identifier: Apache-2.0
//
// A request and a response as the rest of the house sees them: plain values, no trace of the HTTP library.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file.h"

namespace auklet::net {

class ChannelUser;
class SpooledForm;

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options, other };

std::string_view to_string(Method method);

// Compares as HTTP compares field names, tokens and media types: ASCII letters without case.
bool equal_ignoring_case(std::string_view a, std::string_view b);

// Header fields in order. Names compare without case (RFC 9110, 5.1).
class Headers {
 public:
  void add(std::string name, std::string value) {
    if (fields_.capacity() == 0) {
      fields_.reserve(usual_count);
    }
    fields_.emplace_back(std::move(name), std::move(value));
  }
  // Replaces all fields of that name by one.
  void set(std::string_view name, std::string value);
  // The first field of that name, or nothing.
  std::optional<std::string_view> find(std::string_view name) const;
  bool contains(std::string_view name) const { return find(name).has_value(); }

  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }
  std::size_t size() const { return fields_.size(); }

 private:
  static constexpr std::size_t usual_count = 8;

  std::vector<std::pair<std::string, std::string>> fields_;
};

struct Request {
  Method method = Method::get;
  std::string path;   // percent-encoded as received, without the query, never empty
  std::string query;  // as received, without '?'
  Headers headers;
  std::string body;
  std::shared_ptr<SpooledForm> form =
      {};            // in place of the body: a form that was written to disk (LargeBodies)
  std::string peer;  // address of the client; the proxy's word is taken only from configured proxies
  std::string id;    // unique; echoed as X-Request-Id
};

// A part of a file.
struct FileSlice {
  std::shared_ptr<base::File const> file;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

struct Response {
  unsigned status = 200;
  Headers headers;
  std::string body;
  // Fields that many responses have in common, as they are sent: whole lines with their ends. Static text; none of it may
  // be among `headers`.
  std::string_view common_fields = {};
  // Set: sent in place of the body.
  std::optional<FileSlice> file = {};
  // Set: the connection asks for nothing more after this answer and becomes a channel (net/channel.h) of this user: a
  // WebSocket after 101, an event stream after 200, whose first bytes are the body.
  std::shared_ptr<ChannelUser> channel = {};
};

}  // namespace auklet::net
