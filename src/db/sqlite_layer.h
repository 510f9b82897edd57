// SPDX-License-Identifier: Apache-2.0
//
// What the file layers between SQLite and the system have in common: a file of theirs, which the system's own file follows
// in memory that SQLite has allocated for both.
#pragma once

#include <sqlite3.h>

#include <new>
#include <utility>

namespace auklet::db {

using FileMethods = sqlite3_io_methods;

inline sqlite3_vfs* usual_vfs() {
  return sqlite3_vfs_find(nullptr);
}

template <class Own>
struct LayerFile : sqlite3_file {
  sqlite3_file* under() { return reinterpret_cast<sqlite3_file*>(static_cast<Own*>(this) + 1); }
};

template <class Own>
Own& own_file(sqlite3_file* file) {
  return *static_cast<Own*>(file);
}

template <class Own, auto method, class... Args>
int pass_on(sqlite3_file* file, Args... args) {
  auto* const under = own_file<Own>(file).under();
  return (under->pMethods->*method)(under, args...);
}

// Opens the system's file under one of ours.
template <class Own>
int open_layer(sqlite3_file* file, FileMethods const& methods, char const* name, int flags, int* flags_out,
               Own own) {
  auto* const usual = usual_vfs();
  auto* const opening = new (file) Own(std::move(own));
  auto const opened = usual->xOpen(usual, name, opening->under(), flags, flags_out);
  if (opened != SQLITE_OK) {
    if (opening->under()->pMethods != nullptr) {
      opening->under()->pMethods->xClose(opening->under());
    }
    opening->~Own();
    file->pMethods = nullptr;  // SQLite closes what has methods, also when it could not be opened
    return opened;
  }
  opening->pMethods = &methods;
  return SQLITE_OK;
}

// Takes a layer into SQLite's list, and gives back its name; nullptr when it cannot be had. To be called once for each.
template <class Own>
char const* register_layer(char const* name, decltype(sqlite3_vfs::xOpen) open) {
  static sqlite3_vfs vfs;
  auto const* const usual = usual_vfs();
  if (usual == nullptr) {
    return nullptr;
  }
  vfs = *usual;
  vfs.zName = name;
  vfs.szOsFile = static_cast<int>(sizeof(Own)) + usual->szOsFile;
  vfs.xOpen = open;
  return sqlite3_vfs_register(&vfs, /*makeDflt=*/0) == SQLITE_OK ? name : nullptr;
}

}  // namespace auklet::db
