// SPDX-License-Identifier: Apache-2.0
#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>
#include <utility>

namespace auklet::base {

namespace {

std::unexpected<Error> failed(std::string_view what, std::filesystem::path const& path = {}) {
  auto const reason = std::generic_category().message(errno);
  auto const kind = errno == ENOENT ? ErrorKind::not_found : ErrorKind::unavailable;
  return fail(kind, "The file cannot be read or written",
              std::string(what) + " " + path.string() + ": " + reason);
}

}  // namespace

File::File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

File& File::operator=(File&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

Result<File> File::open_for_reading(std::filesystem::path const& path) {
  File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file.is_open()) {
    return failed("open", path);
  }
  return file;
}

Result<File> File::make_in(std::filesystem::path const& folder, std::filesystem::path& path) {
  auto name = (folder / "XXXXXX").string();
  File file(::mkostemp(name.data(), O_CLOEXEC));
  if (!file.is_open()) {
    auto error = failed("make", folder);
    error.error().kind = ErrorKind::unavailable;
    return error;
  }
  path = name;
  return file;
}

Result<std::uint64_t> File::size() const {
  struct stat status{};
  if (::fstat(descriptor_, &status) != 0) {
    return failed("stat");
  }
  return static_cast<std::uint64_t>(status.st_size);
}

Result<> File::write(std::string_view bytes) const {
  while (!bytes.empty()) {
    auto const count = ::write(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return failed("write");
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

Result<> File::sync() const {
  if (::fsync(descriptor_) != 0) {
    return failed("sync");
  }
  return {};
}

void File::close() {
  if (is_open()) {
    ::close(std::exchange(descriptor_, -1));
  }
}

Result<> sync_folder(std::filesystem::path const& folder) {
  File const opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.is_open()) {
    return failed("open", folder);
  }
  return opened.sync();
}

}  // namespace auklet::base
