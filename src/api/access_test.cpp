// SPDX-License-Identifier: Apache-2.0
//
// Getting in, from the first registration of an app to the token, through the endpoints and pages themselves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/apps.h"
#include "api/auth_pages.h"
#include "api/oauth.h"
#include "api/oauth_pages.h"
#include "api/sign_up.h"
#include "api/site_pages.h"
#include "api/testing/api_test.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "net/bearer.h"

namespace auklet::api {
namespace {

using net::Method;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char const* redirect = "https://app.example/back?x=1";

// What a browser remembers between requests.
using Cookies = std::map<std::string, std::string>;

class AccessApiTest : public testing::ApiTest {
 protected:
  AccessApiTest() {
    for (auto const& group : {app_routes(), oauth_routes(), oauth_page_routes(), auth_page_routes(),
                              sign_up_routes(), site_page_routes()}) {
      routes_.insert(routes_.end(), group.begin(), group.end());
    }
  }

  // Calls the endpoint as the door would; `form` is the body, cookies are those of the browser.
  Result<Reply> call(Method method, std::string const& target, std::string form = {},
                     std::vector<std::pair<std::string, std::string>> headers = {}) {
    net::Request request;
    request.method = method;
    request.path = target.substr(0, target.find('?'));
    request.query = target.find('?') == std::string::npos ? "" : target.substr(target.find('?') + 1);
    request.body = std::move(form);
    request.peer = "192.0.2.7";
    if (!request.body.empty()) {
      request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    }
    std::string cookie;
    for (auto const& [name, value] : cookies_) {
      cookie += (cookie.empty() ? "" : "; ") + name + "=" + value;
    }
    request.headers.add("Cookie", cookie);
    for (auto& [name, value] : headers) {
      request.headers.add(name, value);
    }
    auto const route = std::ranges::find_if(
        routes_, [&](Route const& r) { return r.method == method && r.pattern == request.path; });
    if (route == routes_.end()) {
      return fail(ErrorKind::not_found, "no route " + request.path);
    }
    TRY(auto const params, net::parse_params(request));
    service::Caller caller;
    if (auto const token = find_bearer_token(request, params)) {
      TRY(caller, run(authenticator.authenticate(*token)));
    }
    net::PathParams const path;
    Call one{request, path, params, caller, services};
    auto reply = run(route->endpoint(one));
    if (reply) {
      keep_cookies(*reply);
    }
    return reply;
  }

  void keep_cookies(Reply const& reply) {
    for (auto const& [name, value] : reply.headers) {
      if (name == "Set-Cookie") {
        EXPECT_THAT(value, AllOf(HasSubstr("HttpOnly"), HasSubstr("SameSite=Lax"), HasSubstr("; Secure")));
        auto const equals = value.find('=');
        auto const content = value.substr(equals + 1, value.find(';') - equals - 1);
        if (content.empty()) {
          cookies_.erase(value.substr(0, equals));
        } else {
          cookies_[value.substr(0, equals)] = content;
        }
      }
    }
  }

  static std::string header(Reply const& reply, std::string_view name) {
    for (auto const& [key, value] : reply.headers) {
      if (key == name) {
        return value;
      }
    }
    return {};
  }

  // The value of a hidden field of a page.
  static std::string field(std::string const& page, std::string const& name) {
    auto const at = page.find("name=\"" + name + "\"");
    auto const value = at == std::string::npos ? at : page.find("value=\"", at);
    return value == std::string::npos ? "" : page.substr(value + 7, page.find('"', value + 7) - value - 7);
  }

  boost::json::object register_app(std::string const& more = "&scopes=read+write+profile") {
    auto const reply = call(Method::post, "/api/v1/apps",
                            "client_name=Test&redirect_uris=" + base::percent_encode(redirect) +
                                "%0Aurn:ietf:wg:oauth:2.0:oob" + more);
    EXPECT_TRUE(reply) << reply.error().message;
    return reply->json.as_object();
  }

