// SPDX-License-Identifier: Apache-2.0
#include "db/sqlite_log_vfs.h"

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>

namespace auklet::db {

namespace {

// The usual layer of SQLite takes no more at once.
constexpr std::size_t gathered_bytes_max = 0x1FFFF;

sqlite3_vfs* usual_vfs() {
  return sqlite3_vfs_find(nullptr);
}

// SQLite allocates this together with the room for the system's own file, which follows it.
struct LogFile : sqlite3_file {
  std::unique_ptr<char[]> gathered;
  std::size_t gathered_bytes = 0;
  sqlite3_int64 gathered_at = 0;  // in the file

  sqlite3_file* under() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  sqlite3_int64 gathered_end() const { return gathered_at + static_cast<sqlite3_int64>(gathered_bytes); }

  // What cannot be written is forgotten: SQLite gives up the transaction, and nobody reads the log beyond its last commit.
  int flush() {
    if (gathered_bytes == 0) {
      return SQLITE_OK;
    }
    auto const bytes = static_cast<int>(gathered_bytes);
    gathered_bytes = 0;
    return under()->pMethods->xWrite(under(), gathered.get(), bytes, gathered_at);
  }
};

LogFile& log_of(sqlite3_file* file) {
  return *static_cast<LogFile*>(file);
}

int log_close(sqlite3_file* file) {
  auto& log = log_of(file);
  auto const flushed = log.flush();
  auto const closed = log.under()->pMethods->xClose(log.under());
  log.~LogFile();
  return flushed != SQLITE_OK ? flushed : closed;
}

int log_write(sqlite3_file* file, void const* data, int amount, sqlite3_int64 offset) {
  auto& log = log_of(file);
  auto const bytes = static_cast<std::size_t>(amount);
  if (offset != log.gathered_end() || log.gathered_bytes + bytes > gathered_bytes_max) {
    if (auto const flushed = log.flush(); flushed != SQLITE_OK) {
      return flushed;
    }
    if (bytes > gathered_bytes_max) {
      return log.under()->pMethods->xWrite(log.under(), data, amount, offset);
    }
    log.gathered_at = offset;
  }
  std::memcpy(log.gathered.get() + log.gathered_bytes, data, bytes);
  log.gathered_bytes += bytes;
  return SQLITE_OK;
}

// Everything else sees a file in which all has been written.
template <auto method, class... Args>
int after_flush(sqlite3_file* file, Args... args) {
  auto& log = log_of(file);
  auto const flushed = log.flush();
  return flushed != SQLITE_OK ? flushed : (log.under()->pMethods->*method)(log.under(), args...);
}

template <auto method, class... Args>
int pass_on(sqlite3_file* file, Args... args) {
  auto* const under = log_of(file).under();
  return (under->pMethods->*method)(under, args...);
}

using Methods = sqlite3_io_methods;
constexpr Methods log_methods{
    .iVersion = 1,
    .xClose = log_close,
    .xRead = after_flush<&Methods::xRead, void*, int, sqlite3_int64>,
    .xWrite = log_write,
    .xTruncate = after_flush<&Methods::xTruncate, sqlite3_int64>,
    .xSync = after_flush<&Methods::xSync, int>,
    .xFileSize = after_flush<&Methods::xFileSize, sqlite3_int64*>,
    .xLock = pass_on<&Methods::xLock, int>,
    .xUnlock = pass_on<&Methods::xUnlock, int>,
    .xCheckReservedLock = pass_on<&Methods::xCheckReservedLock, int*>,
    .xFileControl = pass_on<&Methods::xFileControl, int, void*>,
    .xSectorSize = pass_on<&Methods::xSectorSize>,
    .xDeviceCharacteristics = pass_on<&Methods::xDeviceCharacteristics>,
    .xShmMap = nullptr,  // from version 2 on
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open_file(sqlite3_vfs*, char const* name, sqlite3_file* file, int flags, int* flags_out) {
  auto* const usual = usual_vfs();
  if ((flags & SQLITE_OPEN_WAL) == 0) {
    return usual->xOpen(usual, name, file, flags, flags_out);
  }
  file->pMethods = nullptr;  // SQLite closes what has methods, also when it could not be opened
  std::unique_ptr<char[]> gathered(new (std::nothrow) char[gathered_bytes_max]);
  if (!gathered) {
    return SQLITE_NOMEM;
  }
  auto* const log = new (file) LogFile{{nullptr}, std::move(gathered)};
  auto const opened = usual->xOpen(usual, name, log->under(), flags, flags_out);
  if (opened != SQLITE_OK) {
    if (log->under()->pMethods != nullptr) {
      log->under()->pMethods->xClose(log->under());
    }
    log->~LogFile();
    file->pMethods = nullptr;
    return opened;
  }
  log->pMethods = &log_methods;
  return SQLITE_OK;
}

}  // namespace

char const* log_gathering_vfs() {
  static char const* const name = []() -> char const* {
    static sqlite3_vfs vfs;
    auto const* const usual = usual_vfs();
    if (usual == nullptr) {
      return nullptr;
    }
    vfs = *usual;
    vfs.zName = "auklet-log";
    vfs.szOsFile = static_cast<int>(sizeof(LogFile)) + usual->szOsFile;
    vfs.xOpen = open_file;
    return sqlite3_vfs_register(&vfs, /*makeDflt=*/0) == SQLITE_OK ? vfs.zName : nullptr;
  }();
  return name;
}

}  // namespace auklet::db
