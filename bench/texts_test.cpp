// SPDX-License-Identifier: Apache-2.0
#include "bench/texts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace auklet::bench {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Texts : public testing::Test {
 protected:
  Texts() {
    auto pattern = (fs::temp_directory_path() / "auklet-texts-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
  }
  ~Texts() override { fs::remove_all(folder); }

  void write(std::string const& name, std::string_view content) const {
    fs::create_directories((folder / name).parent_path());
    std::ofstream(folder / name, std::ios::binary) << content;
  }

  fs::path folder;
};

TEST_F(Texts, ReadsFilesInTheOrderOfTheirPathsWithTheirLanguage) {
  write("b", "two\nlines\n%\n  \n%\nlast\n");
  write("a", "first\n%\n");
  write("ru/c", "Привет\n%\n");
  auto const texts = read_texts({folder.string()});
  ASSERT_TRUE(texts);
  ASSERT_EQ(texts->size(), 4U);
  EXPECT_EQ((*texts)[0].content, "first");
  EXPECT_EQ((*texts)[1].content, "two\nlines");
  EXPECT_EQ((*texts)[2].content, "last");
  EXPECT_EQ((*texts)[3].content, "Привет");
  EXPECT_EQ((*texts)[3].language, "ru");
  EXPECT_EQ((*texts)[0].language, "");
}

TEST_F(Texts, LeavesAsideIndexesSecondNamesOffensiveOnesAndBrokenText) {
  write("a", "good\n%\nbroken \xff\xfe\n%\n");
  write("a.dat", "index\n");
  write("off/a", "rude\n");
  fs::create_symlink("a", folder / "a.u8");
  auto const texts = read_texts({folder.string()});
  ASSERT_TRUE(texts);
  ASSERT_EQ(texts->size(), 1U);
  EXPECT_EQ((*texts)[0].content, "good");
}

TEST_F(Texts, DropsTerminalControls) {
  write("a", "\x1b[33mgold\x1b[m and _\b_plain\r\n%\n");
  EXPECT_EQ((*read_texts({folder.string()}))[0].content, "gold and __plain");
}

TEST_F(Texts, NamesThePackageWhenThereAreNone) {
  auto const texts = read_texts({folder.string(), "/nowhere"});
  ASSERT_FALSE(texts);
  EXPECT_THAT(texts.error().message, HasSubstr("package `fortunes`"));
  EXPECT_THAT(texts.error().message, HasSubstr("/nowhere"));
}

TEST(CutText, CountsCodePointsAndKeepsThemWhole) {
  EXPECT_EQ(cut_text("Привет", 6), "Привет");
  EXPECT_EQ(cut_text("Привет", 3), "При");
  EXPECT_EQ(cut_text("ab cd", 3), "ab");
  EXPECT_EQ(cut_text("", 3), "");
}

TEST(CutText, LeavesRoomForLinks) {
  EXPECT_EQ(cut_text("see http://a.b", 500), "see http://a.b");
  EXPECT_EQ(cut_text("see http://a.b", 30), "see http");
}

}  // namespace
}  // namespace auklet::bench