  static std::string text_of(boost::json::object const& object, std::string_view name) {
    return std::string(object.at(name).as_string());
  }

  // The client's id and secret as standard base64; both are base64url, so only the two last letters differ.
  static std::string basic(boost::json::object const& app) {
    auto text = base::base64url(text_of(app, "client_id") + ":" + text_of(app, "client_secret"));
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    return text;
  }

  // Signs somebody up on the page, so that this browser is logged in.
  void sign_up(std::string const& name) {
    auto const page = call(Method::get, "/auth/sign_up");
    auto const done =
        call(Method::post, "/auth/sign_up",
             "username=" + name + "&email=" + name +
                 "%40example.org&password=correct+horse&agreement=true&csrf=" + field(page->text, "csrf"));
    ASSERT_TRUE(done) << done.error().message;
    ASSERT_EQ(done->status, 303U) << done->text;
  }

  static std::string authorize_path(boost::json::object const& app, std::string const& more = {}) {
    return "/oauth/authorize?response_type=code&client_id=" + std::string(app.at("client_id").as_string()) +
           "&redirect_uri=" + base::percent_encode(redirect) + "&scope=read+profile&state=s%26t" + more;
  }

  // The form of the consent page, as the browser would send it.
  static std::string consent_form(std::string const& page, std::string const& decision) {
    std::string form = "decision=" + decision;
    for (auto const* name : {"csrf", "client_id", "redirect_uri", "response_type", "scope", "state",
                             "code_challenge", "code_challenge_method"}) {
      form += std::string("&") + name + "=" + base::percent_encode(unescape(field(page, name)));
    }
    return form;
  }

  static std::string unescape(std::string text) {
    for (auto at = text.find("&amp;"); at != std::string::npos; at = text.find("&amp;", at + 1)) {
      text.replace(at, 5, "&");
    }
    return text;
  }

