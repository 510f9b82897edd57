// SPDX-License-Identifier: Apache-2.0
//
// A service that translates, which whoever runs the server has named: LibreTranslate or DeepL, or one that speaks like
// either. https://docs.libretranslate.com/ and https://developers.deepl.com/docs
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "net/http_client.h"

namespace auklet::service {

enum class TranslatorKind : std::uint8_t { libretranslate, deepl };

struct TranslatorPlace {
  TranslatorKind kind = TranslatorKind::libretranslate;
  std::string url;  // without a slash at the end
  std::string key;  // a secret; empty when the service wants none
};

// By the language that is translated, those that it can be translated into; in the usual spelling of the house
// (text/language.h), sorted. The empty language stands for a text of which the language is not known.
using LanguagePairs = std::map<std::string, std::vector<std::string>, std::less<>>;

struct TranslatedTexts {
  std::vector<std::string>
      html;  // as the service wrote it: nothing to show before it went through the sanitiser
  std::string source_language;  // as given, or as the service found it
};

class Translator {
 public:
  // The client must be one that may go anywhere: the place may be inside.
  Translator(TranslatorPlace place, net::HttpClient& client) : place_(std::move(place)), client_(client) {}

  // Whom clients name as the one who translated.
  std::string_view provider() const;

  // Pieces of HTML, all of one language; as many come back. Errors of both: unavailable, whatever it is that the service
  // has against it.
  Task<Result<TranslatedTexts>> translate(std::vector<std::string> html, std::optional<std::string> source,
                                          std::string target);
  Task<Result<LanguagePairs>> languages();

 private:
  Task<Result<std::string>> ask(net::Method method, std::string path, std::string body = {});
  Task<Result<LanguagePairs>> libretranslate_languages();
  Task<Result<LanguagePairs>> deepl_languages();

  TranslatorPlace const place_;
  net::HttpClient& client_;
};

}  // namespace auklet::service
