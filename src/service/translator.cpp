// SPDX-License-Identifier: Apache-2.0
#include "service/translator.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <chrono>
#include <iterator>
#include <set>
#include <utility>

#include "base/encoding.h"
#include "text/language.h"

namespace auklet::service {

namespace json = boost::json;

namespace {

constexpr std::chrono::seconds request_timeout{20};
constexpr std::size_t answer_bytes_max = std::size_t{1} << 20U;
constexpr std::size_t languages_max = 1000;

std::unexpected<Error> failed(std::string detail) {
  return fail(ErrorKind::unavailable, "Translation is not available now", std::move(detail));
}

std::unexpected<Error> unreadable() {
  return failed("the translation service answered in a way that cannot be read");
}

Result<json::value> parsed(std::string_view text) {
  boost::system::error_code ec;
  auto value = json::parse(text, ec, {}, {.max_depth = 8});
  if (ec) {
    return unreadable();
  }
  return value;
}

json::array const* array_in(json::value const& value, std::string_view name) {
  auto const* const found = value.is_object() ? value.as_object().if_contains(name) : nullptr;
  return found ? found->if_array() : nullptr;
}

std::string_view text_in(json::value const& value, std::string_view name) {
  auto const* const found = value.is_object() ? value.as_object().if_contains(name) : nullptr;
  auto const* const text = found ? found->if_string() : nullptr;
  return text ? std::string_view(*text) : std::string_view();
}

std::string house_spelling(std::string_view code) {
  return text::canonical_language(code).value_or("");
}

// As DeepL spells codes.
std::string capitals(std::string_view code) {
  std::string spelt(code);
  std::ranges::transform(spelt, spelt.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return spelt;
}

// As many as were asked for; anything else is of no use. They are the elements, or a member of each.
Result<std::vector<std::string>> texts_in(json::array const* array, std::string_view name,
                                          std::size_t count) {
  if (array == nullptr || array->size() != count) {
    return unreadable();
  }
  std::vector<std::string> texts;
  for (auto const& entry : *array) {
    auto const* const text = name.empty() ? entry.if_string() : nullptr;
    if (name.empty() ? text == nullptr : !entry.is_object() || !entry.as_object().contains(name)) {
      return unreadable();
    }
    texts.emplace_back(text ? std::string_view(*text) : text_in(entry, name));
  }
  return texts;
}

LanguagePairs every_pair(std::set<std::string> const& sources, std::set<std::string> const& targets) {
  LanguagePairs pairs;
  for (auto const& source : sources) {
    auto& list = pairs[source];
    std::ranges::copy_if(targets, std::back_inserter(list),
                         [&](auto const& target) { return target != source; });
  }
  return pairs;
}

}  // namespace

std::string_view Translator::provider() const {
  return place_.kind == TranslatorKind::deepl ? "DeepL.com" : "LibreTranslate";
}

Task<Result<std::string>> Translator::ask(net::Method method, std::string path, std::string body) {
  net::OutgoingRequest request{.method = method,
                               .url = place_.url + path,
                               .headers = {},
                               .body = std::move(body),
                               .timeout = request_timeout,
                               .body_bytes_max = answer_bytes_max,
                               .redirects_max = 0};  // the key is for this place alone
  request.headers.add("Accept", "application/json");
  if (method == net::Method::post) {
    request.headers.add("Content-Type", "application/json");
  }
  if (place_.kind == TranslatorKind::deepl) {
    request.headers.add("Authorization", "DeepL-Auth-Key " + place_.key);
  }
  auto answer = co_await client_.send(std::move(request));
  if (!answer) {
    co_return failed("the translation service: " + answer.error().detail);
  }
  if (answer->status != 200) {
    co_return failed("the translation service answered with status " + std::to_string(answer->status));
  }
  co_return std::move(answer->body);
}

Task<Result<TranslatedTexts>> Translator::translate(std::vector<std::string> html,
                                                    std::optional<std::string> source, std::string target) {
  auto const count = html.size();
  json::object body;
  std::string path;
  if (place_.kind == TranslatorKind::deepl) {
    path = "/v2/translate";
    body = {{"text", json::value_from(html)}, {"target_lang", capitals(target)}, {"tag_handling", "html"}};
    if (source) {
      body["source_lang"] = capitals(*source);
    }
  } else {
    path = "/translate";
    body = {{"q", json::value_from(html)},
            {"source", source.value_or("auto")},
            {"target", target},
            {"format", "html"}};
    if (!place_.key.empty()) {
      body["api_key"] = place_.key;
    }
  }
  CO_TRY(auto const text, co_await ask(net::Method::post, std::move(path), json::serialize(body)));
  CO_TRY(auto const answer, parsed(text));
  TranslatedTexts translated;
  std::string_view found;
  if (place_.kind == TranslatorKind::deepl) {
    auto const* const entries = array_in(answer, "translations");
    CO_TRY(translated.html, texts_in(entries, "text", count));
    found = entries->empty() ? std::string_view() : text_in(entries->front(), "detected_source_language");
  } else {
    CO_TRY(translated.html, texts_in(array_in(answer, "translatedText"), {}, count));
    if (auto const* const detected = array_in(answer, "detectedLanguage"); detected && !detected->empty()) {
      found = text_in(detected->front(), "language");
    }
  }
  translated.source_language = source ? *source : house_spelling(found);
  co_return translated;
}

Task<Result<LanguagePairs>> Translator::languages() {
  return place_.kind == TranslatorKind::deepl ? deepl_languages() : libretranslate_languages();
}

Task<Result<LanguagePairs>> Translator::libretranslate_languages() {
  CO_TRY(auto const text, co_await ask(net::Method::get, "/languages"));
  CO_TRY(auto const answer, parsed(text));
  auto const* const entries = answer.if_array();
  if (entries == nullptr || entries->size() > languages_max) {
    co_return unreadable();
  }
  LanguagePairs pairs;
  std::set<std::string> all;
  for (auto const& entry : *entries) {
    auto const source = house_spelling(text_in(entry, "code"));
    auto const* const targets = array_in(entry, "targets");
    if (source.empty() || targets == nullptr || targets->size() > languages_max) {
      continue;  // a language that nobody here can name
    }
    std::set<std::string> known;
    for (auto const& target : *targets) {
      auto code = target.is_string() ? house_spelling(target.as_string()) : std::string();
      if (!code.empty()) {
        all.insert(code);
        known.insert(std::move(code));
      }
    }
    known.erase(source);
    pairs[source].assign(known.begin(), known.end());
  }
  if (!pairs.empty()) {
    pairs[""].assign(all.begin(), all.end());
  }
  co_return pairs;
}

Task<Result<LanguagePairs>> Translator::deepl_languages() {
  std::set<std::string> sources{""};
  // Understood, but not listed any more since there are kinds of both.
  std::set<std::string> targets{"en", "pt"};
  for (auto* const list : {&sources, &targets}) {
    CO_TRY(auto const text, co_await ask(net::Method::get, std::string("/v2/languages?type=") +
                                                               (list == &sources ? "source" : "target")));
    CO_TRY(auto const answer, parsed(text));
    auto const* const entries = answer.if_array();
    if (entries == nullptr || entries->size() > languages_max) {
      co_return unreadable();
    }
    for (auto const& entry : *entries) {
      if (auto code = house_spelling(text_in(entry, "language")); !code.empty()) {
        list->insert(std::move(code));
      }
    }
  }
  co_return every_pair(sources, targets);
}

}  // namespace auklet::service
