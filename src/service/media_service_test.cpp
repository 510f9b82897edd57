// SPDX-License-Identifier: Apache-2.0
#include "service/media_service.h"

#include <chrono>
#include <filesystem>
#include <fstream>

#include "base/testing/temporary_folder.h"
#include "service/account_service.h"
#include "service/media_files.h"
#include "service/scheduled_service.h"
#include "service/testing/media.h"
#include "service/testing/people_test.h"
#include "store/media.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

namespace fs = std::filesystem;

class MediaServiceTest : public testing::PeopleTest {
 protected:
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (auto const& entry : fs::directory_iterator(folder)) {
      names.push_back(entry.path().filename());
    }
    return names;
  }
  MediaUpload film(std::string const& more = "") { return file("\x1A\x45\xDF\xA3 film" + more); }

  MediaUpload file(std::string const& bytes = "\xFF\xD8\xFF and more") {
    auto const path = folder / "upload";
    std::ofstream(path, std::ios::binary) << bytes;
    return {.path = path, .bytes = bytes.size(), .description = {}, .focus = {}};
  }
  Media upload(Account const& account) { return get(media.upload(as(account), file())); }

  PostDetails publish_with(Account const& account, std::vector<MediaId> ids, std::string text = "look") {
    return get(posts.publish(
        as(account), {.text = std::move(text), .media = {.ids = std::move(ids), .descriptions = {}}}));
  }

  // Does what the jobs that wait are for, and gives their number.
  int run_jobs() {
    auto const rows =
        get(database().session().query("SELECT payload FROM jobs WHERE kind = $1", {remove_files_job}));
    int done = 0;
    for (auto const row : rows) {
      get(media.remove_files(row.string(0)));
      ++done;
    }
    get(forget_jobs(database()));
    return done;
  }

  static Task<Result<>> forget_jobs(db::Database& database) {
    CO_TRY(auto const transaction, co_await database.begin());
    CO_TRY_OK(co_await transaction->execute("DELETE FROM jobs"));
    co_return co_await transaction->commit();
  }

  base::testing::TemporaryFolder const temporary_;
  fs::path const folder = temporary_.path();
  testing::FakePictures pictures;
  testing::FakeBlobs blobs;
  testing::FakeFilms films;
  MediaService media{env,
                     blobs,
                     pictures,
                     films,
                     {.image_bytes_max = 1000,
                      .image_pixels_max = 1000,
                      .video_bytes_max = 2000,
                      .folder = folder,
                      .description_characters_max = 10}};
  AccountService accounts{env, relations};
};
AUKLET_ON_BOTH_ENGINES(MediaServiceTest);

TEST_P(MediaServiceTest, TakesAPictureInAndKeepsNothingElse) {
  auto const ann = join("ann");
  auto given = file();
  given.description = "  a bird ";
  given.focus = Focus{0.5, -0.5};
  auto const made = get(media.upload(as(ann), given));
  EXPECT_EQ(made.state, MediaState::ready);
  EXPECT_EQ(made.description, "a bird");
  EXPECT_EQ(made.focus, (Focus{0.5, -0.5}));
  EXPECT_EQ(made.size, (MediaSize{640, 480}));
  EXPECT_EQ(made.preview_size, (MediaSize{320, 240}));
  EXPECT_THAT(blobs.names, SizeIs(2));
  EXPECT_TRUE(blobs.names.contains(made.file) && blobs.names.contains(made.preview));
  EXPECT_EQ(get(media.find(as(ann), made.id)), made);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), {}), 1) << "the upload is the caller's to remove";
}

TEST_P(MediaServiceTest, RefusesWhatIsNoPictureOrTooLarge) {
  auto const ann = as(join("ann"));
  EXPECT_EQ(refusal(media.upload(ann, file(""))), ErrorKind::invalid);
  EXPECT_EQ(refusal(media.upload(ann, file("<svg onload=alert(1)>"))), ErrorKind::invalid);
  EXPECT_EQ(refusal(media.upload(ann, file("\xFF\xD8\xFF" + std::string(1000, ' ')))), ErrorKind::invalid);
  auto wordy = file();
  wordy.description = "eleven char";
  EXPECT_EQ(refusal(media.upload(ann, wordy)), ErrorKind::invalid);
  EXPECT_THAT(blobs.names, IsEmpty());
}

TEST_P(MediaServiceTest, ForgetsAPictureThatCannotBeMade) {
  auto const ann = as(join("ann"));
  pictures.error = "Validation failed: File is damaged or cut short";
  auto const refused = run(media.upload(ann, file()));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().message, pictures.error);
  EXPECT_THAT(get(store::media::expired(database().session(), clock.now() + std::chrono::hours{48}, 10)),
              IsEmpty());
  EXPECT_EQ(run_jobs(), 1);
}

