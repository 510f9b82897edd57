// SPDX-License-Identifier: Apache-2.0
#include "db/sqlite_log_vfs.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>

#include "db/sqlite_layer.h"

namespace auklet::db {

namespace {

// The usual layer of SQLite takes no more at once.
constexpr std::size_t gathered_bytes_max = 0x1FFFF;

struct LogFile : LayerFile<LogFile> {
  std::unique_ptr<char[]> gathered;
  std::size_t gathered_bytes = 0;
  sqlite3_int64 gathered_at = 0;  // in the file

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

int log_close(sqlite3_file* file) {
  auto& log = own_file<LogFile>(file);
  auto const flushed = log.flush();
  auto const closed = log.under()->pMethods->xClose(log.under());
  log.~LogFile();
  return flushed != SQLITE_OK ? flushed : closed;
}

int log_write(sqlite3_file* file, void const* data, int amount, sqlite3_int64 offset) {
  auto& log = own_file<LogFile>(file);
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
  auto& log = own_file<LogFile>(file);
  auto const flushed = log.flush();
  return flushed != SQLITE_OK ? flushed : (log.under()->pMethods->*method)(log.under(), args...);
}

constexpr FileMethods log_methods{
    .iVersion = 1,
    .xClose = log_close,
    .xRead = after_flush<&FileMethods::xRead, void*, int, sqlite3_int64>,
    .xWrite = log_write,
    .xTruncate = after_flush<&FileMethods::xTruncate, sqlite3_int64>,
    .xSync = after_flush<&FileMethods::xSync, int>,
    .xFileSize = after_flush<&FileMethods::xFileSize, sqlite3_int64*>,
    .xLock = pass_on<LogFile, &FileMethods::xLock, int>,
    .xUnlock = pass_on<LogFile, &FileMethods::xUnlock, int>,
    .xCheckReservedLock = pass_on<LogFile, &FileMethods::xCheckReservedLock, int*>,
    .xFileControl = pass_on<LogFile, &FileMethods::xFileControl, int, void*>,
    .xSectorSize = pass_on<LogFile, &FileMethods::xSectorSize>,
    .xDeviceCharacteristics = pass_on<LogFile, &FileMethods::xDeviceCharacteristics>,
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
  file->pMethods = nullptr;
  std::unique_ptr<char[]> gathered(new (std::nothrow) char[gathered_bytes_max]);
  if (!gathered) {
    return SQLITE_NOMEM;
  }
  return open_layer(file, log_methods, name, flags, flags_out, LogFile{{}, std::move(gathered)});
}

}  // namespace

char const* log_gathering_vfs() {
  static char const* const name = register_layer<LogFile>("auklet-log", open_file);
  return name;
}

}  // namespace auklet::db
