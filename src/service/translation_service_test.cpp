// SPDX-License-Identifier: Apache-2.0
#include "service/translation_service.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <mutex>
#include <optional>

#include "async/runtime.h"
#include "net/server.h"
#include "service/testing/people_test.h"

namespace auklet::service {
namespace {

namespace json = boost::json;

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// A service that speaks like LibreTranslate and like DeepL, and "translates" by writing `[de] ` before each text.
class TranslationServiceTest : public testing::PeopleTest {
 protected:
  TranslationServiceTest() {
    web_.emplace(web_runtime_, random, net::ServerOptions{.port = 0},
                 [this](net::Request request) { return answer(std::move(request)); });
    if (!web_->listen()) {
      throw std::runtime_error("no port");
    }
    web_runtime_.start();
    client_.emplace(net::HttpClientOptions{.anywhere = true});
    speak(TranslatorKind::libretranslate);
  }
  ~TranslationServiceTest() override {
    client_.reset();
    web_.reset();
    web_runtime_.stop();
  }

  void speak(TranslatorKind kind) {
    translator_.emplace(
        TranslatorPlace{
            .kind = kind, .url = "http://127.0.0.1:" + std::to_string(web_->port()), .key = "hush"},
        *client_);
    translations_.emplace(env, loader, &*translator_, "de", 1U << 20U);
  }

  Task<net::Response> answer(net::Request request) {
    std::lock_guard const lock(mutex_);
    net::Response response;
    response.status = status_;
    response.headers.add("Content-Type", "application/json");
    if (!body_.empty()) {
      response.body = body_;
    } else if (request.path == "/languages") {
      ++languages_asked_;
      response.body = R"([{"code":"en","name":"English","targets":["de","en","pt-BR","xx-nonsense"]},
                          {"code":"de","name":"German","targets":["en","de"]},{"code":"??","targets":[]}])";
    } else if (request.path == "/v2/languages") {
      response.body = request.query == "type=source" ? R"([{"language":"EN"},{"language":"DE"}])"
                                                     : R"([{"language":"EN-GB"},{"language":"DE"}])";
    } else {
      asked_.push_back(json::parse(request.body).as_object());
      authorization_ = std::string(request.headers.find("Authorization").value_or(""));
      response.body = json::serialize(request.path == "/v2/translate" ? as_deepl() : as_libretranslate());
    }
    co_return response;
  }
  json::object as_libretranslate() const {
    json::array texts;
    json::array detected;
    for (auto const& text : asked_.back().at("q").as_array()) {
      texts.push_back(json::value("[de] " + std::string(text.as_string()) + more_));
      detected.push_back({{"confidence", 90}, {"language", "en"}});
    }
    json::object answer{{"translatedText", texts}};
    if (asked_.back().at("source") == "auto") {
      answer["detectedLanguage"] = detected;
    }
    return answer;
  }
  json::object as_deepl() const {
    json::array texts;
    for (auto const& text : asked_.back().at("text").as_array()) {
      texts.push_back(
          {{"detected_source_language", "EN"}, {"text", "[de] " + std::string(text.as_string()) + more_}});
    }
    return {{"translations", texts}};
  }

  Post publish_in(Account const& author, std::optional<std::string> language, std::string text,
                  Visibility visibility = Visibility::public_) {
    return get(posts.publish(
                   as(author),
                   {.text = std::move(text), .visibility = visibility, .language = std::move(language)}))
        .post;
  }
  Translation translate(Account const& reader, Post const& post, std::string language = "") {
    return get(translations_->translate(as(reader), post.id, std::move(language)));
  }
  ErrorKind refused(Account const& reader, Post const& post, std::string language = "de") {
    return refusal(translations_->translate(as(reader), post.id, std::move(language)));
  }

  std::mutex mutex_;
  unsigned status_ = 200;
  std::string body_;  // in place of the right one
  std::string more_;
  int languages_asked_ = 0;
  std::vector<json::object> asked_;
  std::string authorization_;

  async::Runtime web_runtime_{1};
  std::optional<net::Server> web_;
  std::optional<net::HttpClient> client_;
  std::optional<Translator> translator_;
  std::optional<TranslationService> translations_;
};
AUKLET_ON_BOTH_ENGINES(TranslationServiceTest);

