// SPDX-License-Identifier: Apache-2.0
#include "store/relationships.h"

#include <boost/unordered/unordered_flat_map.hpp>

#include "store/follows.h"

namespace auklet::store::relationships {

namespace {

// What a row of the gathering statement below is about.
enum class Fact : std::int64_t {
  follows,
  followed_by,
  requested,
  requested_by,
  blocks,
  blocked_by,
  mutes,
  note,
  endorses,
  blocks_domain,
};

void apply(db::Row row, Relationship& relationship) {
  auto const first_flag = [&row] { return row.integer(2) != 0; };
  auto const second = [&row] { return row.integer(3); };
  switch (row.as<Fact>(0)) {
    case Fact::follows:
      relationship.following = true;
      relationship.showing_reblogs = first_flag();
      relationship.notifying = second() != 0;
      relationship.languages = follows::split_languages(row.text(4));
      break;
    case Fact::followed_by:
      relationship.followed_by = true;
      break;
    case Fact::requested:
      relationship.requested = true;
      relationship.showing_reblogs = first_flag();
      relationship.notifying = second() != 0;
      relationship.languages = follows::split_languages(row.text(4));
      break;
    case Fact::requested_by:
      relationship.requested_by = true;
      break;
    case Fact::blocks:
      relationship.blocking = true;
      break;
    case Fact::blocked_by:
      relationship.blocked_by = true;
      break;
    case Fact::mutes:
      relationship.muting = true;
      relationship.muting_notifications = first_flag();
      if (second() != 0) {
        relationship.muting_expires_at = from_count(second());
      }
      break;
    case Fact::note:
      relationship.note = row.string(4);
      break;
    case Fact::endorses:
      relationship.endorsed = true;
      break;
    case Fact::blocks_domain:
      relationship.domain_blocking = true;
      break;
  }
}

}  // namespace

Task<Result<std::vector<Relationship>>> find_all(db::Session& session, AccountId source,
                                                 std::vector<AccountId> targets, UnixMillis now) {
  std::vector<Relationship> relationships(targets.size());
  if (targets.empty()) {
    co_return relationships;
  }
  // One statement, one row a fact: (fact, target, number, number, text).
  CO_TRY(
      auto const rows,
      co_await session.query(
          "SELECT 0, followee_id, show_reblogs, notify, languages FROM follows "
          "WHERE follower_id = $1 AND followee_id {any $2} "
          "UNION ALL SELECT 1, follower_id, 0, 0, '' FROM follows WHERE followee_id = $1 AND follower_id "
          "{any $2} "
          "UNION ALL SELECT 2, followee_id, show_reblogs, notify, languages FROM follow_requests "
          "WHERE follower_id = $1 AND followee_id {any $2} "
          "UNION ALL SELECT 3, follower_id, 0, 0, '' FROM follow_requests "
          "WHERE followee_id = $1 AND follower_id {any $2} "
          "UNION ALL SELECT 4, target_id, 0, 0, '' FROM blocks WHERE account_id = $1 AND target_id {any $2} "
          "UNION ALL SELECT 5, account_id, 0, 0, '' FROM blocks WHERE target_id = $1 AND account_id {any $2} "
          "UNION ALL SELECT 6, target_id, hide_notifications, COALESCE(expires_at, 0), '' FROM mutes "
          "WHERE account_id = $1 AND target_id {any $2} AND (expires_at IS NULL OR expires_at > $3) "
          "UNION ALL SELECT 7, target_id, 0, 0, comment FROM account_notes WHERE account_id = $1 AND "
          "target_id {any $2} "
          "UNION ALL SELECT 8, target_id, 0, 0, '' FROM endorsements WHERE account_id = $1 AND target_id "
          "{any $2} "
          "UNION ALL SELECT 9, a.id, 0, 0, '' FROM accounts a JOIN domain_blocks d ON d.account_id = $1 AND "
          "d.domain = a.domain WHERE a.id {any $2}",
          {source, targets, now}));

  boost::unordered_flat_map<AccountId, std::size_t> position;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    relationships[i].target = targets[i];
    position.emplace(targets[i], i);
  }
  for (auto const row : rows) {
    apply(row, relationships[position.at(row.as<AccountId>(1))]);
  }
  // The same target may have been asked for more than once.
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (auto const first = position.at(targets[i]); first != i) {
      relationships[i] = relationships[first];
    }
  }
  co_return relationships;
}

}  // namespace auklet::store::relationships
