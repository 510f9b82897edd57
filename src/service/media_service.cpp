// SPDX-License-Identifier: Apache-2.0
#include "service/media_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <system_error>
#include <utility>

#include "base/log.h"
#include "service/media_files.h"
#include "store/jobs.h"
#include "store/media.h"
#include "text/unicode.h"

namespace auklet::service {

namespace {

constexpr int expired_at_once_max = 100;

// Beside the file that came, in the folder that is swept.
std::filesystem::path beside(std::filesystem::path const& path, std::string_view suffix) {
  return path.string() + std::string(suffix);
}

void erase(std::filesystem::path const& path) {
  std::error_code ignored;
  std::filesystem::remove(path, ignored);
}

// Empty names among them are passed over.
std::vector<std::string> files_of(Media const& media) {
  return {media.file, media.preview, media.source};
}

// Files that are gone when this is, unless somebody has moved them away.
class Erased {
 public:
  explicit Erased(std::vector<std::filesystem::path> paths) : paths_(std::move(paths)) {}
  ~Erased() { std::ranges::for_each(paths_, erase); }
  Erased(Erased const&) = delete;
  Erased& operator=(Erased const&) = delete;

 private:
  std::vector<std::filesystem::path> const paths_;
};

media::PictureTask task_of(MediaUpload const& upload, media::FileFormat format, MediaLimits const& limits) {
  return {.input = upload.path,
          .format = format,
          .purpose = media::PicturePurpose::attachment,
          .output = beside(upload.path, ".whole"),
          .preview_output = beside(upload.path, ".preview"),
          .pixels_max = limits.image_pixels_max};
}

MediaSize size_of(media::PictureSize size) {
  return {size.width, size.height};
}

}  // namespace

std::vector<std::string> MediaService::types() const {
  std::vector<std::string> types{"image/jpeg", "image/png",  "image/gif", "image/webp",
                                 "image/avif", "image/heic", "image/heif"};
  if (films_.is_able()) {
    types.insert(types.end(), {"video/mp4", "video/quicktime", "video/webm", "video/ogg", "audio/mpeg",
                               "audio/mp3", "audio/mp4", "audio/aac", "audio/ogg", "audio/wav", "audio/x-wav",
                               "audio/flac", "audio/webm"});
  }
  return types;
}

Result<std::string> MediaService::clean_description(std::string const& text) const {
  auto clean = text::clean_text(text);
  if (text::count_graphemes(clean) > limits_.description_characters_max) {
    return validation_failed(fmt::format("Description is too long (maximum is {} characters)",
                                         limits_.description_characters_max));
  }
  return clean;
}

Task<Result<std::optional<media::FileFormat>>> MediaService::recognise(MediaUpload const& upload) const {
  if (upload.bytes == 0) {
    co_return validation_failed("File can't be blank");
  }
  CO_TRY(auto const beginning, media::first_bytes_of(upload.path));
  auto const format = media::recognise(beginning);
  if (!format && !(films_.is_able() && media::looks_like_film(beginning))) {
    co_return validation_failed("File content type is not supported");
  }
  co_return format;
}

Result<> MediaService::check_picture(MediaUpload const& upload) const {
  if (upload.bytes > limits_.image_bytes_max) {
    return validation_failed(fmt::format("File size must be less than {} bytes", limits_.image_bytes_max));
  }
  return {};
}

// The row of a file that is yet to be made.
Result<Media> MediaService::begin(Caller const& caller, MediaUpload const& upload, std::string_view ending,
                                  std::string_view preview_ending) const {
  auto const stem = blob::new_blob_stem(env_.random);
  auto const now = env_.clock.now();
  Media media{.id = env_.mint<MediaId>(),
              .account_id = caller.self(),
              .file = stem + std::string(ending),
              .preview = preview_ending.empty() ? "" : stem + "-small" + std::string(preview_ending),
              .focus = upload.focus,
              .created_at = now,
              .expires_at = now + unattached_for};
  if (upload.description) {
    TRY(media.description, clean_description(*upload.description));
  }
  return media;
}

Task<Result<Media>> MediaService::upload(Caller caller, MediaUpload upload, Patience patience) {
  CO_TRY(auto const format, co_await recognise(upload));
  if (!format) {
    CO_TRY(auto film, co_await take_film(caller, upload));
    co_return co_await make_or_enqueue(std::move(film), patience);
  }
  CO_TRY_OK(check_picture(upload));
  CO_TRY(auto media, begin(caller, upload, media::ending_of(*format), media::preview_ending_of(*format)));
  if (*format == media::FileFormat::gif && films_.is_able()) {
    media.source = blob::new_blob_stem(env_.random) + ".bin";  // in case that it moves
  }
  CO_TRY(auto made, co_await take_in(std::move(media), task_of(upload, *format, limits_)));
  if (made.state == MediaState::processing) {
    co_return co_await make_or_enqueue(std::move(made), patience);
  }
  co_return made;
}

// The file as it came, for ffmpeg to work on later.
Task<Result<Media>> MediaService::take_film(Caller const& caller, MediaUpload const& upload) {
  if (upload.bytes > limits_.video_bytes_max) {
    co_return validation_failed(fmt::format("File size must be less than {} bytes", limits_.video_bytes_max));
  }
  CO_TRY(auto const film, co_await films_.examine(upload.path));
  auto const is_audio = film.kind == media::FilmKind::audio;
  CO_TRY(auto media, begin(caller, upload, is_audio ? ".mp3" : ".mp4", is_audio ? "" : ".png"));
  media.kind = is_audio                                     ? MediaKind::audio
               : film.kind == media::FilmKind::silent_video ? MediaKind::gifv
                                                            : MediaKind::video;
  media.source = blob::new_blob_stem(env_.random) + ".bin";
  db::Batch batch;
  store::media::insert(batch, media);
  CO_TRY_OK(co_await env_.database.write(batch));
  if (auto kept = co_await blobs_.put(media.source, upload.path); !kept) {
    CO_TRY_OK(co_await forget(media));
    co_return std::unexpected(std::move(kept).error());
  }
  co_return media;
}

Task<Result<Media>> MediaService::make_or_enqueue(Media media, Patience patience) {
  if (patience == Patience::waits) {
    CO_TRY_OK(co_await make_film(media.id));
    CO_TRY(auto made, co_await store::media::find(env_.database.session(), media.id));
    if (!made) {
      co_return record_not_found();
    }
    co_return std::move(*made);
  }
  auto const now = env_.clock.now();
  auto const lane = to_text(media.account_id);
  store::jobs::NewJob const job{.id = env_.mint<JobId>(),
                                .kind = make_film_job,
                                .payload = to_text(media.id),
                                .run_at = now,
                                .lane = lane,
                                .created_at = now};
  db::Batch batch;
  store::jobs::enqueue(batch, job);
  CO_TRY_OK(co_await env_.database.write(batch));
  env_.bus.publish(bus::JobsWaiting{});
  co_return media;
}

Task<Result<>> MediaService::make_film(MediaId id) {
  CO_TRY(auto found, co_await store::media::find(env_.database.session(), id));
  if (!found || found->state != MediaState::processing || found->source.empty()) {
    co_return Result<>{};  // taken back, or made already
  }
  auto const source = found->source;
  auto done = co_await film_of(*found);
  if (!done && done.error().kind != ErrorKind::invalid && done.error().kind != ErrorKind::not_found) {
    co_return std::unexpected(std::move(done).error());
  }
  if (!done) {
    log::info("media {} cannot be made: {}", to_text(id), done.error().detail);
    found->state = MediaState::failed;
  }
  auto media = done ? *std::move(done) : *std::move(found);
  media.source.clear();
  db::Batch batch;
  store::media::complete(batch, media, record_not_found().error());
  auto const completed = co_await env_.database.write(batch);
  if (!completed && completed.error().kind != ErrorKind::not_found) {
    co_return std::unexpected(completed.error());
  }
  // When it was taken back meanwhile, what has just been put there goes too.
  std::vector<std::string> needless{source};
  if (!completed) {
    std::ranges::copy(files_of(media), std::back_inserter(needless));
  }
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await enqueue_removal(env_, *transaction, std::move(needless)));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  env_.bus.publish(bus::JobsWaiting{});
  co_return Result<>{};
}

