// SPDX-License-Identifier: Apache-2.0
//
// What the process that decodes pictures is asked, and what it answers. The two speak JSON over pipes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "media/file_format.h"

namespace auklet::media {

enum class PicturePurpose : std::uint8_t { attachment, avatar, header, emoji };

inline constexpr std::string_view emoji_still_ending = ".png";

struct PictureTask {
  std::filesystem::path input;
  FileFormat format = FileFormat::jpeg;
  PicturePurpose purpose = PicturePurpose::attachment;
  // Written in the format that ending_of() and preview_ending_of() name; a picture of a profile has no preview. The
  // preview of an emoji is the whole of it standing still, always as emoji_still_ending.
  std::filesystem::path output;
  std::filesystem::path preview_output;
  // Larger pictures are refused before any of it is decoded; all frames of one that moves may have four times as many.
  std::uint64_t pixels_max = 0;
};

struct PictureSize {
  int width = 0;
  int height = 0;
};

struct Picture {
  PictureSize size;
  std::uint64_t bytes = 0;
  std::optional<PictureSize> preview_size;
  std::string blurhash;
  bool moves = false;
};

std::string write_task(PictureTask const& task);
Result<PictureTask> read_task(std::string_view text);

// An error is one of kind invalid, whose message is for the person who sent the picture, or of kind unavailable.
std::string write_outcome(Result<Picture> const& outcome);
// Errors: that of the outcome, or internal for what is none.
Result<Picture> read_outcome(std::string_view text);

}  // namespace auklet::media
