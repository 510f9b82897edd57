// SPDX-License-Identifier: Apache-2.0
#include "media/picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <utility>

#include "media/blurhash.h"
#include "media/vips.h"

namespace auklet::media {

namespace {

constexpr int blurhash_side_max = 32;  // more pixels would not show in it
constexpr std::uint64_t moving_pixels_factor = 4;
constexpr int side_max = 16'383;  // of a WebP picture; those of the other formats are larger

std::unexpected<Error> too_many_pixels(std::uint64_t pixels_max) {
  return fail(ErrorKind::invalid,
              fmt::format("Validation failed: File has more than {} pixels, or a side is longer than {}",
                          pixels_max, side_max));
}

// The same shape with no more than so many pixels.
PictureSize shrunk(PictureSize size, double pixels_max) {
  auto const pixels = static_cast<double>(size.width) * size.height;
  auto const scale = std::min(1.0, std::sqrt(pixels_max / pixels));
  return {std::max(1, static_cast<int>(size.width * scale)),
          std::max(1, static_cast<int>(size.height * scale))};
}

PictureSize size_of(VipsPicture const& picture) {
  return {picture.width(), picture.height()};
}

PictureSize upright_size_of(VipsPicture const& picture) {
  auto size = size_of(picture);
  if (picture.turned()) {
    std::swap(size.width, size.height);
  }
  return size;
}

Result<> check_size(VipsPicture const& picture, std::uint64_t pixels_max) {
  auto const pixels =
      static_cast<std::uint64_t>(picture.width()) * static_cast<std::uint64_t>(picture.height());
  auto const all_pixels = pixels * static_cast<std::uint64_t>(picture.frames());
  if (pixels > pixels_max || all_pixels > pixels_max * moving_pixels_factor || picture.width() > side_max ||
      picture.height() > side_max) {
    return too_many_pixels(pixels_max);
  }
  return {};
}

// What was written is what is read back: a format that one of the loaders above is for.
FileFormat format_of(std::string_view ending) {
  return ending == ".jpg"    ? FileFormat::jpeg
         : ending == ".png"  ? FileFormat::png
         : ending == ".webp" ? FileFormat::webp
                             : FileFormat::gif;
}

Result<VipsPicture> shaped(VipsPicture const& picture, PicturePurpose purpose) {
  switch (purpose) {
    case PicturePurpose::avatar:
      return picture.filling(avatar_size.width, avatar_size.height);
    case PicturePurpose::header:
      return picture.filling(header_size.width, header_size.height);
    case PicturePurpose::emoji:
      return picture.within(emoji_side_max, emoji_side_max);
    case PicturePurpose::attachment:
      break;
  }
  auto const size = shrunk(upright_size_of(picture), attachment_pixels_max);
  return picture.within(size.width, size.height);
}

Result<> add_preview(PictureTask const& task, Picture& made) {
  TRY(auto const whole,
      VipsPicture::open(task.output, format_of(ending_of(task.format)), /*all_frames=*/false));
  auto const size = shrunk(size_of(whole), preview_pixels_max);
  TRY(auto const preview, whole.within(size.width, size.height));
  TRY_OK(preview.save(task.preview_output, preview_ending_of(task.format)));
  made.preview_size = size_of(preview);

  TRY(auto const again, VipsPicture::open(task.preview_output, format_of(preview_ending_of(task.format)),
                                          /*all_frames=*/false));
  TRY(auto const tiny, again.within(blurhash_side_max, blurhash_side_max));
  TRY(auto const pixels, tiny.rgb_pixels());
  made.blurhash = blurhash(pixels, tiny.width(), tiny.height());
  return {};
}

// Its first frame.
Result<> add_still(PictureTask const& task, Picture& made) {
  TRY(auto const frame,
      VipsPicture::open(task.output, format_of(ending_of(task.format)), /*all_frames=*/false));
  TRY(auto const still, frame.within(emoji_side_max, emoji_side_max));
  TRY_OK(still.save(task.preview_output, emoji_still_ending));
  made.preview_size = size_of(still);
  return {};
}

// libvips takes a GIF that ends between two frames for a whole one.
Result<> check_end(PictureTask const& task) {
  if (task.format != FileFormat::gif) {
    return {};
  }
  std::ifstream in(task.input, std::ios::binary);
  std::string const bytes{std::istreambuf_iterator<char>(in), {}};
  return gif_ends(bytes)
             ? Result<>{}
             : fail(ErrorKind::invalid, "Validation failed: File is damaged or cut short", "no end");
}

// libvips takes memory for all pixels of a WebP before it says how many they are.
Result<> check_claim(PictureTask const& task) {
  TRY(auto const beginning, first_bytes_of(task.input));
  if (auto const pixels = webp_pixels(beginning); pixels && *pixels > task.pixels_max) {
    return too_many_pixels(task.pixels_max);
  }
  return {};
}

}  // namespace

Result<Picture> make_picture(PictureTask const& task) {
  TRY_OK(check_claim(task));
  TRY_OK(check_end(task));
  auto const is_attachment = task.purpose == PicturePurpose::attachment;
  auto const may_move = is_attachment || task.purpose == PicturePurpose::emoji;
  auto const ending = may_move ? ending_of(task.format) : preview_ending_of(task.format);
  // Of the WebP pictures only emojis move: those of posts would be as large as films.
  auto const all_frames = may_move && (!is_attachment || task.format == FileFormat::gif);
  TRY(auto const original, VipsPicture::open(task.input, task.format, all_frames));
  TRY_OK(check_size(original, task.pixels_max));
  Picture made;
  made.moves = original.frames() > 1;
  if (made.moves || ending == ".gif") {
    // Frames are kept as they are.
    TRY_OK(original.save(task.output, ending));
    made.size = size_of(original);
  } else {
    TRY(auto const picture, shaped(original, task.purpose));
    TRY_OK(picture.save(task.output, ending));
    made.size = size_of(picture);
  }
  if (is_attachment) {
    TRY_OK(add_preview(task, made));
  } else if (may_move) {
    TRY_OK(add_still(task, made));
  }
  std::error_code code;
  made.bytes = std::filesystem::file_size(task.output, code);
  if (code) {
    return fail(ErrorKind::unavailable, "The server cannot work on pictures at the moment", code.message());
  }
  return made;
}

}  // namespace auklet::media
