// SPDX-License-Identifier: Apache-2.0
//
// Query and body of a request → parameter tree → typed values. The first byte chooses the content type, the
// first line behind it is the query, the rest the body.
#include <array>
#include <cstdint>
#include <string_view>

#include "read_params.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  static constexpr std::array content_types{
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=X",
      "multipart/form-data; boundary=\"a 'long' one\"",
      "application/json",
      "text/plain",
  };
  if (size == 0) {
    return 0;
  }
  std::string_view const input(reinterpret_cast<char const*>(data) + 1, size - 1);
  auto const line_end = input.find('\n');
  auklet::net::Request request;
  request.method = auklet::net::Method::post;
  request.path = "/";
  request.query = input.substr(0, line_end);
  request.body = line_end == std::string_view::npos ? std::string_view{} : input.substr(line_end + 1);
  request.headers.add("Content-Type", content_types[data[0] % content_types.size()]);
  auklet::fuzz::parse_and_read(request);
  return 0;
}
