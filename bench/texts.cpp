// SPDX-License-Identifier: Apache-2.0
#include "bench/texts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/encoding.h"

namespace auklet::bench {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t file_bytes_max = 16 << 20;
constexpr std::size_t link_characters = 23;

std::vector<fs::path> fortune_files(fs::path const& folder) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->is_directory() && at->path().filename() == "off") {
      at.disable_recursion_pending();
    } else if (at->is_regular_file() && !at->is_symlink() && at->path().extension() != ".dat" &&
               at->path().extension() != ".u8" && at->file_size() <= file_bytes_max) {
      paths.push_back(at->path());
    }
  }
  std::ranges::sort(paths);
  return paths;
}

// Terminal colours and overstrikes are for terminals: nobody posts them.
std::string without_controls(std::string_view text) {
  std::string clean;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto const c = text[i];
    if (c == '\x1b' && i + 1 < text.size() && text[i + 1] == '[') {
      i = std::min(text.find_first_of("mK", i), text.size() - 1);
    } else if (c == '\n' || c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != '\x7f')) {
      clean += c;
    }
  }
  return clean;
}

std::string_view trimmed(std::string_view text) {
  auto const begin = text.find_first_not_of(" \t\n");
  return begin == std::string_view::npos ? ""
                                         : text.substr(begin, text.find_last_not_of(" \t\n") - begin + 1);
}

void add_texts(fs::path const& path, std::vector<Text>& texts) {
  std::ifstream file(path, std::ios::binary);
  auto const folder = path.parent_path().filename().string();
  auto const language = folder.size() == 2 ? folder : std::string{};
  std::string line;
  std::string text;
  auto const finish = [&] {
    auto const clean = without_controls(text);
    if (auto const content = trimmed(clean); !content.empty() && base::is_utf8(content)) {
      texts.push_back({.content = std::string(content), .language = language});
    }
    text.clear();
  };
  while (std::getline(file, line)) {
    if (line == "%" || line == "%\r") {
      finish();
    } else {
      text += line;
      text += '\n';
    }
  }
  finish();
}

bool begins_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

}  // namespace

Result<std::vector<Text>> read_texts(std::vector<std::string> const& folders) {
  std::vector<Text> texts;
  for (auto const& folder : folders) {
    for (auto const& path : fortune_files(folder)) {
      add_texts(path, texts);
    }
  }
  if (texts.empty()) {
    return fail(
        ErrorKind::not_found,
        fmt::format(
            "no post texts under {}: install Debian's package `fortunes` (and fortunes-de, fortunes-es, "
            "fortunes-it, fortunes-ru, fortunes-zh for more languages), or name a folder with --texts",
            fmt::join(folders, ", ")));
  }
  return texts;
}

std::string cut_text(std::string_view text, std::size_t characters_max) {
  std::size_t used = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (begins_character(text[i])) {
      // A short link counts more than its characters: leave room for it where it begins.
      auto const link = text.substr(i).starts_with("://") ? link_characters : 0;
      if (used + 1 + link > characters_max) {
        return std::string(trimmed(text.substr(0, i)));
      }
      used += 1 + link;
    }
  }
  return std::string(text);
}

}  // namespace auklet::bench
