// SPDX-License-Identifier: Apache-2.0
#include "view/fragments.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <string>
#include <vector>

namespace auklet::view {
namespace {

Account account(std::int64_t id, std::string const& name, std::string const& domain = "example.org") {
  return {.id = AccountId{id},
          .username = name,
          .domain = domain,
          .uri = "https://" + domain + "/users/" + name,
          .url = "https://" + domain + "/@" + name,
          .display_name = name + " \"the\" \\ <b>é</b>",
          .note = "likes #tea\nand lines",
          .fields = {{"web", "https://example.net"}},
          .followers_count = 3,
          .created_at = from_count(1'775'926'510'000)};
}

PostDetails post(std::int64_t id, Account author) {
  PostDetails details{.post = {.id = PostId{id},
                               .account_id = author.id,
                               .thread_id = ThreadId{id},
                               .content = "<p>say \"hi\" \\ \u2028 \n</p>",
                               .language = "en",
                               .created_at = from_count(1'775'926'511'234)},
                      .author = std::move(author)};
  return details;
}

PostDetails boost(std::int64_t id, Account author, PostDetails const& original) {
  auto details = post(id, std::move(author));
  details.post.content.clear();
  details.post.language.reset();
  details.post.boost_of_id = original.post.id;
  details.post.boost_of_account_id = original.post.account_id;
  details.boosted = std::make_shared<PostDetails const>(original);
  return details;
}

// Posts of every kind, as a stranger sees them.
std::vector<PostDetails> many_kinds() {
  auto const ann = account(1, "ann");
  auto const bob = account(2, "bob", "other.example");
  std::vector<PostDetails> list;
  list.push_back(post(100, ann));

  auto reply = post(101, bob);
  reply.post.in_reply_to_id = PostId{100};
  reply.post.in_reply_to_account_id = ann.id;
  reply.post.thread_id = ThreadId{100};
  reply.post.remote_uri = "https://other.example/1";
  reply.post.remote_url = "https://other.example/one";
  list.push_back(reply);

  auto edited = post(102, ann);
  edited.post.edited_at = from_count(1'775'926'599'999);
  edited.post.sensitive = true;
  edited.post.spoiler_text = "care: \"q\"";
  edited.post.language.reset();
  list.push_back(edited);

  auto mentioning = post(103, ann);
  mentioning.mentions = {bob, ann};
  mentioning.tags = {{TagId{1}, "té", "Té"}, {TagId{2}, "cats", "Cats"}};
  mentioning.app = AppLabel{"An \"app\"", "https://app.example"};
  mentioning.post.visibility = Visibility::direct;
  list.push_back(mentioning);

  auto counted = post(104, bob);
  counted.post.replies_count = 1;
  counted.post.boosts_count = 22;
  counted.post.favourites_count = 333;
  counted.app = AppLabel{"plain", std::nullopt};
  counted.post.visibility = Visibility::private_;
  list.push_back(counted);

  auto asking = post(105, bob);
  asking.poll = Poll{.post = PostId{105},
                     .author = bob.id,
                     .options = {{"\"tea\"", 3}, {"coffee", 0}},
                     .multiple = true,
                     .hide_totals = true,
                     .expires_at = from_count(1'775'926'599'999),
                     .votes_count = 3,
                     .voters_count = 2};
  list.push_back(asking);
  asking.post.id = PostId{106};
  asking.seen_at = from_count(1'775'926'599'999);
  list.push_back(asking);
  asking.poll->hide_totals = false;
  asking.poll->expires_at.reset();
  list.push_back(asking);

  for (auto const& original : std::vector(list)) {
    list.push_back(boost(original.post.id == PostId{100} ? 200 : 300, ann, original));
    list.push_back(boost(400, bob, original));
  }
  return list;
}

// The same post as this viewer sees it.
PostDetails seen_by(PostDetails details, AccountId viewer, ViewerFlags flags) {
  if (details.boosted) {
    details.boosted = std::make_shared<PostDetails const>(seen_by(*details.boosted, viewer, flags));
    details.viewer = ViewerFlags{};
  } else {
    details.viewer = flags;
  }
  details.own = details.post.account_id == viewer;
  return details;
}

class FragmentsTest : public ::testing::Test {
 protected:
  std::string joined(PostDetails const& details, std::optional<AccountId> viewer,
                     std::optional<ViewerFlags> flags, std::vector<FilterMatch> const& matches = {}) const {
    auto const filtered = writer.filtered(matches);
    auto const post = writer.post(details);
    auto const author = writer.account(details.author);
    StatusPieces pieces{.post = &post,
                        .author = &author,
                        .flags = flags,
                        .filtered = filtered,
                        .now = (details.boosted ? *details.boosted : details).seen_at};
    std::string out;
    std::size_t room = 0;
    if (details.boosted) {
      auto const original = writer.post(*details.boosted);
      auto const original_author = writer.account(details.boosted->author);
      pieces.original = &original;
      pieces.original_author = &original_author;
      room = writer.bytes_max(pieces);
      writer.append_status(out, pieces, viewer);
    } else {
      room = writer.bytes_max(pieces);
      writer.append_status(out, pieces, viewer);
    }
    EXPECT_LE(out.size(), room);
    return out;
  }

