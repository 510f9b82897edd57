// SPDX-License-Identifier: Apache-2.0
#include "view/page_frame.h"

namespace auklet::view {

namespace {

// The first whole character: a name may start with any script.
std::string_view initial(std::string_view name) {
  if (name.empty()) {
    return "?";
  }
  std::size_t end = 1;
  while (end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) {
    ++end;
  }
  return name.substr(0, end);
}

}  // namespace

std::string frame(Page const& page) {
  auto title = std::string(page.title);
  if (title != page.site.title) {
    title += title.empty() ? page.site.title : " · " + page.site.title;
  }
  Html script;
  if (!page.site.script_path.empty()) {
    script = html("<script type=\"module\" src=\"{}\"></script>\n", page.site.script_path);
  }
  return html(R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{}</title>
<link rel="stylesheet" href="{}">
<link rel="icon" type="image/svg+xml" href="{}">
<meta name="color-scheme" content="light dark">
{}{}</head>
<body{}>
<header class="top"><a href="/"><img src="{}" alt="" width="36" height="36"><span>{}</span></a></header>
<main>
{}</main>
<footer>{} runs on Auklet {}, a small and fast social server.</footer>
</body>
</html>
)",
              title, style_path, logo_path, page.head, script,
              page.wide ? trusted_html(R"( class="wide")") : Html{}, logo_path, page.site.title, page.body,
              page.site.domain, std::string_view{AUKLET_VERSION})
      .text();
}

Html avatar(std::string_view url, std::string_view name) {
  if (url.empty()) {
    return html(R"(<span class="avatar" aria-hidden="true">{}</span>)", initial(name));
  }
  return html(R"(<img class="avatar u-photo" src="{}" alt="" width="48" height="48">)", url);
}

Html sign_out_form(std::string_view csrf, std::string_view return_to, SignOutLook look) {
  return html(
      R"(<form class="inline" method="post" action="/auth/sign_out">{}{}<button type="submit" class="{}">Log out</button></form>)",
      hidden_field("csrf", csrf), hidden_field("return_to", return_to),
      look == SignOutLook::button ? "button quiet" : "link");
}

Html hidden_field(std::string_view name, std::string_view value) {
  return html(R"(<input type="hidden" name="{}" value="{}">)", name, value);
}

std::string grouped(std::int64_t number) {
  auto text = std::to_string(number);
  std::size_t const first_digit = number < 0 ? 1 : 0;
  for (auto at = text.size(); at > first_digit + 3;) {
    at -= 3;
    text.insert(at, ",");
  }
  return text;
}

}  // namespace auklet::view
