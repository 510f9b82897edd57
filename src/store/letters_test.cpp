// SPDX-License-Identifier: Apache-2.0
#include "store/letters.h"

#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using testing::now;

class LettersTest : public testing::StoreTest {
 protected:
  Letter add(std::int64_t id, AccountId account, LetterPurpose purpose, std::chrono::hours good_for) {
    Letter const letter{.id = LetterId{id},
                        .account_id = account,
                        .purpose = purpose,
                        .email = "a@example.org",
                        .created_at = now,
                        .expires_at = now + good_for};
    write([&](db::Session& s) { return letters::insert(s, letter); });
    return letter;
  }
  bool is_there(Letter const& letter) { return read(letters::find(session(), letter.id)).has_value(); }
};
AUKLET_ON_BOTH_ENGINES(LettersTest);

TEST_P(LettersTest, AreUsedOnce) {
  auto const letter = add(1, AccountId{7}, LetterPurpose::reset, std::chrono::hours{1});
  EXPECT_EQ(read(letters::find(session(), letter.id)), letter);
  EXPECT_EQ(write([&](db::Session& s) { return letters::take(s, letter.id); }), letter);
  EXPECT_EQ(write([&](db::Session& s) { return letters::take(s, letter.id); }), std::nullopt);
  EXPECT_FALSE(is_there(letter));
}

TEST_P(LettersTest, AreForgottenByAccountAndPurposeAndByAge) {
  auto const confirm = add(1, AccountId{7}, LetterPurpose::confirm, std::chrono::hours{2});
  auto const reset = add(2, AccountId{7}, LetterPurpose::reset, std::chrono::hours{1});
  auto const other = add(3, AccountId{8}, LetterPurpose::confirm, std::chrono::hours{2});
  write([](db::Session& s) { return letters::remove_of(s, AccountId{7}, LetterPurpose::confirm); });
  EXPECT_FALSE(is_there(confirm));
  EXPECT_TRUE(is_there(reset));
  EXPECT_TRUE(is_there(other));
  write([](db::Session& s) { return letters::remove_expired(s, now + std::chrono::hours{1}); });
  EXPECT_FALSE(is_there(reset));
  EXPECT_TRUE(is_there(other));
}

}  // namespace
}  // namespace auklet::store
