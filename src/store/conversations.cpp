// SPDX-License-Identifier: Apache-2.0
#include "store/conversations.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "store/paged.h"

namespace auklet::store::conversations {

namespace {

#define CONVERSATION_COLUMNS "c.id, c.account_id, c.thread_id, c.participants, c.last_post_id, c.unread"

constexpr db::Sql add_sql =
    "INSERT INTO conversations (id, account_id, thread_id, participants, last_post_id, unread) "
    "SELECT $1, u.account_id, $3, $4, $5, $6 FROM users u WHERE u.account_id = $2 "
    "AND NOT EXISTS (SELECT 1 FROM blocks WHERE account_id = $2 AND target_id = $7) "
    "AND NOT EXISTS (SELECT 1 FROM blocks WHERE account_id = $7 AND target_id = $2) "
    "AND NOT EXISTS (SELECT 1 FROM mutes WHERE account_id = $2 AND target_id = $7 AND hide_notifications = 1 "
    "AND (expires_at IS NULL OR expires_at > $8)) "
    "AND NOT EXISTS (SELECT 1 FROM thread_mutes WHERE account_id = $2 AND thread_id = $3 AND account_id <> "
    "$7) "
    "ON CONFLICT (account_id, thread_id, participants) DO UPDATE SET unread = excluded.unread, "
    "last_post_id = CASE WHEN excluded.last_post_id > conversations.last_post_id "
    "THEN excluded.last_post_id ELSE conversations.last_post_id END RETURNING id";
// Nothing that did not come in is newer than what did.
constexpr db::Sql add_post_sql =
    "INSERT INTO conversation_posts (conversation_id, post_id) SELECT id, $4 FROM conversations "
    "WHERE account_id = $1 AND thread_id = $2 AND participants = $3 AND last_post_id >= $4 "
    "ON CONFLICT (conversation_id, post_id) DO NOTHING";

std::vector<AccountId> read_participants(std::string_view text) {
  std::vector<AccountId> ids;
  for (auto const* at = text.data(); at != text.data() + text.size();) {
    std::int64_t id = 0;
    auto const read = std::from_chars(at + 1, text.data() + text.size(), id);
    if (read.ec != std::errc{}) {
      break;  // the last space
    }
    ids.push_back(AccountId{id});
    at = read.ptr;
  }
  return ids;
}

std::vector<Conversation> read_conversations(db::Rows const& rows) {
  std::vector<Conversation> list;
  list.reserve(rows.size());
  for (auto const row : rows) {
    list.push_back({.id = row.as<ConversationId>(0),
                    .owner = row.as<AccountId>(1),
                    .thread = row.as<ThreadId>(2),
                    .participants = read_participants(row.text(3)),
                    .last_post = row.as<PostId>(4),
                    .unread = row.boolean(5)});
  }
  return list;
}

// The lock comes first: a post that comes in meanwhile is then seen, or waits.
Task<Result<>> shrink(db::Session& session, ConversationId id, PostId post) {
  CO_TRY_OK(co_await session.execute("UPDATE conversations SET unread = unread WHERE id = $1", {id}));
  CO_TRY_OK(co_await session.execute(
      "DELETE FROM conversation_posts WHERE conversation_id = $1 AND post_id = $2", {id, post}));
  CO_TRY_OK(co_await session.execute(
      "UPDATE conversations SET last_post_id = COALESCE((SELECT MAX(p.post_id) FROM conversation_posts p "
      "WHERE p.conversation_id = $1), 0) WHERE id = $1",
      {id}));
  co_return co_await session.execute("DELETE FROM conversations WHERE id = $1 AND last_post_id = 0", {id});
}

}  // namespace

std::string write_participants(std::vector<AccountId> const& sorted) {
  std::string text = " ";
  for (auto const id : sorted) {
    text += to_text(id) + " ";
  }
  return text;
}

std::size_t add(db::Batch& batch, Entry const& entry) {
  auto const place = batch.add(add_sql, {entry.fresh_id, entry.owner, entry.thread, entry.participants,
                                         entry.post, entry.owner != entry.author, entry.author, entry.now});
  batch.add(add_post_sql, {entry.owner, entry.thread, entry.participants, entry.post});
  return place;
}

std::optional<ConversationId> found_in(db::Rows const& rows) {
  return rows.empty() ? std::nullopt : std::optional{rows[0].as<ConversationId>(0)};
}

Task<Result<std::optional<ConversationId>>> add(db::Session& session, Entry entry) {
  CO_TRY(auto const rows,
         co_await session.query(add_sql, {entry.fresh_id, entry.owner, entry.thread, entry.participants,
                                          entry.post, entry.owner != entry.author, entry.author, entry.now}));
  CO_TRY_OK(
      co_await session.execute(add_post_sql, {entry.owner, entry.thread, entry.participants, entry.post}));
  co_return found_in(rows);
}

Task<Result<std::vector<Conversation>>> take_out(db::Session& session, PostId post,
                                                 std::optional<AccountId> owner) {
  CO_TRY(auto const rows, co_await session.query(
                              "SELECT " CONVERSATION_COLUMNS
                              " FROM conversation_posts p JOIN conversations c ON c.id = p.conversation_id "
                              "WHERE p.post_id = $1 AND ($2 = 0 OR c.account_id = $2) ORDER BY c.account_id",
                              {post, owner.value_or(AccountId{0})}));
  std::vector<Conversation> remaining;
  for (auto const& conversation : read_conversations(rows)) {
    CO_TRY_OK(co_await shrink(session, conversation.id, post));
    CO_TRY(auto const after, co_await find(session, conversation.owner, conversation.id));
    if (after) {
      remaining.push_back(*after);
    }
  }
  co_return remaining;
}

Task<Result<std::optional<Conversation>>> find(db::Session& session, AccountId owner, ConversationId id) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " CONVERSATION_COLUMNS
                                " FROM conversations c WHERE c.id = $2 AND c.account_id = $1",
                                {owner, id}));
  auto found = read_conversations(rows);
  co_return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

