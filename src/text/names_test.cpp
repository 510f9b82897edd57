// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "text/display_name.h"
#include "text/email.h"
#include "text/language.h"
#include "text/username.h"

namespace auklet::text {
namespace {

std::string code_of(Result<> const& result) {
  return result ? "" : result.error().fields.empty() ? "no field" : result.error().fields[0].code;
}

TEST(Username, IsAsciiAndShort) {
  for (std::string_view const good : {"a", "alice", "Alice_99", "_", "0", "abcdefghijklmnopqrstuvwxyz0123"}) {
    EXPECT_EQ(code_of(validate_local_username(good)), "") << good;
  }
  for (std::string_view const bad : {"al ice", "alice.bob", "al-ice", "alice@example.com", "аlice", "ａlice",
                                     "alicé", "alice\n", "alıce", "\xFF", "<b>", "alice\u200B", "../etc"}) {
    EXPECT_EQ(code_of(validate_local_username(bad)), "ERR_INVALID") << bad;
  }
  EXPECT_EQ(code_of(validate_local_username("")), "ERR_BLANK");
  EXPECT_EQ(code_of(validate_local_username("  ")), "ERR_BLANK");
  EXPECT_EQ(code_of(validate_local_username("abcdefghijklmnopqrstuvwxyz01234")), "ERR_TOO_LONG");
  auto const error = validate_local_username("a b").error();
  EXPECT_EQ(error.kind, ErrorKind::invalid);
  EXPECT_EQ(error.fields[0].field, "username");
  EXPECT_EQ(error.message, "Validation failed: Username must contain only letters, numbers and underscores");
}

TEST(Username, ReservedNames) {
  for (std::string_view const reserved : {"admin", "Admin", "ADMINISTRATOR", "root", "adm1n", "r00t",
                                          "supp0rt", "api", "oauth", "users", "tags"}) {
    EXPECT_TRUE(is_reserved_username(reserved)) << reserved;
  }
  for (std::string_view const free : {"alice", "administer", "rooty", "user1", "t4g5"}) {
    EXPECT_FALSE(is_reserved_username(free)) << free;
  }
}

TEST(Username, FoldsAsciiOnly) {
  EXPECT_EQ(fold_username("Alice_B"), "alice_b");
  EXPECT_EQ(fold_username("İ"), "İ");
}

TEST(Email, Validity) {
  for (std::string_view const good : {"alice@example.com", "a.b+c@sub.example.org", "x@localhost",
                                      "δοκιμή@παράδειγμα.δοκιμή", "o'brien@example.ie"}) {
    EXPECT_EQ(code_of(validate_email(good)), "") << good;
  }
  for (std::string_view const bad :
       {"alice", "@example.com", "alice@", "alice@example", "a@b@c.com", "a b@example.com", "a@exa mple.com",
        "a@example..com", ".a@example.com", "a.@example.com", "a..b@example.com", "a@-example.com",
        "a@example.com\n", "a\r\nBcc: b@example.com", "<a@example.com>", "\"a\"@example.com", "a@[127.0.0.1]",
        "\xFF@example.com", "a@example.com."}) {
    EXPECT_EQ(code_of(validate_email(bad)), "ERR_INVALID") << bad;
  }
  EXPECT_EQ(code_of(validate_email("")), "ERR_BLANK");
  EXPECT_EQ(validate_email(" ").error().fields.back().code, "ERR_INVALID");
  EXPECT_EQ(code_of(validate_email(std::string(250, 'a') + "@b.example")), "ERR_TOO_LONG");
}

TEST(Email, FoldsForUniqueness) {
  EXPECT_EQ(fold_email("Alice@EXAMPLE.com"), "alice@example.com");
  EXPECT_EQ(fold_email("a@BÜCHER.example"), "a@xn--bcher-kva.example");
  EXPECT_EQ(fold_email("ÄRGER@example.com"), fold_email("ärger@example.com"));
}

TEST(DisplayName, KeepsWritingAndDropsTricks) {
  EXPECT_EQ(clean_display_name("  Zoë \n\t Müller  "), "Zoë Müller");
  EXPECT_EQ(clean_display_name("\u202Eecila"), "ecila");
  EXPECT_EQ(clean_display_name("a\u2066b\u2069c\u0007\u0000d"), "abc");  // the literal ends at NUL
  EXPECT_EQ(clean_display_name("x\u200By\uFEFFz"), "xyz");
  EXPECT_EQ(clean_display_name("👩‍👧 نام‌خانوادگی"),
            "👩‍👧 نام‌خانوادگی");
  EXPECT_EQ(clean_display_name("a\xFF"), "a\uFFFD");
  EXPECT_EQ(clean_display_name("<b>&amp;"), "<b>&amp;");
  EXPECT_EQ(clean_display_name("\u2028\u3000"), "");
}

TEST(Language, CodesAndTheirSpelling) {
  for (auto const& [code, spelt] : std::vector<std::pair<std::string_view, std::string_view>>{
           {"en", "en"},       {"EN", "en"},           {"de", "de"},           {"ckb", "ckb"},
           {"yue", "yue"},     {"zh-TW", "zh-TW"},     {"zh_hant", "zh-Hant"}, {"zh-Hant-HK", "zh-Hant-HK"},
           {"pt_br", "pt-BR"}, {"sr-latn", "sr-Latn"}, {"es-419", "es-419"},   {"tok", "tok"},
           {"jbo", "jbo"},     {"cnr", "cnr"},         {"szl", "szl"},         {"kmr", "kmr"},
           {"tl", "tl"},       {"zh-YUE", "zh-YUE"},   {"ldn", "ldn"},         {"zba", "zba"},
           {"moh", "moh"},     {"pdc", "pdc"},         {"xal", "xal"},         {"lfn", "lfn"},
       }) {
    EXPECT_EQ(canonical_language(code), spelt) << code;
  }
  for (std::string_view const bad : {"", "x", "xx", "english", "en-", "en-XXX", "en-US-x", "-en", "en--US",
                                     "12", "e1", "zh-TW-Hant", "en-12345678901234567890", "日本"}) {
    EXPECT_FALSE(is_language_code(bad)) << bad;
  }
}

TEST(OfferedLanguages, AreLanguagesWithNames) {
  std::string before;
  for (auto const& [code, name] : offered_languages()) {
    EXPECT_LT(before, code);
    EXPECT_EQ(canonical_language(code), code);
    EXPECT_NE(name, code) << "a language without a name";
    before = code;
  }
  EXPECT_GT(offered_languages().size(), 150U);
}

}  // namespace
}  // namespace auklet::text
