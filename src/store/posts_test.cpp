// SPDX-License-Identifier: Apache-2.0
#include "store/posts.h"

#include "base/ids.h"
#include "store/notifications.h"
#include "store/reactions.h"
#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using testing::cursors_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::now;
using ::testing::UnorderedElementsAre;

constexpr AccountId alice{1};
constexpr AccountId bob{2};
constexpr std::chrono::hours hour{1};

class PostsTest : public testing::StoreTest {
 protected:
  Post found(PostId id) { return *read(posts::find(session(), id)); }

  std::vector<std::string> tags_of(PostId id) {
    std::vector<std::string> names;
    for (auto const& tag : read(posts::tags_of(session(), {id}))) {
      names.push_back(tag.value.name);
    }
    return names;
  }

  std::vector<AccountId> mentions_of(PostId id) {
    std::vector<AccountId> accounts;
    for (auto const& mention : read(posts::mentions_of(session(), {id}))) {
      accounts.push_back(mention.value);
    }
    return accounts;
  }

  Result<> remember(AccountId account, std::string_view key, PostId post, UnixMillis at) {
    auto const done = try_batch([&](db::Batch& batch) {
      posts::remember_key(batch, account, key, post, at, at - hour, {ErrorKind::conflict, "in use", "", {}});
    });
    return done ? Result<>{} : std::unexpected(done.error());
  }

  void add_edit(std::int64_t id, PostId post, PostEdit const& edit) {
    write([&](db::Session& s) { return posts::insert_edit(s, id, post, edit); });
  }

  // A thread in which each post answers the one before it, with the ids from 1 on.
  void add_chain(int length) {
    auto last = add(post_by(alice, PostId{1}));
    for (int id = 2; id <= length; ++id) {
      last = add(reply_by(alice, PostId{id}, last));
    }
  }

  std::vector<std::int64_t> below(int id, int depth_max, int limit) {
    return cursors_of(read(posts::descendants(session(), PostId{id}, depth_max, limit)));
  }
};
AUKLET_ON_BOTH_ENGINES(PostsTest);

TEST_P(PostsTest, APostComesBackAsItWas) {
  auto post = post_by(alice, PostId{5});
  post.visibility = Visibility::private_;
  post.sensitive = true;
  post.spoiler_text = "Ünder";
  post.text = "it's 🐧\n";
  post.content = "<p>it&apos;s 🐧</p>";
  post.language = "de";
  post.app_id = AppId{9};
  add(post);
  auto const same = found(PostId{5});
  EXPECT_EQ(same.account_id, alice);
  EXPECT_EQ(same.thread_id, ThreadId{5});
  EXPECT_EQ(same.visibility, Visibility::private_);
  EXPECT_TRUE(same.sensitive);
  EXPECT_EQ(same.spoiler_text, post.spoiler_text);
  EXPECT_EQ(same.text, post.text);
  EXPECT_EQ(same.content, post.content);
  EXPECT_EQ(same.language, "de");
  EXPECT_EQ(same.app_id, AppId{9});
  EXPECT_EQ(same.created_at, now);
  EXPECT_FALSE(same.edited_at || same.in_reply_to_id || same.boost_of_id || same.remote_uri);
  EXPECT_FALSE(read(posts::find(session(), PostId{6})));
}

TEST_P(PostsTest, FindsManyAtOnce) {
  add(post_by(alice, PostId{1}));
  add(post_by(bob, PostId{2}));
  EXPECT_THAT(cursors_of(read(posts::find_all(session(), {}))), IsEmpty());
  EXPECT_THAT(cursors_of(read(posts::find_all(session(), {PostId{2}, PostId{9}, PostId{1}, PostId{2}}))),
              UnorderedElementsAre(1, 2));
}

TEST_P(PostsTest, AnAccountBoostsAPostOnce) {
  auto const post = add(post_by(alice, PostId{1}));
  add(boost_by(bob, PostId{3}, post));
  add(boost_by(alice, PostId{2}, post));
  auto const again = boost_by(bob, PostId{4}, post);
  auto const added = try_write([&](db::Session& s) { return posts::insert(s, again); });
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().kind, ErrorKind::conflict);

  EXPECT_EQ(read(posts::find_boost(session(), post.id, bob))->id, PostId{3});
  EXPECT_FALSE(read(posts::find_boost(session(), PostId{3}, bob)));
  EXPECT_THAT(cursors_of(read(posts::boosts_of(session(), post.id))), ElementsAre(2, 3));
}

