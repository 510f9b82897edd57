// SPDX-License-Identifier: Apache-2.0
#include "bench/requests.h"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <charconv>
#include <iterator>

namespace auklet::bench {

Requests::Requests(Population const& people, Endpoint const& endpoint) {
  heads_.reserve(people.users());
  for (std::uint32_t user = 0; user < people.users(); ++user) {
    heads_.push_back(
        fmt::format(" HTTP/1.1\r\nHost: {}:{}\r\nAuthorization: Bearer {}\r\n",
                    endpoint.address.contains(':') ? "[" + endpoint.address + "]" : endpoint.address,
                    endpoint.port, people.token(user)));
  }
}

void Requests::get(std::string& out, std::uint32_t reader, std::string_view target) const {
  out.assign("GET ").append(target).append(heads_[reader]).append("\r\n");
}

void Requests::post(std::string& out, std::uint32_t author, std::string_view target,
                    std::string_view json) const {
  out.assign("POST ").append(target).append(heads_[author]);
  fmt::format_to(std::back_inserter(out), "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
                 json.size(), json);
}

void Requests::home(std::string& out, std::uint32_t reader) const {
  get(out, reader, "/api/v1/timelines/home");
}

void Requests::home_above(std::string& out, std::uint32_t reader, std::int64_t id) const {
  get(out, reader, fmt::format("/api/v1/timelines/home?limit=1&min_id={}", id));
}

void Requests::account_posts(std::string& out, std::uint32_t reader, std::uint32_t author) const {
  get(out, reader, fmt::format("/api/v1/accounts/{}/statuses", Population::account_id(author)));
}

void Requests::search(std::string& out, std::uint32_t reader, std::string_view words) const {
  get(out, reader, fmt::format("/api/v2/search?type=statuses&q={}", words));
}

void Requests::compose(std::string& out, std::uint32_t author, std::uint64_t text_number) const {
  post(out, author, "/api/v1/statuses", fmt::format(R"({{"status":"{}"}})", made_up_text(text_number)));
}

void Requests::follow(std::string& out, std::uint32_t follower, std::uint32_t followee) const {
  post(out, follower, fmt::format("/api/v1/accounts/{}/follow", Population::account_id(followee)), "{}");
}

std::int64_t leading_id(std::string_view body) {
  boost::system::error_code failed;
  auto const document = boost::json::parse(body, failed);
  if (failed) {
    return 0;
  }
  auto const* const list = document.if_array();
  auto const* const leading = list == nullptr ? &document : list->if_contains(0);
  auto const* const object = leading == nullptr ? nullptr : leading->if_object();
  auto const* const id = object == nullptr ? nullptr : object->if_contains("id");
  auto const* const text = id == nullptr ? nullptr : id->if_string();
  std::int64_t number = 0;
  if (text != nullptr) {
    std::from_chars(text->data(), text->data() + text->size(), number);
  }
  return number;
}

}  // namespace auklet::bench
