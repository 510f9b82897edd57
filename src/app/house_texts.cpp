// SPDX-License-Identifier: Apache-2.0
#include "app/house_texts.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/encoding.h"

namespace auklet::app {

namespace {

constexpr std::uintmax_t file_bytes_max = std::uintmax_t{256} * 1024;

// When what is said here changes, so does its day.
constexpr UnixMillis default_written = std::chrono::sys_days{std::chrono::year{2026} / 11 / 26};
constexpr char const* default_policy =
    "This server keeps what you give it: your user name, your e-mail address, your password as a hash that "
    "cannot be "
    "turned back, your profile, your posts with all their former versions, and what you do here: whom you "
    "follow, block "
    "and mute, what you favourite, boost and bookmark.\n\n"
    "Public posts, your profile, and the numbers of your posts, followers and those you follow can be read "
    "by everyone. "
    "Posts for followers and posts for people you mention are shown to these alone; they are not encrypted, "
    "so whoever "
    "runs this server could read them.\n\n"
    "A cookie is set when you log in on a page of this server, to know that it is you. There is no other "
    "cookie, no "
    "advertising and no analysis of your visits.\n\n"
    "What you delete is deleted from the database at once. Copies in backups last as long as whoever runs "
    "this server "
    "keeps those.";

UnixMillis last_change(std::filesystem::path const& path, std::error_code& error) {
  auto const time = std::filesystem::last_write_time(path, error);
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::file_clock::to_sys(time));
}

// `what` it is, for messages.
Result<service::HouseText> read_text(std::string const& path, std::string_view what) {
  std::error_code error;
  auto const size = std::filesystem::file_size(path, error);
  auto const changed = error ? UnixMillis{} : last_change(path, error);
  std::ifstream file(path, std::ios::binary);
  if (error || !file) {
    return fail(ErrorKind::unavailable, fmt::format("{}: {} cannot be read", path, what));
  }
  if (size > file_bytes_max) {
    return fail(ErrorKind::invalid, fmt::format("{}: {} is over 256 KiB", path, what));
  }
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (!base::is_utf8(text)) {
    return fail(ErrorKind::invalid, fmt::format("{}: {} is not UTF-8", path, what));
  }
  return service::HouseText{std::move(text), changed};
}

}  // namespace

Result<HouseTexts> read_house_texts(Config const& config) {
  HouseTexts texts{.privacy_policy = {default_policy, default_written}, .terms_of_service = {}};
  if (!config.privacy_policy_file.empty()) {
    TRY(texts.privacy_policy, read_text(config.privacy_policy_file, "the privacy policy"));
  }
  if (!config.terms_of_service_file.empty()) {
    TRY(texts.terms_of_service,
        read_text(config.terms_of_service_file, "the file with the terms of service"));
  }
  return texts;
}

}  // namespace auklet::app
