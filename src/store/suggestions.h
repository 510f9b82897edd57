// SPDX-License-Identifier: Apache-2.0
//
// Whom an account could follow, and the table `suggestion_dismissals`: whom it does not want to be told of again. Nobody
// is suggested who does not want to be found, is suspended, is followed or asked already, or is hidden between the two.
#pragma once

#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/ids.h"

namespace auklet::store::suggestions {

// Those whom the account's friends follow: of each of its 40 newest friends the 50 newest, so that the answer costs the
// same for everyone. Who hides whom they follow does not count. Those with the most friends first; the suspended are for who
// loads them to leave out.
Task<Result<std::vector<AccountId>>> friends_of_friends(db::Session& session, AccountId of, int limit,
                                                        UnixMillis now);
// People of a domain who are followed at all, the most followed first.
Task<Result<std::vector<AccountId>>> most_followed(db::Session& session, AccountId for_whom,
                                                   std::string_view domain, int limit, UnixMillis now);

Task<Result<>> dismiss(db::Session& session, AccountId account, AccountId target);

}  // namespace auklet::store::suggestions