TEST_P(TranslationServiceTest, EverythingThatIsToldInWordsIsTranslated) {
  auto const ann = join("ann");
  auto const post =
      get(posts.publish(as(ann),
                        {.text = "Hello & welcome",
                         .spoiler_text = "a <greeting>",
                         .language = "en",
                         .poll = PollDraft{.options = {"yes", "no"}, .expires_in = std::chrono::hours{1}}}))
          .post;
  auto const translation = translate(ann, post);
  EXPECT_EQ(translation.content, "[de] <p>Hello &amp; welcome</p>");
  EXPECT_EQ(translation.spoiler_text, "[de] a <greeting>");
  ASSERT_TRUE(translation.poll_options);
  EXPECT_THAT(*translation.poll_options, ElementsAre("[de] yes", "[de] no"));
  EXPECT_THAT(translation.media, IsEmpty());
  EXPECT_EQ(translation.source_language, "en");
  EXPECT_EQ(translation.language, "de");
  EXPECT_EQ(translation.provider, "LibreTranslate");
  ASSERT_EQ(asked_.size(), 1U);
  EXPECT_EQ(asked_[0].at("source").as_string(), "en");
  EXPECT_EQ(asked_[0].at("target").as_string(), "de");
  EXPECT_EQ(asked_[0].at("format").as_string(), "html");
  EXPECT_EQ(asked_[0].at("api_key").as_string(), "hush");
}

TEST_P(TranslationServiceTest, WhatSaysNothingIsNotSent) {
  auto const ann = join("ann");
  auto const translation = translate(ann, publish_in(ann, "en", "Hello"));
  EXPECT_EQ(asked_.at(0).at("q").as_array().size(), 1U);
  EXPECT_EQ(translation.spoiler_text, "");
  EXPECT_FALSE(translation.poll_options);
}

TEST_P(TranslationServiceTest, DeeplIsSpokenToInItsOwnWay) {
  speak(TranslatorKind::deepl);
  auto const ann = join("ann");
  auto const translation = translate(ann, publish_in(ann, std::nullopt, "Hello"), "de");
  EXPECT_EQ(translation.content, "[de] <p>Hello</p>");
  EXPECT_EQ(translation.source_language, "en") << "as it was found";
  EXPECT_EQ(translation.provider, "DeepL.com");
  EXPECT_EQ(authorization_, "DeepL-Auth-Key hush");
  ASSERT_EQ(asked_.size(), 1U);
  EXPECT_FALSE(asked_[0].contains("source_lang"));
  EXPECT_EQ(asked_[0].at("target_lang").as_string(), "DE");
  EXPECT_EQ(asked_[0].at("tag_handling").as_string(), "html");
  auto const languages = get(translations_->languages());
  EXPECT_THAT(languages->at("de"), ElementsAre("en", "en-GB", "pt"));
  EXPECT_THAT(languages->at(""), ElementsAre("de", "en", "en-GB", "pt"));
}

TEST_P(TranslationServiceTest, IsRememberedUntilThePostSaysSomethingElse) {
  auto const ann = join("ann");
  auto const ben = join("ben");
  auto const post = publish_in(ann, "en", "Hello");
  translate(ann, post);
  translate(ben, post);
  EXPECT_EQ(asked_.size(), 1U);
  get(posts.edit(as(ann), post.id, {.text = "Goodbye", .language = "en"}));
  EXPECT_EQ(translate(ben, post).content, "[de] <p>Goodbye</p>");
  EXPECT_EQ(asked_.size(), 2U);
  EXPECT_EQ(languages_asked_, 1);
}

TEST_P(TranslationServiceTest, ALanguageThatIsNotKnownIsFound) {
  auto const ann = join("ann");
  auto const translation = translate(ann, publish_in(ann, std::nullopt, "Hello"), "de");
  EXPECT_EQ(asked_.at(0).at("source").as_string(), "auto");
  EXPECT_EQ(translation.source_language, "en");
}

TEST_P(TranslationServiceTest, KindsOfALanguageAreTakenForIt) {
  auto const ann = join("ann");
  auto const post = publish_in(ann, "en-GB", "Hello");
  EXPECT_EQ(translate(ann, post, "de-AT").language, "de");
  EXPECT_EQ(translate(ann, post, "PT_br").language, "pt-BR");
  EXPECT_EQ(refused(ann, post, "pt"), ErrorKind::forbidden);
}

TEST_P(TranslationServiceTest, OnlyWhatEverybodyMaySeeIsSent) {
  auto const ann = join("ann");
  auto const ben = join("ben");
  EXPECT_EQ(translate(ben, publish_in(ann, "en", "quiet", Visibility::unlisted)).content,
            "[de] <p>quiet</p>");
  asked_.clear();
  auto const hidden = publish_in(ann, "en", "to few", Visibility::private_);
  EXPECT_EQ(refused(ann, hidden), ErrorKind::forbidden) << "one's own";
  EXPECT_EQ(refused(ben, hidden), ErrorKind::not_found) << "not to be seen";
  follow(ben, ann);
  EXPECT_EQ(refused(ben, hidden), ErrorKind::forbidden);
  auto const direct = publish_in(ann, "en", "@ben in private", Visibility::direct);
  EXPECT_EQ(refused(ben, direct), ErrorKind::forbidden);
  EXPECT_THAT(asked_, IsEmpty());
}

