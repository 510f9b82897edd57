// SPDX-License-Identifier: Apache-2.0
#include "stream/stream_name.h"

#include <gtest/gtest.h>

namespace auklet::stream {
namespace {

TEST(StreamName, IsReadWithWhatItNeeds) {
  for (auto kind = StreamKind::user; kind <= StreamKind::direct;
       kind = static_cast<StreamKind>(std::to_underlying(kind) + 1)) {
    auto const name = read_stream_name(to_string(kind), "Auk", "12");
    ASSERT_TRUE(name) << to_string(kind);
    EXPECT_EQ(name->kind, kind);
  }
  EXPECT_EQ(read_stream_name("hashtag", "Auk", {})->folded, "auk");
  EXPECT_EQ(echo(*read_stream_name("hashtag", "Auk", {})), R"(["hashtag","Auk"])");
  EXPECT_EQ(echo(*read_stream_name("list", {}, "12")), R"(["list","12"])");
  EXPECT_EQ(echo(*read_stream_name("public:local:media", "ignored", {})), R"(["public:local:media"])");
}

TEST(StreamName, IsRefused) {
  auto const message = [](std::string_view name, std::optional<std::string> tag,
                          std::optional<std::string> list) {
    auto const read = read_stream_name(name, std::move(tag), std::move(list));
    return read ? std::string("none") : read.error().message;
  };
  EXPECT_EQ(message("", {}, {}), "Unknown stream type");
  EXPECT_EQ(message("system", {}, {}), "Unknown stream type");
  EXPECT_EQ(message("hashtag", {}, {}), "Missing tag name parameter");
  EXPECT_EQ(message("hashtag:local", "", {}), "Missing tag name parameter");
  EXPECT_EQ(message("hashtag", std::string(1000, 'x'), {}), "Missing tag name parameter");
  EXPECT_EQ(message("list", "tag", {}), "Missing list name parameter");
  for (auto const* id : {"-1", "0", "x", "12x", "99999999999999999999"}) {
    EXPECT_EQ(message("list", {}, id), "Not authorized to stream this list") << id;
  }
}

TEST(StreamName, OfTheSameTagIsTheSame) {
  EXPECT_EQ(*read_stream_name("hashtag", "Auk", {}), *read_stream_name("hashtag", "auk", {}));
  EXPECT_FALSE(*read_stream_name("hashtag", "auk", {}) == *read_stream_name("hashtag:local", "auk", {}));
}

TEST(StreamName, AsksForItsScope) {
  EXPECT_EQ(scope_of(StreamKind::user_notification), Scope::read_notifications);
  EXPECT_EQ(scope_of(StreamKind::user), Scope::read_statuses);
  EXPECT_EQ(scope_of(StreamKind::list), Scope::read_statuses);
}

}  // namespace
}  // namespace auklet::stream
