// SPDX-License-Identifier: Apache-2.0
//
// A file layer for the SQLite connections that read: they see the whole database through one map of memory. In a write-ahead
// log every commit makes the readers forget the pages they hold, so what they read again and again they ask of the system,
// a call for each page; SQLite's own map ends at 2 GB, whatever it is told.
//
// Reading from the map when the disk fails ends the process (SIGBUS), as it does with SQLite's own.
#pragma once

namespace auklet::db {

// The name to give to sqlite3_open_v2(); works with PRAGMA mmap_size > 0 only. The layer stands on the system's usual one.
// nullptr, which means the usual one, when it cannot be had.
char const* mapping_vfs();

}  // namespace auklet::db