Task<Result<Media>> MediaService::film_of(Media media) {
  CO_TRY(auto const input, co_await blobs_.fetch(media.source, limits_.folder));
  media::FilmTask const task{.input = input,
                             .kind = media.kind == MediaKind::audio  ? media::FilmKind::audio
                                     : media.kind == MediaKind::gifv ? media::FilmKind::silent_video
                                                                     : media::FilmKind::video,
                             .output = beside(input, ".film"),
                             .frame_output = beside(input, ".frame")};
  auto const film = co_await films_.make(task);
  Erased const all({input, task.output, task.frame_output, beside(task.frame_output, ".whole"),
                    beside(task.frame_output, ".preview")});
  if (!film) {
    co_return std::unexpected(film.error());
  }
  std::error_code ignored;
  media.bytes = static_cast<std::int64_t>(std::filesystem::file_size(task.output, ignored));
  media.size = size_of(film->size);
  media.duration_ms = film->duration.count();
  media.frame_rate = film->frame_rate;
  media.bitrate = film->bitrate;
  media.state = MediaState::ready;
  // A GIF has its preview already.
  if (media.kind != MediaKind::audio && media.preview_size.width == 0) {
    CO_TRY(media, co_await add_frame(std::move(media), task.frame_output));
  }
  CO_TRY_OK(co_await blobs_.put(media.file, task.output));
  co_return media;
}

