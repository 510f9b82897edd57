// SPDX-License-Identifier: Apache-2.0
#include "db/dialect.h"

#include <gtest/gtest.h>

namespace auklet::db {
namespace {

TEST(Dialect, WritesTheFormsAsEachEngineWantsThem) {
  EXPECT_EQ(translate(Engine::sqlite, "CREATE TABLE t (id {id}, x TEXT)"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT)");
  EXPECT_EQ(translate(Engine::postgresql, "CREATE TABLE t (id {id}, x TEXT)"),
            "CREATE TABLE t (id BIGINT PRIMARY KEY, x TEXT)");
  EXPECT_EQ(translate(Engine::sqlite, "CREATE TABLE t (a BIGINT) {clustered}"),
            "CREATE TABLE t (a BIGINT) WITHOUT ROWID");
  EXPECT_EQ(translate(Engine::postgresql, "CREATE TABLE t (a BIGINT) {clustered}"),
            "CREATE TABLE t (a BIGINT) ");
  EXPECT_EQ(translate(Engine::sqlite, "id {any $12} AND x {any $1}"),
            "id IN (SELECT value FROM json_each($12)) AND x IN (SELECT value FROM json_each($1))");
  EXPECT_EQ(translate(Engine::postgresql, "id {any $12} AND x {any $1}"), "id = ANY($12) AND x = ANY($1)");
  EXPECT_EQ(translate(Engine::sqlite, "LIMIT 1 {skip locked}"), "LIMIT 1 ");
  EXPECT_EQ(translate(Engine::postgresql, "LIMIT 1 {skip locked}"), "LIMIT 1 FOR UPDATE SKIP LOCKED");
}

TEST(Dialect, HasAFullTextIndexOfEachEngine) {
  EXPECT_EQ(translate(Engine::sqlite, "SELECT rowid FROM t WHERE {match t $1} LIMIT $2"),
            "SELECT rowid FROM t WHERE t MATCH $1 LIMIT $2");
  EXPECT_EQ(translate(Engine::postgresql, "SELECT rowid FROM t WHERE {match t $1}"),
            "SELECT rowid FROM t WHERE t.words @@ "
            "CAST(replace(replace($1, '*', ':*'), ' ', ' & ') AS tsquery)");
  EXPECT_EQ(translate(Engine::sqlite, "VALUES ($1, {words $2})"), "VALUES ($1, $2)");
  EXPECT_EQ(translate(Engine::postgresql, "VALUES ($1, {words $2})"),
            "VALUES ($1, array_to_tsvector(string_to_array($2, ' ')))");
  EXPECT_EQ(translate(Engine::sqlite, "{unindex t $1 $2}"),
            "INSERT INTO t (t, rowid, words) VALUES ('delete', $1, $2)");
  EXPECT_EQ(translate(Engine::postgresql, "{unindex t $1 $2}"),
            "DELETE FROM t WHERE rowid = $1 AND $2 IS NOT NULL");
}

TEST(Dialect, LeavesOtherBracesAlone) {
  for (auto const* const text :
       {"", "SELECT '{}'", "SELECT '{", "{any $}", "{any 1}", "{Id}", "'{a}' {", "{{", "{match t}",
        "{words t}", "{unindex t $1}", "{fulltext T}", "{match  $1}"}) {
    EXPECT_EQ(translate(Engine::sqlite, text), text);
    EXPECT_EQ(translate(Engine::postgresql, text), text);
  }
  EXPECT_EQ(translate(Engine::sqlite, "'{' x {any $1}"), "'{' x IN (SELECT value FROM json_each($1))");
}

}  // namespace
}  // namespace auklet::db
