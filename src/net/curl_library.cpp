// SPDX-License-Identifier: Apache-2.0
#include "net/curl_library.h"

#include <curl/curl.h>

#include <mutex>

#include "base/check.h"

namespace auklet::net {

void start_curl() {
  static std::once_flag once;
  std::call_once(once, [] { CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK); });
}

}  // namespace auklet::net