  Renderer renderer{"example.org", "https://example.org"};
  FragmentWriter writer{renderer};
};

TEST_F(FragmentsTest, JoinedTheySayWhatTheRendererSays) {
  for (auto const& details : many_kinds()) {
    EXPECT_EQ(boost::json::parse(joined(details, std::nullopt, std::nullopt)),
              boost::json::value(renderer.status(details)));
    for (auto const viewer : {AccountId{1}, AccountId{2}, AccountId{3}}) {
      for (unsigned bits = 0; bits < 32; ++bits) {
        ViewerFlags const flags{.favourited = (bits & 1U) != 0,
                                .boosted = (bits & 2U) != 0,
                                .bookmarked = (bits & 4U) != 0,
                                .pinned = (bits & 8U) != 0,
                                .thread_muted = (bits & 16U) != 0,
                                .votes = static_cast<PollChoices>(bits % 4)};
        ASSERT_EQ(boost::json::parse(joined(details, viewer, flags)),
                  boost::json::value(renderer.status(seen_by(details, viewer, flags))));
      }
    }
  }
}

// A quote of ann's, with each way it may look; and whom the policy lets do what.
TEST_F(FragmentsTest, TheySayWhatIsQuotedAndWhatTheViewerMay) {
  auto const ann = account(1, "ann");
  auto const bob = account(2, "bob");
  auto quoted = post(100, ann);
  quoted.post.quote = Quote{PostId{90}, bob.id};
  quoted.post.quotes_count = 3;
  for (auto const viewer :
       {std::optional<AccountId>{}, std::optional{AccountId{1}}, std::optional{AccountId{3}}}) {
    for (std::size_t policy = 0; policy < 27; ++policy) {
      for (auto const state : {QuoteState::accepted, QuoteState::muted_account, QuoteState::revoked}) {
        auto details = post(200, bob);
        details.post.policy =
            unpack_policy(static_cast<std::int64_t>(policy % 3 | policy / 3 % 3 << 2 | policy / 9 << 4));
        details.post.quote =
            Quote{quoted.post.id, ann.id, state == QuoteState::revoked ? state : QuoteState::accepted};
        details.follows_author = policy % 2 == 0;
        auto within = quoted;
        within.post.policy = details.post.policy;
        within.follows_author = !details.follows_author;
        if (viewer) {
          details.viewer = ViewerFlags{.boosted = true};
          within.viewer = ViewerFlags{.favourited = true};
          details.own = *viewer == bob.id;
          within.own = *viewer == ann.id;
        }
        details.quote = ShownQuote{state};
        if (carries_post(state)) {
          details.quote->post = std::make_shared<PostDetails const>(within);
        }
        auto const fragment = writer.post(details);
        auto const author = writer.account(details.author);
        auto const quoted_fragment = writer.post(within);
        auto const quoted_author = writer.account(within.author);
        QuotedPieces pieces{.state = state};
        if (carries_post(state)) {
          pieces = {.state = state,
                    .post = &quoted_fragment,
                    .author = &quoted_author,
                    .flags = within.viewer,
                    .follows_author = within.follows_author};
        }
        std::string out;
        writer.append_status(out,
                             {.post = &fragment,
                              .author = &author,
                              .flags = details.viewer,
                              .follows_author = details.follows_author,
                              .quoted = &pieces},
                             viewer);
        ASSERT_EQ(boost::json::parse(out), boost::json::value(renderer.status(details)));
      }
    }
  }
}

TEST_F(FragmentsTest, AQuoteSaysWhatClientsExpect) {
  auto details = post(200, account(2, "bob"));
  details.post.quote = Quote{PostId{100}, AccountId{1}};
  auto within = post(100, account(1, "ann"));
  within.post.quote = Quote{std::nullopt, AccountId{1}};
  details.quote = ShownQuote{QuoteState::accepted, std::make_shared<PostDetails const>(within)};
  auto const status = renderer.status(details);
  EXPECT_EQ(status.at("quote").at("state"), "accepted");
  EXPECT_EQ(status.at("quote").at("quoted_status").at("id"), "100");
  EXPECT_EQ(status.at("quote").at("quoted_status").at("quote"),
            (boost::json::value{{"state", "deleted"}, {"quoted_status_id", nullptr}}));
  EXPECT_EQ(status.at("quote_approval"), (boost::json::value{{"automatic", boost::json::array{"public"}},
                                                             {"manual", boost::json::array{}},
                                                             {"current_user", "denied"}}));
  EXPECT_FALSE(status.contains("reply_approval"));
  details.post.policy.reply = Approval::followers;
  details.viewer = ViewerFlags{};
  EXPECT_EQ(renderer.status(details).at("quote_approval").at("current_user"), "automatic");
  EXPECT_EQ(renderer.status(details).at("reply_approval").at("current_user"), "denied");
  details.viewer_is_mentioned = true;
  EXPECT_EQ(renderer.status(details).at("reply_approval").at("current_user"), "automatic");
}

TEST_F(FragmentsTest, TheySayWhatMatchesTheFiltersOfTheViewer) {
  auto const words = std::make_shared<Filter const>(Filter{.id = FilterId{7},
                                                           .title = "a \"title\"",
                                                           .contexts = 0b10001,
                                                           .action = FilterAction::blur,
                                                           .expires_at = from_count(1'775'926'599'999)});
  auto const single = std::make_shared<Filter const>(Filter{.id = FilterId{8}, .contexts = 2});
  std::vector<FilterMatch> const matches{{words, {"say", "\"hi\""}, {}}, {single, {}, {PostId{100}}}};
  for (auto details : many_kinds()) {
    auto seen = seen_by(details, AccountId{3}, {});
    seen.filtered = matches;
    if (seen.boosted) {
      auto boosted = std::make_shared<PostDetails>(*seen.boosted);
      boosted->filtered = matches;
      seen.boosted = boosted;
    }
    ASSERT_EQ(boost::json::parse(joined(details, AccountId{3}, ViewerFlags{}, matches)),
              boost::json::value(renderer.status(seen)));
    // Without a viewer's flags only what is filtered is said beside the rest.
    auto bare = boost::json::parse(joined(details, std::nullopt, std::nullopt, matches)).as_object();
    EXPECT_EQ(bare.at("filtered").as_array().size(), 2U);
    EXPECT_FALSE(bare.contains("favourited"));
  }
  auto const shown = renderer.filter_match(matches.front());
  EXPECT_EQ(shown.at("filter"), (boost::json::value{{"id", "7"},
                                                    {"title", "a \"title\""},
                                                    {"context", {"home", "account"}},
                                                    {"expires_at", "2026-04-11T16:56:39.999Z"},
                                                    {"filter_action", "blur"}}));
  EXPECT_EQ(shown.at("keyword_matches"), (boost::json::value{"say", "\"hi\""}));
  EXPECT_TRUE(shown.at("status_matches").is_null());
}

TEST_F(FragmentsTest, NoFieldIsSaidTwice) {
  // Which a parser forgives and EXPECT_EQ does not see: as many names as the Renderer gives.
  auto const names = [](std::string_view text) {
    std::size_t count = 0;
    for (auto at = text.find("\":"); at != std::string_view::npos; at = text.find("\":", at + 1)) {
      ++count;
    }
    return count;
  };
  for (auto const& details : many_kinds()) {
    auto const seen = seen_by(details, AccountId{1}, {});
    EXPECT_EQ(names(joined(details, AccountId{1}, ViewerFlags{})),
              names(boost::json::serialize(renderer.status(seen))));
  }
}

TEST_F(FragmentsTest, TheyCarryTheFactsOfTheirPost) {
  auto const list = many_kinds();
  EXPECT_EQ(writer.post(list[3]).facts, (PostFacts{.id = PostId{103},
                                                   .author = AccountId{1},
                                                   .thread = ThreadId{103},
                                                   .boost_of = std::nullopt,
                                                   .visibility = Visibility::direct,
                                                   .mentions = {AccountId{2}, AccountId{1}}}));
  EXPECT_EQ(writer.post(list.back()).facts.boost_of, list.back().post.boost_of_id);
  auto gone = account(9, "gone");
  EXPECT_FALSE(writer.account(gone).suspended);
  gone.suspended_at = from_count(1);
  EXPECT_TRUE(writer.account(gone).suspended);
}

}  // namespace
}  // namespace auklet::view
