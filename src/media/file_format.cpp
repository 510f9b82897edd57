// SPDX-License-Identifier: Apache-2.0
#include "media/file_format.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <ranges>
#include <string>

#include "base/file.h"

namespace auklet::media {

namespace {

using namespace std::string_view_literals;

struct Names {
  FileFormat format;
  std::string_view name;
  std::string_view ending;
  std::string_view preview_ending;
};

// What few programs can show becomes JPEG. Of what moves, the preview stands still.
constexpr std::array all_names{
    Names{FileFormat::jpeg, "jpeg", ".jpg", ".jpg"}, Names{FileFormat::png, "png", ".png", ".png"},
    Names{FileFormat::gif, "gif", ".gif", ".png"},   Names{FileFormat::webp, "webp", ".webp", ".webp"},
    Names{FileFormat::heif, "heif", ".jpg", ".jpg"},
};

Names const& names_of(FileFormat format) {
  return *std::ranges::find(all_names, format, &Names::format);
}

// The brands of ISO/IEC 23008-12 and of AVIF that a still picture has.
constexpr std::array picture_brands{"avif"sv, "avis"sv, "heic"sv, "heix"sv,
                                    "heim"sv, "heis"sv, "mif1"sv, "msf1"sv};

constexpr std::size_t signature_bytes = 12;
constexpr std::size_t beginning_bytes = 30;  // of a WebP, with the size of its canvas

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (auto const byte : bytes | std::views::reverse) {
    number = number << 8U | static_cast<unsigned char>(byte);
  }
  return number;
}

}  // namespace

std::optional<FileFormat> recognise(std::string_view first_bytes) {
  if (first_bytes.starts_with("\xFF\xD8\xFF"sv)) {
    return FileFormat::jpeg;
  }
  if (first_bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) {
    return FileFormat::png;
  }
  if (first_bytes.starts_with("GIF87a"sv) || first_bytes.starts_with("GIF89a"sv)) {
    return FileFormat::gif;
  }
  if (first_bytes.size() < signature_bytes) {
    return std::nullopt;
  }
  if (first_bytes.starts_with("RIFF"sv) && first_bytes.substr(8, 4) == "WEBP"sv) {
    return FileFormat::webp;
  }
  if (first_bytes.substr(4, 4) == "ftyp"sv &&
      std::ranges::find(picture_brands, first_bytes.substr(8, 4)) != picture_brands.end()) {
    return FileFormat::heif;
  }
  return std::nullopt;
}

Result<std::string> first_bytes_of(std::filesystem::path const& path) {
  TRY(auto const file, base::File::open_for_reading(path));
  std::string bytes(beginning_bytes, '\0');
  auto const count = ::read(file.descriptor(), bytes.data(), bytes.size());
  bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  return bytes;
}

std::optional<std::uint64_t> webp_pixels(std::string_view bytes) {
  if (bytes.size() < beginning_bytes || recognise(bytes) != FileFormat::webp) {
    return std::nullopt;
  }
  auto const chunk = bytes.substr(12, 4);
  auto const content = bytes.substr(20);
  constexpr std::uint64_t side_mask = 0x3FFF;  // fourteen bits of each side
  if (chunk == "VP8X"sv) {
    return (little_endian(content.substr(4, 3)) + 1) * (little_endian(content.substr(7, 3)) + 1);
  }
  if (chunk == "VP8L"sv && content.starts_with('\x2F')) {
    auto const sides = little_endian(content.substr(1, 4));
    return ((sides & side_mask) + 1) * ((sides >> 14U & side_mask) + 1);
  }
  if (chunk == "VP8 "sv && content.substr(3, 3) == "\x9D\x01\x2A"sv) {
    return (little_endian(content.substr(6, 2)) & side_mask) *
           (little_endian(content.substr(8, 2)) & side_mask);
  }
  return std::nullopt;
}

bool gif_ends(std::string_view bytes) {
  constexpr std::size_t head_bytes = 13;
  constexpr std::size_t frame_head_bytes = 10;  // with the byte that names the block
  // A table of colours follows a byte of flags: none, or 2 to 256 of three bytes each.
  auto const table_bytes = [](char flags) {
    auto const bits = static_cast<unsigned char>(flags);
    return (bits & 0x80U) != 0 ? std::size_t{3} << ((bits & 7U) + 1U) : std::size_t{0};
  };
  auto const skip = [&bytes](std::size_t count) { bytes.remove_prefix(std::min(count, bytes.size())); };
  auto const skip_chain = [&] {
    while (!bytes.empty() && bytes.front() != '\0') {
      skip(1U + static_cast<unsigned char>(bytes.front()));
    }
    skip(1);
  };
  if (bytes.size() < head_bytes) {
    return false;
  }
  skip(head_bytes + table_bytes(bytes[10]));
  while (!bytes.empty() && bytes.front() != ';') {
    if (bytes.front() == '!') {
      skip(2);
    } else if (bytes.front() == ',' && bytes.size() >= frame_head_bytes) {
      skip(frame_head_bytes + table_bytes(bytes[9]) + 1);
    } else {
      return false;
    }
    skip_chain();
  }
  return !bytes.empty();
}

std::string_view to_string(FileFormat format) {
  return names_of(format).name;
}

std::optional<FileFormat> parse_file_format(std::string_view text) {
  auto const found = std::ranges::find(all_names, text, &Names::name);
  return found == all_names.end() ? std::nullopt : std::optional{found->format};
}

std::string_view ending_of(FileFormat format) {
  return names_of(format).ending;
}

std::string_view preview_ending_of(FileFormat format) {
  return names_of(format).preview_ending;
}

}  // namespace auklet::media
