// SPDX-License-Identifier: Apache-2.0
#include "service/portable_service.h"

#include "service/testing/people_test.h"
#include "store/jobs.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char const* follows_head = "Account address,Show boosts,Notify on new posts,Languages\n";

class PortableServiceTest : public testing::PeopleTest {
 protected:
  std::string file(Account const& owner, Portable what) { return get(portable.write(as(owner), what)); }
  // Brings the file in, and lets the jobs do their work.
  Import bring(Account const& owner, Portable what, std::string const& text) {
    auto import = get(portable.bring(as(owner), what, text));
    for (int round = 0; !import.is_finished() && round < 1000; ++round) {
      get(portable.go_on(import.id));
      import = get(portable.find(as(owner), import.id));
    }
    return import;
  }
  bool follows(Account const& one, Account const& other) {
    return get(relations.relationships(as(one), {other.id}))[0].following;
  }

  ListService lists{env};
  PortableService portable{env, relations, reactions, lists};
};
AUKLET_ON_BOTH_ENGINES(PortableServiceTest);

TEST_P(PortableServiceTest, WhatOneTakesOutAnotherCanBringIn) {
  auto const ann = join("ann");
  auto const ben = join("ben");
  auto const cat = join("cat");
  auto const dan = join("dan");
  auto const eve = join("eve");
  auto const post = publish(dan, "worth keeping");
  follow(ann, cat, {.show_reblogs = false, .notify = true, .languages = {{"de", "en"}}});
  follow(ann, dan);
  block(ann, eve);
  get(relations.mute(as(ann), dan.id, {.hide_notifications = false}));
  auto const list = get(lists.create(as(ann), {.title = "sea, \"birds\""}));
  get(lists.add_members(as(ann), list.id, {cat.id}));
  get(reactions.bookmark(as(ann), post.id));

  EXPECT_EQ(file(ann, Portable::follows), std::string(follows_head) +
                                              "cat@example.org,false,true,\"de, en\"\n"
                                              "dan@example.org,true,false,\n");
  EXPECT_EQ(file(ann, Portable::blocks), "eve@example.org\n");
  EXPECT_EQ(file(ann, Portable::mutes), "Account address,Hide notifications\ndan@example.org,false\n");
  EXPECT_EQ(file(ann, Portable::lists), "\"sea, \"\"birds\"\"\",cat@example.org\n");
  EXPECT_EQ(file(ann, Portable::bookmarks),
            "https://example.org/users/dan/statuses/" + to_text(post.id) + "\n");
  EXPECT_EQ(file(ben, Portable::follows), follows_head);
  EXPECT_THAT(file(ben, Portable::lists), IsEmpty());

  for (auto const what :
       {Portable::follows, Portable::blocks, Portable::mutes, Portable::lists, Portable::bookmarks}) {
    auto const import = bring(ben, what, file(ann, what));
    EXPECT_EQ(import.failed, 0) << to_string(what);
    EXPECT_EQ(import.done, import.rows) << to_string(what);
    EXPECT_EQ(file(ben, what), file(ann, what));
  }
  EXPECT_EQ(get(portable.imports(as(ben))).size(), 5U);
}

TEST_P(PortableServiceTest, BringingInTwiceChangesNothing) {
  auto const ann = join("ann");
  auto const cat = join("cat");
  for (int time = 0; time < 2; ++time) {
    EXPECT_EQ(bring(ann, Portable::follows, "@cat\n").done, 1);
    EXPECT_EQ(bring(ann, Portable::lists, "birds,cat@example.org\n").done, 1);
  }
  EXPECT_TRUE(follows(ann, cat));
  EXPECT_EQ(get(lists.all(as(ann))).size(), 1U);
  EXPECT_EQ(now_of(cat).followers_count, 1);
}

