// SPDX-License-Identifier: Apache-2.0
//
// What differs between the two SQL dialects, and nothing else: the {…} forms of database.h, and those of full-text search.
// A word is of a-z, 0-9, _ and anything beyond ASCII; whoever makes the words sees to that.
//
//   {fulltext t} {fulltext_index t}  two statements, for a migration: they make the index t of columns rowid and words
//   {words $1}                       a text of words parted by spaces, as the index keeps it
//   {match t $1}                     the rows that have all the words of the text; word* is any with that beginning
//   {unindex t $1 $2}                a statement alone: takes the row of id $1 with the words $2 out of the index
#pragma once

#include <string>
#include <string_view>

#include "db/database.h"

namespace auklet::db {

// The text as the engine understands it: every form of database.h replaced. Any other brace stays
// as it is, so that a literal such as '{}' can stand in a statement.
std::string translate(Engine engine, std::string_view text);

}  // namespace auklet::db
