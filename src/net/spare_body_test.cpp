// SPDX-License-Identifier: Apache-2.0
#include "net/spare_body.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace auklet::net {
namespace {

TEST(SpareBody, IsTheMemoryOfTheOneBefore) {
  std::string body(1000, 'x');
  auto const* const memory = body.data();
  keep_spare_body(std::move(body));
  auto const next = take_spare_body();
  EXPECT_EQ(next.data(), memory);
  EXPECT_TRUE(next.empty());
  EXPECT_NE(take_spare_body().data(), memory) << "it is taken";
}

TEST(SpareBody, HugeOnesAreNotKept) {
  take_spare_body();
  keep_spare_body(std::string(spare_body_bytes_max + 1, 'x'));
  EXPECT_LE(take_spare_body().capacity(), spare_body_bytes_max);
}

TEST(SpareBody, EveryThreadHasItsOwn) {
  keep_spare_body(std::string(1000, 'x'));
  std::thread([] { EXPECT_LT(take_spare_body().capacity(), 1000U); }).join();
  EXPECT_GE(take_spare_body().capacity(), 1000U);
}

}  // namespace
}  // namespace auklet::net
