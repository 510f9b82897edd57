// SPDX-License-Identifier: Apache-2.0
#include "stream/frames.h"

#include <gtest/gtest.h>

namespace auklet::stream {
namespace {

TEST(StatusOf, IsWhatTheContractSays) {
  EXPECT_EQ(status_of({.kind = ErrorKind::malformed}), 400U);
  EXPECT_EQ(status_of({.kind = ErrorKind::forbidden}), 401U);
  EXPECT_EQ(status_of({.kind = ErrorKind::unauthenticated}), 401U);
  EXPECT_EQ(status_of({.kind = ErrorKind::rate_limited}), 429U);
  EXPECT_EQ(status_of({.kind = ErrorKind::unavailable}), 503U);
  EXPECT_EQ(status_of({.kind = ErrorKind::internal}), 500U);
}

TEST(Refusal, IsAFrameWithItsStatus) {
  auto const bytes = refusal({.kind = ErrorKind::malformed, .message = "Missing tag name parameter"});
  EXPECT_EQ(bytes->substr(2), R"({"error":"Missing tag name parameter","status":400})");
}

}  // namespace
}  // namespace auklet::stream