TEST_P(PostsTest, ANewPostIsWrittenWithWhatHangsOnIt) {
  add(post_by(alice, PostId{1}));
  auto const post = reply_by(bob, PostId{2}, found(PostId{1}));
  std::vector<posts::TagUse> const uses{{TagId{8}, "zoo", "Zoo"}, {TagId{9}, "auk", "Auk"}};
  auto const write_reply = [&](PostId parent, std::optional<std::size_t>& tagged) {
    return try_batch([&](db::Batch& batch) {
      posts::add_replies(batch, parent, 1, {ErrorKind::not_found, "gone", "", {}});
      posts::insert(batch, post);
      posts::add_mentions(batch, post.id, {bob, alice});
      tagged = posts::add_tags(batch, post.id, uses, now);
    });
  };
  std::optional<std::size_t> tagged;
  auto const refused = write_reply(PostId{77}, tagged);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::not_found);
  EXPECT_FALSE(read(posts::find(session(), post.id)));

  auto const answers = testing::expect_value(write_reply(PostId{1}, tagged));
  EXPECT_EQ(found(PostId{1}).replies_count, 1);
  EXPECT_EQ(found(post.id).in_reply_to_id, PostId{1});
  EXPECT_THAT(mentions_of(post.id), ElementsAre(bob, alice));
  auto const tags = posts::tags_in(answers.at(tagged.value()));
  ASSERT_EQ(tags.size(), 2U);
  EXPECT_EQ(tags[0].display, "Zoo");
  EXPECT_EQ(tags[1].id, TagId{9});
  EXPECT_EQ(tags_of(post.id).size(), 2U);
}

TEST_P(PostsTest, AnEditChangesTheTextAndNothingElse) {
  auto post = add(post_by(alice, PostId{1}));
  write([](db::Session& s) { return posts::add_favourites(s, PostId{1}, 4); });
  post.text = "new";
  post.content = "<p>new</p>";
  post.spoiler_text = "!";
  post.sensitive = true;
  post.language = "fi";
  post.edited_at = now + hour;
  post.visibility = Visibility::direct;
  write([&](db::Session& s) { return posts::update_text(s, post); });
  auto const after = found(post.id);
  EXPECT_EQ(after.text, "new");
  EXPECT_EQ(after.content, "<p>new</p>");
  EXPECT_EQ(after.spoiler_text, "!");
  EXPECT_TRUE(after.sensitive);
  EXPECT_EQ(after.language, "fi");
  EXPECT_EQ(after.edited_at, now + hour);
  EXPECT_EQ(after.visibility, Visibility::public_);
  EXPECT_EQ(after.favourites_count, 4);
}

TEST_P(PostsTest, CountersGoUpAndDown) {
  add(post_by(alice, PostId{1}));
  write([](db::Session& s) { return posts::add_replies(s, PostId{1}, 3); });
  write([](db::Session& s) { return posts::add_replies(s, PostId{1}, -1); });
  write([](db::Session& s) { return posts::add_boosts(s, PostId{1}, 5); });
  write([](db::Session& s) { return posts::add_favourites(s, PostId{1}, 7); });
  auto const post = found(PostId{1});
  EXPECT_EQ(post.replies_count, 2);
  EXPECT_EQ(post.boosts_count, 5);
  EXPECT_EQ(post.favourites_count, 7);
}

TEST_P(PostsTest, OnlyWhatIsThereIsLocked) {
  add(post_by(alice, PostId{1}));
  EXPECT_TRUE(write([](db::Session& s) { return posts::lock(s, PostId{1}); }));
  EXPECT_FALSE(write([](db::Session& s) { return posts::lock(s, PostId{2}); }));
}

