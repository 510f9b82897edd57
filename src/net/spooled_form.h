// SPDX-License-Identifier: Apache-2.0
//
// A multipart form on its way in. Its files are written to disk piece by piece, so that memory does not depend on their
// size; or they are kept in memory, when no folder is given and the form is known to be small.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "net/multipart.h"

namespace auklet::net {

// A file that came in and is gone with this object, unless somebody has moved it away.
class SpooledFile {
 public:
  // Errors: unavailable.
  static Result<std::shared_ptr<SpooledFile>> make_in(std::filesystem::path const& folder);
  ~SpooledFile();
  SpooledFile(SpooledFile const&) = delete;
  SpooledFile& operator=(SpooledFile const&) = delete;

  std::filesystem::path const& path() const { return path_; }
  std::uint64_t size() const { return size_; }

 private:
  friend class SpooledForm;
  SpooledFile() = default;

  std::filesystem::path path_;
  base::File file_;  // open while it is written
  std::uint64_t size_ = 0;
};

class SpooledForm final : private MultipartSink {
 public:
  struct Limits {
    std::size_t parts_max = 100;
    std::size_t fields_bytes_max = std::size_t{64} * 1024;  // of all parts that are no files
  };
  struct File {
    PartHead head;
    std::string bytes;
    std::shared_ptr<SpooledFile> spooled;

    std::uint64_t size() const { return spooled ? spooled->size() : bytes.size(); }
  };
  struct Contents {
    std::vector<std::pair<std::string, std::string>> fields;
    std::vector<File> files;
  };

  // Without a folder the files stay in memory. `hold` is held as long as the form lives.
  SpooledForm(std::string_view boundary, Limits limits, std::optional<std::filesystem::path> folder = {},
              std::shared_ptr<void> hold = {});
  SpooledForm(SpooledForm const&) = delete;
  SpooledForm& operator=(SpooledForm const&) = delete;

  // Errors: malformed; too_large when the fields are; unavailable when the disk is full.
  Result<> write(std::string_view bytes);
  // Once all has been written. Errors: malformed when the end is missing.
  Result<Contents> take();

 private:
  Result<> begin_part(PartHead head) override;
  Result<> part_bytes(std::string_view bytes) override;
  Result<> end_part() override;

  MultipartReader reader_;
  std::size_t fields_bytes_left_;
  std::optional<std::filesystem::path> const folder_;
  std::shared_ptr<void> const hold_;
  Contents contents_;
  bool in_file_ = false;
};

// Where forms are written to. Thread-safe.
class SpoolFolder {
 public:
  struct Limits {
    std::size_t forms_max = 32;  // on their way in at the same time
    SpooledForm::Limits form = {};
  };
  SpoolFolder(std::filesystem::path folder, Limits limits);

  std::filesystem::path const& path() const { return folder_; }

  // Makes the folder, and takes away what a server that was killed has left behind. Errors: unavailable.
  Result<> prepare() const;
  // A form with the boundary of this Content-Type. Errors: malformed; unavailable when there are too many already.
  Result<std::shared_ptr<SpooledForm>> open(std::string_view content_type);

 private:
  std::filesystem::path const folder_;
  Limits const limits_;
  std::shared_ptr<std::atomic<std::size_t>> const forms_ = std::make_shared<std::atomic<std::size_t>>(0);
};

}  // namespace auklet::net
