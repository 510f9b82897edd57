// SPDX-License-Identifier: Apache-2.0
//
// Who and when, for tests of what is shown of people outside of apps.
#pragma once

#include <string>

#include "base/clock.h"
#include "domain/account.h"

namespace auklet::view::testing {

inline UnixMillis const noon = from_count(1'775'926'510'000);  // 2026-04-11T16:55:10Z

inline Account person(std::string const& name) {
  return {.id = AccountId{1},
          .username = name,
          .domain = "rock.example",
          .uri = "https://rock.example/users/" + name,
          .url = "https://rock.example/@" + name,
          .display_name = "",
          .note = "",
          .fields = {},
          .created_at = noon};
}

}  // namespace auklet::view::testing
