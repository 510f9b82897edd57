// SPDX-License-Identifier: Apache-2.0
#include "api/byte_range.h"

#include <gtest/gtest.h>

namespace auklet::api {
namespace {

TEST(ByteRange, IsWhatTheHeaderNames) {
  struct Case {
    std::string_view header;
    ByteRange range;
  };
  for (auto const& [header, range] :
       {Case{"bytes=0-0", {0, 1}}, Case{"bytes=2-5", {2, 4}}, Case{"bytes=2-", {2, 8}},
        Case{"bytes=-3", {7, 3}}, Case{"bytes=-99", {0, 10}}, Case{"bytes=8-99", {8, 2}}}) {
    EXPECT_EQ(read_range(header, 10), ByteRange(range)) << header;
  }
}

TEST(ByteRange, IsTheWholeFileWhenTheHeaderIsNotUnderstood) {
  for (std::string_view const header :
       {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "bytes=1-2,4-5", "lines=1-2",
        "bytes=1-2x", "bytes=-1-2", "bytes=99999999999999999999-"}) {
    auto const range = read_range(header, 10);
    ASSERT_TRUE(range.has_value()) << header;
    EXPECT_EQ(*range, std::nullopt) << header;
  }
}

TEST(ByteRange, MustLieInTheFile) {
  EXPECT_FALSE(read_range("bytes=10-", 10).has_value());
  EXPECT_FALSE(read_range("bytes=10-12", 10).has_value());
  EXPECT_FALSE(read_range("bytes=-0", 10).has_value());
  EXPECT_FALSE(read_range("bytes=0-", 0).has_value());
}

}  // namespace
}  // namespace auklet::api
