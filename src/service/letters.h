// SPDX-License-Identifier: Apache-2.0
//
// The row of an e-mail with a link, and the job that sends it: written in the transaction that causes it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/account.h"
#include "domain/letter.h"
#include "service/environment.h"

namespace auklet::service {

// The payload is the id of the letter; the lane is the host of its address.
inline constexpr char const* send_letter_job = "send_letter";

inline constexpr std::chrono::hours confirm_within{48};
inline constexpr std::chrono::hours reset_within{6};

// In place of what was sent to the account for that purpose before: of two links only the newer one is good.
Task<Result<>> enqueue_letter(Environment const& env, db::Session& session, LetterPurpose purpose, User user);

}  // namespace auklet::service
