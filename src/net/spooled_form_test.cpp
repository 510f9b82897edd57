// SPDX-License-Identifier: Apache-2.0
#include "net/spooled_form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "base/testing/temporary_folder.h"

namespace auklet::net {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

std::string const form_type = "multipart/form-data; boundary=edge";

std::string file_part(std::string const& name, std::string const& bytes) {
  return "--edge\r\nContent-Disposition: form-data; name=\"" + name +
         "\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n" + bytes + "\r\n";
}

std::string field_part(std::string const& name, std::string const& value) {
  return "--edge\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
}

class SpooledFormTest : public ::testing::Test {
 protected:
  static std::string read(fs::path const& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator{}));
  }

  base::testing::TemporaryFolder const temporary_;
  fs::path const folder = temporary_.path();
};

TEST_F(SpooledFormTest, IsTheSameHoweverItIsCut) {
  // Bytes that look like the beginning of a delimiter, a part of nothing, padding behind a boundary.
  std::string const bytes = "\r\n--edg\r\n--\r\n\r\n--edgy\r\n";
  auto const body = file_part("file", bytes) + field_part("empty", "") + field_part("focus", "0,1") +
                    "--edge-- \r\nepilogue";
  for (std::size_t step = 1; step <= body.size(); ++step) {
    SpoolFolder spool(folder, {});
    auto const form = spool.open(form_type).value();
    for (std::size_t at = 0; at < body.size(); at += step) {
      ASSERT_TRUE(form->write(std::string_view(body).substr(at, step)).has_value())
          << "in pieces of " << step;
    }
    auto const contents = form->take().value();
    EXPECT_THAT(contents.fields, ElementsAre(Pair("empty", ""), Pair("focus", "0,1")));
    ASSERT_THAT(contents.files, SizeIs(1));
    EXPECT_EQ(contents.files[0].head.name, "file");
    EXPECT_EQ(contents.files[0].head.filename, "a.png");
    EXPECT_EQ(contents.files[0].size(), bytes.size());
    EXPECT_EQ(read(contents.files[0].spooled->path()), bytes);
  }
  EXPECT_EQ(files(), 0U) << "a file goes with its form";
}

TEST_F(SpooledFormTest, LeavesNothingBehindWhenItIsCutShort) {
  SpoolFolder spool(folder, {});
  auto form = spool.open(form_type).value();
  ASSERT_TRUE(form->write(file_part("file", std::string(100'000, 'x'))).has_value());
  EXPECT_EQ(files(), 1U);
  auto const taken = form->take();
  ASSERT_FALSE(taken.has_value());
  EXPECT_EQ(taken.error().kind, ErrorKind::malformed);
  form.reset();
  EXPECT_EQ(files(), 0U);
}

TEST_F(SpooledFormTest, HoldsLittleInMemory) {
  SpoolFolder spool(folder, {.form = {.parts_max = 2, .fields_bytes_max = 10}});
  auto const wordy = spool.open(form_type).value();
  auto const refused = wordy->write(field_part("a", "12345") + field_part("b", "678901") + "--edge--\r\n");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, ErrorKind::too_large);
  auto const many = spool.open(form_type).value();
  EXPECT_FALSE(many->write(field_part("a", "1") + field_part("b", "2") + field_part("c", "3")).has_value());
  auto const endless = spool.open(form_type).value();
  EXPECT_FALSE(endless->write("--edge\r\n" + std::string(10'000, 'h')).has_value())
      << "a header without an end";
}

TEST_F(SpooledFormTest, RefusesWhatIsNoForm) {
  SpoolFolder spool(folder, {});
  EXPECT_FALSE(spool.open("multipart/form-data").has_value());
  for (std::string const body :
       {"x", "--edgy\r\n", "preamble\r\n--edge\r\n", "--edge\r\nno header\r\n\r\n", "--edge x"}) {
    auto const form = spool.open(form_type).value();
    EXPECT_FALSE(form->write(body).has_value() && form->take().has_value()) << body;
  }
}

TEST_F(SpooledFormTest, TakesSoManyAtATime) {
  SpoolFolder spool(folder, {.forms_max = 2});
  auto first = spool.open(form_type).value();
  auto const second = spool.open(form_type).value();
  auto const third = spool.open(form_type);
  ASSERT_FALSE(third.has_value());
  EXPECT_EQ(third.error().kind, ErrorKind::unavailable);
  first.reset();
  EXPECT_TRUE(spool.open(form_type).has_value());
}

TEST_F(SpooledFormTest, SweepsWhatAnEarlierRunLeftBehind) {
  auto const old = folder / "old";
  std::ofstream(old) << "x";
  std::ofstream(folder / "young") << "x";
  fs::last_write_time(old, fs::file_time_type::clock::now() - 48h);
  SpoolFolder const spool(folder, {});
  ASSERT_TRUE(spool.prepare().has_value());
  EXPECT_FALSE(fs::exists(old));
  EXPECT_TRUE(fs::exists(folder / "young"));
}

}  // namespace
}  // namespace auklet::net
