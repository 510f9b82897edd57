// SPDX-License-Identifier: Apache-2.0
//
// Bytes of a connection → requests → parameter trees. However the bytes are cut into pieces (the first byte
// says how), the requests are the same: a difference would be a way to smuggle one request inside another.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "net/request_parser.h"
#include "read_params.h"

namespace {

using auklet::net::Request;
using auklet::net::RequestParser;

struct Outcome {
  std::vector<Request> requests;
  unsigned refused = 0;
};

Outcome parse(std::string_view bytes, std::size_t step) {
  static auklet::net::ServerLimits const limits{.header_bytes_max = 2048, .body_bytes_max = 4096};
  Outcome outcome;
  RequestParser parser(limits);
  std::string pending;
  while (!bytes.empty()) {
    pending += bytes.substr(0, step);
    bytes.remove_prefix(std::min(step, bytes.size()));
    while (!pending.empty()) {
      auto const used = parser.feed(pending);
      CHECK(used <= pending.size());
      pending.erase(0, used);
      if (parser.refusal()) {
        outcome.refused = parser.refusal()->status;
        return outcome;
      }
      if (!parser.complete()) {
        break;
      }
      outcome.requests.push_back(parser.take());
      parser.reset();
    }
  }
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  std::string_view const bytes(reinterpret_cast<char const*>(data) + 1, size - 1);
  auto const whole = parse(bytes, size);
  auto const cut = parse(bytes, std::size_t{1} + data[0] % 32);
  CHECK(whole.requests.size() == cut.requests.size());
  for (std::size_t i = 0; i < whole.requests.size(); ++i) {
    auto const& request = whole.requests[i];
    CHECK(request.path == cut.requests[i].path && request.query == cut.requests[i].query);
    CHECK(request.body == cut.requests[i].body && request.headers.size() == cut.requests[i].headers.size());
    CHECK(!request.path.empty() && request.body.size() <= 4096);
    auklet::fuzz::parse_and_read(request);
  }
  return 0;
}
