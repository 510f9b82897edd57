// SPDX-License-Identifier: Apache-2.0
//
// A file layer for the one SQLite connection that writes: it hands the write-ahead log to the system in large pieces.
// SQLite itself writes the log page by page, and the 24 bytes before each page apart: for a group of fifty posts some 250
// calls, a tenth of what the group costs. Here writes that follow each other are gathered, and written with one call when
// SQLite wants to sync, to read, or to know or set the size of the log.
//
// Safe with synchronous=FULL only: then SQLite syncs what it has added to the log before another connection may read it.
#pragma once

namespace auklet::db {

// The name to give to sqlite3_open_v2(). The layer stands on the system's usual one, which keeps all other files.
// nullptr, which means the usual one, when it cannot be had.
char const* log_gathering_vfs();

}  // namespace auklet::db
