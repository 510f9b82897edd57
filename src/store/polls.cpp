// SPDX-License-Identifier: Apache-2.0
#include "store/polls.h"

#include <boost/unordered/unordered_flat_map.hpp>
#include <initializer_list>

#include "store/paged.h"

namespace auklet::store::polls {

namespace {

#define POLL_COLUMNS \
  "p.post_id, p.account_id, p.multiple, p.hide_totals, p.expires_at, p.votes_count, p.voters_count"

constexpr db::Sql insert_sql =
    "INSERT INTO polls (post_id, account_id, multiple, hide_totals, expires_at) VALUES ($1, $2, $3, $4, $5)";
constexpr db::Sql insert_option_sql =
    "INSERT INTO poll_options (post_id, position, title) VALUES ($1, $2, $3)";

std::vector<Poll> read_polls(db::Rows const& rows) {
  std::vector<Poll> polls;
  for (auto const row : rows) {
    polls.push_back({.post = row.as<PostId>(0),
                     .author = row.as<AccountId>(1),
                     .options = {},
                     .multiple = row.boolean(2),
                     .hide_totals = row.boolean(3),
                     .expires_at = row.optional_time(4),
                     .votes_count = row.integer(5),
                     .voters_count = row.integer(6)});
  }
  return polls;
}

}  // namespace

Task<Result<>> insert(db::Session& session, Poll const& poll) {
  CO_TRY_OK(co_await session.execute(
      insert_sql, {poll.post, poll.author, poll.multiple, poll.hide_totals, poll.expires_at}));
  for (std::size_t i = 0; i < poll.options.size(); ++i) {
    CO_TRY_OK(co_await session.execute(insert_option_sql, {poll.post, i, poll.options[i].title}));
  }
  co_return Result<>{};
}

void insert(db::Batch& batch, Poll const& poll) {
  batch.add(insert_sql, {poll.post, poll.author, poll.multiple, poll.hide_totals, poll.expires_at});
  for (std::size_t i = 0; i < poll.options.size(); ++i) {
    batch.add(insert_option_sql, {poll.post, i, poll.options[i].title});
  }
}

Task<Result<std::optional<Poll>>> find(db::Session& session, PostId post) {
  CO_TRY(auto polls, co_await of_posts(session, {post}));
  co_return polls.empty() ? std::nullopt : std::optional{std::move(polls.front())};
}

Task<Result<std::vector<Poll>>> of_posts(db::Session& session, std::vector<PostId> const& posts) {
  std::vector<Poll> polls;
  if (posts.empty()) {
    co_return polls;
  }
  CO_TRY(auto const rows,
         co_await session.query("SELECT " POLL_COLUMNS " FROM polls p WHERE p.post_id {any $1}", {posts}));
  polls = read_polls(rows);
  if (polls.empty()) {
    co_return polls;  // as most posts
  }
  std::vector<PostId> ids;
  boost::unordered_flat_map<PostId, Poll*> by_post;
  for (auto& poll : polls) {
    ids.push_back(poll.post);
    by_post.emplace(poll.post, &poll);
  }
  CO_TRY(auto const options, co_await session.query("SELECT post_id, title, votes_count FROM poll_options "
                                                    "WHERE post_id {any $1} ORDER BY post_id, position",
                                                    {ids}));
  for (auto const row : options) {
    by_post.at(row.as<PostId>(0))->options.push_back({row.string(1), row.integer(2)});
  }
  co_return polls;
}

Task<Result<>> update_terms(db::Session& session, Poll const& poll) {
  return session.execute(
      "UPDATE polls SET expires_at = $2, hide_totals = $3, told_until = NULL WHERE post_id = $1",
      {poll.post, poll.expires_at, poll.hide_totals});
}

Task<Result<>> remove(db::Session& session, PostId post) {
  CO_TRY_OK(co_await session.execute("DELETE FROM poll_votes WHERE post_id = $1", {post}));
  CO_TRY_OK(co_await session.execute("DELETE FROM poll_options WHERE post_id = $1", {post}));
  co_return co_await session.execute("DELETE FROM polls WHERE post_id = $1", {post});
}

Task<Result<std::vector<int>>> choices_of(db::Session& session, PostId post, AccountId voter) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT choice FROM poll_votes WHERE post_id = $1 AND account_id = $2 ORDER BY choice",
             {post, voter}));
  std::vector<int> choices;
  for (auto const row : rows) {
    choices.push_back(static_cast<int>(row.integer(0)));
  }
  co_return choices;
}

Task<Result<>> vote(db::Session& session, PostId post, AccountId voter, std::vector<int> choices,
                    bool first) {
  for (auto const choice : choices) {
    CO_TRY_OK(co_await session.execute(
        "INSERT INTO poll_votes (post_id, account_id, choice) VALUES ($1, $2, $3)", {post, voter, choice}));
    CO_TRY_OK(co_await session.execute(
        "UPDATE poll_options SET votes_count = votes_count + 1 WHERE post_id = $1 AND position = $2",
        {post, choice}));
  }
  co_return co_await session.execute(
      "UPDATE polls SET votes_count = votes_count + $2, voters_count = voters_count + $3 WHERE post_id = $1",
      {post, choices.size(), first});
}

Task<Result<std::optional<AccountId>>> told_until(db::Session& session, PostId post) {
  CO_TRY(auto const rows, co_await session.query("SELECT told_until FROM polls WHERE post_id = $1", {post}));
  co_return rows.empty() ? std::nullopt : rows[0].optional_as<AccountId>(0);
}

Task<Result<>> set_told_until(db::Session& session, PostId post, AccountId until) {
  return session.execute("UPDATE polls SET told_until = $2 WHERE post_id = $1", {post, until});
}

Task<Result<std::vector<AccountId>>> voters_after(db::Session& session, PostId post, AccountId after,
                                                  int limit) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT DISTINCT account_id FROM poll_votes "
                                "WHERE post_id = $1 AND account_id > $2 ORDER BY account_id LIMIT $3",
                                {post, after, limit}));
  co_return ids_in<AccountId>(rows);
}

}  // namespace auklet::store::polls
