// SPDX-License-Identifier: Apache-2.0
//
// The description of the API as it is written; description.h tells the notation and what becomes of it.
#pragma once

#include <string_view>

namespace auklet::api {

extern std::string_view const described_operations;
extern std::string_view const described_people;
extern std::string_view const described_posts;
extern std::string_view const described_notices;
extern std::string_view const described_server;

}  // namespace auklet::api
