// SPDX-License-Identifier: Apache-2.0
#include "blob/folder_store.h"

#include <sys/stat.h>

#include <system_error>
#include <utility>

namespace auklet::blob {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t threads = 2;
constexpr std::size_t queue_max = 256;

std::unexpected<Error> failed(std::string_view what, fs::path const& path, std::error_code code) {
  return fail(ErrorKind::unavailable, "The file cannot be kept",
              std::string(what) + " " + path.string() + ": " + code.message());
}

std::unexpected<Error> no_such_blob() {
  return fail(ErrorKind::not_found, "Record not found");
}

// The bytes first, then the name: what the name leads to is whole, whenever the power fails.
Result<> move_durably(fs::path const& from, fs::path const& to) {
  TRY(auto const file, base::File::open_for_reading(from));
  TRY_OK(file.sync());
  auto const folder = to.parent_path();
  std::error_code code;
  auto const is_new = fs::create_directories(folder, code);
  if (code) {
    return failed("make", folder, code);
  }
  // Whoever serves the folder, such as a proxy, may be another user.
  fs::permissions(
      from, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read | fs::perms::others_read,
      code);
  fs::rename(from, to, code);
  if (code) {
    return failed("move to", to, code);
  }
  TRY_OK(base::sync_folder(folder));
  if (is_new) {
    TRY_OK(base::sync_folder(folder.parent_path()));
    TRY_OK(base::sync_folder(folder.parent_path().parent_path()));
  }
  return {};
}

Result<fs::path> copy_into(fs::path const& folder, fs::path const& from) {
  fs::path path;
  TRY(auto const made, base::File::make_in(folder, path));
  std::error_code code;
  fs::copy_file(from, path, fs::copy_options::overwrite_existing, code);
  if (code) {
    auto const kind =
        code == std::errc::no_such_file_or_directory ? ErrorKind::not_found : ErrorKind::unavailable;
    std::error_code ignored;
    fs::remove(path, ignored);
    return fail(kind, "The file cannot be read or written", "copy " + from.string() + ": " + code.message());
  }
  return path;
}

Result<> erase(fs::path const& path) {
  std::error_code code;
  fs::remove(path, code);
  return code ? Result<>(failed("remove", path, code)) : Result<>{};
}

}  // namespace

FolderStore::FolderStore(fs::path folder) : folder_(std::move(folder)), pool_(threads, queue_max) {}

Result<> FolderStore::prepare() const {
  std::error_code code;
  fs::create_directories(folder_, code);
  return code ? Result<>(failed("make", folder_, code)) : Result<>{};
}

fs::path FolderStore::place_of(std::string_view name) const {
  return folder_ / name.substr(0, 2) / name.substr(2, 2) / name;
}

Task<Result<>> FolderStore::put(std::string name, fs::path path) {
  if (!is_blob_name(name)) {
    co_return fail(ErrorKind::internal, "", "no name of a blob: " + name);
  }
  CO_TRY(auto moved, co_await pool_.run(
                         [from = std::move(path), to = place_of(name)] { return move_durably(from, to); }));
  co_return moved;
}

Task<Result<fs::path>> FolderStore::fetch(std::string name, fs::path folder) {
  if (!is_blob_name(name)) {
    co_return no_such_blob();
  }
  CO_TRY(auto copied, co_await pool_.run([folder = std::move(folder), from = place_of(name)] {
    return copy_into(folder, from);
  }));
  co_return copied;
}

Task<Result<>> FolderStore::remove(std::string name) {
  if (!is_blob_name(name)) {
    co_return Result<>{};
  }
  CO_TRY(auto erased, co_await pool_.run([path = place_of(name)] { return erase(path); }));
  co_return erased;
}

Result<std::shared_ptr<base::File const>> FolderStore::open(std::string_view name) const {
  if (!is_blob_name(name)) {
    return no_such_blob();
  }
  auto file = base::File::open_for_reading(place_of(name));
  if (!file) {
    return file.error().kind == ErrorKind::not_found
               ? Result<std::shared_ptr<base::File const>>(no_such_blob())
               : std::unexpected(std::move(file).error());
  }
  return std::make_shared<base::File const>(std::move(*file));
}

}  // namespace auklet::blob