TEST_P(MediaServiceTest, ShowsAFileToItsOwnerAlone) {
  auto const ann = join("ann");
  auto const made = upload(ann);
  auto const ben = as(join("ben"));
  EXPECT_EQ(refusal(media.find(ben, made.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(media.describe(ben, made.id, {.description = "mine", .focus = {}})),
            ErrorKind::not_found);
  EXPECT_EQ(refusal(media.remove(ben, made.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(media.find(stranger(), made.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(posts.publish(ben, {.text = "", .media = {.ids = {made.id}, .descriptions = {}}})),
            ErrorKind::invalid);
}

TEST_P(MediaServiceTest, HangsOnAPostAsItWasDescribed) {
  auto const ann = join("ann");
  auto const one = upload(ann);
  auto const other = upload(ann);
  get(media.describe(as(ann), one.id, {.description = "one", .focus = Focus{0, 1}}));
  auto const details = publish_with(ann, {other.id, one.id}, "");
  ASSERT_THAT(details.media, SizeIs(2));
  EXPECT_EQ(details.media[0].id, other.id);
  EXPECT_EQ(details.media[1].description, "one");
  EXPECT_EQ(seen(stranger(), details.post.id).media, details.media);
  EXPECT_EQ(refusal(media.find(as(ann), one.id)), ErrorKind::not_found) << "it is the post's now";
  EXPECT_EQ(refusal(media.remove(as(ann), one.id)), ErrorKind::invalid);
  EXPECT_EQ(
      refusal(posts.publish(as(ann), {.text = "again", .media = {.ids = {one.id}, .descriptions = {}}})),
      ErrorKind::invalid);
  EXPECT_EQ(refusal(posts.publish(as(ann), {.text = ""})), ErrorKind::invalid);
}

TEST_P(MediaServiceTest, NoPostHasMoreThanFour) {
  auto const ann = join("ann");
  std::vector<MediaId> ids;
  for (int i = 0; i < 5; ++i) {
    ids.push_back(upload(ann).id);
  }
  EXPECT_EQ(refusal(posts.publish(as(ann), {.text = "five", .media = {.ids = ids, .descriptions = {}}})),
            ErrorKind::invalid);
  ids.pop_back();
  EXPECT_THAT(publish_with(ann, ids).media, SizeIs(4));
}

TEST_P(MediaServiceTest, AnEditTakesOffAndDescribesAnewAndTheHistoryShowsBoth) {
  auto const ann = join("ann");
  auto const one = upload(ann);
  auto const other = upload(ann);
  auto const post = publish_with(ann, {one.id, other.id}).post;
  auto const edited = get(posts.edit(
      as(ann), post.id,
      {.text = "look", .media = {.ids = {other.id}, .descriptions = {{other.id, "new", std::nullopt}}}}));
  ASSERT_THAT(edited.media, SizeIs(1));
  EXPECT_EQ(edited.media[0].description, "new");
  EXPECT_TRUE(edited.post.edited_at.has_value());
  auto const history = get(posts.history(stranger(), post.id));
  ASSERT_THAT(history.versions, SizeIs(2));
  EXPECT_THAT(history.versions[0].media, ElementsAre(MediaLabel{one.id, ""}, MediaLabel{other.id, ""}));
  EXPECT_THAT(history.versions[1].media, ElementsAre(MediaLabel{other.id, "new"}));
  EXPECT_THAT(history.media, SizeIs(2));
  auto const unchanged =
      get(posts.edit(as(ann), post.id, {.text = "look", .media = {.ids = {other.id}, .descriptions = {}}}));
  EXPECT_EQ(unchanged.post.edited_at, edited.post.edited_at);
  auto const bare = get(posts.edit(as(ann), post.id, {.text = "nothing left"}));
  EXPECT_THAT(bare.media, IsEmpty());
  EXPECT_FALSE(bare.post.has_media);
  get(posts.edit(as(ann), post.id, {.text = "back", .media = {.ids = {one.id}, .descriptions = {}}}));
  EXPECT_THAT(seen(stranger(), post.id).media, SizeIs(1)) << "what an edit took off may come back";
}

TEST_P(MediaServiceTest, WaitsForAPostThatIsWrittenAnew) {
  auto const ann = join("ann");
  auto const made = upload(ann);
  auto const post = publish_with(ann, {made.id}).post;
  auto const removed = get(posts.remove(as(ann), post.id));
  EXPECT_THAT(removed.media, SizeIs(1));
  EXPECT_EQ(get(media.find(as(ann), made.id)).id, made.id);
  auto const again = publish_with(ann, {made.id}).post;
  get(posts.remove(as(ann), again.id, /*forget_media=*/true));
  get(media.expire());
  EXPECT_EQ(refusal(media.find(as(ann), made.id)), ErrorKind::not_found);
  EXPECT_EQ(run_jobs(), 1);
  EXPECT_THAT(blobs.names, IsEmpty());
}

TEST_P(MediaServiceTest, ExpiresADayAfterNobodyHasUsedIt) {
  auto const ann = join("ann");
  auto const unused = upload(ann);
  auto const used = upload(ann);
  publish_with(ann, {used.id});
  clock.set(clock.now() + MediaService::unattached_for - std::chrono::minutes{1});
  get(media.expire());
  EXPECT_EQ(get(media.find(as(ann), unused.id)).id, unused.id);
  clock.set(clock.now() + std::chrono::minutes{1});
  get(media.expire());
  EXPECT_EQ(refusal(media.find(as(ann), unused.id)), ErrorKind::not_found);
  EXPECT_EQ(run_jobs(), 1);
  EXPECT_FALSE(blobs.names.contains(unused.file));
  EXPECT_TRUE(blobs.names.contains(used.file));
}

TEST_P(MediaServiceTest, IsKeptForAScheduledPost) {
  ScheduledService scheduled{env, posts};
  auto const ann = join("ann");
  auto const kept = upload(ann);
  auto const let_go = upload(ann);
  auto const at = clock.now() + std::chrono::hours{72};
  auto const draft_with = [](Media const& item) {
    return PostDraft{.text = "", .media = {.ids = {item.id}, .descriptions = {}}};
  };
  auto const waiting = get(scheduled.create(as(ann), draft_with(kept), at));
  ASSERT_EQ(waiting.media.size(), 1U);
  EXPECT_EQ(waiting.media.front().id, kept.id);
  auto const taken_back = get(scheduled.create(as(ann), draft_with(let_go), at));
  get(scheduled.remove(as(ann), taken_back.id));
  EXPECT_EQ(refusal(scheduled.create(as(join("bob")), draft_with(kept), at)), ErrorKind::invalid);
  clock.set(at);
  get(media.expire());
  EXPECT_EQ(refusal(media.find(as(ann), let_go.id)), ErrorKind::not_found);
  get(scheduled.publish(waiting.id));
  EXPECT_THAT(get(scheduled.list(as(ann), {})).items, IsEmpty());
  auto const rows = get(database().session().query("SELECT id FROM posts WHERE account_id = $1", {ann.id}));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(seen(as(ann), rows[0].as<PostId>(0)).media.front().id, kept.id);
}

TEST_P(MediaServiceTest, IsRemovedWhenItsOwnerSaysSo) {
  auto const ann = join("ann");
  auto const made = upload(ann);
  get(media.remove(as(ann), made.id));
  EXPECT_EQ(refusal(media.find(as(ann), made.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(media.remove(as(ann), made.id)), ErrorKind::not_found);
  EXPECT_EQ(run_jobs(), 1);
  EXPECT_THAT(blobs.names, IsEmpty());
}

TEST_P(MediaServiceTest, AProfileTakesItsPicturesOverAndLetsTheFormerOnesGo) {
  auto const ann = join("ann");
  auto const first = get(media.make_profile_picture(as(ann), media::PicturePurpose::avatar, file()));
  EXPECT_EQ(refusal(media.find(as(ann), first.id)), ErrorKind::not_found) << "it is no media of a post";
  EXPECT_EQ(refusal(posts.publish(as(ann), {.text = "", .media = {.ids = {first.id}, .descriptions = {}}})),
            ErrorKind::invalid);
  get(accounts.update_profile(as(ann), {.avatar = first}));
  EXPECT_EQ(now_of(ann).avatar, first.file);
  clock.set(clock.now() + std::chrono::hours{48});
  get(media.expire());
  EXPECT_EQ(run_jobs(), 0);
  auto const second = get(media.make_profile_picture(as(ann), media::PicturePurpose::avatar, file()));
  get(accounts.update_profile(as(ann), {.avatar = second}));
  EXPECT_EQ(run_jobs(), 1);
  EXPECT_THAT(blobs.names, ElementsAre(second.file));
  get(accounts.update_profile(as(ann), {.avatar = ProfilePicture{}}));
  EXPECT_EQ(now_of(ann).avatar, "");
  EXPECT_EQ(run_jobs(), 1);
  EXPECT_THAT(blobs.names, IsEmpty());
}

TEST_P(MediaServiceTest, AFilmIsMadeByAJob) {
  auto const ann = join("ann");
  auto const sent = get(media.upload(as(ann), film()));
  EXPECT_EQ(sent.state, MediaState::processing);
  EXPECT_EQ(sent.kind, MediaKind::video);
  EXPECT_EQ(films.made, 0);
  EXPECT_EQ(refusal(posts.publish(as(ann), {.text = "", .media = {.ids = {sent.id}, .descriptions = {}}})),
            ErrorKind::invalid)
      << "it is not ready";
  EXPECT_THAT(blobs.names, ElementsAre(sent.source));
  get(media.describe(as(ann), sent.id, {.description = "a film", .focus = {}}));
  get(media.make_film(sent.id));
  auto const made = get(media.find(as(ann), sent.id));
  EXPECT_EQ(made.state, MediaState::ready);
  EXPECT_EQ(made.description, "a film");
  EXPECT_EQ(made.size, (MediaSize{320, 240}));
  EXPECT_EQ(made.duration_ms, 1500);
  EXPECT_EQ(made.preview_size, (MediaSize{320, 240}));
  EXPECT_EQ(made.bytes, 5);
  get(media.make_film(sent.id));
  EXPECT_EQ(films.made, 1) << "once is enough";
  EXPECT_EQ(run_jobs(), 1);
  EXPECT_EQ(blobs.names, (std::set<std::string>{made.file, made.preview}));
  EXPECT_THAT(publish_with(ann, {made.id}).media, SizeIs(1));
  EXPECT_TRUE(fs::is_empty(folder) || files() == std::vector<std::string>{"upload"});
}

TEST_P(MediaServiceTest, ASoundHasNoPreview) {
  auto const ann = join("ann");
  films.film.kind = media::FilmKind::audio;
  films.film.size = {};
  auto const made = get(media.upload(as(ann), film(), MediaService::Patience::waits));
  EXPECT_EQ(made.state, MediaState::ready);
  EXPECT_EQ(made.kind, MediaKind::audio);
  EXPECT_EQ(made.preview, "");
  EXPECT_THAT(made.file, ::testing::EndsWith(".mp3"));
}

TEST_P(MediaServiceTest, AGifThatMovesBecomesAFilm) {
  auto const ann = join("ann");
  pictures.moves = true;
  auto const sent = get(media.upload(as(ann), file("GIF89a and more")));
  EXPECT_EQ(sent.state, MediaState::processing);
  EXPECT_EQ(sent.kind, MediaKind::gifv);
  EXPECT_EQ(sent.preview_size, (MediaSize{320, 240})) << "it has that already";
  get(media.make_film(sent.id));
  EXPECT_EQ(get(media.find(as(ann), sent.id)).state, MediaState::ready);
  films.able = false;
  auto const kept = get(media.upload(as(ann), file("GIF89a and more")));
  EXPECT_EQ(kept.kind, MediaKind::image) << "without ffmpeg it stays what it was";
  EXPECT_EQ(kept.state, MediaState::ready);
}

TEST_P(MediaServiceTest, NoFilmIsTakenThatCannotBeMade) {
  auto const ann = join("ann");
  films.error = "Validation failed: File is damaged";
  EXPECT_EQ(refusal(media.upload(as(ann), film())), ErrorKind::invalid);
  EXPECT_THAT(blobs.names, IsEmpty());
  films.error.clear();
  EXPECT_EQ(refusal(media.upload(as(ann), film(std::string(3000, ' ')))), ErrorKind::invalid) << "too large";
  EXPECT_EQ(refusal(media.make_profile_picture(as(ann), media::PicturePurpose::avatar, film())),
            ErrorKind::invalid);
  films.able = false;
  EXPECT_EQ(refusal(media.upload(as(ann), film())), ErrorKind::invalid);
}

TEST_P(MediaServiceTest, AFilmThatFailsSaysSoAndOneThatMayNotIsTriedAgain) {
  auto const ann = join("ann");
  auto const sent = get(media.upload(as(ann), film()));
  films.error = "no time";
  films.kind_of_error = ErrorKind::unavailable;
  EXPECT_EQ(refusal(media.make_film(sent.id)), ErrorKind::unavailable);
  EXPECT_EQ(get(media.find(as(ann), sent.id)).state, MediaState::processing);
  films.kind_of_error = ErrorKind::invalid;
  get(media.make_film(sent.id));
  EXPECT_EQ(get(media.find(as(ann), sent.id)).state, MediaState::failed);
  EXPECT_EQ(run_jobs(), 1);
  EXPECT_THAT(blobs.names, IsEmpty());
}

TEST_P(MediaServiceTest, AFilmThatIsTakenBackLeavesNothing) {
  auto const ann = join("ann");
  auto const sent = get(media.upload(as(ann), film()));
  get(media.remove(as(ann), sent.id));
  get(media.make_film(sent.id));
  EXPECT_EQ(run_jobs(), 1);
  EXPECT_THAT(blobs.names, IsEmpty());
}

}  // namespace
}  // namespace auklet::service
