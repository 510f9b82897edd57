// SPDX-License-Identifier: Apache-2.0
#include "service/featured_tag_service.h"

#include "service/testing/people_test.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class FeaturedTagServiceTest : public testing::PeopleTest {
 protected:
  std::vector<std::string> shown(Account const& owner) {
    std::vector<std::string> lines;
    for (auto const& featured : get(featured_tags.of(owner.id)).tags) {
      lines.push_back(featured.tag.display + " " + std::to_string(featured.posts_count));
    }
    return lines;
  }

  TagService tags{env};
  FeaturedTagService featured_tags{env, tags};
};
AUKLET_ON_BOTH_ENGINES(FeaturedTagServiceTest);

TEST_P(FeaturedTagServiceTest, KeepsWhatIsWrittenAndCountsWhatIsPosted) {
  auto const ann = join("ann");
  auto const ben = join("ben");
  auto const first = publish(ann, "one #Birds");
  auto const added = get(featured_tags.add(as(ann), "#BirdS"));
  EXPECT_EQ(added.tag.display, "BirdS");
  EXPECT_EQ(added.tag.name, "birds");
  EXPECT_EQ(added.posts_count, 1);
  EXPECT_EQ(added.last_posted_at, clock.now());
  EXPECT_EQ(refusal(featured_tags.add(as(ann), "birds")), ErrorKind::invalid);
  EXPECT_TRUE(get(tags.find(as(ann), "birds")).featuring);
  EXPECT_FALSE(get(tags.find(as(ben), "birds")).featuring);

  auto const second = publish(ann, "two #birds", Visibility::unlisted);
  publish(ann, "three #birds", Visibility::private_);
  publish(ann, "four #birds", Visibility::direct);
  publish(ben, "five #birds");
  EXPECT_THAT(shown(ann), ElementsAre("BirdS 2"));
  get(posts.edit(as(ann), second.id, {.text = "two"}));
  EXPECT_THAT(shown(ann), ElementsAre("BirdS 1"));
  get(posts.edit(as(ann), second.id, {.text = "two #birds again"}));
  EXPECT_THAT(shown(ann), ElementsAre("BirdS 2"));
  get(posts.remove(as(ann), first.id));
  EXPECT_THAT(shown(ann), ElementsAre("BirdS 1"));
  get(posts.remove(as(ann), second.id));
  EXPECT_THAT(shown(ann), ElementsAre("BirdS 0"));
  EXPECT_EQ(get(featured_tags.of(ann.id)).tags.front().last_posted_at, std::nullopt);
}

TEST_P(FeaturedTagServiceTest, RefusesWhatCannotBe) {
  auto const ann = join("ann");
  auto const ben = join("ben");
  for (auto const* const name : {"", "#", " ", "two words", "12", "a-b"}) {
    EXPECT_EQ(refusal(featured_tags.add(as(ann), name)), ErrorKind::invalid) << name;
  }
  EXPECT_EQ(refusal(featured_tags.feature(as(ann), "!")), ErrorKind::not_found);
  EXPECT_EQ(refusal(featured_tags.of(AccountId{1})), ErrorKind::not_found);
  auto const added = get(featured_tags.add(as(ann), "birds"));
  EXPECT_EQ(refusal(featured_tags.remove(as(ben), added.id)), ErrorKind::not_found);
  for (int i = 1; i < 10; ++i) {
    get(featured_tags.feature(as(ann), "tag" + std::to_string(i)));
  }
  EXPECT_EQ(refusal(featured_tags.add(as(ann), "one_too_many")), ErrorKind::invalid);
  EXPECT_EQ(refusal(featured_tags.feature(as(ann), "one_too_many")), ErrorKind::invalid);
  EXPECT_TRUE(get(featured_tags.feature(as(ann), "tag1")).featuring) << "again";
  get(featured_tags.remove(as(ann), added.id));
  get(featured_tags.add(as(ann), "one_too_many"));
}

TEST_P(FeaturedTagServiceTest, ByNameBothWaysMayBeRepeated) {
  auto const ann = join("ann");
  for (int twice = 0; twice < 2; ++twice) {
    EXPECT_TRUE(get(featured_tags.feature(as(ann), "Birds")).featuring);
  }
  EXPECT_THAT(shown(ann), ElementsAre("Birds 0"));
  for (int twice = 0; twice < 2; ++twice) {
    EXPECT_FALSE(get(featured_tags.unfeature(as(ann), "birds")).featuring);
  }
  EXPECT_THAT(shown(ann), IsEmpty());
  publish(ann, "#birds #tea");
  get(featured_tags.feature(as(ann), "tea"));
  auto const suggested = get(featured_tags.suggestions(as(ann)));
  ASSERT_EQ(suggested.size(), 1U);
  EXPECT_EQ(suggested.front().tag.name, "birds");
}

}  // namespace
}  // namespace auklet::service
