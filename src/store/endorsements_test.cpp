// SPDX-License-Identifier: Apache-2.0
#include "store/endorsements.h"

#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr AccountId ann{1};
constexpr AccountId ben{2};

class EndorsementsTest : public testing::StoreTest {
 protected:
  void endorse(std::int64_t id, AccountId account, std::int64_t target) {
    write(
        [&](db::Session& s) { return endorsements::insert(s, RelationId{id}, account, AccountId{target}); });
  }
};
AUKLET_ON_BOTH_ENGINES(EndorsementsTest);

TEST_P(EndorsementsTest, ArePagedNewestFirst) {
  for (std::int64_t id = 1; id <= 5; ++id) {
    endorse(id, ann, 10 + id);
  }
  endorse(6, ann, 11);  // again
  endorse(7, ben, 11);
  testing::expect_pages([this](PageRequest page) { return read(endorsements::list(session(), ann, page)); });
  write([](db::Session& s) { return endorsements::remove(s, ann, AccountId{11}); });
  EXPECT_THAT(testing::cursors_of(read(endorsements::list(session(), ann, {}))), ElementsAre(5, 4, 3, 2));
  write([](db::Session& s) { return endorsements::remove(s, ben, AccountId{11}); });
  EXPECT_THAT(read(endorsements::list(session(), ben, {})), IsEmpty());
}

}  // namespace
}  // namespace auklet::store
