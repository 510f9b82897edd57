// SPDX-License-Identifier: Apache-2.0
#include "store/conversations.h"

#include "store/blocks.h"
#include "store/reactions.h"
#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::now;

constexpr AccountId ann{1};
constexpr AccountId ben{2};
constexpr AccountId cem{3};
constexpr ThreadId thread{500};

class ConversationsTest : public testing::StoreTest {
 protected:
  ConversationsTest() {
    for (auto const account : {ann, ben, cem}) {
      auto const name = "p" + to_text(account);
      add_account(account_named(account, name));
      add_user(account, name + "@example.org");
    }
  }

  conversations::Entry entry(AccountId owner, std::vector<AccountId> const& others, AccountId author,
                             std::int64_t post) {
    return {.fresh_id = ConversationId{1000 + ++last_id_},
            .owner = owner,
            .thread = thread,
            .participants = conversations::write_participants(others),
            .post = PostId{post},
            .author = author,
            .now = now};
  }
  // With the post itself.
  std::optional<ConversationId> come_in(AccountId owner, std::vector<AccountId> const& others,
                                        AccountId author, std::int64_t post) {
    if (!read(posts::find(session(), PostId{post}))) {
      auto made = post_by(author, PostId{post});
      made.visibility = Visibility::direct;
      add(made);
    }
    auto const made = entry(owner, others, author, post);
    return write([&](db::Session& s) { return conversations::add(s, made); });
  }
  std::vector<Conversation> page(AccountId owner, PageRequest page = {}) {
    return read(conversations::page(session(), owner, page, now));
  }
  std::vector<std::int64_t> last_posts(AccountId owner) {
    std::vector<std::int64_t> ids;
    for (auto const& conversation : page(owner)) {
      ids.push_back(std::to_underlying(conversation.last_post));
    }
    return ids;
  }

  std::int64_t last_id_ = 0;
};
AUKLET_ON_BOTH_ENGINES(ConversationsTest);

TEST_P(ConversationsTest, GatherByThreadAndWhoTakesPart) {
  auto const first = come_in(ann, {ben}, ben, 501);
  EXPECT_EQ(come_in(ann, {ben}, ben, 502), first);
  auto const other = come_in(ann, {ben, cem}, ben, 503);
  EXPECT_NE(other, first);
  auto const own = come_in(ben, {ann}, ben, 502);
  auto const alone = come_in(cem, {}, cem, 504);
  auto const list = page(ann);
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0], (Conversation{*other, ann, thread, {ben, cem}, PostId{503}, true}));
  EXPECT_EQ(list[1], (Conversation{*first, ann, thread, {ben}, PostId{502}, true}));
  EXPECT_EQ(read(conversations::find(session(), ben, *own)),
            (Conversation{*own, ben, thread, {ann}, PostId{502}, false}));
  EXPECT_THAT(page(cem).at(0).participants, IsEmpty());
  EXPECT_EQ(read(conversations::find(session(), ann, *alone)), std::nullopt) << "that is of another";
}

TEST_P(ConversationsTest, ABatchSaysWhereThePostCame) {
  auto const first = entry(ann, {ben}, ben, 501);
  auto const nobody = entry(AccountId{99}, {ben}, ben, 501);
  std::size_t place = 0;
  std::size_t nowhere = 0;
  auto const answers = try_batch([&](db::Batch& batch) {
    place = conversations::add(batch, first);
    nowhere = conversations::add(batch, nobody);
  });
  ASSERT_TRUE(answers);
  EXPECT_EQ(conversations::found_in((*answers)[place]), first.fresh_id);
  EXPECT_EQ(conversations::found_in((*answers)[nowhere]), std::nullopt) << "nobody logs in there";
}

TEST_P(ConversationsTest, ShowTheNewestPostAndFallBackWhenItGoes) {
  auto const id = come_in(ann, {ben}, ben, 502);
  come_in(ben, {ann}, ben, 502);
  come_in(ann, {ben}, ann, 503);
  come_in(ann, {ben}, ben, 501);  // was slow
  EXPECT_THAT(last_posts(ann), ElementsAre(503));
  auto const remaining = write([](db::Session& s) { return conversations::take_out(s, PostId{503}); });
  ASSERT_EQ(remaining.size(), 1U);
  EXPECT_EQ(remaining[0].id, *id);
  EXPECT_THAT(last_posts(ann), ElementsAre(502));
  EXPECT_THAT(write([](db::Session& s) { return conversations::take_out(s, PostId{502}, ben); }), IsEmpty());
  EXPECT_THAT(last_posts(ben), IsEmpty());
  EXPECT_THAT(last_posts(ann), ElementsAre(502));
}

