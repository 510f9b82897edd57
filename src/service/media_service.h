// SPDX-License-Identifier: Apache-2.0
//
// Files of people: taken in, worked on, described, and gone when nothing shows them. How they are hung on posts is the
// business of PostService.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "blob/blob_store.h"
#include "domain/media.h"
#include "media/film_process.h"
#include "media/picture_process.h"
#include "service/caller.h"
#include "service/environment.h"

namespace auklet::service {

// What people may upload.
struct MediaLimits {
  std::uint64_t image_bytes_max = std::uint64_t{16} << 20U;
  std::uint64_t image_pixels_max = 33'177'600;  // 7680 × 4320
  std::uint64_t video_bytes_max = std::uint64_t{99} << 20U;
  std::filesystem::path folder = {};  // for what is worked on; it is swept
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
               media::FilmMaker& films, MediaLimits limits)
      : env_(env), blobs_(blobs), pictures_(pictures), films_(films), limits_(std::move(limits)) {}

  MediaLimits const& limits() const { return limits_; }
  // What HTTP calls the files that may be uploaded.
  std::vector<std::string> types() const;

  // A picture is ready when it is given back; what plays is ready only with `Patience::waits`, and is made by a job else.
  // Errors: invalid for what is none of these, or too large, or damaged; unavailable when there is too much to do.
  enum class Patience { waits, comes_back };
  Task<Result<Media>> upload(Caller caller, MediaUpload upload, Patience patience = Patience::comes_back);
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

  // The work of jobs: makes what plays of the file that was sent; removes what hangs on nothing for too long; and files, of whose names the payload of a job
  // consists (service/media_files.h).
  Task<Result<>> make_film(MediaId id);
  Task<Result<>> expire();
  Task<Result<>> remove_files(std::string payload);

 private:
  // Nothing for what is to be looked at by films_.
  Task<Result<std::optional<media::FileFormat>>> recognise(MediaUpload const& upload) const;
  Result<> check_picture(MediaUpload const& upload) const;
  Result<Media> begin(Caller const& caller, MediaUpload const& upload, std::string_view ending,
                      std::string_view preview_ending) const;
  Task<Result<Media>> take_film(Caller const& caller, MediaUpload const& upload);
  Task<Result<Media>> film_of(Media media);
  Task<Result<Media>> add_frame(Media media, std::filesystem::path frame);
  Task<Result<Media>> make_or_enqueue(Media media, Patience patience);
  Task<Result<Media>> take_in(Media media, media::PictureTask task);
  Task<Result<Media>> work_on(Media media, media::PictureTask task);
  Task<Result<>> forget(Media const& media);

  Environment const& env_;
  blob::BlobStore& blobs_;
  media::PictureMaker& pictures_;
  media::FilmMaker& films_;
  MediaLimits const limits_;
};

}  // namespace auklet::service
