// SPDX-License-Identifier: Apache-2.0
#include "service/archive_service.h"

#include <sys/stat.h>

#include <boost/json/parse.hpp>
#include <fstream>
#include <iterator>
#include <map>

#include "base/testing/temporary_folder.h"
#include "service/archive_json.h"
#include "service/list_service.h"
#include "service/testing/media.h"
#include "service/testing/people_test.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

namespace fs = std::filesystem;
namespace json = boost::json;

class ArchiveServiceTest : public testing::PeopleTest {
 protected:
  ArchiveServiceTest() { EXPECT_TRUE(archives.prepare().has_value()); }

  static Caller reader(Account const& account) {
    return {.account = account.id, .scopes = ScopeSet::parse("read").value()};
  }
  Archive make(Account const& account) {
    auto const asked = get(archives.ask(reader(account)));
    get(archives.make(asked.id, /*is_last=*/false));
    return get(archives.find(reader(account), asked.id));
  }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator{}));
  }
  // What is in a ZIP file that is not compressed, by name.
  std::map<std::string, std::string> entries(Archive const& archive) {
    std::ifstream in(folder / archive.file, std::ios::binary);
    std::string const bytes{std::istreambuf_iterator<char>(in), {}};
    auto const number = [&bytes](std::size_t at, std::size_t length) {
      std::size_t value = 0;
      for (std::size_t i = 0; i < length; ++i) {
        value |= std::size_t{static_cast<unsigned char>(bytes.at(at + i))} << (8 * i);
      }
      return value;
    };
    std::map<std::string, std::string> found;
    for (std::size_t at = 0; bytes.compare(at, 4, "PK\x03\x04") == 0;) {
      auto const size = number(at + 18, 4);
      auto const name = bytes.substr(at + 30, number(at + 26, 2));
      found[name] = bytes.substr(at + 30 + name.size(), size);
      at += 30 + name.size() + size;
    }
    return found;
  }

  base::testing::TemporaryFolder const temporary;
  fs::path const folder = temporary.path() / "archives";
  testing::FakeBlobs blobs;
  ListService lists{env};
  PortableService portable{env, relations, reactions, lists};
  ArchiveService archives{env, loader, portable, blobs, folder};
};
AUKLET_ON_BOTH_ENGINES(ArchiveServiceTest);

TEST_P(ArchiveServiceTest, HoldsAllThatAnAccountHasHere) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  publish(ann, "for all #birds");
  publish(ann, "for @bob", Visibility::direct);
  publish(ann, "for friends", Visibility::private_);
  auto const of_bob = publish(bob, "liked");
  boost(ann, of_bob);
  get(reactions.favourite(as(ann), of_bob.id));
  get(reactions.bookmark(as(ann), of_bob.id));
  follow(ann, bob);
  publish(bob, "not of ann");

  auto const archive = make(ann);
  EXPECT_EQ(archive.state, ArchiveState::ready);
  EXPECT_EQ(static_cast<std::uintmax_t>(archive.bytes), fs::file_size(folder / archive.file));
  auto const found = entries(archive);
  EXPECT_EQ(json::parse(found.at("actor.json")).at("preferredUsername"), "ann");
  auto const outbox = json::parse(found.at("outbox.json"));
  EXPECT_EQ(outbox.at("totalItems"), 4);
  std::vector<std::string> said;
  for (auto const& activity : outbox.at("orderedItems").as_array()) {
    auto const& object = activity.at("object");
    said.emplace_back(object.is_string() ? object.as_string()
                                         : object.at("source").at("content").as_string());
  }
  EXPECT_THAT(said, ElementsAre(post_uri(of_bob, bob), "for friends", "for @bob", "for all #birds"));
  for (auto const* const name : {"likes.json", "bookmarks.json"}) {
    EXPECT_EQ(json::parse(found.at(name)).at("orderedItems").at(0).as_string(), post_uri(of_bob, bob));
  }
  EXPECT_THAT(found.at("follows.csv"), HasSubstr("bob@example.org"));
  EXPECT_THAT(found.at("bookmarks.csv"), HasSubstr(to_text(of_bob.id)));
  EXPECT_EQ(files(), 1U) << "nothing is left beside it";
  EXPECT_EQ(json::parse(entries(make(bob)).at("likes.json")).at("totalItems"), 0);
}

TEST_P(ArchiveServiceTest, ManyPostsAreReadPageByPage) {
  auto const ann = join("ann");
  for (int i = 0; i < 205; ++i) {
    publish(ann, "post " + std::to_string(i));
  }
  auto const outbox = json::parse(entries(make(ann)).at("outbox.json"));
  EXPECT_EQ(outbox.at("totalItems"), 205);
  EXPECT_THAT(outbox.at("orderedItems").as_array(), SizeIs(205));
}

TEST_P(ArchiveServiceTest, IsForItsOwnerAlone) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const archive = make(ann);
  EXPECT_TRUE(get(archives.open(reader(ann), archive.id))->is_open());
  EXPECT_EQ(refusal(archives.open(reader(bob), archive.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(archives.find(reader(bob), archive.id)), ErrorKind::not_found);
  EXPECT_THAT(get(archives.list(reader(bob))), IsEmpty());
  Caller const narrow{.account = ann.id, .scopes = ScopeSet::parse("read:accounts read:statuses").value()};
  EXPECT_EQ(refusal(archives.open(narrow, archive.id)), ErrorKind::forbidden);
  EXPECT_EQ(refusal(archives.ask(narrow)), ErrorKind::forbidden);
  struct stat state{};
  ASSERT_EQ(::stat((folder / archive.file).c_str(), &state), 0);
  EXPECT_EQ(state.st_mode & 0777U, 0600U);
}

TEST_P(ArchiveServiceTest, IsAskedForOnceInSevenDays) {
  auto const ann = join("ann");
  auto const first = get(archives.ask(reader(ann)));
  EXPECT_EQ(first.state, ArchiveState::waiting);
  EXPECT_EQ(refusal(archives.open(reader(ann), first.id)), ErrorKind::not_found) << "it is not ready";
  EXPECT_EQ(refusal(archives.ask(reader(ann))), ErrorKind::invalid);
  get(archives.make(first.id, false));
  EXPECT_EQ(refusal(archives.ask(reader(ann))), ErrorKind::invalid);
  get(archives.make(first.id, false));
  EXPECT_EQ(files(), 1U) << "made once";
  clock.advance(archive_kept_for);
  EXPECT_EQ(refusal(archives.open(reader(ann), first.id)), ErrorKind::not_found);
  EXPECT_THAT(get(archives.list(reader(ann))), IsEmpty());
  get(archives.expire());
  EXPECT_EQ(files(), 0U);
  make(ann);
  EXPECT_EQ(files(), 1U);
}

TEST_P(ArchiveServiceTest, WhatCannotBeMadeHasFailedAndMayBeAskedForAgain) {
  auto const ann = join("ann");
  auto const first = get(archives.ask(reader(ann)));
  fs::remove_all(folder);
  EXPECT_EQ(refusal(archives.make(first.id, false)), ErrorKind::unavailable);
  EXPECT_EQ(get(archives.find(reader(ann), first.id)).state, ArchiveState::waiting);
  EXPECT_EQ(refusal(archives.make(first.id, true)), ErrorKind::unavailable);
  EXPECT_EQ(get(archives.find(reader(ann), first.id)).state, ArchiveState::failed);
  EXPECT_TRUE(archives.prepare().has_value());
  EXPECT_EQ(make(ann).state, ArchiveState::ready);
}

}  // namespace
}  // namespace auklet::service