TEST_P(PortableServiceTest, WhatIsNotHereIsCountedAndPassedOver) {
  auto const ann = join("ann");
  auto const cat = join("cat");
  auto const eve = join("eve");
  block(eve, ann);
  auto const import = bring(ann, Portable::follows,
                            std::string(follows_head) + "nobody\ncat\neve\nann\nx@far.example\n,true\n@\n");
  EXPECT_EQ(import.rows, 7);
  EXPECT_EQ(import.done, 1);
  EXPECT_EQ(import.failed, 6);
  EXPECT_TRUE(follows(ann, cat));
  EXPECT_EQ(
      bring(ann, Portable::bookmarks, "https://far.example/1\nnonsense\nhttps://example.org/@cat/1\n").failed,
      3);
  EXPECT_EQ(bring(ann, Portable::lists, "only a title\nbirds,eve\n").failed, 2);
}

TEST_P(PortableServiceTest, WhatCouldNotBeTakenIsToldRowByRow) {
  auto const ann = join("ann");
  auto const cat = join("cat");
  auto const eve = join("eve");
  block(eve, ann);
  auto const import = bring(ann, Portable::follows, std::string(follows_head) + "nobody\ncat\neve\n");
  auto const failures = get(portable.failures(as(ann), import.id, -1));
  ASSERT_EQ(failures.size(), 2U);
  EXPECT_EQ(failures[0].position, 0);
  EXPECT_EQ(failures[0].line, "nobody\n");
  EXPECT_EQ(failures[0].why, "not_found");
  EXPECT_EQ(failures[1].position, 2);
  EXPECT_EQ(failures[1].why, "forbidden");
  EXPECT_EQ(get(portable.failures(as(ann), import.id, 0)).size(), 1U);
  EXPECT_THAT(get(portable.failures(as(ann), import.id, 2)), IsEmpty());
  EXPECT_EQ(refusal(portable.failures(as(cat), import.id, -1)), ErrorKind::not_found);

  auto const lists = bring(ann, Portable::lists, "only a title\n");
  EXPECT_EQ(get(portable.failures(as(ann), lists.id, -1)).at(0).why, "invalid");
  EXPECT_THAT(get(portable.failures(as(ann), import.id, -1)), IsEmpty()) << "forgotten with the next file";
}

TEST_P(PortableServiceTest, ItGoesOnWhereItWasAndNothingIsDoneByOthers) {
  auto const ann = join("ann");
  auto const cat = join("cat");
  std::string text;
  for (int i = 0; i < PortableService::slice + 5; ++i) {
    text += "nobody" + std::to_string(i) + "\n";
  }
  text += "cat\n";
  auto const begun = get(portable.bring(as(ann), Portable::follows, text));
  EXPECT_TRUE(get(store::jobs::next_due(database().session(), PortableService::job_kind)));
  EXPECT_EQ(refusal(portable.bring(as(ann), Portable::blocks, "cat\n")), ErrorKind::invalid)
      << "one at a time";
  EXPECT_EQ(refusal(portable.find(as(cat), begun.id)), ErrorKind::not_found);
  EXPECT_THAT(get(portable.imports(as(cat))), IsEmpty());
  get(portable.go_on(begun.id));
  EXPECT_EQ(get(portable.find(as(ann), begun.id)).failed, PortableService::slice);
  EXPECT_FALSE(follows(ann, cat));
  get(portable.go_on(begun.id));
  EXPECT_TRUE(get(portable.find(as(ann), begun.id)).is_finished());
  EXPECT_TRUE(follows(ann, cat));
  get(portable.go_on(begun.id));  // a job that came twice
  get(portable.go_on(ImportId{1}));
  EXPECT_EQ(get(portable.find(as(ann), begun.id)).done, 1);
}

TEST_P(PortableServiceTest, RefusesFilesThatAreNone) {
  auto const ann = join("ann");
  auto const kind = [&](std::string text) {
    return refusal(portable.bring(as(ann), Portable::follows, std::move(text)));
  };
  EXPECT_EQ(kind(""), ErrorKind::invalid);
  EXPECT_EQ(kind(follows_head), ErrorKind::invalid);
  EXPECT_EQ(kind("\xff"), ErrorKind::malformed);
  EXPECT_EQ(kind("\"open"), ErrorKind::malformed);
  std::string many;
  for (std::size_t i = 0; i < PortableService::rows_max + 2; ++i) {
    many += "x\n";
  }
  EXPECT_EQ(kind(many), ErrorKind::too_large);
  EXPECT_THAT(get(portable.imports(as(ann))), IsEmpty());
}

}  // namespace
}  // namespace auklet::service
