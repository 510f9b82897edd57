// SPDX-License-Identifier: Apache-2.0
#include "net/response_head.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cstdint>

#include "base/log.h"

namespace auklet::net {

namespace {

// RFC 9110, 15. A status without a name here goes out with an empty phrase, which clients ignore anyway.
std::string_view reason_phrase(unsigned status) {
  switch (status) {
    case 101:
      return "Switching Protocols";
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 426:
      return "Upgrade Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "";
  }
}

bool is_ours(std::string_view name) {
  static constexpr std::array<std::string_view, 4> names{"Content-Length", "Date", "Connection",
                                                         "Transfer-Encoding"};
  return std::ranges::any_of(names,
                             [name](std::string_view ours) { return equal_ignoring_case(name, ours); });
}

// A line break or NUL in a field would let its author write fields and bodies of their own.
bool breaks_framing(std::string_view text) {
  unsigned found = 0;
  for (char const c : text) {  // to the end, so that it is done many bytes at a time
    found |= static_cast<unsigned>(c == '\r') | static_cast<unsigned>(c == '\n') |
             static_cast<unsigned>(c == '\0');
  }
  return found != 0;
}

void append_number(std::string& out, std::uint64_t number) {
  fmt::format_int const digits(number);
  out.append(digits.data(), digits.size());
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  out += value;
  out += "\r\n";
}

}  // namespace

bool is_bodiless(unsigned status) {
  return status < 200 || status == 204 || status == 304;
}

void append_head(std::string& out, Response const& response, Framing const& framing) {
  out += "HTTP/1.1 ";
  append_number(out, response.status);
  out += ' ';
  out += reason_phrase(response.status);
  out += "\r\n";
  out += response.common_fields;
  auto has_id = false;
  for (auto const& [name, value] : response.headers) {
    if (is_ours(name)) {
      continue;
    }
    if (breaks_framing(name) || breaks_framing(value)) {
      log::error("request {}: response field left out: line break in name or value", framing.request_id);
      continue;
    }
    has_id = has_id || equal_ignoring_case(name, "X-Request-Id");
    append_field(out, name, value);
  }
  if (!has_id) {
    append_field(out, "X-Request-Id", framing.request_id);
  }
  append_field(out, "Date", framing.date);
  if (response.status == 101) {
    append_field(out, "Connection", "Upgrade");
  } else if (!framing.keep_alive) {
    append_field(out, "Connection", "close");
  }
  if (!is_bodiless(response.status) && !framing.endless) {
    out += "Content-Length: ";
    append_number(out, response.file ? response.file->length : response.body.size());
    out += "\r\n";
  }
  out += "\r\n";
}

Response error_response(unsigned status, std::string_view message) {
  Response response{status, {}, {}};
  response.headers.add("Content-Type", "application/json; charset=utf-8");
  response.body = boost::json::serialize(boost::json::object{{"error", message}});
  return response;
}

}  // namespace auklet::net