Task<Result<Media>> MediaService::add_frame(Media media, std::filesystem::path frame) {
  media::PictureTask const task{.input = frame,
                                .format = media::FileFormat::png,
                                .purpose = media::PicturePurpose::attachment,
                                .output = beside(frame, ".whole"),
                                .preview_output = beside(frame, ".preview"),
                                .pixels_max = limits_.image_pixels_max};
  CO_TRY(auto const picture, co_await pictures_.make(task));
  media.preview_size = size_of(picture.preview_size.value_or(media::PictureSize{}));
  media.blurhash = picture.blurhash;
  CO_TRY_OK(co_await blobs_.put(media.preview, task.preview_output));
  co_return media;
}

Task<Result<ProfilePicture>> MediaService::make_profile_picture(Caller caller, media::PicturePurpose purpose,
                                                                MediaUpload upload) {
  CO_TRY(auto const format, co_await recognise(upload));
  if (!format) {
    co_return validation_failed("File content type is not supported");
  }
  CO_TRY_OK(check_picture(upload));
  CO_TRY(auto media, begin(caller, upload, media::preview_ending_of(*format), ""));
  media.kind = MediaKind::profile;
  auto task = task_of(upload, *format, limits_);
  task.purpose = purpose;
  CO_TRY(auto made, co_await take_in(std::move(media), std::move(task)));
  co_return ProfilePicture{made.id, std::move(made.file)};
}

// The row first, so that whatever happens somebody knows of the files.
Task<Result<Media>> MediaService::take_in(Media media, media::PictureTask task) {
  db::Batch batch;
  store::media::insert(batch, media);
  CO_TRY_OK(co_await env_.database.write(batch));
  auto done = co_await work_on(media, task);
  erase(task.output);
  erase(task.preview_output);
  if (!done) {
    if (auto const forgotten = co_await forget(media); !forgotten) {
      log::warn("media {} will expire: {}", to_text(media.id), forgotten.error().detail);
    }
  }
  co_return done;
}

