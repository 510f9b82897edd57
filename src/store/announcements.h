// SPDX-License-Identifier: Apache-2.0
//
// The tables of announcements: what everyone is told, who has read it, and what they say to it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/announcement.h"
#include "domain/ids.h"

namespace auklet::store::announcements {

Task<Result<>> insert(db::Session& session, Announcement const& announcement);
Task<Result<std::optional<Announcement>>> find(db::Session& session, AnnouncementId id);
// With what people said to it. False when it is not there.
Task<Result<bool>> remove(db::Session& session, AnnouncementId id);
Task<Result<std::int64_t>> count(db::Session& session);
// The oldest first.
Task<Result<std::vector<Announcement>>> all(db::Session& session);

// Keeps it from being removed, and others from reacting, until the transaction ends. False when it is not there.
Task<Result<bool>> lock(db::Session& session, AnnouncementId id);

// Whether the account has read it already is no error.
Task<Result<>> dismiss(db::Session& session, AccountId account, AnnouncementId id);
Task<Result<std::vector<AnnouncementId>>> dismissed(db::Session& session, AccountId account);

// Each says whether something changed.
Task<Result<bool>> react(db::Session& session, RelationId id, AccountId account, AnnouncementId announcement,
                         std::string_view name);
Task<Result<bool>> unreact(db::Session& session, AccountId account, AnnouncementId announcement,
                           std::string_view name);
// Those of everyone to all of them with what went by that name.
Task<Result<>> forget_reactions(db::Session& session, std::string_view name);
// Of each announcement in the order in which somebody was first with them.
Task<Result<std::vector<AnnouncementReaction>>> reactions_to(db::Session& session,
                                                             std::vector<AnnouncementId> const& ids,
                                                             std::optional<AccountId> viewer);

}  // namespace auklet::store::announcements
