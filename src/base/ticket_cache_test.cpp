// SPDX-License-Identifier: Apache-2.0
#include "base/ticket_cache.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace auklet::base {
namespace {

enum class Name : std::int64_t {};

struct Text {
  std::string text;
  std::size_t bytes() const { return sizeof(*this) + text.capacity(); }
};

std::shared_ptr<Text const> text(std::string of) {
  return std::make_shared<Text const>(std::move(of));
}

class TicketCacheTest : public ::testing::Test {
 protected:
  std::string held() const {
    auto const found = cache.find(name);
    return found ? found->text : "nothing";
  }
  void add_letter() {
    cache.replace(name, [](Text const& old) { return text(old.text + "x"); });
  }

  static constexpr Name name{7};
  TicketOffice office;
  TicketCache<Name, Text> cache{1U << 20U, office};
};

TEST_F(TicketCacheTest, KeepsWhatNothingChangedSince) {
  EXPECT_EQ(held(), "nothing");
  cache.put(name, office.ticket(), text("a"));
  EXPECT_EQ(held(), "a");
  cache.erase(name);
  EXPECT_EQ(held(), "nothing");
}

TEST_F(TicketCacheTest, PrefetchingChangesNothing) {
  cache.prefetch(name);
  EXPECT_EQ(held(), "nothing");
  cache.put(name, office.ticket(), text("a"));
  cache.prefetch(name);
  EXPECT_EQ(held(), "a");
}

TEST_F(TicketCacheTest, RefusesWhatWasReadBeforeAChange) {
  auto const before_erasure = office.ticket();
  cache.erase(name);
  cache.put(name, before_erasure, text("a"));
  EXPECT_EQ(held(), "nothing");
  auto const before_replacement = office.ticket();
  add_letter();
  cache.put(name, before_replacement, text("a"));
  EXPECT_EQ(held(), "nothing");
  cache.put(name, office.ticket(), text("a"));
  EXPECT_EQ(held(), "a");
}

TEST_F(TicketCacheTest, ReplacesWhatIsThere) {
  add_letter();
  EXPECT_EQ(held(), "nothing");
  cache.put(name, office.ticket(), text("a"));
  auto const old = cache.find(name);
  add_letter();
  EXPECT_EQ(held(), "ax");
  EXPECT_EQ(old->text, "a") << "who holds it keeps it as it was";
}

TEST_F(TicketCacheTest, WhenAllHasChangedNothingIsKept) {
  cache.put(name, office.ticket(), text("a"));
  auto const before = office.ticket();
  cache.clear();
  EXPECT_EQ(held(), "nothing");
  EXPECT_EQ(cache.bytes(), 0U);
  cache.put(name, before, text("a"));
  EXPECT_EQ(held(), "nothing");
  cache.put(name, office.ticket(), text("b"));
  EXPECT_EQ(held(), "b");
}

TEST_F(TicketCacheTest, AReplacementCountsWithItsOwnBytes) {
  cache.put(name, office.ticket(), text("a"));
  auto const small = cache.bytes();
  cache.replace(name, [](Text const&) { return text(std::string(1000, 'x')); });
  EXPECT_GE(cache.bytes(), small + 900);
  cache.erase(name);
  EXPECT_EQ(cache.bytes(), 0U);
}

}  // namespace
}  // namespace auklet::base
