// SPDX-License-Identifier: Apache-2.0
//
// What differs between the two SQL dialects, and nothing else: the {…} forms of database.h.
#pragma once

#include <string>
#include <string_view>

#include "db/database.h"

namespace auklet::db {

// The text as the engine understands it: every {id}, {clustered} and {any $n} replaced. Any other brace stays
// as it is, so that a literal such as '{}' can stand in a statement.
std::string translate(Engine engine, std::string_view text);

}  // namespace auklet::db
