// SPDX-License-Identifier: Apache-2.0
//
// What the pages of the server share: who sits at the browser, forms that only this browser can send, and
// answers that a browser takes safely.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/call.h"
#include "domain/ids.h"
#include "view/page_frame.h"

namespace auklet::api {

// A browser is known by one of two cookies: of its session once somebody has logged in, else of a visitor,
// which only binds forms to it.
class Browser {
 public:
  // Reads the cookies and asks whose session it is.
  static Task<Result<Browser>> of(Call& call);

  std::optional<AccountId> account() const { return account_; }
  // What a form must carry as `csrf`. A browser without a cookie gets one with the next reply.
  std::string const& csrf() const { return csrf_; }
  std::string const& session() const { return session_; }

  // Whether the form of this call comes from a page that was made for this browser.
  bool sent_by_own_form(Call const& call) const;

  // A page for this browser alone, with the visitor's cookie when it is new.
  Reply page(std::string html, unsigned status = 200) const;

  // Sends the browser on after a form, with the cookie of a session that has just begun.
  Reply log_in(std::string const& session, std::string location) const;
  // The same, without any session.
  Reply log_out(std::string location) const;

 private:
  std::string cookie(std::string_view name, std::string_view value, std::int64_t max_age_seconds) const;

  std::string session_;
  std::string visitor_;
  std::string new_visitor_;
  std::optional<AccountId> account_;
  std::string csrf_;
  bool secure_ = false;
};

inline constexpr char const* stale_form = "This form has expired. Please send it once more.";

// How the server calls itself on its pages.
view::Site site_of(Call const& call);

// The same for pages that the web client takes over where it is in use, and such a page.
view::Site public_site_of(Call const& call);
Reply with_client(Reply page);

// The account at the browser as pages greet it. ErrorKind::not_found when it is gone.
Task<Result<view::Viewer>> viewer_of(Call& call, AccountId account);

// An error told to a person instead of a program.
Reply error_reply(Call const& call, Browser const& browser, Error error);

// 303: whatever was sent, fetch this next.
Reply see_other(std::string location);

// `return_to` of the call when it is a path of this server, else `/`: a link to a log-in page must not lead
// elsewhere.
std::string read_return_to(Call const& call);

// A text of the call; empty when it is absent or no text.
std::string read_text(Call const& call, std::string_view name);

}  // namespace auklet::api
