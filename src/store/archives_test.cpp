// SPDX-License-Identifier: Apache-2.0
#include "store/archives.h"

#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using std::chrono::hours;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::now;

class ArchivesTest : public testing::StoreTest {
 protected:
  Archive add(std::int64_t id, AccountId account) {
    Archive const archive{
        .id = ArchiveId{id}, .account_id = account, .file = std::to_string(id) + ".zip", .created_at = now};
    write([&](db::Session& s) { return archives::insert(s, archive); });
    return archive;
  }
  Archive end(Archive archive, ArchiveState state, hours good_for) {
    archive.state = state;
    archive.bytes = 12;
    archive.expires_at = now + good_for;
    write([&](db::Session& s) { return archives::end(s, archive); });
    return archive;
  }
};
AUKLET_ON_BOTH_ENGINES(ArchivesTest);

TEST_P(ArchivesTest, BelongToTheirAccount) {
  auto const one = add(1, AccountId{7});
  auto const two = add(2, AccountId{7});
  auto const other = add(3, AccountId{8});
  EXPECT_THAT(read(archives::of_account(session(), AccountId{7}, 9)), ElementsAre(two, one));
  EXPECT_THAT(read(archives::of_account(session(), AccountId{7}, 1)), ElementsAre(two));
  EXPECT_EQ(read(archives::find(session(), other.id)), other);
  EXPECT_EQ(read(archives::find(session(), ArchiveId{9})), std::nullopt);
}

TEST_P(ArchivesTest, EndAndExpire) {
  auto const waiting = add(1, AccountId{7});
  auto const ready = end(add(2, AccountId{8}), ArchiveState::ready, hours{2});
  auto const failed = end(add(3, AccountId{9}), ArchiveState::failed, hours{1});
  EXPECT_EQ(read(archives::find(session(), ready.id)), ready);
  EXPECT_THAT(read(archives::expired(session(), now, 9)), IsEmpty());
  EXPECT_THAT(read(archives::expired(session(), now + hours{2}, 9)), ElementsAre(failed, ready));
  EXPECT_THAT(read(archives::expired(session(), now + hours{2}, 1)), ElementsAre(failed));
  write([&](db::Session& s) { return archives::remove(s, ready.id); });
  EXPECT_EQ(read(archives::find(session(), ready.id)), std::nullopt);
  EXPECT_EQ(read(archives::find(session(), waiting.id)), waiting);
}

}  // namespace
}  // namespace auklet::store
