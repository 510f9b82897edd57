// SPDX-License-Identifier: Apache-2.0
#include "blob/folder_store.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "async/testing/run_task.h"
#include "base/random.h"
#include "base/testing/temporary_folder.h"

namespace auklet::blob {
namespace {

using async::testing::run_task;

namespace fs = std::filesystem;

class FolderStoreTest : public ::testing::Test {
 protected:
  FolderStoreTest() { EXPECT_TRUE(store().prepare().has_value()); }

  FolderStore& store() {
    if (!store_) {
      store_.emplace(home / "blobs");
    }
    return *store_;
  }

  fs::path file_with(std::string const& bytes) {
    auto path = home / "incoming";
    std::ofstream(path) << bytes;
    return path;
  }

  std::string read(std::string_view name) {
    auto const file = store().open(name);
    if (!file) {
      return "not there";
    }
    std::string bytes((*file)->size().value(), '\0');
    EXPECT_EQ(::read((*file)->descriptor(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    return bytes;
  }

  base::testing::TemporaryFolder const temporary_;
  fs::path const home = temporary_.path();

 private:
  std::optional<FolderStore> store_;
};

std::string const name = "00112233445566778899aabbccddeeff.jpg";

TEST_F(FolderStoreTest, TakesFilesAndGivesThemBack) {
  auto const path = file_with("bytes");
  ASSERT_TRUE(run_task(store().put(name, path)).has_value());
  EXPECT_FALSE(fs::exists(path));
  EXPECT_EQ(read(name), "bytes");
  ASSERT_TRUE(run_task(store().put(name, file_with("other bytes"))).has_value());
  EXPECT_EQ(read(name), "other bytes");
  auto const copy = run_task(store().fetch(name, home));
  ASSERT_TRUE(copy.has_value());
  EXPECT_EQ(fs::file_size(*copy), 11U);
  ASSERT_TRUE(run_task(store().remove(name)).has_value());
  EXPECT_EQ(run_task(store().fetch(name, home)).error().kind, ErrorKind::not_found);
  EXPECT_EQ(read(name), "not there");
  EXPECT_TRUE(run_task(store().remove(name)).has_value());
}

TEST_F(FolderStoreTest, SaysWhenThereIsNothingToTake) {
  EXPECT_FALSE(run_task(store().put(name, home / "nowhere")).has_value());
  EXPECT_EQ(read(name), "not there");
}

TEST_F(FolderStoreTest, OpensNothingButBlobs) {
  std::ofstream(home / "secret.jpg") << "secret";
  for (std::string_view const hostile : {"../secret.jpg", "", ".", "..", "/etc/passwd", "../../secret.jpg"}) {
    auto const file = store().open(hostile);
    ASSERT_FALSE(file.has_value()) << hostile;
    EXPECT_EQ(file.error().kind, ErrorKind::not_found);
  }
  EXPECT_FALSE(run_task(store().put("../secret.jpg", file_with("x"))).has_value());
}

TEST(BlobNames, AreOfOneShape) {
  base::SystemRandom random;
  auto const stem = new_blob_stem(random);
  EXPECT_NE(stem, new_blob_stem(random));
  EXPECT_TRUE(is_blob_name(stem + ".jpg"));
  EXPECT_TRUE(is_blob_name(stem + "-small.webp"));
  for (auto const& wrong : {stem, stem + ".exe", stem + ".jpg.", stem + "-.jpg", stem + "-Small.jpg",
                            stem + "-sm/all.jpg", stem.substr(1) + ".jpg", "g" + stem.substr(1) + ".jpg",
                            stem + "small.jpg", stem + "-" + std::string(40, 'a') + ".jpg"}) {
    EXPECT_FALSE(is_blob_name(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace auklet::blob
