// SPDX-License-Identifier: Apache-2.0
//
// What a file is, by its first bytes alone: its name and the type that a client says are not evidence.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace auklet::media {

enum class FileFormat : std::uint8_t { jpeg, png, gif, webp, heif };

// Nothing for anything else. AVIF and HEIC are both heif.
std::optional<FileFormat> recognise(std::string_view first_bytes);
// As many bytes of a file as it takes to know what it is. Errors: what base::File says.
Result<std::string> first_bytes_of(std::filesystem::path const& path);

// How many pixels the canvas of a WebP has, as its first bytes claim (RFC 9649, 2.5 to 2.7); nothing for anything else.
std::optional<std::uint64_t> webp_pixels(std::string_view first_bytes);

// Whether the blocks of a GIF lead to the one that ends it (GIF89a, 27).
bool gif_ends(std::string_view bytes);

std::string_view to_string(FileFormat format);
std::optional<FileFormat> parse_file_format(std::string_view text);

// What a picture of this format is kept as: endings of files, with the dot.
std::string_view ending_of(FileFormat format);
std::string_view preview_ending_of(FileFormat format);

}  // namespace auklet::media
