// SPDX-License-Identifier: Apache-2.0
#include "service/mark_reader.h"

#include <gtest/gtest.h>

#include <vector>

#include "service/testing/people_test.h"

namespace auklet::service {
namespace {

class MarkReaderTest : public testing::PeopleTest {
 protected:
  ViewerFlags flags(Account const& viewer, Post const& post) {
    return get(marks.read(viewer.id, std::vector{timeline::MarkedPost{post.id, post.thread_id}})).front();
  }

  MarkReader marks{env, 1U << 20U};
};

AUKLET_ON_BOTH_ENGINES(MarkReaderTest);

TEST_P(MarkReaderTest, KnowsEveryMarkAsSoonAsItIsMade) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const old = publish(ann, "old");
  EXPECT_FALSE(flags(bob, old).favourited);
  auto const young = publish(ann, "young");
  for (auto const& post : {old, young}) {
    EXPECT_FALSE(flags(bob, post).favourited);
    get(reactions.favourite(as(bob), post.id));
    EXPECT_TRUE(flags(bob, post).favourited);
    EXPECT_FALSE(flags(ann, post).favourited);
    get(reactions.unfavourite(as(bob), post.id));
    EXPECT_FALSE(flags(bob, post).favourited);

    boost(bob, post);
    EXPECT_TRUE(flags(bob, post).boosted);
    get(reactions.unboost(as(bob), post.id));
    EXPECT_FALSE(flags(bob, post).boosted);

    get(reactions.bookmark(as(bob), post.id));
    EXPECT_TRUE(flags(bob, post).bookmarked);
    get(reactions.pin(as(ann), post.id));
    EXPECT_TRUE(flags(ann, post).pinned);
  }
}

TEST_P(MarkReaderTest, AMutedConversationIsMutedInWhatIsWrittenLater) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const root = publish(ann, "root");
  auto const before = reply(ann, root, "before");
  EXPECT_FALSE(flags(bob, before).thread_muted);

  get(reactions.mute_thread(as(bob), root.id));
  EXPECT_TRUE(flags(bob, root).thread_muted);
  EXPECT_TRUE(flags(bob, before).thread_muted);
  EXPECT_TRUE(flags(bob, reply(ann, root, "after")).thread_muted);

  get(reactions.unmute_thread(as(bob), root.id));
  EXPECT_FALSE(flags(bob, before).thread_muted);
  EXPECT_FALSE(flags(bob, reply(ann, root, "later")).thread_muted);
}

}  // namespace
}  // namespace auklet::service
