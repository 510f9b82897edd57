// SPDX-License-Identifier: Apache-2.0
//
// The table of this server's emojis.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/custom_emoji.h"

namespace auklet::store::custom_emojis {

// ErrorKind::conflict when the shortcode is taken.
Task<Result<>> insert(db::Session& session, CustomEmoji const& emoji);
// What was removed; nothing when there is none of that shortcode.
Task<Result<std::optional<CustomEmoji>>> remove(db::Session& session, std::string_view shortcode);
// By shortcode.
Task<Result<std::vector<CustomEmoji>>> all(db::Session& session);
Task<Result<std::int64_t>> count(db::Session& session);
// Whether an emoji shows the file of that name, moving or not.
Task<Result<bool>> shows(db::Session& session, std::string_view file);

}  // namespace auklet::store::custom_emojis
