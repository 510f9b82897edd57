// SPDX-License-Identifier: Apache-2.0
#include "service/report_service.h"

#include "service/testing/people_test.h"
#include "store/reports.h"

namespace auklet::service {
namespace {

class ReportServiceTest : public testing::PeopleTest {
 protected:
  ReportService reports{env, loader};
};
AUKLET_ON_BOTH_ENGINES(ReportServiceTest);

TEST_P(ReportServiceTest, AreKeptForTheModerators) {
  auto const ann = join("ann");
  auto const ben = join("ben");
  auto const post = publish(ben, "buy this");
  auto const direct = publish(ben, "buy this too @ann", Visibility::direct);
  auto const made = get(reports.create(as(ann), {.target = ben.id,
                                                 .category = ReportCategory::spam,
                                                 .comment = " look ",
                                                 .posts = {post.id, direct.id},
                                                 .forward = true}));
  EXPECT_EQ(made.target.id, ben.id);
  EXPECT_EQ(made.report.comment, "look");
  EXPECT_FALSE(made.report.forwarded) << "the target is of this server";
  get(posts.remove(as(ben), post.id));
  EXPECT_EQ(get(store::reports::find(database().session(), made.report.id)), made.report);
}

TEST_P(ReportServiceTest, RefuseWhatIsNotTheirsOrTooMuch) {
  auto const ann = join("ann");
  auto const ben = join("ben");
  auto const own = publish(ann, "mine");
  auto const secret = publish(ben, "for followers", Visibility::private_);
  EXPECT_EQ(refusal(reports.create(as(ann), {.target = AccountId{1}})), ErrorKind::not_found);
  EXPECT_EQ(refusal(reports.create(as(ann), {.target = ann.id})), ErrorKind::forbidden);
  EXPECT_EQ(refusal(reports.create(as(ann), {.target = ben.id, .posts = {own.id}})), ErrorKind::not_found);
  EXPECT_EQ(refusal(reports.create(as(ann), {.target = ben.id, .posts = {secret.id}})), ErrorKind::not_found);
  EXPECT_EQ(refusal(reports.create(as(ann), {.target = ben.id, .posts = {PostId{1}}})), ErrorKind::not_found);
  EXPECT_EQ(refusal(reports.create(as(ann), {.target = ben.id, .comment = std::string(1001, 'x')})),
            ErrorKind::invalid);
  std::vector<PostId> const many(101, own.id);
  EXPECT_EQ(refusal(reports.create(as(ann), {.target = ben.id, .posts = many})), ErrorKind::invalid);
  get(reports.create(as(ann), {.target = ben.id, .comment = std::string(1000, 'x')}));
}

}  // namespace
}  // namespace auklet::service
