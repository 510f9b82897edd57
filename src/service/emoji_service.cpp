// SPDX-License-Identifier: Apache-2.0
#include "service/emoji_service.h"

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <system_error>
#include <utility>

#include "media/file_format.h"
#include "service/caller.h"
#include "service/erase_file.h"
#include "service/media_files.h"
#include "store/announcements.h"
#include "store/custom_emojis.h"
#include "store/jobs.h"
#include "text/shortcodes.h"
#include "text/unicode.h"

namespace auklet::service {

namespace {

constexpr std::size_t category_characters_max = 100;
constexpr std::uint64_t pixels_max = 1'048'576;  // of one frame, or a quarter of what all of them may have
// Until then an emoji is made, or comes to nothing: longer than a picture may take.
constexpr std::chrono::minutes made_within{30};

Result<media::FileFormat> format_of(std::filesystem::path const& file) {
  std::error_code code;
  auto const bytes = std::filesystem::file_size(file, code);
  if (code) {
    return fail(ErrorKind::invalid, fmt::format("The file {} cannot be read", file.string()), code.message());
  }
  if (bytes > emoji_bytes_max) {
    return validation_failed(fmt::format("File size must be less than {} bytes", emoji_bytes_max));
  }
  TRY(auto const beginning, media::first_bytes_of(file));
  auto const format = media::recognise(beginning);
  if (format != media::FileFormat::png && format != media::FileFormat::gif &&
      format != media::FileFormat::webp) {
    return validation_failed("File is no PNG, GIF or WebP");
  }
  return *format;
}

}  // namespace

Task<Result<>> EmojiService::enqueue(db::Session& session, char const* kind, std::string payload,
                                     UnixMillis run_at) const {
  store::jobs::NewJob const job{.id = env_.mint<JobId>(),
                                .kind = kind,
                                .payload = std::move(payload),
                                .run_at = run_at,
                                .lane = {},
                                .created_at = env_.clock.now()};
  co_return co_await store::jobs::enqueue(session, job);
}

Task<Result<>> EmojiService::add(NewEmoji emoji) {
  emoji.category = text::clean_text(emoji.category);
  if (!text::is_shortcode(emoji.shortcode)) {
    co_return validation_failed("Shortcode must consist of 2 to 128 letters, digits and underscores");
  }
  if (text::count_graphemes(emoji.category) > category_characters_max) {
    co_return validation_failed("Category is too long (maximum is 100 characters)");
  }
  CO_TRY(auto made, co_await make(std::move(emoji)));
  co_return co_await keep(std::move(made));
}

// The job that sweeps comes first, so that whatever happens somebody knows of the files.
Task<Result<CustomEmoji>> EmojiService::make(NewEmoji emoji) {
  CO_TRY(auto const format, format_of(emoji.file));
  auto const stem = blob::new_blob_stem(env_.random);
  CustomEmoji made{.shortcode = std::move(emoji.shortcode),
                   .category = std::move(emoji.category),
                   .in_picker = emoji.in_picker,
                   .file = stem + std::string(media::ending_of(format)),
                   .static_file = stem + "-still" + std::string(media::emoji_still_ending),
                   .created_at = env_.clock.now()};
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await enqueue(*transaction, sweep_job, made.file + " " + made.static_file,
                             made.created_at + made_within));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();

  std::error_code code;
  std::filesystem::create_directories(folder_, code);
  media::PictureTask const task{.input = std::filesystem::absolute(emoji.file, code),
                                .format = format,
                                .purpose = media::PicturePurpose::emoji,
                                .output = folder_ / (stem + ".emoji"),
                                .preview_output = folder_ / (stem + ".still"),
                                .pixels_max = pixels_max};
  auto picture = co_await pictures_.make(task);
  auto outcome = picture ? Result<>{} : std::unexpected(std::move(picture).error());
  if (outcome) {
    outcome = co_await blobs_.put(made.file, task.output);
  }
  if (outcome) {
    outcome = co_await blobs_.put(made.static_file, task.preview_output);
  }
  erase_file(task.output);
  erase_file(task.preview_output);
  CO_TRY_OK(std::move(outcome));
  co_return made;
}

Task<Result<>> EmojiService::keep(CustomEmoji emoji) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto const count, co_await store::custom_emojis::count(*transaction));
  if (static_cast<std::size_t>(count) >= custom_emojis_max) {
    co_return validation_failed(fmt::format("There are {} emojis already", custom_emojis_max));
  }
  auto const inserted = co_await store::custom_emojis::insert(*transaction, emoji);
  if (!inserted && inserted.error().kind == ErrorKind::conflict) {
    co_return validation_failed("Shortcode has already been taken");
  }
  CO_TRY_OK(inserted);
  CO_TRY_OK(co_await enqueue(*transaction, tell_job, "", env_.clock.now()));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  env_.bus.publish(bus::JobsWaiting{});
  co_return Result<>{};
}

Task<Result<>> EmojiService::remove(std::string shortcode) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto const gone, co_await store::custom_emojis::remove(*transaction, shortcode));
  if (!gone) {
    co_return fail(ErrorKind::not_found, "There is no such emoji");
  }
  CO_TRY_OK(co_await store::announcements::forget_reactions(*transaction, shortcode));
  CO_TRY_OK(co_await enqueue_removal(env_, *transaction, {gone->file, gone->static_file}));
  CO_TRY_OK(co_await enqueue(*transaction, tell_job, "", env_.clock.now()));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  env_.bus.publish(bus::JobsWaiting{});
  co_return Result<>{};
}

Task<Result<std::vector<CustomEmoji>>> EmojiService::all() const {
  co_return co_await store::custom_emojis::all(env_.database.session());
}

Task<Result<>> EmojiService::reload() {
  CO_TRY(auto list, co_await all());
  table_.replace(std::move(list));
  env_.bus.publish(bus::EmojisChanged{});
  co_return Result<>{};
}

Task<Result<>> EmojiService::sweep(std::string payload) {
  auto const files = files_in_removal(payload);
  for (auto const& file : files) {
    CO_TRY(auto const shown, co_await store::custom_emojis::shows(env_.database.session(), file));
    if (!shown) {
      CO_TRY_OK(co_await blobs_.remove(file));
    }
  }
  co_return Result<>{};
}

}  // namespace auklet::service
