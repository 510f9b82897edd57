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

  Task<Result<>> forget_everything() {
    CO_TRY(auto const transaction, co_await database().begin());
    CO_TRY_OK(co_await transaction->run("DELETE FROM pins", {}));
    CO_TRY_OK(co_await transaction->run("DELETE FROM posts WHERE boost_of_id IS NOT NULL", {}));
    co_return co_await transaction->commit();
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

TEST_P(MarkReaderTest, OfWhoMarkedLittleEverythingIsKnownAtOnce) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const one = publish(ann, "one");
  auto const two = publish(ann, "two");
  auto const three = publish(bob, "three");
  get(reactions.favourite(as(bob), one.id));
  get(reactions.bookmark(as(bob), one.id));
  get(reactions.pin(as(bob), three.id));
  boost(bob, two);
  MarkReader later(env, 1U << 20U);
  auto const seen = [&](Post const& post) {
    return get(later.read(bob.id, std::vector{timeline::MarkedPost{post.id, post.thread_id}})).front();
  };
  EXPECT_TRUE(seen(one).favourited && seen(one).bookmarked && !seen(one).boosted);
  // Told by no event: were a table asked, it would say so.
  get(forget_everything());
  EXPECT_TRUE(seen(two).boosted && !seen(two).favourited);
  EXPECT_TRUE(seen(three).pinned);
}

TEST_P(MarkReaderTest, OfWhoMarkedMuchEachPageIsLookedUp) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  std::vector<Post> many;
  for (std::size_t i = 0; i < timeline::ViewerMarks::all_max + 2; ++i) {
    many.push_back(publish(ann, "post"));
    get(reactions.favourite(as(bob), many.back().id));
  }
  auto const other = publish(ann, "other");
  MarkReader later(env, 1U << 20U);
  auto const favourited = [&](Post const& post) {
    return get(later.read(bob.id, std::vector{timeline::MarkedPost{post.id, post.thread_id}}))
        .front()
        .favourited;
  };
  EXPECT_TRUE(favourited(many.front()) && favourited(many.back()));
  EXPECT_FALSE(favourited(other));
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
