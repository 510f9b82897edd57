// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

namespace auklet::api {

// The one place where kinds of errors become statuses of HTTP (RFC 9110, 15), as Mastodon uses them.
constexpr unsigned http_status(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::malformed:
      return 400;
    case ErrorKind::invalid:
      return 422;
    case ErrorKind::unauthenticated:
      return 401;
    case ErrorKind::forbidden:
      return 403;
    case ErrorKind::not_found:
      return 404;
    case ErrorKind::conflict:
      return 409;
    case ErrorKind::gone:
      return 410;
    case ErrorKind::too_large:
      return 413;
    case ErrorKind::rate_limited:
      return 429;
    case ErrorKind::unavailable:
      return 503;
    case ErrorKind::timeout:
      return 503;
    case ErrorKind::internal:
      return 500;
  }
  return 500;
}

}  // namespace auklet::api
