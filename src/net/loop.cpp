// SPDX-License-Identifier: Apache-2.0
#include "net/loop.h"

#include <span>

#include "base/encoding.h"
#include "base/time_text.h"

namespace auklet::net {

std::string_view DateText::now() {
  auto const now = clock_.now();
  if (auto const second = std::chrono::floor<std::chrono::seconds>(now); second != rendered_) {
    rendered_ = second;
    text_ = base::http_date(now);
  }
  return text_;
}

std::string RequestIds::next() {
  static constexpr std::size_t id_bytes = 16;
  if (used_ == bytes_.size()) {
    random_.fill(bytes_);
    used_ = 0;
  }
  auto const id = std::span(bytes_).subspan(used_, id_bytes);
  used_ += id_bytes;
  return base::hex(id);
}

}  // namespace auklet::net
