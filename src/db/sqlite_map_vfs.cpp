// SPDX-License-Identifier: Apache-2.0
#include "db/sqlite_map_vfs.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "db/sqlite_layer.h"

namespace auklet::db {

namespace {

// Addresses alone: the map is longer than the file, and shows what the file grows by. What lies beyond is read by calls. There
// are processors with 512 GB of addresses.
constexpr std::size_t mapped_bytes = sizeof(void*) == 8 ? std::size_t{64} << 30U : std::size_t{256} << 20U;

// The file that the system has opened for SQLite on this thread. Our own could not be closed again: that would drop the locks
// that SQLite holds on any other (POSIX, fcntl).
thread_local int last_opened = -1;

int open_noting(char const* path, int flags, int mode) {
  last_opened = ::open(path, flags, mode);
  return last_opened;
}

class Map {
 public:
  explicit Map(int descriptor) {
    auto* const begin = ::mmap(nullptr, mapped_bytes, PROT_READ, MAP_SHARED, descriptor, 0);
    if (begin != MAP_FAILED) {
      begin_ = static_cast<std::byte*>(begin);
      ::madvise(begin, mapped_bytes, MADV_RANDOM);
    }
  }
  ~Map() {
    if (begin_ != nullptr) {
      ::munmap(begin_, mapped_bytes);
    }
  }
  Map(Map const&) = delete;
  Map& operator=(Map const&) = delete;

  // nullptr where the map does not reach.
  std::byte* at(sqlite3_int64 offset, int amount) const {
    auto const end = static_cast<std::uint64_t>(offset) + static_cast<std::uint64_t>(amount);
    return begin_ == nullptr || end > mapped_bytes ? nullptr : begin_ + offset;
  }

 private:
  std::byte* begin_ = nullptr;
};

// One for all connections to a file: the system counts a page as often as it is mapped. No other file can have the number
// of one that is mapped. Null when the file cannot be told.
std::shared_ptr<Map const> map_of(int descriptor) {
  static std::mutex mutex;
  static std::map<std::pair<dev_t, ino_t>, std::weak_ptr<Map const>> maps;
  struct stat file{};
  if (::fstat(descriptor, &file) != 0) {
    return nullptr;
  }
  std::lock_guard const lock(mutex);
  std::erase_if(maps, [](auto const& entry) { return entry.second.expired(); });
  auto& known = maps[{file.st_dev, file.st_ino}];
  auto map = known.lock();
  if (!map) {
    map = std::make_shared<Map const>(descriptor);
    known = map;
  }
  return map;
}

struct MappedFile : LayerFile<MappedFile> {
  std::shared_ptr<Map const> map;
  sqlite3_int64 size_known = 0;  // the file has been as long as that
};

int map_close(sqlite3_file* file) {
  auto& mapped = own_file<MappedFile>(file);
  auto const closed = mapped.under()->pMethods->xClose(mapped.under());
  mapped.~MappedFile();
  return closed;
}

// SQLite gives back all it has fetched before the file may be cut (no connection of ours cuts it), and reads by itself what
// is null.
int map_fetch(sqlite3_file* file, sqlite3_int64 offset, int amount, void** place) {
  auto& mapped = own_file<MappedFile>(file);
  *place = nullptr;
  if (offset + amount > mapped.size_known) {
    auto const known = mapped.under()->pMethods->xFileSize(mapped.under(), &mapped.size_known);
    if (known != SQLITE_OK || offset + amount > mapped.size_known) {
      return known;
    }
  }
  *place = mapped.map ? mapped.map->at(offset, amount) : nullptr;
  return SQLITE_OK;
}

int map_unfetch(sqlite3_file*, sqlite3_int64, void*) {
  return SQLITE_OK;
}

constexpr FileMethods map_methods{
    .iVersion = 3,
    .xClose = map_close,
    .xRead = pass_on<MappedFile, &FileMethods::xRead, void*, int, sqlite3_int64>,
    .xWrite = pass_on<MappedFile, &FileMethods::xWrite, void const*, int, sqlite3_int64>,
    .xTruncate = pass_on<MappedFile, &FileMethods::xTruncate, sqlite3_int64>,
    .xSync = pass_on<MappedFile, &FileMethods::xSync, int>,
    .xFileSize = pass_on<MappedFile, &FileMethods::xFileSize, sqlite3_int64*>,
    .xLock = pass_on<MappedFile, &FileMethods::xLock, int>,
    .xUnlock = pass_on<MappedFile, &FileMethods::xUnlock, int>,
    .xCheckReservedLock = pass_on<MappedFile, &FileMethods::xCheckReservedLock, int*>,
    .xFileControl = pass_on<MappedFile, &FileMethods::xFileControl, int, void*>,
    .xSectorSize = pass_on<MappedFile, &FileMethods::xSectorSize>,
    .xDeviceCharacteristics = pass_on<MappedFile, &FileMethods::xDeviceCharacteristics>,
    .xShmMap = pass_on<MappedFile, &FileMethods::xShmMap, int, int, int, void volatile**>,
    .xShmLock = pass_on<MappedFile, &FileMethods::xShmLock, int, int, int>,
    .xShmBarrier =
        [](sqlite3_file* file) {
          auto* const under = own_file<MappedFile>(file).under();
          under->pMethods->xShmBarrier(under);
        },
    .xShmUnmap = pass_on<MappedFile, &FileMethods::xShmUnmap, int>,
    .xFetch = map_fetch,
    .xUnfetch = map_unfetch,
};

int open_file(sqlite3_vfs*, char const* name, sqlite3_file* file, int flags, int* flags_out) {
  auto* const usual = usual_vfs();
  if ((flags & SQLITE_OPEN_MAIN_DB) == 0) {
    return usual->xOpen(usual, name, file, flags, flags_out);
  }
  last_opened = -1;
  auto const opened = open_layer(file, map_methods, name, flags, flags_out, MappedFile{});
  if (opened == SQLITE_OK && last_opened >= 0) {
    own_file<MappedFile>(file).map = map_of(last_opened);
  }
  return opened;
}

}  // namespace

char const* mapping_vfs() {
  static char const* const name = []() -> char const* {
    auto* const usual = usual_vfs();
    auto const opens = reinterpret_cast<sqlite3_syscall_ptr>(open_noting);
    if (usual == nullptr || usual->iVersion < 3 || usual->xSetSystemCall(usual, "open", opens) != SQLITE_OK) {
      return nullptr;
    }
    return register_layer<MappedFile>("auklet-map", open_file);
  }();
  return name;
}

}  // namespace auklet::db
