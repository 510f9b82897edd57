// SPDX-License-Identifier: Apache-2.0
#include "base/zip_writer.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "base/testing/temporary_folder.h"

namespace auklet::base {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(fs::path const& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t length) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < length; ++i) {
    number |= std::uint64_t{static_cast<unsigned char>(bytes.at(at + i))} << (8 * i);
  }
  return number;
}

class ZipWriterTest : public ::testing::Test {
 protected:
  testing::TemporaryFolder const temporary;
  fs::path path;
};

TEST(Crc32, IsThatOfTheStandard) {
  EXPECT_EQ(crc32(""), 0U);
  EXPECT_EQ(crc32("123456789"), 0xCBF4'3926U);
  EXPECT_EQ(crc32("6789", crc32("12345")), 0xCBF4'3926U);
}

TEST_F(ZipWriterTest, HasADirectoryOfItsEntries) {
  auto const file = File::make_in(temporary.path(), path).value();
  std::string const large(200'000, 'x');
  std::ofstream(temporary.path() / "large", std::ios::binary) << large;
  ZipWriter zip(file, from_count(1'775'926'510'000));
  ASSERT_TRUE(zip.add("a.json", "{}").has_value());
  ASSERT_TRUE(zip.add("empty", "").has_value());
  ASSERT_TRUE(zip.add_file("media/größe.bin", temporary.path() / "large").has_value());
  EXPECT_EQ(zip.add_file("none", temporary.path() / "none").error().kind, ErrorKind::not_found);
  ASSERT_TRUE(zip.finish().has_value());
  auto const bytes = bytes_of(path);
  EXPECT_EQ(bytes.size(), zip.bytes());

  auto const end = bytes.size() - 22;
  EXPECT_EQ(bytes.substr(end, 4), "PK\x05\x06");
  EXPECT_EQ(number_at(bytes, end + 10, 2), 3U);
  auto at = number_at(bytes, end + 16, 4);
  EXPECT_EQ(at + number_at(bytes, end + 12, 4), end);
  struct Entry {
    std::string name;
    std::string content;
  };
  for (auto const& [name, content] :
       {Entry{"a.json", "{}"}, Entry{"empty", ""}, Entry{"media/größe.bin", large}}) {
    EXPECT_EQ(bytes.substr(at, 4), "PK\x01\x02");
    EXPECT_EQ(number_at(bytes, at + 16, 4), crc32(content));
    EXPECT_EQ(number_at(bytes, at + 20, 4), content.size());
    EXPECT_EQ(bytes.substr(at + 46, name.size()), name);
    auto const local = number_at(bytes, at + 42, 4);
    EXPECT_EQ(bytes.substr(local, 4), std::string("PK\x03\x04"));
    EXPECT_EQ(bytes.substr(local + 30, name.size()), name);
    EXPECT_EQ(bytes.substr(local + 30 + name.size(), content.size()), content);
    at += 46 + number_at(bytes, at + 28, 2) + number_at(bytes, at + 30, 2);
  }
  EXPECT_EQ(at, end);
}

TEST_F(ZipWriterTest, ManyEntriesAreCountedWhereThereIsRoom) {
  auto const file = File::make_in(temporary.path(), path).value();
  ZipWriter zip(file, from_count(0));
  constexpr std::uint64_t many = 65'535;
  for (std::uint64_t i = 0; i < many; ++i) {
    ASSERT_TRUE(zip.add(std::to_string(i), "").has_value());
  }
  ASSERT_TRUE(zip.finish().has_value());
  auto const bytes = bytes_of(path);
  auto const end = bytes.size() - 22;
  EXPECT_EQ(number_at(bytes, end + 10, 2), 0xFFFFU);
  auto const locator = end - 20;
  EXPECT_EQ(bytes.substr(locator, 4), "PK\x06\x07");
  auto const record = number_at(bytes, locator + 8, 8);
  EXPECT_EQ(bytes.substr(record, 4), "PK\x06\x06");
  EXPECT_EQ(number_at(bytes, record + 24, 8), many);
  EXPECT_EQ(number_at(bytes, record + 48, 8) + number_at(bytes, record + 40, 8), record);
}

}  // namespace
}  // namespace auklet::base
