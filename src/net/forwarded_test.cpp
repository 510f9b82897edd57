// SPDX-License-Identifier: Apache-2.0
#include "net/forwarded.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace auklet::net {
namespace {

using boost::asio::ip::make_address;

TEST(Forwarded, ReadsFromTheEndForAsLongAsItIsTrusted) {
  struct Case {
    std::string peer;
    std::vector<std::string> fields;
    std::string client;
  };
  std::vector const trusted{make_address("10.0.0.1"), make_address("10.0.0.2"), make_address("2001:db8::1")};
  for (auto const& [peer, fields, client] : std::vector<Case>{
           {"10.0.0.1", {"203.0.113.9"}, "203.0.113.9"},
           {"10.0.0.1", {" 203.0.113.9\t"}, "203.0.113.9"},
           {"10.0.0.1", {"198.51.100.7, 203.0.113.9"}, "203.0.113.9"},  // the first is the client's word
           {"10.0.0.1", {"203.0.113.9, 10.0.0.2"}, "203.0.113.9"},      // two proxies
           {"10.0.0.1", {"203.0.113.9", "10.0.0.2"}, "203.0.113.9"},    // two fields
           {"10.0.0.1", {"10.0.0.2, 10.0.0.2"}, "10.0.0.2"},            // proxies only
           {"10.0.0.1", {}, "10.0.0.1"},                                // nothing said
           {"10.0.0.1", {""}, "10.0.0.1"},                              // nonsense
           {"10.0.0.1", {"203.0.113.9, unknown"}, "10.0.0.1"},          // nonsense at the end
           {"10.0.0.1", {"nonsense, 203.0.113.9"}, "203.0.113.9"},      // nonsense before the answer
           {"10.0.0.1", {"2001:db8::9"}, "2001:db8::9"},                //
           {"10.0.0.1", {"::ffff:203.0.113.9"}, "203.0.113.9"},         // mapped
           {"2001:db8::1", {"203.0.113.9"}, "203.0.113.9"},             //
           {"203.0.113.5", {"198.51.100.7"}, "203.0.113.5"},            // not trusted
       }) {
    Headers headers;
    for (auto const& field : fields) {
      headers.add("X-Forwarded-For", field);
    }
    EXPECT_EQ(forwarded_client(make_address(peer), headers, trusted).to_string(), client);
  }
}

TEST(Forwarded, MappedAddressesArePlain) {
  EXPECT_EQ(plain_address(make_address("::ffff:10.0.0.1")), make_address("10.0.0.1"));
  EXPECT_EQ(plain_address(make_address("2001:db8::1")), make_address("2001:db8::1"));
}

}  // namespace
}  // namespace auklet::net
