// SPDX-License-Identifier: Apache-2.0
//
// The words both drivers use towards people. What exactly happened goes into the detail.
#pragma once

#include <string>
#include <utility>

#include "base/result.h"

namespace auklet::db {

inline Error conflict(std::string detail) {
  return {ErrorKind::conflict, "That conflicts with what is already there", std::move(detail), {}};
}

inline Error unavailable(std::string detail) {
  return {ErrorKind::unavailable, "The server is busy, please try again", std::move(detail), {}};
}

inline Error internal(std::string detail) {
  return {ErrorKind::internal, "Something went wrong on the server", std::move(detail), {}};
}

}  // namespace auklet::db