TEST_P(TranslationServiceTest, ABoostIsWhatItBoosts) {
  auto const ann = join("ann");
  auto const post = publish_in(ann, "en", "Hello");
  auto const boosted = boost(join("ben"), post);
  auto const translation = translate(ann, boosted);
  EXPECT_EQ(translation.content, "[de] <p>Hello</p>");
  EXPECT_EQ(translation.post, post.id);
}

TEST_P(TranslationServiceTest, LanguagesThatTheServiceDoesNotHaveAreRefused) {
  auto const ann = join("ann");
  auto const post = publish_in(ann, "en", "Hello");
  EXPECT_EQ(refused(ann, post, "fr"), ErrorKind::forbidden);
  EXPECT_EQ(refused(ann, post, "en"), ErrorKind::forbidden) << "into itself";
  EXPECT_EQ(refused(ann, publish_in(ann, "fi", "moi")), ErrorKind::forbidden);
  EXPECT_EQ(refused(ann, post, "no language"), ErrorKind::invalid);
  EXPECT_THAT(asked_, IsEmpty());
}

TEST_P(TranslationServiceTest, WhatComesBackIsMadeSafe) {
  auto const ann = join("ann");
  more_ = "<script>alert(1)</script><img src=x onerror=alert(1)><b onclick='x()'>b</b>";
  auto const translation = translate(
      ann, get(posts.publish(as(ann), {.text = "Hello", .spoiler_text = "hm", .language = "en"})).post);
  EXPECT_EQ(translation.content, "[de] <p>Hello</p><b>b</b>");
  EXPECT_EQ(translation.spoiler_text, "[de] hmb");
}

TEST_P(TranslationServiceTest, EmojisAreNoWords) {
  auto const ann = join("ann");
  auto const translation =
      translate(ann, publish_in(ann, "en", "Hello :auk: and https://a.example/:gull:/y"));
  auto const sent = std::string(asked_.at(0).at("q").as_array().at(0).as_string());
  EXPECT_THAT(sent, HasSubstr("<span translate=\"no\">:auk:</span>"));
  EXPECT_THAT(translation.content, HasSubstr("Hello :auk: and"));
  EXPECT_THAT(translation.content, HasSubstr("href=\"https://a.example/:gull:/y\""));
  EXPECT_THAT(translation.content, Not(HasSubstr("<span translate=\"no\">:")));
}

TEST_P(TranslationServiceTest, AServiceThatFailsIsSaidToBeAway) {
  auto const ann = join("ann");
  auto const post = publish_in(ann, "en", "Hello");
  get(translations_->languages());
  for (auto const status : {403U, 429U, 456U, 500U, 302U}) {
    status_ = status;
    EXPECT_EQ(refused(ann, post), ErrorKind::unavailable) << status;
  }
  status_ = 200;
  for (std::string const body :
       {"no json", "[]", "{}", R"({"translatedText":[]})", R"({"translatedText":"Hallo"})",
        R"({"translatedText":[3]})", R"({"translatedText":["a","b"]})"}) {
    body_ = body;
    EXPECT_EQ(refused(ann, post), ErrorKind::unavailable) << body;
  }
  body_.clear();
  EXPECT_EQ(translate(ann, post).content, "[de] <p>Hello</p>") << "nothing of that was remembered";
}

TEST_P(TranslationServiceTest, LanguagesAreAskedForOnceADay) {
  auto const languages = get(translations_->languages());
  EXPECT_THAT(languages->at("en"), ElementsAre("de", "pt-BR"));
  EXPECT_THAT(languages->at("de"), ElementsAre("en"));
  EXPECT_THAT(languages->at(""), ElementsAre("de", "en", "pt-BR"));
  EXPECT_EQ(languages->size(), 3U);
  get(translations_->languages());
  EXPECT_EQ(languages_asked_, 1);
  clock.advance(TranslationService::languages_fresh_for);
  get(translations_->languages());
  EXPECT_EQ(languages_asked_, 2);
  clock.advance(TranslationService::languages_fresh_for);
  status_ = 500;
  EXPECT_EQ(*get(translations_->languages()), *languages) << "as it was, while the service is away";
  speak(TranslatorKind::libretranslate);
  EXPECT_EQ(refusal(translations_->languages()), ErrorKind::unavailable) << "nothing is known";
}

TEST_P(TranslationServiceTest, WithoutAServiceNothingIsTranslated) {
  TranslationService none(env, loader, nullptr, "en", 1U << 20U);
  auto const ann = join("ann");
  auto const post = publish_in(ann, "en", "Hello");
  EXPECT_FALSE(none.is_enabled());
  EXPECT_TRUE(get(none.languages())->empty());
  EXPECT_EQ(refusal(none.translate(as(ann), post.id, "de")), ErrorKind::forbidden);
  EXPECT_EQ(refusal(none.translate(as(ann), PostId{1}, "de")), ErrorKind::not_found);
}

}  // namespace
}  // namespace auklet::service