TEST_P(PostsTest, ARemovedPostTakesAlongWhatHangsOnIt) {
  auto const post = add(post_by(alice, PostId{1}));
  add(reply_by(bob, PostId{2}, post));
  add(boost_by(bob, PostId{3}, post));
  add_user(bob, "bob@example.org");
  for (auto const id : {PostId{1}, PostId{2}}) {
    mention(id, {bob});
    tag(id, {{1, "auk"}});
    RelationId const relation{std::to_underlying(id)};
    add_edit(std::to_underlying(id), id, {});
    write([&](db::Session& s) { return reactions::insert_favourite(s, relation, bob, id); });
    write([&](db::Session& s) { return reactions::insert_bookmark(s, relation, bob, id); });
    write([&](db::Session& s) { return reactions::insert_pin(s, relation, bob, id); });
    Notification const told{
        NotificationId{std::to_underlying(id)}, bob, NotificationType::mention, alice, id, now};
    write([&](db::Session& s) { return notifications::insert(s, told, std::nullopt); });
  }
  write([](db::Session& s) { return posts::remove(s, PostId{1}); });

  EXPECT_FALSE(read(posts::find(session(), PostId{1})));
  EXPECT_TRUE(read(posts::find(session(), PostId{3}))) << "boosts are the caller's business";
  auto const orphan = found(PostId{2});
  EXPECT_EQ(orphan.in_reply_to_id, std::nullopt);
  EXPECT_EQ(orphan.in_reply_to_account_id, alice);
  EXPECT_EQ(orphan.thread_id, ThreadId{1});
  for (auto const& [id, left] : {std::pair{PostId{1}, 0U}, {PostId{2}, 1U}}) {
    EXPECT_EQ(mentions_of(id).size(), left);
    EXPECT_EQ(tags_of(id).size(), left);
    EXPECT_EQ(read(posts::edits_of(session(), id)).size(), left);
    auto const marks = read(reactions::marks(session(), bob, {id}, {}));
    EXPECT_EQ(marks.favourited.size(), left);
    EXPECT_EQ(marks.bookmarked.size(), left);
    EXPECT_EQ(marks.pinned.size(), left);
    auto const told =
        read(notifications::find(session(), bob, static_cast<NotificationId>(std::to_underlying(id))));
    EXPECT_EQ(told.has_value(), left == 1);
  }
}

TEST_P(PostsTest, MentionsKeepTheirOrderAndAreReplaced) {
  mention(PostId{1}, {bob, AccountId{7}, alice});
  EXPECT_THAT(mentions_of(PostId{1}), ElementsAre(bob, AccountId{7}, alice));
  mention(PostId{1}, {alice, bob});
  EXPECT_THAT(mentions_of(PostId{1}), ElementsAre(alice, bob));
  mention(PostId{1}, {});
  EXPECT_THAT(mentions_of(PostId{1}), IsEmpty());
  EXPECT_THAT(read(posts::mentions_of(session(), {})), IsEmpty());
}

TEST_P(PostsTest, TagsKeepTheirOrderAndTheirFirstId) {
  tag(PostId{1}, {{5, "tern"}, {6, "auk"}});
  tag(PostId{2}, {{7, "auk"}});
  EXPECT_THAT(tags_of(PostId{1}), ElementsAre("tern", "auk"));
  EXPECT_THAT(tags_of(PostId{2}), ElementsAre("auk"));
  EXPECT_EQ(read(posts::find_tag(session(), "auk"))->id, TagId{6});
  EXPECT_FALSE(read(posts::find_tag(session(), "gull")));
  tag(PostId{1}, {{8, "auk"}});
  EXPECT_THAT(tags_of(PostId{1}), ElementsAre("auk"));
  EXPECT_THAT(read(posts::tags_of(session(), {})), IsEmpty());

  auto const starting_with = [this](char const* text, int limit, int offset) {
    return cursors_of(read(posts::search_tags(session(), text, limit, offset)));
  };
  tag(PostId{3}, {{9, "aukland"}});
  EXPECT_THAT(starting_with("au", 9, 0), ElementsAre(6, 9));
  EXPECT_THAT(starting_with("au", 9, 1), ElementsAre(9));
  EXPECT_THAT(starting_with("au", 1, 0), ElementsAre(6));
  EXPECT_THAT(starting_with("uk", 9, 0), IsEmpty());
}

TEST_P(PostsTest, TagDaysCountPublicUsesAndWhoTheyAreFrom) {
  auto const at = [](UnixMillis time, int nth) { return PostId{base::first_id_at(time) + nth}; };
  auto const today = std::chrono::floor<std::chrono::days>(now);
  auto const yesterday = today - std::chrono::milliseconds{1};
  auto secret = post_by(bob, at(today, 3));
  secret.visibility = Visibility::unlisted;
  for (auto const& post : {post_by(alice, at(yesterday, 0)), post_by(alice, at(today, 0)),
                           post_by(alice, at(today, 1)), post_by(bob, at(today, 2)), secret}) {
    add(post);
    tag(post.id, {{1, "auk"}});
  }
  auto const days = read(posts::tag_days(session(), {TagId{1}, TagId{2}}, at(today, 0)));
  ASSERT_EQ(days.size(), 1U);
  EXPECT_EQ(days[0].tag, TagId{1});
  EXPECT_EQ(days[0].day, today.time_since_epoch().count());
  EXPECT_EQ(days[0].uses, 3);
  EXPECT_EQ(days[0].accounts, 2);
  EXPECT_EQ(read(posts::tag_days(session(), {TagId{1}}, PostId{0})).size(), 2U);
  EXPECT_THAT(read(posts::tag_days(session(), {}, PostId{0})), IsEmpty());
}

