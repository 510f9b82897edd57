// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>

#include "base/crypto.h"
#include "base/encoding.h"
#include "base/ids.h"
#include "base/random.h"
#include "base/result.h"
#include "base/time_text.h"

namespace auklet::base {
namespace {

UnixMillis const sample = from_count(1'775'926'510'452);  // 2026-04-11T16:55:10.452Z

TEST(TimeText, WritesTheFormsThatClientsParse) {
  EXPECT_EQ(iso_millis(sample), "2026-04-11T16:55:10.452Z");
  EXPECT_EQ(iso_millis(from_count(1'775'926'510'002)), "2026-04-11T16:55:10.002Z");
  EXPECT_EQ(iso_seconds(sample), "2026-04-11T16:55:10Z");
  EXPECT_EQ(iso_midnight(sample), "2026-04-11T00:00:00.000Z");
  EXPECT_EQ(iso_date(sample), "2026-04-11");
  EXPECT_EQ(iso_micros(sample), "2026-04-11T16:55:10.452000Z");
  EXPECT_EQ(http_date(sample), "Sat, 11 Apr 2026 16:55:10 GMT");
}

TEST(TimeText, ReadsWhatClientsSend) {
  EXPECT_EQ(parse_iso("2026-04-11T16:55:10.452Z"), sample);
  EXPECT_EQ(parse_iso("2026-04-11T18:55:10.452+02:00"), sample);
  EXPECT_EQ(parse_iso("2026-04-11 16:55:10.4521999"), sample);
  EXPECT_EQ(parse_iso("2026-04-11T16:55:10Z"), from_count(to_count(sample) - 452));
  for (auto const* bad : {"", "2026", "2026-13-11T16:55:10Z", "2026-02-30T16:55:10Z", "2026-04-11T25:55:10Z",
                          "2026-04-11T16:55:10.Z", "2026-04-11T16:55:10Zx", "2026-04-11T16:55:10+2", "now"}) {
    EXPECT_FALSE(parse_iso(bad)) << bad;
  }
}

TEST(Ids, IncreaseWhileTheClockStandsStillOrStepsBack) {
  ManualClock clock(sample);
  IdGenerator ids(clock, 3);
  auto last = ids.next();
  EXPECT_EQ(minted_at(last), sample);
  EXPECT_GE(last, first_id_at(sample));
  for (int i = 0; i < 200'000; ++i) {  // more than one millisecond holds
    auto const id = ids.next();
    ASSERT_GT(id, last);
    last = id;
  }
  clock.advance(std::chrono::milliseconds{-5000});
  EXPECT_GT(ids.next(), last);
}

TEST(Ids, OfDifferentNodesNeverMeet) {
  ManualClock clock(sample);
  IdGenerator one(clock, 1);
  IdGenerator two(clock, 2);
  std::set<std::int64_t> seen;
  for (int i = 0; i < 1000; ++i) {
    EXPECT_TRUE(seen.insert(one.next()).second);
    EXPECT_TRUE(seen.insert(two.next()).second);
  }
}

TEST(Ids, AreReadFromDigitsAlone) {
  EXPECT_EQ(parse_id("42"), 42);
  EXPECT_EQ(parse_id("9223372036854775807"), INT64_MAX);
  for (auto const* bad : {"", "-1", "+1", "1x", " 1", "9223372036854775808", "0x10", "١"}) {
    EXPECT_FALSE(parse_id(bad)) << bad;
  }
}

TEST(Encoding, Base64) {
  EXPECT_EQ(base64url(std::string_view{""}), "");
  EXPECT_EQ(base64url(std::string_view{"f"}), "Zg");
  EXPECT_EQ(base64url(std::string_view{"fo"}), "Zm8");
  EXPECT_EQ(base64url(std::string_view{"foobar"}), "Zm9vYmFy");
  EXPECT_EQ(base64url(std::string_view{"\xff\xfe\xfd"}), "__79");
  EXPECT_EQ(base64_decode("Zm9vYmFy"), "foobar");
  EXPECT_EQ(base64_decode("Zm8="), "fo");
  EXPECT_EQ(base64_decode("Zg"), "f");
  EXPECT_FALSE(base64_decode("Z"));
  EXPECT_EQ(base64url_decode("__79"), "\xff\xfe\xfd");
  EXPECT_EQ(base64url_decode("//79"), "\xff\xfe\xfd");
  EXPECT_EQ(base64url_decode("Zg=="), "f");
  EXPECT_FALSE(base64url_decode("Zm!v"));
  EXPECT_FALSE(base64_decode("Zm!v"));
}

TEST(Encoding, Percent) {
  EXPECT_EQ(percent_encode("a b/ü~"), "a%20b%2F%C3%BC~");
  EXPECT_EQ(percent_decode("a+b%20c", true), "a b c");
  EXPECT_EQ(percent_decode("a+b%20c", false), "a+b c");
  EXPECT_FALSE(percent_decode("%", false));
  EXPECT_FALSE(percent_decode("%2", false));
  EXPECT_FALSE(percent_decode("%zz", false));
}

TEST(Encoding, Utf8) {
  for (auto const* good : {"", "abc", "grüße", "日本語", "🐧", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(is_utf8(good)) << good;
  }
  for (auto const* bad : {"\x80", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                          "\xF8\x88\x80\x80\x80", "abc\xE6\x97", "\xFF"}) {
    EXPECT_FALSE(is_utf8(bad));
  }
}

TEST(Encoding, HtmlEscape) {
  EXPECT_EQ(html_escape("<a href=\"'&\">"), "&lt;a href=&quot;&#39;&amp;&quot;&gt;");
}

TEST(Crypto, KnownAnswers) {
  // Of every length: the text must not be longer than its digits.
  for (std::size_t count = 0; count <= 40; ++count) {
    EXPECT_EQ(hex(std::vector<std::uint8_t>(count, 0xA5)).size(), 2 * count);
  }
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  // RFC 4231, test case 2.
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_TRUE(equal_constant_time("same", "same"));
  EXPECT_FALSE(equal_constant_time("same", "sane"));
  EXPECT_FALSE(equal_constant_time("same", "sam"));
}

TEST(Random, TokensAre43CharactersAndDiffer) {
  SystemRandom random;
  auto const token = random.token();
  EXPECT_EQ(token.size(), 43U);
  EXPECT_NE(token, random.token());
}

Result<int> half(int n) {
  return n % 2 == 0 ? Result<int>{n / 2} : fail(ErrorKind::invalid, "odd");
}
Result<int> quarter(int n) {
  TRY(auto const once, half(n));
  TRY_OK(half(once));
  return half(once);
}

TEST(Result, TryLeavesWithTheError) {
  EXPECT_EQ(quarter(8), 2);
  EXPECT_EQ(quarter(6).error().kind, ErrorKind::invalid);
}

}  // namespace
}  // namespace auklet::base
