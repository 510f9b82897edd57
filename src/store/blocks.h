// SPDX-License-Identifier: Apache-2.0
//
// The tables `blocks` and `mutes`: whom people do not want to meet.
#pragma once

#include <optional>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/ids.h"
#include "domain/page.h"
#include "store/paged.h"

namespace auklet::store::blocks {

// Says whether it is new.
Task<Result<bool>> insert(db::Session& session, RelationId id, AccountId account, AccountId target);
Task<Result<>> remove(db::Session& session, AccountId account, AccountId target);
Task<Result<bool>> exists(db::Session& session, AccountId account, AccountId target);
Task<Result<std::vector<ListedAccount>>> list(db::Session& session, AccountId account, PageRequest page);

struct Mute {
  RelationId id{};
  AccountId account{};
  AccountId target{};
  bool hide_notifications = true;
  std::optional<UnixMillis> expires_at;
};

// An existing mute gets the new settings.
Task<Result<>> insert_mute(db::Session& session, Mute const& mute);
Task<Result<>> remove_mute(db::Session& session, AccountId account, AccountId target);
// nullopt when there is none, or when it is over.
Task<Result<std::optional<Mute>>> find_mute(db::Session& session, AccountId account, AccountId target,
                                            UnixMillis now);

struct ListedMute {
  RelationId cursor{};
  AccountId account{};
  std::optional<UnixMillis> expires_at;
};
Task<Result<std::vector<ListedMute>>> list_mutes(db::Session& session, AccountId account, PageRequest page,
                                                 UnixMillis now);

// Whom a viewer should not meet in timelines, and why. Mutes that are over do not count.
struct Hidden {
  std::vector<AccountId> blocked;     // by the viewer
  std::vector<AccountId> muted;       // by the viewer, or of a server that the viewer blocks
  std::vector<AccountId> blocked_by;  // who block the viewer
};
Task<Result<Hidden>> all_hidden(db::Session& session, AccountId viewer, UnixMillis now);
// The same, of the given accounts only.
Task<Result<Hidden>> hidden_among(db::Session& session, AccountId viewer,
                                  std::vector<AccountId> const& candidates, UnixMillis now);
// When the next mute of the viewer ends, if one does.
Task<Result<std::optional<UnixMillis>>> next_mute_end(db::Session& session, AccountId viewer, UnixMillis now);

}  // namespace auklet::store::blocks
