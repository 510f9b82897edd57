// SPDX-License-Identifier: Apache-2.0
#include "app/chosen_translator.h"

#include <utility>

#include "app/secret_line.h"

namespace auklet::app {

ChosenTranslator::ChosenTranslator(Config const& config) : key_file_(config.translation_api_key_file) {
  if (config.translation_service.empty()) {
    return;
  }
  auto key = key_file_.empty() ? std::string() : first_line_of(key_file_);
  key_is_read_ = key_file_.empty() || !key.empty();
  client_.emplace(net::HttpClientOptions{.queue_max = 64, .anywhere = true});
  translator_.emplace(service::TranslatorPlace{.kind = config.translation_service == "deepl"
                                                           ? service::TranslatorKind::deepl
                                                           : service::TranslatorKind::libretranslate,
                                               .url = config.translation_url,
                                               .key = std::move(key)},
                      *client_);
}

Result<> ChosenTranslator::prepare() const {
  return key_is_read_ ? Result<>{}
                      : fail(ErrorKind::unavailable, "translation.api_key_file holds no key: " + key_file_);
}

}  // namespace auklet::app
