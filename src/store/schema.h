// SPDX-License-Identifier: Apache-2.0
//
// The tables, as numbered migrations. A migration that has been released is never changed: a new one is
// added.
#pragma once

#include <span>

#include "db/migrate.h"

namespace auklet::store {

std::span<db::Migration const> migrations();

}  // namespace auklet::store
