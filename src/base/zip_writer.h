// SPDX-License-Identifier: Apache-2.0
//
// Writes a ZIP file (PKWARE's APPNOTE 6.3) from front to back. Nothing is compressed: what is large in it is pictures and
// films, which are already. With ZIP64 for more than 4 GiB and more than 65,534 entries; a single entry is smaller than 4 GiB.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/file.h"
#include "base/result.h"

namespace auklet::base {

// As ZIP and PNG know it (ISO 3309), of bytes that follow on those that `before` is of.
std::uint32_t crc32(std::string_view bytes, std::uint32_t before = 0);

class ZipWriter {
 public:
  // The file is empty and outlives this. Every entry has that time, in UTC.
  ZipWriter(File const& file, UnixMillis time);

  // `name`: UTF-8, with `/` between folders; each once. What is remembered of an entry is its name and some 46 bytes. Errors
  // of all: unavailable, as when the disk is full.
  Result<> add(std::string_view name, std::string_view bytes);
  // The file is read twice, in small pieces, and must not change meanwhile. Errors: not_found; too_large.
  Result<> add_file(std::string_view name, std::filesystem::path const& path);
  Result<> finish();

  std::uint64_t bytes() const { return offset_; }

 private:
  Result<> begin(std::string_view name, std::uint32_t crc, std::uint64_t size);
  Result<> write(std::string_view bytes);

  File const& file_;
  std::uint16_t time_ = 0;
  std::uint16_t date_ = 0;
  std::uint64_t offset_ = 0;
  std::uint64_t entries_ = 0;
  std::string directory_;
};

}  // namespace auklet::base
