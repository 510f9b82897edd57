// SPDX-License-Identifier: Apache-2.0
//
// An open file of the system, closed with its object. Nothing of it is inherited by child processes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "base/result.h"

namespace auklet::base {

class File {
 public:
  File() = default;
  // Takes over the descriptor.
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() { close(); }
  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;

  // Errors: not_found when there is no such file, else unavailable with the reason.
  static Result<File> open_for_reading(std::filesystem::path const& path);
  // A new file with a name of its own in the folder; `path` says which. Errors: unavailable.
  static Result<File> make_in(std::filesystem::path const& folder, std::filesystem::path& path);

  int descriptor() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }
  Result<std::uint64_t> size() const;
  // All of the bytes, at the end of what was written before. Errors: unavailable, as when the disk is full.
  Result<> write(std::string_view bytes) const;
  // When this returns, what was written is on the disk.
  Result<> sync() const;
  void close();

 private:
  int descriptor_ = -1;
};

// The same for the names in a folder.
Result<> sync_folder(std::filesystem::path const& folder);

}  // namespace auklet::base
