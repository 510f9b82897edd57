// SPDX-License-Identifier: Apache-2.0
#include "bench/statistics.h"

namespace auklet::bench {

namespace {
constexpr std::size_t errors_kept_max = 20;
}

std::string_view to_text(Op op) {
  switch (op) {
    case Op::sign_up:
      return "sign-up";
    case Op::verify_credentials:
      return "app, credentials";
    case Op::follow:
      return "follow";
    case Op::post:
      return "post";
    case Op::reply:
      return "reply";
    case Op::boost:
      return "boost";
    case Op::unboost:
      return "unboost";
    case Op::favourite:
      return "favourite";
    case Op::delete_post:
      return "delete";
    case Op::unfollow:
      return "unfollow";
    case Op::block:
      return "block";
    case Op::unblock:
      return "unblock";
    case Op::mute:
      return "mute";
    case Op::unmute:
      return "unmute";
    case Op::read_home:
      return "read home";
    case Op::check_home:
      return "check home page";
  }
  return "?";
}

void Statistics::add_error(std::string message) {
  ++errors_;
  if (first_errors_.size() < errors_kept_max) {
    first_errors_.push_back(std::move(message));
  }
}

}  // namespace auklet::bench
