// SPDX-License-Identifier: Apache-2.0
//
// The service that translates posts, when the configuration names one.
#pragma once

#include <optional>
#include <string>

#include "app/config.h"
#include "base/result.h"
#include "net/http_client.h"
#include "service/translator.h"

namespace auklet::app {

class ChosenTranslator {
 public:
  explicit ChosenTranslator(Config const& config);

  // Null when there is none.
  service::Translator* get() { return translator_ ? &*translator_ : nullptr; }
  // Errors: unavailable when the file of the key holds none.
  Result<> prepare() const;

 private:
  std::string const key_file_;
  bool key_is_read_ = true;
  std::optional<net::HttpClient> client_;
  std::optional<service::Translator> translator_;
};

}  // namespace auklet::app