Task<Result<Media>> MediaService::work_on(Media media, media::PictureTask task) {
  CO_TRY(auto const picture, co_await pictures_.make(task));
  media.size = size_of(picture.size);
  media.bytes = static_cast<std::int64_t>(picture.bytes);
  media.blurhash = picture.blurhash;
  media.state = MediaState::ready;
  if (!picture.moves) {
    media.source.clear();
  }
  if (!media.source.empty()) {
    // What was made is a GIF that can be trusted; from that a film is made.
    media.kind = MediaKind::gifv;
    media.state = MediaState::processing;
    media.file = media.file.substr(0, media.file.find('.')) + ".mp4";
  }
  CO_TRY_OK(co_await blobs_.put(media.source.empty() ? media.file : media.source, task.output));
  if (picture.preview_size) {
    media.preview_size = size_of(*picture.preview_size);
    CO_TRY_OK(co_await blobs_.put(media.preview, task.preview_output));
  }
  db::Batch batch;
  store::media::complete(batch, media, record_not_found().error());
  CO_TRY_OK(co_await env_.database.write(batch));
  co_return media;
}

Task<Result<>> MediaService::forget(Media const& media) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::media::remove(*transaction, media.id));
  CO_TRY_OK(co_await enqueue_removal(env_, *transaction, files_of(media)));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  env_.bus.publish(bus::JobsWaiting{});
  co_return Result<>{};
}

Task<Result<Media>> MediaService::find(Caller caller, MediaId id) const {
  CO_TRY(auto media, co_await store::media::find(env_.database.session(), id));
  if (!media || !caller.is(media->account_id) || media->post_id || media->kind == MediaKind::profile) {
    co_return record_not_found();
  }
  co_return std::move(*media);
}

Task<Result<Media>> MediaService::describe(Caller caller, MediaId id, MediaChange change) {
  CO_TRY(auto media, co_await find(std::move(caller), id));
  if (change.description) {
    CO_TRY(media.description, clean_description(*change.description));
  }
  if (change.focus) {
    media.focus = change.focus;
  }
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::media::describe(*transaction, id, media.description, media.focus));
  CO_TRY_OK(co_await transaction->commit());
  co_return media;
}

Task<Result<>> MediaService::remove(Caller caller, MediaId id) {
  CO_TRY(auto const media, co_await store::media::find(env_.database.session(), id));
  if (!media || !caller.is(media->account_id) || media->kind == MediaKind::profile) {
    co_return record_not_found();
  }
  if (media->post_id) {
    co_return validation_failed("Media attachment is currently used by a status");
  }
  // What has just been hung on a post stays there.
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto const removed, co_await store::media::remove_expired(
                                 *transaction, id, media->expires_at.value_or(env_.clock.now())));
  if (!removed) {
    co_return record_not_found();
  }
  CO_TRY_OK(co_await enqueue_removal(env_, *transaction, files_of(*media)));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  env_.bus.publish(bus::JobsWaiting{});
  co_return Result<>{};
}

Task<Result<>> MediaService::expire() {
  auto const now = env_.clock.now();
  for (;;) {
    CO_TRY(auto const expired,
           co_await store::media::expired(env_.database.session(), now, expired_at_once_max));
    if (expired.empty()) {
      break;
    }
    CO_TRY(auto transaction, co_await env_.database.begin());
    std::vector<std::string> files;
    for (auto const& media : expired) {
      CO_TRY(auto const removed, co_await store::media::remove_expired(*transaction, media.id, now));
      if (removed) {
        std::ranges::move(files_of(media), std::back_inserter(files));
      }
    }
    CO_TRY_OK(co_await enqueue_removal(env_, *transaction, std::move(files)));
    CO_TRY_OK(co_await transaction->commit());
  }
  env_.bus.publish(bus::JobsWaiting{});
  co_return Result<>{};
}

Task<Result<>> MediaService::remove_files(std::string payload) {
  for (auto const& file : files_in_removal(payload)) {
    CO_TRY_OK(co_await blobs_.remove(file));
  }
  co_return Result<>{};
}

}  // namespace auklet::service
