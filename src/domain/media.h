// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "domain/ids.h"

namespace auklet {

// The numbers of both are stored.
enum class MediaKind : std::uint8_t {
  image = 0,
  gifv = 1,  // a film without sound that goes round and round
  video = 2,
  audio = 3,
  profile = 4,  // a picture on its way to be an avatar or a header; nobody sees it as media
};
enum class MediaState : std::uint8_t { processing = 0, ready = 1, failed = 2 };

// At most so many hang on a post; and of those that play, one alone.
inline constexpr std::size_t post_media_max = 4;

// The point that must stay visible when a picture is cropped: -1 is left or bottom, 1 is right or top.
// https://docs.joinmastodon.org/api/guidelines/#focal-points
struct Focus {
  double x = 0;
  double y = 0;

  friend bool operator==(Focus const&, Focus const&) = default;
};

struct MediaSize {
  int width = 0;
  int height = 0;

  friend bool operator==(MediaSize const&, MediaSize const&) = default;
};

// A file that hangs on a post, or may be hung on one by whom it belongs to.
struct Media {
  MediaId id{};
  AccountId account_id{};
  std::optional<PostId> post_id;
  // Among those of the post; negative once an edit has taken it off, which former versions of the post still show.
  int position = 0;
  MediaKind kind = MediaKind::image;
  MediaState state = MediaState::processing;
  std::string file;     // its name where files are served
  std::string preview;  // the same for a smaller picture of it; may be empty
  std::string description;
  std::optional<Focus> focus;
  MediaSize size;
  MediaSize preview_size;
  std::int64_t bytes = 0;
  std::string blurhash;
  std::string source;            // the file that it is yet to be made of, while that is worked on
  std::int64_t duration_ms = 0;  // of what plays, as are the next two
  std::string frame_rate;        // "30/1"
  std::int64_t bitrate = 0;
  UnixMillis created_at{};
  std::optional<UnixMillis> expires_at;  // of those that hang on no post

  friend bool operator==(Media const&, Media const&) = default;
};

// What a version of a post says of one of its attachments.
struct MediaLabel {
  MediaId id{};
  std::string description;

  friend bool operator==(MediaLabel const&, MediaLabel const&) = default;
};

// What HTTP calls the content of a file, by the ending of its name. Nothing for an ending that no media have.
std::string_view media_type_of(std::string_view file);

constexpr bool plays(MediaKind kind) {
  return kind == MediaKind::gifv || kind == MediaKind::video || kind == MediaKind::audio;
}

}  // namespace auklet
