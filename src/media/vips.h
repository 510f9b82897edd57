// SPDX-License-Identifier: Apache-2.0
//
// libvips, as much of it as is needed. It is loaded when it is first asked for, by the process that decodes pictures
// and by no other: the server itself neither carries it nor the eighty libraries that come with it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "media/file_format.h"

namespace auklet::media {

// An image that is computed when it is written, row by row where the format allows it.
class VipsPicture {
 public:
  // Reads the head of the file. From then on nothing but this format is understood, and that by one loader alone; damage
  // is an error. Of a picture that moves all frames are taken with `all_frames`. Errors: invalid when it is no picture
  // of this format, unavailable when libvips cannot be loaded.
  static Result<VipsPicture> open(std::filesystem::path const& path, FileFormat format, bool all_frames);

  int width() const;
  int height() const;  // of one frame
  int frames() const;
  bool turned() const;  // shown with width and height exchanged

  // Errors of all of these: invalid when the file is damaged.
  //
  // Upright, in the colours of sRGB, and no larger than that.
  Result<VipsPicture> within(int width_max, int height_max) const;
  // The middle of it in just that size.
  Result<VipsPicture> filling(int width, int height) const;
  // Without any data but the picture's.
  Result<> save(std::filesystem::path const& path, std::string_view ending) const;
  // Width × height × 3 bytes.
  Result<std::vector<std::uint8_t>> rgb_pixels() const;

 private:
  struct Handle;
  explicit VipsPicture(std::shared_ptr<Handle> handle) : handle_(std::move(handle)) {}

  std::shared_ptr<Handle> handle_;
};

// Says whether libvips can be loaded, in a process that is to end soon. Errors: unavailable.
Result<> load_vips();

}  // namespace auklet::media
