// SPDX-License-Identifier: Apache-2.0
#include "net/spare_body.h"

#include <utility>

namespace auklet::net {

namespace {
thread_local std::string spare;
}

std::string take_spare_body() {
  auto body = std::exchange(spare, {});
  body.clear();
  return body;
}

void keep_spare_body(std::string body) {
  if (body.capacity() > spare.capacity() && body.capacity() <= spare_body_bytes_max) {
    spare = std::move(body);
  }
}

}  // namespace auklet::net
