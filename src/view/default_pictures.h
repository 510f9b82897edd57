// SPDX-License-Identifier: Apache-2.0
//
// What is shown where nobody has chosen a picture. Clients refuse an account without one.
#pragma once

#include <string_view>

namespace auklet::view {

// Where they are served (image/svg+xml).
inline constexpr std::string_view avatar_path = "/assets/avatar.svg";
inline constexpr std::string_view banner_path = "/assets/header.svg";

// A bird's head in a square of 400; sea under a dusk sky, 1500 by 500.
extern std::string_view const avatar_svg;
extern std::string_view const banner_svg;

}  // namespace auklet::view
