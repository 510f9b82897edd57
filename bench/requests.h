// SPDX-License-Identifier: Apache-2.0
//
// The bytes of the requests that the workloads send, each written over a buffer that is used again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bench/http_client.h"
#include "bench/population.h"

namespace auklet::bench {

class Requests {
 public:
  Requests(Population const& people, Endpoint const& endpoint);

  // The newest page of a person's home, 20 posts.
  void home(std::string& out, std::uint32_t reader) const;
  // The one entry of a home that comes next above `id`.
  void home_above(std::string& out, std::uint32_t reader, std::int64_t id) const;
  // The newest page of an author's posts.
  void account_posts(std::string& out, std::uint32_t reader, std::uint32_t author) const;
  // The best hits for words parted by '+', 20 posts.
  void search(std::string& out, std::uint32_t reader, std::string_view words) const;
  // A public post with a made-up text.
  void compose(std::string& out, std::uint32_t author, std::uint64_t text_number) const;
  void follow(std::string& out, std::uint32_t follower, std::uint32_t followee) const;

 private:
  void get(std::string& out, std::uint32_t reader, std::string_view target) const;
  void post(std::string& out, std::uint32_t author, std::string_view target, std::string_view json) const;

  std::vector<std::string> heads_;  // of each person: host and token
};

// The id of the object that the JSON of an answer is, or of the first in its list; 0 when there is none.
std::int64_t leading_id(std::string_view body);

}  // namespace auklet::bench
