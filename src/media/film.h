// SPDX-License-Identifier: Apache-2.0
//
// What ffprobe says of a film or a sound, and what ffmpeg is told to make of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "media/picture_task.h"

namespace auklet::media {

enum class FilmKind : std::uint8_t { video, silent_video, audio };

struct Film {
  FilmKind kind = FilmKind::video;
  PictureSize size;                       // of a video
  std::chrono::milliseconds duration{0};  // zero when it is not known
  std::string frame_rate;                 // of a video: "30/1"
  std::int64_t bitrate = 0;               // per second
};

struct FilmLimits {
  std::uint64_t pixels_max = 3840 * 2160;  // of a frame
  int frame_rate_max = 120;
};

// True for the first bytes of what may be a film or a sound: MP4, QuickTime, WebM, Matroska, Ogg, MP3, AAC, WAV, FLAC.
bool looks_like_film(std::string_view first_bytes);

// The arguments of ffprobe. Nothing but such formats is looked at, and nothing but that file.
std::vector<std::string> probe_arguments(std::filesystem::path const& file);
// What it has printed. Errors: invalid, with what is wrong with the film.
Result<Film> read_probe(std::string_view json, FilmLimits const& limits);

// The arguments of ffmpeg: an MP4 of H.264 and AAC of at most 1920 × 1920 pixels and 60 frames a second, or an MP3;
// without any other data.
std::vector<std::string> film_arguments(std::filesystem::path const& from, std::filesystem::path const& to,
                                        FilmKind kind);
// For the first frame, as a PNG.
std::vector<std::string> frame_arguments(std::filesystem::path const& from, std::filesystem::path const& to);

}  // namespace auklet::media
