// SPDX-License-Identifier: Apache-2.0
//
// Files of people: taken in, worked on, described, and gone when nothing shows them. How they are hung on posts is the
// business of PostService.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "blob/blob_store.h"
#include "domain/media.h"
#include "media/picture_process.h"
#include "service/caller.h"
#include "service/environment.h"

namespace auklet::service {

// What people may upload.
struct MediaLimits {
  std::uint64_t image_bytes_max = std::uint64_t{16} << 20U;
  std::uint64_t image_pixels_max = 33'177'600;  // 7680 × 4320
  std::uint64_t video_bytes_max = std::uint64_t{99} << 20U;
  std::size_t description_characters_max = 1500;
};

// A file that a client has sent; it lies on disk, and is the caller's to remove.
struct MediaUpload {
  std::filesystem::path path;
  std::uint64_t bytes = 0;
  std::optional<std::string> description;
  std::optional<Focus> focus;
};

// Absent: unchanged.
struct MediaChange {
  std::optional<std::string> description;
  std::optional<Focus> focus;
};

// A file that becomes part of a profile when the profile is changed; until then it is on its way out.
struct ProfilePicture {
  MediaId id{};
  std::string file;
};

class MediaService {
 public:
  // What hangs on nothing for so long is removed.
  static constexpr std::chrono::hours unattached_for{24};

  MediaService(Environment const& env, blob::BlobStore& blobs, media::PictureMaker& pictures,
               MediaLimits limits)
      : env_(env), blobs_(blobs), pictures_(pictures), limits_(limits) {}

  MediaLimits const& limits() const { return limits_; }
  // What HTTP calls the files that may be uploaded.
  static std::vector<std::string> types();

  // Ready when it is given back. Errors: invalid for what is no picture, or too large, or damaged; unavailable when there
  // is too much to do.
  Task<Result<Media>> upload(Caller caller, MediaUpload upload);
  // Of one's own, and only what hangs on no post. Errors: not_found.
  Task<Result<Media>> find(Caller caller, MediaId id) const;
  Task<Result<Media>> describe(Caller caller, MediaId id, MediaChange change);
  // Errors: as above; invalid for what hangs on a post.
  Task<Result<>> remove(Caller caller, MediaId id);

  // Errors: as upload().
  Task<Result<ProfilePicture>> make_profile_picture(Caller caller, media::PicturePurpose purpose,
                                                    MediaUpload upload);

  // A text fit for a description. Errors: invalid when it is too long.
  Result<std::string> clean_description(std::string const& text) const;

  // The file of that name, for everyone who knows it. Errors: not_found.
  Result<std::shared_ptr<base::File const>> open_file(std::string_view name) const {
    return blobs_.open(name);
  }

  // The work of jobs: removes what hangs on nothing for too long; and files, of whose names the payload of a job
  // consists (service/media_files.h).
  Task<Result<>> expire();
  Task<Result<>> remove_files(std::string payload);

 private:
  struct Work;

  Result<Media> begin(Caller const& caller, MediaUpload const& upload, media::FileFormat format) const;
  Task<Result<media::FileFormat>> check(MediaUpload const& upload) const;
  Task<Result<Media>> take_in(Media media, media::PictureTask task);
  Task<Result<Media>> work_on(Media media, media::PictureTask task);
  Task<Result<>> forget(Media const& media);

  Environment const& env_;
  blob::BlobStore& blobs_;
  media::PictureMaker& pictures_;
  MediaLimits const limits_;
};

}  // namespace auklet::service
