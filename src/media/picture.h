// SPDX-License-Identifier: Apache-2.0
//
// A picture of a stranger made into one of ours: recoded from its pixels alone, so that nothing else of the file lives
// on, upright, and no larger than is shown anywhere. Decoders of pictures have bugs that files make use of: this is to be
// run in a process of its own (media/picture_process.h).
#pragma once

#include "base/result.h"
#include "media/picture_task.h"

namespace auklet::media {

// What pictures are scaled down to, in pixels; Mastodon's numbers.
inline constexpr double attachment_pixels_max = 3840.0 * 2160;
inline constexpr double preview_pixels_max = 640.0 * 360;
inline constexpr PictureSize avatar_size{400, 400};
inline constexpr PictureSize header_size{1500, 500};
inline constexpr int emoji_side_max = 512;  // of one that stands still

// Writes the files that the task names. Errors: invalid, with what is wrong with the picture; unavailable.
Result<Picture> make_picture(PictureTask const& task);

}  // namespace auklet::media
