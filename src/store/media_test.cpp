// SPDX-License-Identifier: Apache-2.0
#include "store/media.h"

#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using testing::cursors_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::now;
using ::testing::UnorderedElementsAre;

constexpr AccountId ann{1};
constexpr AccountId ben{2};
constexpr PostId post{10};

class MediaTest : public testing::StoreTest {
 protected:
  Media add(std::int64_t id, AccountId owner = ann, MediaState state = MediaState::ready) {
    Media const media{.id = MediaId{id},
                      .account_id = owner,
                      .state = state,
                      .file = "file" + std::to_string(id),
                      .preview = "preview",
                      .description = "a bird",
                      .focus = Focus{-0.25, 1},
                      .size = {640, 480},
                      .preview_size = {320, 240},
                      .bytes = 1234,
                      .blurhash = "LEHV6n",
                      .created_at = now,
                      .expires_at = now + std::chrono::hours{1}};
    EXPECT_TRUE(try_batch([&](db::Batch& batch) { media::insert(batch, media); }).has_value());
    return media;
  }
  bool complete(Media const& media) {
    return try_batch([&](db::Batch& batch) {
             media::complete(batch, media, {ErrorKind::not_found, "gone", "", {}});
           })
        .has_value();
  }
  bool attach(Media media, PostId to, int position = 0) {
    media.post_id = to;
    media.position = position;
    return write([&](db::Session& s) { return media::attach(s, media); });
  }
  std::optional<Media> find(MediaId id) { return read(media::find(session(), id)); }
  std::vector<std::int64_t> shown(PostId of) { return cursors_of(read(media::of_posts(session(), {of}))); }
};
AUKLET_ON_BOTH_ENGINES(MediaTest);

TEST_P(MediaTest, IsKeptAsItIsWritten) {
  auto const one = add(1);
  auto const other = add(2, ben);
  EXPECT_EQ(find(one.id), one);
  EXPECT_EQ(find(MediaId{9}), std::nullopt);
  EXPECT_THAT(read(media::find_all(session(), {one.id, other.id, MediaId{9}})),
              UnorderedElementsAre(one, other));
  EXPECT_THAT(read(media::find_all(session(), {})), IsEmpty());
  write([&](db::Session& s) { return media::describe(s, one.id, "a tern", std::nullopt); });
  EXPECT_EQ(find(one.id)->description, "a tern");
  EXPECT_EQ(find(one.id)->focus, std::nullopt);
  write([&](db::Session& s) { return media::remove(s, one.id); });
  EXPECT_EQ(find(one.id), std::nullopt);
}

TEST_P(MediaTest, IsCompletedWhileItIsThere) {
  auto media = add(1, ann, MediaState::processing);
  media.state = MediaState::ready;
  media.size = {10, 20};
  media.blurhash = "other";
  media.source = "source";
  media.duration_ms = 1500;
  media.frame_rate = "30/1";
  media.bitrate = 1000;
  media.bytes = 5;
  EXPECT_TRUE(complete(media));
  EXPECT_EQ(find(media.id), media);
  media.id = MediaId{9};
  EXPECT_FALSE(complete(media));
}

TEST_P(MediaTest, HangsOnOnePostInItsOrder) {
  auto const first = add(1);
  auto const second = add(2);
  EXPECT_TRUE(attach(first, post, 1));
  EXPECT_TRUE(attach(second, post, 0));
  EXPECT_THAT(shown(post), ElementsAre(2, 1));
  EXPECT_EQ(find(first.id)->expires_at, std::nullopt);
  EXPECT_FALSE(attach(first, PostId{11})) << "it hangs on another post";
  EXPECT_TRUE(attach(first, post, 0)) << "the same post may put it elsewhere";
  EXPECT_THAT(read(media::of_posts(session(), {})), IsEmpty());
}

TEST_P(MediaTest, HangsOnNothingBeforeItIsReadyNorForOthers) {
  auto const unready = add(1, ann, MediaState::processing);
  EXPECT_FALSE(attach(unready, post));
  auto of_another = add(2, ben);
  of_another.account_id = ann;
  EXPECT_FALSE(attach(of_another, post));
  auto picture = add(3);
  picture.kind = MediaKind::profile;
  EXPECT_TRUE(complete(picture));
  EXPECT_FALSE(attach(picture, post));
  auto const taken = try_batch(
      [&](db::Batch& batch) { media::attach(batch, unready, {ErrorKind::invalid, "taken", "", {}}); });
  ASSERT_FALSE(taken.has_value());
  EXPECT_EQ(taken.error().message, "taken");
}

TEST_P(MediaTest, StaysWithFormerVersionsUntilThePostIsGone) {
  auto const one = add(1);
  auto const other = add(2);
  attach(one, post, 0);
  attach(other, post, 1);
  write([&](db::Session& s) { return media::take_off(s, post); });
  EXPECT_THAT(shown(post), IsEmpty());
  attach(other, post, 0);
  EXPECT_THAT(shown(post), ElementsAre(2));
  EXPECT_THAT(cursors_of(read(media::ever_of_post(session(), post))), UnorderedElementsAre(1, 2));
  write([&](db::Session& s) { return media::release(s, post, now + std::chrono::hours{2}); });
  EXPECT_THAT(read(media::ever_of_post(session(), post)), IsEmpty());
  EXPECT_EQ(find(one.id)->expires_at, now + std::chrono::hours{2});
}

TEST_P(MediaTest, ExpiresOnlyWhenItHangsOnNothing) {
  auto const one = add(1);
  auto const other = add(2);
  attach(other, post);
  auto const later = now + std::chrono::hours{1};
  EXPECT_THAT(read(media::expired(session(), now, 10)), IsEmpty());
  EXPECT_THAT(cursors_of(read(media::expired(session(), later, 10))), ElementsAre(1));
  auto const remove = [&](MediaId id, UnixMillis at) {
    return write([&](db::Session& s) { return media::remove_expired(s, id, at); });
  };
  EXPECT_FALSE(remove(other.id, later));
  EXPECT_FALSE(remove(one.id, now));
  EXPECT_TRUE(remove(one.id, later));
  EXPECT_FALSE(remove(one.id, later));
}

}  // namespace
}  // namespace auklet::store
