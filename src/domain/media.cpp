// SPDX-License-Identifier: Apache-2.0
#include "domain/media.h"

#include <algorithm>
#include <array>

namespace auklet {

namespace {

struct Type {
  std::string_view ending;
  std::string_view name;
};

constexpr std::array types{
    Type{".jpg", "image/jpeg"},
    Type{".png", "image/png"},
    Type{".webp", "image/webp"},
    Type{".gif", "image/gif"},
    Type{".mp4", "video/mp4"},
    Type{".mp3", "audio/mpeg"},
    // A file that is yet to be worked on.
    Type{".bin", "application/octet-stream"},
};

}  // namespace

std::string_view media_type_of(std::string_view file) {
  auto const dot = std::min(file.find('.'), file.size());
  auto const found = std::ranges::find(types, file.substr(dot), &Type::ending);
  return found == types.end() ? std::string_view{} : found->name;
}

}  // namespace auklet
