// SPDX-License-Identifier: Apache-2.0
//
// What all HTML pages of the server share: the frame around them and the two files they load.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "view/html.h"

namespace auklet::view {

// The server, as its pages speak of it.
struct Site {
  std::string title;   // `instance.title`; the domain when nothing else is set
  std::string domain;  // of its accounts
  std::string script_path =
      {};  // of what takes the page over for people who use the web client; may be empty
};

// Who is logged in, in the browser.
struct Viewer {
  std::string username;
  std::string display_name;  // may be empty
  std::string avatar_url;    // may be empty
};

// Send these with every page. Nothing on them is a script, and no style stands outside the style sheet. There
// is no form-action: browsers hold it against the redirect that answers a form too, which for a consent goes
// to the app.
inline constexpr std::string_view content_type = "text/html; charset=utf-8";
inline constexpr std::string_view content_security_policy =
    "default-src 'none'; style-src 'self'; img-src 'self' https: data:; base-uri 'none'; frame-ancestors "
    "'none'";

// Where the two files are served, and what is in them (text/css; charset=utf-8 and image/svg+xml).
inline constexpr std::string_view style_path = "/assets/pages.css";
inline constexpr std::string_view logo_path = "/assets/auklet.svg";
extern std::string_view const style_sheet;
extern std::string_view const logo_svg;

struct Page {
  Site const& site;
  std::string_view title;  // before the site's own, in the window's title
  Html head;               // more for <head>
  Html body;               // of <main>
  bool wide = false;       // for reading; the forms are narrow
};

// The whole document.
std::string frame(Page const& page);

// A round picture, or the first letter where there is none.
Html avatar(std::string_view url, std::string_view name);

// The form that logs out and comes back to `return_to`. Stands in a block, never in a paragraph.
enum class SignOutLook { button, link };
Html sign_out_form(std::string_view csrf, std::string_view return_to, SignOutLook look);

Html hidden_field(std::string_view name, std::string_view value);

// 1,234,567
std::string grouped(std::int64_t number);

}  // namespace auklet::view
