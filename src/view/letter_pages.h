// SPDX-License-Identifier: Apache-2.0
//
// The pages that links in e-mails lead to, and those that ask for such e-mails; made like those of pages.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "view/page_frame.h"

namespace auklet::view {

// GET and POST /auth/confirmation/new and /auth/password/new: email, csrf
struct AskLetterPage {
  Site site;
  bool for_password = false;
  std::string error;
  std::string csrf;
};
std::string ask_letter_page(AskLetterPage const& page);

// GET /auth/confirmation?confirmation_token=…; posted there: confirmation_token, csrf. Programs that look at mails follow
// links too; only a person presses a button.
struct ConfirmPage {
  Site site;
  std::string token;
  std::string error;
  std::string csrf;
};
std::string confirm_page(ConfirmPage const& page);

// GET /auth/password/edit?reset_password_token=…; posted to /auth/password: reset_password_token, password, csrf
struct NewPasswordPage {
  Site site;
  std::string token;
  std::string error;
  std::vector<FieldError> errors;
  std::string csrf;
};
std::string new_password_page(NewPasswordPage const& page);

// That something was done, and where to go from there.
struct NoticePage {
  Site site;
  std::string_view title;
  std::string message;
  std::string_view link;
  std::string_view link_text;
};
std::string notice_page(NoticePage const& page);

}  // namespace auklet::view
