// SPDX-License-Identifier: Apache-2.0
#include "text/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace auklet::text {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Csv, WhatIsWrittenIsReadAgain) {
  std::vector<CsvRow> const rows{
      {"plain", "two words", ""}, {"a,b", "say \"hi\"", "line\nend\r\n"}, {"ünï", "", "x"}};
  std::string text;
  for (auto const& row : rows) {
    append_csv(text, row);
  }
  EXPECT_EQ(text, "plain,two words,\n\"a,b\",\"say \"\"hi\"\"\",\"line\nend\r\n\"\nünï,,x\n");
  auto const read = read_csv(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, rows);
}

TEST(Csv, ReadsWhatSpreadsheetsWrite) {
  EXPECT_THAT(*read_csv("\xEF\xBB\xBF"
                        "a,b\r\nc,\"d\"\r\n\r\n,,\n\"e\"f"),
              ElementsAre(CsvRow{"a", "b"}, CsvRow{"c", "d"}, CsvRow{"ef"}));
  EXPECT_THAT(*read_csv(""), IsEmpty());
  EXPECT_THAT(*read_csv("\n\r\n\n"), IsEmpty());
  EXPECT_THAT(*read_csv("a\rb"), ElementsAre(CsvRow{"a"}, CsvRow{"b"}));
}

TEST(Csv, RefusesWhatIsBrokenOrTooLarge) {
  EXPECT_EQ(read_csv("a,\"b").error().kind, ErrorKind::malformed);
  EXPECT_EQ(read_csv("a\xff").error().kind, ErrorKind::malformed);
  EXPECT_EQ(read_csv("a\nb\nc", {.rows_max = 2}).error().kind, ErrorKind::too_large);
  EXPECT_EQ(read_csv("a,b,c", {.cells_max = 2}).error().kind, ErrorKind::too_large);
  EXPECT_EQ(read_csv("abc", {.cell_bytes_max = 2}).error().kind, ErrorKind::too_large);
  EXPECT_EQ(read_csv(std::string(100'000, ',')).error().kind, ErrorKind::too_large);
}

}  // namespace
}  // namespace auklet::text