  std::vector<Route> routes_;
  Cookies cookies_;
};
AUKLET_ON_BOTH_ENGINES(AccessApiTest);

TEST_P(AccessApiTest, AnAppRegistersAndKnowsItself) {
  auto const app = register_app();
  EXPECT_EQ(app.at("name").as_string(), "Test");
  EXPECT_TRUE(app.at("website").is_null());
  EXPECT_EQ(app.at("redirect_uri").as_string(), std::string(redirect) + "\nurn:ietf:wg:oauth:2.0:oob");
  EXPECT_EQ(boost::json::serialize(app.at("redirect_uris")),
            "[\"https://app.example/back?x=1\",\"urn:ietf:wg:oauth:2.0:oob\"]");
  EXPECT_EQ(boost::json::serialize(app.at("scopes")), R"(["read","write","profile"])");
  EXPECT_EQ(app.at("client_secret_expires_at").as_int64(), 0);
  EXPECT_EQ(app.at("client_id").as_string().size(), 43U);

  auto const token = call(Method::post, "/oauth/token", "grant_type=client_credentials",
                          {{"Authorization", "Basic " + basic(app)}});
  ASSERT_TRUE(token) << token.error().message;
  ASSERT_EQ(token->status, 200U) << boost::json::serialize(token->json);
  auto const self =
      call(Method::get, "/api/v1/apps/verify_credentials", {},
           {{"Authorization", "Bearer " + std::string(token->json.at("access_token").as_string())}});
  ASSERT_TRUE(self) << self.error().message;
  EXPECT_EQ(self->json.at("name").as_string(), "Test");
  EXPECT_FALSE(self->json.as_object().contains("client_secret"));
}

TEST_P(AccessApiTest, APersonLetsAnAppIn) {
  auto const app = register_app();
  auto const to_log_in = call(Method::get, authorize_path(app));
  ASSERT_TRUE(to_log_in) << to_log_in.error().message;
  EXPECT_EQ(to_log_in->status, 303U);
  auto const location = header(*to_log_in, "Location");
  EXPECT_THAT(location, ::testing::StartsWith("/auth/sign_in?return_to=%2Foauth%2Fauthorize%3F"));

  sign_up("alice");
  auto const page = call(Method::get, *base::percent_decode(location.substr(location.find('=') + 1), false));
  ASSERT_TRUE(page) << page.error().message;
  ASSERT_EQ(page->status, 200U);
  EXPECT_THAT(page->text, AllOf(HasSubstr("Test"), HasSubstr("alice")));
  EXPECT_EQ(header(*page, "Cache-Control"), "no-store");

  auto const approved = call(Method::post, "/oauth/authorize", consent_form(page->text, "approve"));
  ASSERT_TRUE(approved) << approved.error().message;
  EXPECT_EQ(approved->status, 303U);
  auto const back = header(*approved, "Location");
  EXPECT_THAT(back, AllOf(::testing::StartsWith("https://app.example/back?x=1&code="),
                          ::testing::EndsWith("&state=s%26t")));
  auto const code = back.substr(back.find("code=") + 5, 43);

  auto const trade =
      "grant_type=authorization_code&code=" + code + "&redirect_uri=" + base::percent_encode(redirect) +
      "&client_id=" + text_of(app, "client_id") + "&client_secret=" + text_of(app, "client_secret");
  auto const token = call(Method::post, "/oauth/token", trade);
  ASSERT_TRUE(token) << token.error().message;
  ASSERT_EQ(token->status, 200U) << boost::json::serialize(token->json);
  EXPECT_EQ(token->json.at("token_type").as_string(), "Bearer");
  EXPECT_EQ(token->json.at("scope").as_string(), "read profile");
  EXPECT_EQ(token->json.at("created_at").as_int64(), 1'775'926'510);
  EXPECT_EQ(token->json.as_object().size(), 4U);

  auto const info =
      call(Method::get, "/oauth/userinfo", {},
           {{"Authorization", "bearer " + std::string(token->json.at("access_token").as_string())}});
  ASSERT_TRUE(info) << info.error().message;
  EXPECT_EQ(info->json.at("iss").as_string(), "https://example.org/");
  EXPECT_EQ(info->json.at("sub").as_string(), "https://example.org/users/alice");
  EXPECT_EQ(info->json.at("preferred_username").as_string(), "alice");

  auto const replay = call(Method::post, "/oauth/token", trade);
  EXPECT_EQ(replay->status, 400U);
  EXPECT_EQ(replay->json.at("error").as_string(), "invalid_grant");
  EXPECT_TRUE(replay->json.at("error_description").is_string());
}

TEST_P(AccessApiTest, APersonTurnsAnAppAway) {
  auto const app = register_app();
  sign_up("alice");
  auto const page = call(Method::get, authorize_path(app));
  auto const denied = call(Method::post, "/oauth/authorize", consent_form(page->text, "deny"));
  EXPECT_THAT(header(*denied, "Location"),
              AllOf(::testing::StartsWith("https://app.example/back?x=1&error=access_denied&"),
                    HasSubstr("&state=s%26t")));
}

TEST_P(AccessApiTest, ConsentCannotBeForged) {
  auto const app = register_app();
  sign_up("alice");
  auto form = consent_form(call(Method::get, authorize_path(app))->text, "approve");
  auto const at = form.find("csrf=");
  form[at + 5] = form[at + 5] == 'A' ? 'B' : 'A';
  auto const shown_again = call(Method::post, "/oauth/authorize", form);
  EXPECT_EQ(shown_again->status, 200U);
  EXPECT_THAT(shown_again->text, HasSubstr("decision"));
  EXPECT_EQ(header(*shown_again, "Location"), "");
}

TEST_P(AccessApiTest, ACodeCanBeCopiedByHand) {
  auto const app = register_app();
  sign_up("alice");
  auto path = authorize_path(app);
  auto const address = base::percent_encode(redirect);
  path.replace(path.find(address), address.size(), "urn:ietf:wg:oauth:2.0:oob");
  auto const page = call(Method::get, path);
  auto const approved = call(Method::post, "/oauth/authorize", consent_form(page->text, "approve"));
  auto const location = header(*approved, "Location");
  ASSERT_THAT(location, ::testing::StartsWith("/oauth/authorize/native?code="));
  EXPECT_THAT(call(Method::get, location)->text, HasSubstr(location.substr(location.find('=') + 1)));
}

TEST_P(AccessApiTest, BadRequestsNeverLeadAnywhereUnregistered) {
  auto const app = register_app();
  auto path = authorize_path(app);
  auto const address = base::percent_encode(redirect);
  path.replace(path.find(address), address.size(), "https%3A%2F%2Fevil.example%2F");
  auto const shown = call(Method::get, path);
  EXPECT_EQ(shown->status, 400U);
  EXPECT_EQ(header(*shown, "Location"), "");
  EXPECT_THAT(header(*call(Method::get, authorize_path(app, "&code_challenge=x&code_challenge_method=plain")),
                     "Location"),
              ::testing::StartsWith("https://app.example/back?x=1&error=invalid_request&"));
}

TEST_P(AccessApiTest, LoggingInAndOutTurnsTheCookie) {
  sign_up("alice");
  auto const first = cookies_.at("auklet_session");
  auto const home = call(Method::get, "/");
  EXPECT_THAT(home->text, AllOf(HasSubstr("Test house"), HasSubstr("alice")));
  EXPECT_EQ(call(Method::post, "/auth/sign_out", "csrf=wrong")->status, 422U);
  EXPECT_EQ(call(Method::post, "/auth/sign_out", "csrf=" + field(home->text, "csrf"))->status, 303U);
  EXPECT_FALSE(cookies_.contains("auklet_session"));
  cookies_["auklet_session"] = first;
  EXPECT_THAT(call(Method::get, "/")->text, Not(HasSubstr("alice"))) << "the old cookie is dead";
  cookies_.clear();

  auto const page = call(Method::get, "/auth/sign_in");
  auto const csrf = field(page->text, "csrf");
  auto const wrong = call(Method::post, "/auth/sign_in", "identifier=alice&password=guess&csrf=" + csrf);
  EXPECT_EQ(wrong->status, 401U);
  EXPECT_THAT(wrong->text, HasSubstr("Wrong name or password"));
  auto const right = call(Method::post, "/auth/sign_in",
                          "identifier=alice&password=correct+horse&return_to=%2Fdeck%3Fx&csrf=" + csrf);
  EXPECT_EQ(right->status, 303U);
  EXPECT_EQ(header(*right, "Location"), "/deck?x");
  EXPECT_NE(cookies_.at("auklet_session"), first);
  EXPECT_FALSE(cookies_.contains("auklet_visitor"));
}

TEST_P(AccessApiTest, ALogInLinkLeadsNowhereElse) {
  sign_up("alice");
  for (auto const* away :
       {"https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example", "evil", "%2Fa%0Ab", ""}) {
    EXPECT_EQ(header(*call(Method::get, std::string("/auth/sign_in?return_to=") + away), "Location"), "/")
        << away;
  }
}

TEST_P(AccessApiTest, AFormWithoutItsCookieIsNotTaken) {
  auto const csrf = field(call(Method::get, "/auth/sign_up")->text, "csrf");
  cookies_.clear();
  auto const refused =
      call(Method::post, "/auth/sign_up",
           "username=eve&email=eve%40example.org&password=correct+horse&agreement=true&csrf=" + csrf);
  EXPECT_EQ(refused->status, 422U);
  EXPECT_THAT(refused->text, HasSubstr("expired"));
  EXPECT_FALSE(cookies_.contains("auklet_session"));
}

TEST_P(AccessApiTest, AnAppSignsSomebodyUp) {
  auto const app = register_app();
  auto const own = call(Method::post, "/oauth/token",
                        "grant_type=client_credentials&scope=write&client_id=" + text_of(app, "client_id") +
                            "&client_secret=" + text_of(app, "client_secret"));
  auto const bearer = "Bearer " + std::string(own->json.at("access_token").as_string());
  auto const refused =
      call(Method::post, "/api/v1/accounts", "username=admin&email=x&password=short&agreement=false",
           {{"Authorization", bearer}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  EXPECT_EQ(refused.error().fields.size(), 4U);
  auto const token =
      call(Method::post, "/api/v1/accounts",
           "username=bob&email=bob%40example.org&password=correct+horse&agreement=true&locale=en",
           {{"Authorization", bearer}});
  ASSERT_TRUE(token) << token.error().message;
  EXPECT_EQ(token->json.at("scope").as_string(), "read write profile");
  EXPECT_TRUE(
      run(authenticator.authenticate(std::string(token->json.at("access_token").as_string())))->account);
}

TEST_P(AccessApiTest, WrongClientsAndTokensAreToldInOauthWords) {
  auto const app = register_app();
  auto const unknown =
      call(Method::post, "/oauth/token", "grant_type=client_credentials&client_id=x&client_secret=y");
  EXPECT_EQ(unknown->status, 401U);
  EXPECT_EQ(unknown->json.at("error").as_string(), "invalid_client");
  auto const foreign = call(Method::post, "/oauth/revoke", "token=x&client_id=x&client_secret=y");
  EXPECT_EQ(foreign->status, 403U);
  EXPECT_EQ(foreign->json.at("error").as_string(), "unauthorized_client");
  auto const idempotent = call(
      Method::post, "/oauth/revoke",
      "token=x&client_id=" + text_of(app, "client_id") + "&client_secret=" + text_of(app, "client_secret"));
  EXPECT_EQ(idempotent->status, 200U);
  EXPECT_EQ(boost::json::serialize(idempotent->json), "{}");
}

TEST_P(AccessApiTest, ProgramsFindTheirWayByMetadata) {
  auto const metadata = call(Method::get, "/.well-known/oauth-authorization-server");
  EXPECT_EQ(metadata->json.at("issuer").as_string(), "https://example.org/");
  EXPECT_EQ(boost::json::serialize(metadata->json.at("code_challenge_methods_supported")), "[\"S256\"]");
  EXPECT_EQ(metadata->json.at("app_registration_endpoint").as_string(), "https://example.org/api/v1/apps");
}

TEST(Bearer, IsReadFromHeaderOrParameters) {
  auto const find = [](std::string header, std::string query) {
    net::Request request;
    request.query = std::move(query);
    if (!header.empty()) {
      request.headers.add("authorization", std::move(header));
    }
    return find_bearer_token(request, *net::parse_params(request)).value_or("none");
  };
  EXPECT_EQ(find("Bearer abc", ""), "abc");
  EXPECT_EQ(find("bearer  abc", ""), "abc");
  EXPECT_EQ(find("", "access_token=abc"), "abc");
  EXPECT_EQ(find("", "bearer_token=abc"), "abc");
  EXPECT_EQ(find("Bearer abc", "access_token=def"), "abc");
  EXPECT_EQ(find("Basic abc", ""), "none");
  EXPECT_EQ(find("Bearer", ""), "none");
  EXPECT_EQ(find("", "access_token[]=abc"), "none");
}

TEST(Bearer, ReadsBasicCredentials) {
  auto const find = [](std::string header) {
    net::Request request;
    request.headers.add("Authorization", std::move(header));
    auto const found = find_basic_credentials(request);
    return found ? found->id + "|" + found->secret : "none";
  };
  EXPECT_EQ(find("Basic aWQ6c2UlM0FjcmV0"), "id|se:cret");
  EXPECT_EQ(find("basic aWQ6"), "id|");
  EXPECT_EQ(find("Basic aWQ="), "none");
  EXPECT_EQ(find("Basic !!!"), "none");
  EXPECT_EQ(find("Bearer aWQ6eA=="), "none");
}

}  // namespace
}  // namespace auklet::api
