// SPDX-License-Identifier: Apache-2.0
#include "mail/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"

namespace auklet::mail {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Message const plain{.from_name = "The Rock",
                    .from = "rock@example.org",
                    .to = "ann@example.net",
                    .subject = "Hello",
                    .id = "letter.7",
                    .body = "one\ntwo\n",
                    .written_at = from_count(1'775'926'510'000)};

std::string body_of(std::string const& text) {
  std::string encoded;
  for (auto const c : text.substr(text.find("\r\n\r\n") + 4)) {
    if (c != '\r' && c != '\n') {
      encoded += c;
    }
  }
  return base::base64_decode(encoded).value_or("no base64");
}

TEST(Message, HasAHeadAndABody) {
  auto const text = write(plain).value();
  EXPECT_THAT(text, ::testing::StartsWith("Date: Sat, 11 Apr 2026 16:55:10 +0000\r\n"
                                          "From: The Rock <rock@example.org>\r\n"
                                          "To: <ann@example.net>\r\n"
                                          "Subject: Hello\r\n"
                                          "Message-ID: <letter.7@example.org>\r\n"
                                          "Auto-Submitted: auto-generated\r\n"));
  EXPECT_EQ(body_of(text), "one\r\ntwo\r\n");
}

TEST(Message, WhatIsNotPlainIsEncoded) {
  auto message = plain;
  message.from_name = "Fels \"ä\" <x>";
  message.subject = std::string(30, 'x') + std::string("\xC3\xA9\xF0\x9F\x90\xA6") + std::string(40, 'y');
  message.body = std::string(200, 'z') + "\n.\nä";
  auto const text = write(message).value();
  EXPECT_THAT(text, HasSubstr("From: =?UTF-8?B?RmVscyAiw6QiIDx4Pg==?= <rock@example.org>\r\n"));
  EXPECT_THAT(text, HasSubstr("Subject: =?UTF-8?B?"));
  EXPECT_THAT(text, HasSubstr("?=\r\n =?UTF-8?B?")) << "a long one takes several words";
  EXPECT_EQ(body_of(text), std::string(200, 'z') + "\r\n.\r\nä");
  for (std::size_t begin = 0, end = 0; end != std::string::npos; begin = end + 2) {
    end = text.find("\r\n", begin);
    EXPECT_LE(text.substr(begin, end - begin).size(), 78U);
  }
}

TEST(Message, NothingThatAPersonChoseBeginsAField) {
  auto message = plain;
  message.from_name = "x\r\nBcc: all@example.org\r\n\r\nbody";
  message.subject = "y\nBcc: all@example.org";
  auto const text = write(message).value();
  EXPECT_THAT(text, Not(HasSubstr("Bcc")));
  for (auto const* const address : {"", "ann", "a\r\nBcc: b@example.org", "a@example.org\nX: y",
                                    "a b@example.org", "a@x>,<b@y", "a@x,b@y"}) {
    auto to = plain;
    to.to = address;
    EXPECT_EQ(write(to).error().kind, ErrorKind::invalid) << address;
    auto from = plain;
    from.from = address;
    EXPECT_EQ(write(from).error().kind, ErrorKind::invalid) << address;
  }
}

}  // namespace
}  // namespace auklet::mail
