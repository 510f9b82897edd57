// SPDX-License-Identifier: Apache-2.0
//
// HTML of others made safe to show: only the elements that posts are made of, only attributes that say nothing to a
// browser but what they seem to, every element closed. What is not let through keeps its text; what never was text
// (scripts, styles, frames) goes with all that is in it.
#pragma once

#include <string>
#include <string_view>

namespace auklet::text {

// Links lead to http and https alone, are not followed by search engines, and open beside the page.
std::string sanitize_html(std::string_view html);

// What a reader sees of it, as plain text; a line break where there is a <br>.
std::string text_of_html(std::string_view html);

}  // namespace auklet::text
