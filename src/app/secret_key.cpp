// SPDX-License-Identifier: Apache-2.0
#include "app/secret_key.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

#include "base/encoding.h"

namespace auklet::app {

namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t text_bytes = 43;  // base64url of the key

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
  }
  File(File const&) = delete;
  File& operator=(File const&) = delete;
  int get() const { return descriptor_; }
  bool open() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

std::unexpected<Error> away(std::string const& path, char const* what) {
  return fail(ErrorKind::unavailable,
              fmt::format("{}: the secret key cannot be {}: {}", path, what, std::strerror(errno)));
}

// base64url without padding back to bytes.
std::optional<std::string> decode(std::string text) {
  for (auto& c : text) {
    c = c == '-' ? '+' : c == '_' ? '/' : c;
  }
  auto bytes = base::base64_decode(text);
  return bytes && bytes->size() == key_bytes ? bytes : std::nullopt;
}

// Nothing when there is no such file.
Result<std::optional<std::string>> read_key(std::string const& path) {
  File const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.open()) {
    if (errno == ENOENT) {
      return std::nullopt;
    }
    return away(path, "read");
  }
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) {
    return away(path, "read");
  }
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return fail(ErrorKind::invalid,
                fmt::format("{}: others may read the secret key; mend it with: chmod 600 {}", path, path));
  }
  std::array<char, text_bytes + 2> buffer;
  auto const got = ::read(file.get(), buffer.data(), buffer.size());
  if (got < 0) {
    return away(path, "read");
  }
  std::string text(buffer.data(), static_cast<std::size_t>(got));
  if (text.ends_with('\n')) {
    text.pop_back();
  }
  auto key = decode(std::move(text));
  if (!key) {
    return fail(ErrorKind::invalid,
                fmt::format("{}: this is not a secret key; put the right file back from the backup, "
                            "or remove it to get a new one (everyone must then log in again)",
                            path));
  }
  return key;
}

// The key appears under its name whole and durable, or not at all: written beside it, then linked, which
// fails when another process was faster.
Result<> create_key(std::string const& path, base::Random& random) {
  auto const draft = fmt::format("{}.{:016x}", path, random.next());
  auto const text = random.token() + '\n';
  {
    File const file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!file.open()) {
      return away(path, "made");
    }
    if (::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
        ::fsync(file.get()) != 0) {
      auto const failure = away(path, "made");
      ::unlink(draft.c_str());
      return failure;
    }
  }
  auto const linked = ::link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST;
  auto const failure = away(path, "made");
  ::unlink(draft.c_str());
  if (!linked) {
    return failure;
  }
  auto const folder = std::filesystem::path(path).parent_path();
  File const directory(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.open() || ::fsync(directory.get()) != 0) {
    return away(path, "made durable");
  }
  return {};
}

}  // namespace

Result<std::string> read_or_create_secret_key(std::string const& path, base::Random& random) {
  TRY(auto found, read_key(path));
  if (!found) {
    std::error_code error;
    if (auto const folder = std::filesystem::path(path).parent_path(); !folder.empty()) {
      std::filesystem::create_directories(folder, error);
    }
    TRY_OK(create_key(path, random));
    TRY(found, read_key(path));
  }
  if (!found) {
    return fail(ErrorKind::unavailable, fmt::format("{}: the secret key vanished while it was made", path));
  }
  return *std::move(found);
}

}  // namespace auklet::app
