// SPDX-License-Identifier: Apache-2.0
#include "stream/message_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <limits>

namespace auklet::stream {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

MessagePointer message(std::uint64_t sequence, std::size_t payload_bytes = 0) {
  return std::make_shared<Message const>(Message{.sequence = sequence,
                                                 .event = "delete",
                                                 .payload = std::string(payload_bytes, 'x'),
                                                 .about = AccessIsStale{}});
}

std::vector<std::uint64_t> sequences(MessageLog::Read const& read) {
  std::vector<std::uint64_t> list;
  std::ranges::transform(read.messages, std::back_inserter(list), [](auto const& m) { return m->sequence; });
  return list;
}

class MessageLogTest : public ::testing::Test {
 protected:
  base::SeededRandom random{1};
  MessageLog log{10'000, random};
};

TEST_F(MessageLogTest, IsReadFromAnyPlace) {
  for (std::uint64_t const sequence : {1, 2, 5, 9}) {
    log.append(message(sequence));
  }
  EXPECT_THAT(sequences(log.read(0, 10)), ElementsAre(1, 2, 5, 9));
  EXPECT_THAT(sequences(log.read(2, 10)), ElementsAre(5, 9));
  EXPECT_THAT(sequences(log.read(3, 1)), ElementsAre(5));
  EXPECT_THAT(sequences(log.read(9, 10)), IsEmpty());
  EXPECT_FALSE(log.read(0, 10).gap);
  EXPECT_EQ(log.read(0, 1).last, 9U);
}

TEST_F(MessageLogTest, KeepsNoMoreThanItsBytesAndSaysWhatIsMissing) {
  for (std::uint64_t sequence = 1; sequence <= 20; ++sequence) {
    log.append(message(sequence, 1500));
  }
  auto const read = log.read(3, 100);
  EXPECT_TRUE(read.gap);
  EXPECT_LT(read.messages.size(), 7U);
  EXPECT_EQ(read.messages.back()->sequence, 20U);
  EXPECT_FALSE(log.read(read.messages.front()->sequence - 1, 100).gap);
}

TEST_F(MessageLogTest, NothingUpToALossIsKept) {
  log.append(message(1));
  log.lose(3);
  log.append(message(2));  // was on its way already
  log.append(message(4));
  EXPECT_THAT(sequences(log.read(0, 10)), ElementsAre(4));
  EXPECT_TRUE(log.read(0, 10).gap);
  EXPECT_FALSE(log.read(3, 10).gap);
}

TEST_F(MessageLogTest, WhatShowsAPostGoesWithIt) {
  auto const showing = [](std::uint64_t sequence, std::int64_t post) {
    return std::make_shared<Message const>(
        Message{.sequence = sequence,
                .event = "update",
                .payload = {},
                .about = AboutPost{.entry = {.id = PostId{post}}, .shown = ShownPost{}, .deleted_tags = {}}});
  };
  log.append(showing(1, 100));
  log.append(showing(2, 101));
  log.append(std::make_shared<Message const>(
      Message{.sequence = 3,
              .event = "notification",
              .payload = "{}",
              .about = ToAccount{.account = {}, .streams = {}, .scope = {}, .shows = PostId{100}}}));
  log.forget(PostId{100});
  EXPECT_THAT(sequences(log.read(0, 10)), ElementsAre(2));
  EXPECT_FALSE(log.read(0, 10).gap);
}

TEST_F(MessageLogTest, KnowsItsOwnCursorsAlone) {
  log.append(message(7));
  EXPECT_EQ(log.place(log.cursor(7)), 7U);
  EXPECT_EQ(log.place(log.cursor(0)), 0U);
  base::SeededRandom other_random{2};
  MessageLog const other{10'000, other_random};
  for (auto const& cursor :
       {other.cursor(7), log.cursor(8), log.cursor(7) + "x", std::string("7"), std::string{},
        log.cursor(7).substr(0, 16), log.cursor(std::numeric_limits<std::uint64_t>::max()) + "9"}) {
    EXPECT_EQ(log.place(cursor), std::nullopt) << cursor;
  }
}

}  // namespace
}  // namespace auklet::stream
