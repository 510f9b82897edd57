// SPDX-License-Identifier: Apache-2.0
//
// The table of letters: e-mails with a link whose use is still open.
#pragma once

#include <optional>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/letter.h"

namespace auklet::store::letters {

Task<Result<>> insert(db::Session& session, Letter const& letter);
Task<Result<std::optional<Letter>>> find(db::Session& session, LetterId id);
// What was taken is used up; nothing when it is gone already. One of two that ask at once gets it.
Task<Result<std::optional<Letter>>> take(db::Session& session, LetterId id);
Task<Result<>> remove_of(db::Session& session, AccountId account, LetterPurpose purpose);
Task<Result<>> remove_expired(db::Session& session, UnixMillis now);

}  // namespace auklet::store::letters
