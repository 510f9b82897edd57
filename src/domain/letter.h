// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "domain/ids.h"

namespace auklet {

// The numbers are stored.
enum class LetterPurpose : std::uint8_t {
  confirm = 0,  // that the address is theirs
  reset = 1,    // to choose a new password
};

// An e-mail with a link in it, and what that allows: once, and not for long.
struct Letter {
  LetterId id{};
  AccountId account_id{};
  LetterPurpose purpose = LetterPurpose::confirm;
  std::string email;  // where it goes
  UnixMillis created_at{};
  UnixMillis expires_at{};

  friend bool operator==(Letter const&, Letter const&) = default;
};

}  // namespace auklet