TEST_P(ConversationsTest, NothingComesInFromThoseWhoAreNotWanted) {
  write([](db::Session& s) { return blocks::insert(s, RelationId{1}, ann, ben); });
  EXPECT_EQ(come_in(ann, {ben}, ben, 501), std::nullopt);
  EXPECT_EQ(come_in(ben, {ann}, ann, 502), std::nullopt);
  write([](db::Session& s) {
    return blocks::insert_mute(s, {.id = RelationId{2}, .account = ann, .target = cem});
  });
  EXPECT_EQ(come_in(ann, {cem}, cem, 503), std::nullopt);
  EXPECT_NE(come_in(ann, {cem}, ann, 504), std::nullopt) << "one's own";
  write([](db::Session& s) { return reactions::mute_thread(s, cem, thread); });
  EXPECT_EQ(come_in(cem, {ann}, ann, 504), std::nullopt);
  EXPECT_NE(come_in(cem, {ann}, cem, 505), std::nullopt);
}

TEST_P(ConversationsTest, ArePagedByTheirLastPosts) {
  for (std::int64_t id = 1; id <= 5; ++id) {
    come_in(ann, {AccountId{100 + id}}, ann, id);
  }
  auto const fetch = [this](PageRequest request) {
    std::vector<PostId> ids;
    for (auto const& conversation : page(ann, request)) {
      ids.push_back(conversation.last_post);
    }
    return ids;
  };
  testing::expect_pages(fetch);
}

TEST_P(ConversationsTest, TheirPostsAreOneList) {
  come_in(ann, {ben}, ben, 501);
  come_in(ann, {cem}, cem, 502);
  come_in(ann, {ben}, ann, 503);
  come_in(ben, {ann}, ben, 501);
  auto const of = [&](AccountId owner, PageRequest page) {
    return read(conversations::posts(session(), owner, page));
  };
  EXPECT_THAT(of(ann, {}), ElementsAre(PostId{503}, PostId{502}, PostId{501}));
  EXPECT_THAT(of(ann, {.max_id = 503, .limit = 1}), ElementsAre(PostId{502}));
  EXPECT_THAT(of(ann, {.min_id = 501, .limit = 1}), ElementsAre(PostId{502}));
  EXPECT_THAT(of(ben, {}), ElementsAre(PostId{501}));
  EXPECT_THAT(of(cem, {}), IsEmpty());
}

TEST_P(ConversationsTest, LeaveOutThoseWhoBecomeUnwantedAsLongAsTheyAre) {
  come_in(ann, {ben}, ben, 501);
  come_in(ann, {cem}, cem, 502);
  write([](db::Session& s) {
    return blocks::insert_mute(s, {.id = RelationId{1}, .account = ann, .target = ben});
  });
  EXPECT_THAT(last_posts(ann), ElementsAre(502));
  write([](db::Session& s) {
    return blocks::insert_mute(
        s, {.id = RelationId{1}, .account = ann, .target = ben, .hide_notifications = false});
  });
  EXPECT_THAT(last_posts(ann), ElementsAre(502, 501));
  write([](db::Session& s) { return conversations::remove_with(s, ann, cem); });
  EXPECT_THAT(last_posts(ann), ElementsAre(501));
}

TEST_P(ConversationsTest, OnlyTheOwnerChangesThem) {
  auto const id = *come_in(ann, {ben}, ben, 501);
  auto const set = [&](AccountId owner, bool unread) {
    return write([&](db::Session& s) { return conversations::set_unread(s, owner, id, unread); });
  };
  EXPECT_FALSE(set(ben, false));
  EXPECT_TRUE(page(ann)[0].unread);
  EXPECT_TRUE(set(ann, false));
  EXPECT_FALSE(page(ann)[0].unread);
  EXPECT_FALSE(write([&](db::Session& s) { return conversations::remove(s, ben, id); }));
  EXPECT_TRUE(write([&](db::Session& s) { return conversations::remove(s, ann, id); }));
  EXPECT_THAT(page(ann), IsEmpty());
  EXPECT_NE(come_in(ann, {ben}, ben, 502), std::nullopt);
  EXPECT_THAT(write([](db::Session& s) { return conversations::take_out(s, PostId{502}); }), IsEmpty())
      << "the first post is not in the new one";
}

}  // namespace
}  // namespace auklet::store
