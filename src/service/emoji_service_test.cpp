// SPDX-License-Identifier: Apache-2.0
#include "service/emoji_service.h"

#include <chrono>
#include <filesystem>
#include <fstream>

#include "base/testing/temporary_folder.h"
#include "service/announcement_service.h"
#include "service/testing/media.h"
#include "service/testing/people_test.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

namespace fs = std::filesystem;

class EmojiServiceTest : public testing::PeopleTest {
 protected:
  EmojiServiceTest() {
    bus.subscribe([this](bus::Event const& event) {
      told += std::holds_alternative<bus::EmojisChanged>(event) ? 1 : 0;
    });
  }

  fs::path file(std::string const& bytes = "GIF89a and more") {
    auto path = folder / "given";
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  void add(std::string shortcode) { get(emojis.add({.shortcode = std::move(shortcode), .file = file()})); }

  std::vector<std::string> payloads(std::string_view kind) {
    std::vector<std::string> list;
    for (auto const row :
         get(database().session().query("SELECT payload FROM jobs WHERE kind = $1", {kind}))) {
      list.push_back(row.string(0));
    }
    return list;
  }

  base::testing::TemporaryFolder const temporary;
  fs::path const folder = temporary.path();
  testing::FakeBlobs blobs;
  testing::FakePictures pictures;
  EmojiTable table;
  EmojiService emojis{env, table, blobs, pictures, folder};
  AnnouncementService announcements{env, table};
  int told = 0;
};
AUKLET_ON_BOTH_ENGINES(EmojiServiceTest);

TEST_P(EmojiServiceTest, IsKnownOnceTheServerWasTold) {
  get(emojis.add({.shortcode = "auk", .file = file(), .category = " Birds ", .in_picker = false}));
  auto const all = get(emojis.all());
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].shortcode, "auk");
  EXPECT_EQ(all[0].category, "Birds");
  EXPECT_FALSE(all[0].in_picker);
  EXPECT_THAT(blobs.names, ElementsAre(all[0].static_file, all[0].file));
  EXPECT_TRUE(all[0].file.ends_with(".gif"));
  EXPECT_TRUE(all[0].static_file.ends_with("-still.png"));
  EXPECT_TRUE(fs::exists(folder / "given")) << "whose file it is keeps it";
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), {}), 1);

  EXPECT_FALSE(table.contains("auk"));
  EXPECT_THAT(payloads(EmojiService::tell_job), SizeIs(1));
  get(emojis.reload());
  EXPECT_TRUE(table.contains("auk"));
  EXPECT_EQ(told, 1);
}

TEST_P(EmojiServiceTest, WhatIsNoneIsRefusedAndLeavesNothing) {
  add("taken");
  auto const kept = blobs.names;
  auto const refused = [this](std::string shortcode, fs::path path, std::string category = "") {
    return refusal(
        emojis.add({.shortcode = std::move(shortcode), .file = std::move(path), .category = category}));
  };
  for (auto const* const shortcode : {"", "a", "a b", ":auk:", "a-b", "vögel"}) {
    EXPECT_EQ(refused(shortcode, file()), ErrorKind::invalid) << shortcode;
  }
  EXPECT_EQ(refused("auk", file(), std::string(101, 'x')), ErrorKind::invalid);
  EXPECT_EQ(refused("auk", folder / "nothing"), ErrorKind::invalid);
  for (auto const* const bytes : {"", "<svg>", "\xFF\xD8\xFF jpeg"}) {
    EXPECT_EQ(refused("auk", file(bytes)), ErrorKind::invalid) << bytes;
  }
  EXPECT_EQ(refused("auk", file("GIF89a" + std::string(emoji_bytes_max, 'x'))), ErrorKind::invalid);
  EXPECT_EQ(blobs.names, kept) << "so far nothing was made";

  EXPECT_EQ(refused("taken", file()), ErrorKind::invalid);
  pictures.error = "damaged";
  EXPECT_EQ(refused("auk", file()), ErrorKind::invalid);
  for (auto const& payload : payloads(EmojiService::sweep_job)) {
    get(emojis.sweep(payload));
  }
  EXPECT_EQ(blobs.names, kept);
  EXPECT_THAT(get(emojis.all()), SizeIs(1));
}

TEST_P(EmojiServiceTest, TakesItsFilesAndReactionsWithIt) {
  auto const ann = join("ann");
  add("auk");
  add("wren");
  get(emojis.reload());
  auto const announcement = get(announcements.publish({.text = "one"}));
  get(announcements.react(as(ann), announcement.id, "auk"));
  get(announcements.react(as(ann), announcement.id, "wren"));
  EXPECT_EQ(refusal(announcements.react(as(ann), announcement.id, "owl")), ErrorKind::invalid);

  get(emojis.remove("auk"));
  get(emojis.reload());
  EXPECT_FALSE(table.contains("auk"));
  EXPECT_EQ(refusal(announcements.react(as(ann), announcement.id, "auk")), ErrorKind::invalid);
  EXPECT_THAT(get(announcements.find(as(ann), announcement.id)).reactions,
              ElementsAre(AnnouncementReaction{announcement.id, "wren", 1, true}));
  EXPECT_THAT(payloads("remove_media_files"), SizeIs(1));
  EXPECT_THAT(payloads(EmojiService::tell_job), SizeIs(3));
  EXPECT_EQ(refusal(emojis.remove("auk")), ErrorKind::not_found);
}

TEST_P(EmojiServiceTest, NothingIsKnownBeforeThereIsOne) {
  get(emojis.reload());
  EXPECT_THAT(*table.all(), IsEmpty());
}

}  // namespace
}  // namespace auklet::service
