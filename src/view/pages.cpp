// SPDX-License-Identifier: Apache-2.0
#include "view/pages.h"

#include <algorithm>
#include <array>
#include <span>

#include "view/forms.h"

namespace auklet::view {

namespace {

std::string_view name_of(Viewer const& viewer) {
  return viewer.display_name.empty() ? viewer.username : viewer.display_name;
}

Html viewer_card(Site const& site, Viewer const& viewer) {
  return html(R"(<div class="person">{}<div><strong>{}</strong><span class="handle">@{}@{}</span></div></div>
)",
              avatar(viewer.avatar_url, name_of(viewer)), name_of(viewer), viewer.username, site.domain);
}

bool is_web_address(std::string_view url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

Html home_actions(HomePage const& page) {
  if (page.viewer) {
    return html(R"(<section class="card">
<h2>You are logged in</h2>
{}<div class="actions">{}{}</div>
</section>
)",
                viewer_card(page.site, *page.viewer),
                page.has_client
                    ? trusted_html(R"(<a class="button" href="/home">Open your home</a>)")
                    : html(R"(<a class="button" href="/@{}">Your profile</a>)", page.viewer->username),
                sign_out_form(page.csrf, "/", SignOutLook::button));
  }
  auto const after = page.has_client ? trusted_html("?return_to=/home") : Html{};
  auto const sign_up = page.registrations_open
                           ? html(R"(<a class="button" href="/auth/sign_up{}">Create an account</a>)", after)
                           : trusted_html(R"(<span class="hint">New accounts are closed for now.</span>)");
  return html(R"(<p class="actions">{}<a class="button quiet" href="/auth/sign_in{}">Log in</a></p>
)",
              sign_up, after);
}

}  // namespace

std::string home_page(HomePage const& page) {
  auto const description =
      page.description.empty() ? "A small home on the open social web." : std::string_view{page.description};
  auto body = html(R"(<section class="hero">
<img src="{}" alt="" width="112" height="112">
<h1>{}</h1>
<p class="lead">{}</p>
</section>
{}<dl class="figures"><div><dt>{}</dt><dd>{}</dd></div><div><dt>{}</dt><dd>{}</dd></div></dl>
<section class="card">
<h2>Bring any app</h2>
<p>This server speaks the Mastodon client API. In the app of your choice, log in with the server address
<code>{}</code>: everything else works as you know it.</p>
<p class="hint">For machines: <a href="/api/v2/instance">about this server</a> ·
<a href="/.well-known/oauth-authorization-server">how to log in</a> ·
<a href="/api/openapi.json">the API</a></p>
</section>
)",
                   logo_path, page.site.title, description, home_actions(page),
                   page.people == 1 ? "person" : "people", grouped(page.people),
                   page.posts == 1 ? "post" : "posts", grouped(page.posts), page.site.domain);
  auto const head = html("<meta name=\"description\" content=\"{}\">\n", description);
  return frame({.site = page.site, .title = {}, .head = head, .body = body});
}

std::string sign_up_page(SignUpPage const& page) {
  static constexpr std::array<std::string_view, 4> fields = {"username", "email", "password", "agreement"};
  auto body = html("<section class=\"card\">\n<h1>Create an account</h1>\n<p class=\"lead\">on {}</p>\n{}",
                   page.site.title, alert(page.error));
  for (auto const& error : page.errors) {
    if (std::ranges::find(fields, error.field) == fields.end()) {
      body += alert(error.field + ' ' + error.description + '.');
    }
  }
  body += trusted_html("<form method=\"post\" action=\"/auth/sign_up\">\n");
  body += hidden_field("csrf", page.csrf);
  body += hidden_field("return_to", page.return_to);
  auto const hint = "Letters, digits and underscores. You will be @username@" + page.site.domain + ".";
  body += labelled_input(
      {.name = "username",
       .label = "Username",
       .value = page.username,
       .hint = hint,
       .attributes = trusted_html(
           R"( maxlength="30" pattern="[A-Za-z0-9_]+" autocomplete="username" autocapitalize="none" spellcheck="false")")},
      page.errors);
  body += labelled_input({.name = "email",
                          .label = "E-mail",
                          .type = "email",
                          .value = page.email,
                          .attributes = trusted_html(R"( maxlength="254" autocomplete="email")")},
                         page.errors);
  body += labelled_input({.name = "password",
                          .label = "Password",
                          .type = "password",
                          .hint = "At least 8 characters. A few words are easy to keep in mind.",
                          .attributes = trusted_html(R"( minlength="8" autocomplete="new-password")")},
                         page.errors);
  body += html(R"(<div class="field check">
<input id="agreement" name="agreement" type="checkbox" value="true" required{}>
<label for="agreement">I agree to the rules of this server.</label>
{}</div>
<button type="submit" class="button">Create account</button>
</form>
<p class="hint">Already here? <a href="/auth/sign_in?return_to={}">Log in</a></p>
</section>
)",
               page.agreement ? trusted_html(" checked") : Html{},
               errors_of("agreement", "Agreement", page.errors), base::percent_encode(page.return_to));
  return frame({.site = page.site, .title = "Create an account", .head = {}, .body = body});
}

