// SPDX-License-Identifier: Apache-2.0
#include "view/fragment_cache.h"

#include <gtest/gtest.h>

#include <memory>

namespace auklet::view {
namespace {

std::shared_ptr<AccountFragment const> fragment(std::int64_t id, std::size_t bytes = 10) {
  return std::make_shared<AccountFragment const>(AccountId{id}, false, std::string(bytes, 'x'));
}

TEST(FragmentCache, FindsWhatWasPutAndNotErased) {
  FragmentCache cache(1U << 20U);
  AccountId const ann{1};
  EXPECT_EQ(cache.accounts.find(ann), nullptr);
  cache.accounts.put(ann, cache.ticket(), fragment(1));
  ASSERT_NE(cache.accounts.find(ann), nullptr);
  EXPECT_EQ(cache.accounts.find(ann)->id, ann);
  cache.accounts.erase(ann);
  EXPECT_EQ(cache.accounts.find(ann), nullptr);
}

TEST(FragmentCache, RefusesWhatWasReadBeforeItWasErased) {
  FragmentCache cache(1U << 20U);
  AccountId const ann{1};
  auto const ticket = cache.ticket();
  cache.accounts.erase(ann);
  cache.accounts.put(ann, ticket, fragment(1));
  EXPECT_EQ(cache.accounts.find(ann), nullptr);

  cache.accounts.put(ann, cache.ticket(), fragment(1));
  EXPECT_NE(cache.accounts.find(ann), nullptr);
}

TEST(FragmentCache, AnErasedOneLivesOnForThoseWhoHoldIt) {
  FragmentCache cache(1U << 20U);
  AccountId const ann{1};
  cache.accounts.put(ann, cache.ticket(), fragment(1));
  auto const held = cache.accounts.find(ann);
  cache.accounts.erase(ann);
  EXPECT_EQ(held->text, "xxxxxxxxxx");
}

TEST(FragmentCache, StaysWithinItsBytes) {
  constexpr std::size_t bytes_max = 1U << 20U;
  FragmentCache cache(bytes_max);
  for (std::int64_t id = 1; id < 10'000; ++id) {
    cache.accounts.put(AccountId{id}, cache.ticket(), fragment(id, 1000));
    ASSERT_LE(cache.accounts.bytes(), bytes_max / 4);
  }
  EXPECT_GT(cache.accounts.bytes(), bytes_max / 5);
}

}  // namespace
}  // namespace auklet::view