Task<Result<bool>> set_unread(db::Session& session, AccountId owner, ConversationId id, bool unread) {
  return session.changes("UPDATE conversations SET unread = $3 WHERE id = $2 AND account_id = $1",
                         {owner, id, unread});
}

Task<Result<bool>> remove(db::Session& session, AccountId owner, ConversationId id) {
  CO_TRY(auto const removed, co_await session.changes(
                                 "DELETE FROM conversations WHERE id = $2 AND account_id = $1", {owner, id}));
  if (removed) {
    CO_TRY_OK(co_await session.execute("DELETE FROM conversation_posts WHERE conversation_id = $1", {id}));
  }
  co_return removed;
}

Task<Result<>> remove_with(db::Session& session, AccountId owner, AccountId other) {
  auto const pattern = "% " + to_text(other) + " %";
  CO_TRY_OK(co_await session.execute(
      "DELETE FROM conversation_posts WHERE conversation_id IN "
      "(SELECT c.id FROM conversations c WHERE c.account_id = $1 AND c.participants LIKE $2)",
      {owner, pattern}));
  co_return co_await session.execute(
      "DELETE FROM conversations WHERE account_id = $1 AND participants LIKE $2", {owner, pattern});
}

Task<Result<std::vector<Conversation>>> page(db::Session& session, AccountId owner, PageRequest page,
                                             UnixMillis now) {
  static constexpr auto sql =
      paged<"SELECT " CONVERSATION_COLUMNS
            " FROM conversations c JOIN posts p ON p.id = c.last_post_id "
            "JOIN accounts a ON a.id = p.account_id WHERE c.account_id = $1 AND a.suspended_at IS NULL "
            "AND NOT EXISTS (SELECT 1 FROM blocks h WHERE h.account_id = $1 AND h.target_id = a.id) "
            "AND NOT EXISTS (SELECT 1 FROM mutes h WHERE h.account_id = $1 AND h.target_id = a.id "
            "AND h.hide_notifications = 1 AND (h.expires_at IS NULL OR h.expires_at > $5)) "
            "AND NOT EXISTS (SELECT 1 FROM domain_blocks h WHERE h.account_id = $1 AND h.domain = a.domain)",
            "c.last_post_id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, owner, page, {now}));
  co_return in_page_order(read_conversations(rows), page);
}

Task<Result<std::vector<PostId>>> posts(db::Session& session, AccountId owner, PageRequest page) {
  static constexpr auto sql = paged<
      "SELECT p.post_id FROM conversations c JOIN conversation_posts p ON p.conversation_id = c.id "
      "WHERE c.account_id = $1",
      "p.post_id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, owner, page));
  co_return in_page_order(ids_in<PostId>(rows), page);
}

}  // namespace auklet::store::conversations