std::string sign_in_page(SignInPage const& page) {
  auto body = html(
      R"(<section class="card">
<h1>Log in</h1>
<p class="lead">to {}</p>
{}<form method="post" action="/auth/sign_in">
{}{}{}{}<button type="submit" class="button">Log in</button>
</form>
)",
      page.site.title, alert(page.error), hidden_field("csrf", page.csrf),
      hidden_field("return_to", page.return_to),
      labelled_input(
          {.name = "identifier",
           .label = "E-mail or username",
           .value = page.identifier,
           .attributes = trusted_html(
               R"( maxlength="254" autocomplete="username" autocapitalize="none" spellcheck="false" autofocus)")}),
      labelled_input({.name = "password",
                      .label = "Password",
                      .type = "password",
                      .attributes = trusted_html(R"( autocomplete="current-password")")}));
  if (page.sends_mail) {
    body += trusted_html(
        R"(<p class="hint"><a href="/auth/password/new">Forgot your password?</a> · <a href="/auth/confirmation/new">No confirmation came?</a></p>
)");
  }
  if (page.registrations_open) {
    body += html(R"(<p class="hint">New here? <a href="/auth/sign_up?return_to={}">Create an account</a></p>
)",
                 base::percent_encode(page.return_to));
  }
  body += trusted_html("</section>\n");
  return frame({.site = page.site, .title = "Log in", .head = {}, .body = body});
}

std::string consent_page(ConsentPage const& page) {
  Html lines;
  for (auto const& line : describe_scopes(page.scopes)) {
    lines += html("<li>{}</li>\n", line);
  }
  Html website;
  if (is_web_address(page.app_website)) {
    website =
        html(R"(<p class="lead"><a href="{0}" rel="nofollow noopener noreferrer" target="_blank">{0}</a></p>
)",
             page.app_website);
  }
  Html fields;
  for (auto const& [name, value] : std::to_array<std::pair<std::string_view, std::string_view>>({
           {"csrf", page.csrf},
           {"client_id", page.client_id},
           {"redirect_uri", page.redirect_uri},
           {"response_type", page.response_type},
           {"scope", page.scope},
           {"state", page.state},
           {"code_challenge", page.code_challenge},
           {"code_challenge_method", page.code_challenge_method},
       })) {
    fields += hidden_field(name, value);
  }
  auto const body = html(R"(<section class="card">
<h1>Let <q>{}</q> in?</h1>
{}{}<h2>It asks to</h2>
<ul class="scopes">
{}</ul>
<form method="post" action="/oauth/authorize">
{}
<p class="actions"><button type="submit" class="button" name="decision" value="approve">Authorize</button><button type="submit" class="button quiet" name="decision" value="deny">Deny</button></p>
</form>
<div class="hint">Only authorize apps that you trust. Not you? {}</div>
</section>
)",
                         page.app_name, website, viewer_card(page.site, page.viewer), lines, fields,
                         sign_out_form(page.csrf, page.return_to, SignOutLook::link));
  return frame({.site = page.site, .title = "Authorize an app", .head = {}, .body = body});
}

std::string code_page(CodePage const& page) {
  auto const body = html(R"(<section class="card">
<h1>Almost done</h1>
<p><label for="code">Copy this code and paste it into your app:</label></p>
<input id="code" class="oauth-code" value="{}" readonly autofocus>
<p class="hint">It works once, for ten minutes. Give it to nobody.</p>
</section>
)",
                         page.code);
  return frame({.site = page.site, .title = "Authorization code", .head = {}, .body = body});
}

std::string error_page(ErrorPage const& page) {
  auto const body =
      html(R"(<section class="hero">
<p class="status">{}</p>
<h1>{}</h1>
<p class="actions"><a class="button quiet" href="/">Back to the start</a></p>
</section>
)",
           page.status, page.message.empty() ? "Something went wrong" : std::string_view{page.message});
  return frame(
      {.site = page.site, .title = "Error " + std::to_string(page.status), .head = {}, .body = body});
}

}  // namespace auklet::view