TEST_P(PostsTest, EditsAreListedOldestFirst) {
  add_edit(8, PostId{1}, {"<p>b</p>", "!", true, now + hour});
  add_edit(7, PostId{1}, {"<p>a</p>", "", false, now});
  auto const edits = read(posts::edits_of(session(), PostId{1}));
  ASSERT_EQ(edits.size(), 2U);
  EXPECT_EQ(edits[0].content, "<p>a</p>");
  EXPECT_EQ(edits[1].spoiler_text, "!");
  EXPECT_TRUE(edits[1].sensitive);
  EXPECT_EQ(edits[1].created_at, now + hour);
}

TEST_P(PostsTest, AnIdempotencyKeyIsTakenForItsTime) {
  ASSERT_TRUE(remember(alice, "key", PostId{1}, now));
  EXPECT_EQ(read(posts::find_by_key(session(), alice, "key", now)), PostId{1});
  EXPECT_EQ(read(posts::find_by_key(session(), alice, "key", now + std::chrono::milliseconds{1})),
            std::nullopt);
  EXPECT_EQ(read(posts::find_by_key(session(), bob, "key", now)), std::nullopt);
  EXPECT_EQ(read(posts::find_by_key(session(), alice, "KEY", now)), std::nullopt);

  auto const taken = remember(alice, "key", PostId{2}, now + hour);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().kind, ErrorKind::conflict);
  EXPECT_TRUE(remember(bob, "key", PostId{3}, now));
  EXPECT_TRUE(remember(alice, "key", PostId{4}, now + hour + std::chrono::milliseconds{1}));
  EXPECT_EQ(read(posts::find_by_key(session(), alice, "key", now)), PostId{4});
}

TEST_P(PostsTest, StaleKeysGoAsNewOnesCome) {
  for (char const* const key : {"a", "b", "c", "d", "e"}) {
    ASSERT_TRUE(remember(alice, key, PostId{1}, now));
  }
  auto const kept = [this] {
    return read(session().query("SELECT count(*) FROM idempotency_keys"))[0].integer(0);
  };
  EXPECT_EQ(kept(), 5);
  for (char const* const key : {"f", "g", "h"}) {
    ASSERT_TRUE(remember(bob, key, PostId{1}, now + 2 * hour));
  }
  EXPECT_EQ(kept(), 3);
}

TEST_P(PostsTest, AncestorsComeFromTheTopDown) {
  add_chain(5);
  auto const above = [this](int id, int limit) {
    return cursors_of(read(posts::ancestors(session(), PostId{id}, limit)));
  };
  EXPECT_THAT(above(5, 99), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(above(5, 2), ElementsAre(3, 4)) << "the nearest are kept";
  EXPECT_THAT(above(1, 99), IsEmpty());
  EXPECT_THAT(above(9, 99), IsEmpty());
}

TEST_P(PostsTest, DescendantsAreBoundedInDepthAndNumber) {
  add_chain(4);
  add(reply_by(bob, PostId{5}, found(PostId{1})));
  add(reply_by(bob, PostId{6}, found(PostId{5})));
  EXPECT_THAT(below(1, 99, 99), UnorderedElementsAre(2, 3, 4, 5, 6));
  EXPECT_THAT(below(1, 1, 99), UnorderedElementsAre(2, 5));
  EXPECT_THAT(below(1, 2, 99), UnorderedElementsAre(2, 5, 3, 6));
  EXPECT_THAT(below(1, 99, 2), UnorderedElementsAre(2, 5)) << "the upper levels come first";
  EXPECT_THAT(below(4, 99, 99), IsEmpty());
  auto const replies = read(posts::descendants(session(), PostId{3}, 99, 99));
  ASSERT_EQ(replies.size(), 1U);
  EXPECT_EQ(replies[0].parent, PostId{3});
}

}  // namespace
}  // namespace auklet::store
