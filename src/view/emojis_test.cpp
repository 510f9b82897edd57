// SPDX-License-Identifier: Apache-2.0
#include "view/emojis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "view/renderer.h"

namespace auklet::view {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> shortcodes(boost::json::array const& emojis) {
  std::vector<std::string> list;
  for (auto const& emoji : emojis) {
    list.emplace_back(emoji.at("shortcode").as_string());
  }
  return list;
}

class EmojisTest : public ::testing::Test {
 protected:
  EmojisTest() {
    table.replace({{.shortcode = "auk", .category = "Birds", .file = "a.gif", .static_file = "a-still.png"},
                   {.shortcode = "wren", .in_picker = false, .file = "w.png", .static_file = "w-still.png"}});
  }

  EmojiTable table;
  Emojis emojis{table, "https://files.example"};
};

TEST_F(EmojisTest, AreToldWithTheirPictures) {
  EXPECT_EQ(
      boost::json::serialize(emojis.in({":auk:"})),
      R"([{"shortcode":"auk","url":"https://files.example/a.gif",)"
      R"("static_url":"https://files.example/a-still.png","visible_in_picker":true,"category":"Birds"}])");
  EXPECT_EQ(boost::json::serialize(emojis.in({":wren:"})),
            R"([{"shortcode":"wren","url":"https://files.example/w.png",)"
            R"("static_url":"https://files.example/w-still.png","visible_in_picker":false}])");
  EXPECT_EQ(emojis.urls_of("auk")->static_url, "https://files.example/a-still.png");
  EXPECT_FALSE(emojis.urls_of("owl").has_value());
}

TEST_F(EmojisTest, EachIsToldOnceInOrderOfAppearance) {
  EXPECT_THAT(shortcodes(emojis.in({"a :wren:", "b", ":auk: :wren: :owl: :AUK:"})),
              ElementsAre("wren", "auk"));
  EXPECT_THAT(shortcodes(emojis.in({"", "no", "a:auk:"})), IsEmpty());
}

TEST_F(EmojisTest, OfAnAccountStandInItsNameItsNoteAndItsFields) {
  Account account;
  EXPECT_THAT(shortcodes(emojis.in(account)), IsEmpty());
  account.display_name = ":auk:";
  EXPECT_THAT(shortcodes(emojis.in(account)), ElementsAre("auk"));
  account = {};
  account.note = "I am :auk:";
  EXPECT_THAT(shortcodes(emojis.in(account)), ElementsAre("auk"));
  account = {};
  account.fields = {{":wren:", "no"}, {"no", ":auk:"}};
  EXPECT_THAT(shortcodes(emojis.in(account)), ElementsAre("wren", "auk"));
}

TEST_F(EmojisTest, ArePicturesOnPages) {
  constexpr auto picture =
      R"(<img class="emoji" src="https://files.example/a.gif" alt=":auk:" title=":auk:" height="20">)";
  auto const shown = [this](std::string html) {
    return emojis.pictured(trusted_html(std::move(html))).text();
  };
  EXPECT_EQ(shown("<p>an :auk:, :owl:</p>"), std::string("<p>an ") + picture + ", :owl:</p>");
  EXPECT_EQ(shown(":auk::auk: :auk:"), std::string(":auk::auk: ") + picture);
  EXPECT_EQ(shown("<p>no colon</p>"), "<p>no colon</p>");
  EXPECT_EQ(shown(R"(<a href=":auk:" title=":auk:">x</a>)"), R"(<a href=":auk:" title=":auk:">x</a>)");
  EXPECT_EQ(shown("<p>:auk:</p"), std::string("<p>") + picture + "</p");
  EXPECT_EQ(shown(""), "");
  EXPECT_EQ(emojis.pictured_text("<b>:auk:&").text(), std::string("&lt;b&gt;") + picture + "&amp;");
}

// Nothing but what the shortcode may consist of, and the name of a file, gets into the markup; even so it is escaped.
TEST_F(EmojisTest, WhatStandsInThePictureIsEscaped) {
  EmojiTable odd;
  odd.replace({{.shortcode = "auk", .file = "\"><script>", .static_file = ""}});
  EXPECT_EQ(Emojis(odd, "https://files.example").pictured(trusted_html(":auk:")).text(),
            R"(<img class="emoji" src="https://files.example/&quot;&gt;&lt;script&gt;" alt=":auk:" )"
            R"(title=":auk:" height="20">)");
}

TEST_F(EmojisTest, AreNamedByWhateverIsShown) {
  Renderer const renderer("example.org", "https://example.org", {}, table);
  PostDetails details;
  details.post.text = "see :wren:";
  details.post.spoiler_text = ":auk:";
  EXPECT_THAT(shortcodes(renderer.status(details).at("emojis").as_array()), ElementsAre("auk", "wren"));
  details.post = {};
  details.poll.emplace();
  details.poll->options = {{.title = "a"}, {.title = ":auk:"}};
  auto const status = renderer.status(details);
  EXPECT_THAT(shortcodes(status.at("emojis").as_array()), ElementsAre("auk"));
  EXPECT_THAT(shortcodes(status.at("poll").at("emojis").as_array()), ElementsAre("auk"));
  PostEdit edit;
  edit.content = "<p>:wren:</p>";
  edit.poll_options = {":auk:"};
  EXPECT_THAT(shortcodes(renderer.edit(edit, {}, {}).at("emojis").as_array()), ElementsAre("wren", "auk"));
  Account account;
  account.note = ":auk:";
  EXPECT_THAT(shortcodes(renderer.account(account).at("emojis").as_array()), ElementsAre("auk"));
}

}  // namespace
}  // namespace auklet::view
