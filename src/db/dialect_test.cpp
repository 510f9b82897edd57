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
}

TEST(Dialect, LeavesOtherBracesAlone) {
  for (auto const* const text :
       {"", "SELECT '{}'", "SELECT '{", "{any $}", "{any 1}", "{Id}", "'{a}' {", "{{"}) {
    EXPECT_EQ(translate(Engine::sqlite, text), text);
    EXPECT_EQ(translate(Engine::postgresql, text), text);
  }
  EXPECT_EQ(translate(Engine::sqlite, "'{' x {any $1}"), "'{' x IN (SELECT value FROM json_each($1))");
}

}  // namespace
}  // namespace auklet::db
