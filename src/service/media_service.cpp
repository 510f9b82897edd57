// SPDX-License-Identifier: Apache-2.0
#include "service/media_service.h"

#include <fmt/format.h>

#include <system_error>
#include <utility>

#include "base/log.h"
#include "service/media_files.h"
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

std::vector<std::string> MediaService::types() {
  return {"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/heic", "image/heif"};
}

Result<std::string> MediaService::clean_description(std::string const& text) const {
  auto clean = text::clean_text(text);
  if (text::count_graphemes(clean) > limits_.description_characters_max) {
    return validation_failed(fmt::format("Description is too long (maximum is {} characters)",
                                         limits_.description_characters_max));
  }
  return clean;
}

Task<Result<media::FileFormat>> MediaService::check(MediaUpload const& upload) const {
  if (upload.bytes == 0) {
    co_return validation_failed("File can't be blank");
  }
  CO_TRY(auto const format, media::recognise_file(upload.path));
  if (!format) {
    co_return validation_failed("File content type is not supported");
  }
  if (upload.bytes > limits_.image_bytes_max) {
    co_return validation_failed(fmt::format("File size must be less than {} bytes", limits_.image_bytes_max));
  }
  co_return *format;
}

// The row of a file that is yet to be made.
Result<Media> MediaService::begin(Caller const& caller, MediaUpload const& upload,
                                  media::FileFormat format) const {
  auto const stem = blob::new_blob_stem(env_.random);
  auto const now = env_.clock.now();
  Media media{.id = env_.mint<MediaId>(),
              .account_id = caller.self(),
              .file = stem + std::string(media::ending_of(format)),
              .preview = stem + "-small" + std::string(media::preview_ending_of(format)),
              .focus = upload.focus,
              .created_at = now,
              .expires_at = now + unattached_for};
  if (upload.description) {
    TRY(media.description, clean_description(*upload.description));
  }
  return media;
}

Task<Result<Media>> MediaService::upload(Caller caller, MediaUpload upload) {
  CO_TRY(auto const format, co_await check(upload));
  CO_TRY(auto media, begin(caller, upload, format));
  co_return co_await take_in(std::move(media), task_of(upload, format, limits_));
}

Task<Result<ProfilePicture>> MediaService::make_profile_picture(Caller caller, media::PicturePurpose purpose,
                                                                MediaUpload upload) {
  CO_TRY(auto const format, co_await check(upload));
  CO_TRY(auto media, begin(caller, upload, format));
  media.kind = MediaKind::profile;
  media.file = media.file.substr(0, media.file.find('.')) + std::string(media::preview_ending_of(format));
  media.preview.clear();
  auto task = task_of(upload, format, limits_);
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
  CO_TRY_OK(co_await blobs_.put(media.file, task.output));
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
  CO_TRY_OK(co_await enqueue_removal(env_, *transaction, {media.file, media.preview}));
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
  CO_TRY_OK(co_await enqueue_removal(env_, *transaction, {media->file, media->preview}));
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
        files.push_back(media.file);
        files.push_back(media.preview);
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
