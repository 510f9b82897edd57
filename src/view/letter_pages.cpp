// SPDX-License-Identifier: Apache-2.0
#include "view/letter_pages.h"

#include "view/forms.h"

namespace auklet::view {

std::string ask_letter_page(AskLetterPage const& page) {
  std::string_view const title = page.for_password ? "Choose a new password" : "Confirm your address";
  auto const body = html(
      R"(<section class="card">
<h1>{}</h1>
<p class="lead">We send you a link. It goes to the address that you signed up with, and to no other.</p>
{}<form method="post" action="/auth/{}/new">
{}{}<button type="submit" class="button">Send the link</button>
</form>
</section>
)",
      title, alert(page.error), page.for_password ? std::string_view("password") : "confirmation",
      hidden_field("csrf", page.csrf),
      labelled_input({.name = "email",
                      .label = "E-mail",
                      .type = "email",
                      .attributes = trusted_html(R"( maxlength="254" autocomplete="email" autofocus)")}));
  return frame({.site = page.site, .title = title, .head = {}, .body = body});
}

std::string confirm_page(ConfirmPage const& page) {
  auto const body = html(R"(<section class="card">
<h1>Confirm your address</h1>
{}<form method="post" action="/auth/confirmation">
{}{}<button type="submit" class="button">Yes, this address is mine</button>
</form>
<p class="hint">The link is too old? <a href="/auth/confirmation/new">Have another one sent</a></p>
</section>
)",
                         alert(page.error), hidden_field("csrf", page.csrf),
                         hidden_field("confirmation_token", page.token));
  return frame({.site = page.site, .title = "Confirm your address", .head = {}, .body = body});
}

std::string new_password_page(NewPasswordPage const& page) {
  auto const body = html(
      R"(<section class="card">
<h1>Choose a new password</h1>
<p class="lead">All browsers and apps are logged out with it.</p>
{}<form method="post" action="/auth/password">
{}{}{}<button type="submit" class="button">Set the password</button>
</form>
<p class="hint">The link is too old? <a href="/auth/password/new">Have another one sent</a></p>
</section>
)",
      alert(page.error), hidden_field("csrf", page.csrf), hidden_field("reset_password_token", page.token),
      labelled_input({.name = "password",
                      .label = "New password",
                      .type = "password",
                      .hint = "At least 8 characters.",
                      .attributes = trusted_html(R"( minlength="8" autocomplete="new-password" autofocus)")},
                     page.errors));
  return frame({.site = page.site, .title = "Choose a new password", .head = {}, .body = body});
}

std::string notice_page(NoticePage const& page) {
  auto const body = html(R"(<section class="card">
<h1>{}</h1>
<p class="lead">{}</p>
<p class="actions"><a class="button" href="{}">{}</a></p>
</section>
)",
                         page.title, page.message, page.link, page.link_text);
  return frame({.site = page.site, .title = page.title, .head = {}, .body = body});
}

}  // namespace auklet::view
