// SPDX-License-Identifier: Apache-2.0
#include "service/password_hasher.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <vector>

#include "async/runtime.h"

namespace auklet::service {
namespace {

// The cheapest cost that Argon2 knows: what is tested here is not its strength.
constexpr PasswordCost cheap{.memory_kib = 8, .iterations = 1, .concurrency = 2, .queue_max = 64};

class PasswordHasherTest : public testing::Test {
 protected:
  PasswordHasherTest() { runtime_.start(); }

  template <class T>
  T run(Task<T> task) {
    return boost::asio::co_spawn(runtime_.executor(0), std::move(task), boost::asio::use_future).get();
  }

  base::SystemRandom random_;
  async::Runtime runtime_{1};
};

TEST_F(PasswordHasherTest, KnowsItsOwnHashesAndNoOthers) {
  PasswordHasher hasher(random_, cheap);
  auto const phc = run(hasher.hash("correct horse"));
  ASSERT_TRUE(phc);
  EXPECT_TRUE(phc->starts_with("$argon2id$v=19$m=8,t=1,p=1$")) << *phc;
  EXPECT_EQ(run(hasher.verify("correct horse", *phc)), true);
  EXPECT_EQ(run(hasher.verify("correct horsf", *phc)), false);
  EXPECT_EQ(run(hasher.verify("", *phc)), false);
  EXPECT_NE(run(hasher.hash("correct horse")), phc) << "two hashes share a salt";
}

TEST_F(PasswordHasherTest, TakesHashesOfAnotherCost) {
  PasswordHasher before(random_, cheap);
  PasswordHasher after(random_, {.memory_kib = 64, .iterations = 2, .concurrency = 1, .queue_max = 4});
  auto const phc = run(before.hash("correct horse"));
  ASSERT_TRUE(phc);
  EXPECT_EQ(run(after.verify("correct horse", *phc)), true);
}

TEST_F(PasswordHasherTest, NobodyHasNoPassword) {
  PasswordHasher hasher(random_, cheap);
  EXPECT_EQ(run(hasher.verify("anything", "")), false);
  EXPECT_EQ(run(hasher.verify("", "")), false);
  EXPECT_EQ(run(hasher.verify("anything", "not a PHC string")), false);
}

TEST_F(PasswordHasherTest, RefusesWhenTooManyWait) {
  PasswordHasher hasher(random_, {.memory_kib = 8, .iterations = 1, .concurrency = 1, .queue_max = 0});
  auto const refused = run(hasher.hash("correct horse"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
}

}  // namespace
}  // namespace auklet::service
