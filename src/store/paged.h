// SPDX-License-Identifier: Apache-2.0
//
// Lists that clients page through: one SELECT, written once, run in the direction that the page asks for.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "db/database.h"
#include "domain/ids.h"
#include "domain/page.h"

namespace auklet::store {

// A string literal as a template argument.
template <std::size_t Size>
struct Literal {
  std::array<char, Size> text{};
  consteval Literal(char const (&literal)[Size]) { std::copy_n(literal, Size, text.begin()); }
  constexpr std::string_view view() const { return {text.data(), Size - 1}; }
};

template <Literal... Parts>
struct Joined {
  static constexpr auto text = [] {
    std::array<char, (Parts.view().size() + ... + 1)> all{};
    auto end = all.begin();
    ((end = std::copy(Parts.view().begin(), Parts.view().end(), end)), ...);
    return all;
  }();
};

struct PagedSql {
  db::Sql newest_first;
  db::Sql oldest_first;
};

// `Select` ends in a WHERE clause that uses $1 for the list's owner and $5 onwards for anything else;
// `Cursor` is the column that orders the list. $2, $3 and $4 are the page's bounds and limit.
template <Literal Select, Literal Cursor>
inline constexpr PagedSql paged{
    db::Sql{Joined<Select, " AND ", Cursor, " < $2 AND ", Cursor, " > $3 ORDER BY ", Cursor,
                   " DESC LIMIT $4">::text.data()},
    db::Sql{Joined<Select, " AND ", Cursor, " < $2 AND ", Cursor, " > $3 ORDER BY ", Cursor,
                   " ASC LIMIT $4">::text.data()},
};

// Runs it. Rows come newest first for a descending page and oldest first for an ascending one: see
// in_page_order().
inline Task<Result<db::Rows>> run_paged(db::Session& session, PagedSql const& sql, db::Param owner,
                                        PageRequest page, std::initializer_list<db::Param> more = {}) {
  db::Params params{owner, page.below(), page.above(), page.limit};
  params.insert(params.end(), more.begin(), more.end());
  return session.run(page.ascending() ? sql.oldest_first : sql.newest_first, std::move(params));
}

// Pages are shown newest first, whichever way they were collected.
template <class List>
List in_page_order(List list, PageRequest const& page) {
  if (page.ascending()) {
    std::reverse(list.begin(), list.end());
  }
  return list;
}

// The ids in the first column.
template <class Id>
std::vector<Id> ids_in(db::Rows const& rows) {
  std::vector<Id> ids;
  ids.reserve(rows.size());
  for (auto const row : rows) {
    ids.push_back(row.as<Id>(0));
  }
  return ids;
}

// An entry of a list of accounts: who, and the cursor that stands for it in Link headers.
struct ListedAccount {
  RelationId cursor{};
  AccountId account{};
};

inline std::vector<ListedAccount> listed_accounts(db::Rows const& rows, PageRequest const& page) {
  std::vector<ListedAccount> list;
  list.reserve(rows.size());
  for (auto const row : rows) {
    list.push_back({row.as<RelationId>(0), row.as<AccountId>(1)});
  }
  return in_page_order(std::move(list), page);
}

// The same for posts.
struct ListedPost {
  RelationId cursor{};
  PostId post{};
};

inline std::vector<ListedPost> listed_posts(db::Rows const& rows, PageRequest const& page) {
  std::vector<ListedPost> list;
  list.reserve(rows.size());
  for (auto const row : rows) {
    list.push_back({row.as<RelationId>(0), row.as<PostId>(1)});
  }
  return in_page_order(std::move(list), page);
}

}  // namespace auklet::store
