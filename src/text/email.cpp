// SPDX-License-Identifier: Apache-2.0
#include "text/email.h"

#include "base/encoding.h"
#include "text/unicode.h"

namespace auklet::text {

namespace {

std::unexpected<Error> refuse(std::string code, std::string description) {
  return std::unexpected(Error{ErrorKind::invalid,
                               "Validation failed: Email " + description,
                               {},
                               {{"email", std::move(code), std::move(description)}}});
}

// Nothing at all is no address either: Mastodon says both, and clients show both.
std::unexpected<Error> refuse_blank() {
  auto error = refuse("ERR_BLANK", "can't be blank");
  error.error().fields.push_back({"email", "ERR_INVALID", "is invalid"});
  return error;
}

bool is_local_part(std::string_view local) {
  if (local.empty() || local.size() > email_local_bytes_max || local.starts_with('.') ||
      local.ends_with('.') || local.contains("..")) {
    return false;
  }
  for (std::size_t at = 0; at < local.size();) {
    auto const [code, end] = decode_at(local, at);
    if (is_space(code) || is_control(code) || is_bidi_override(code) ||
        std::u32string_view{U"\"(),:;<>@[]\\"}.contains(code)) {
      return false;
    }
    at = end;
  }
  return true;
}

bool is_mail_domain(std::string_view domain) {
  auto const ascii = host_to_ascii(domain);
  return ascii && (ascii->contains('.') || *ascii == "localhost");
}

}  // namespace

Result<> validate_email(std::string_view email) {
  if (email.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return refuse_blank();
  }
  if (email.size() > email_bytes_max) {
    return refuse("ERR_TOO_LONG", "is too long (maximum is 254 characters)");
  }
  auto const at = email.find('@');
  if (at == std::string_view::npos || !base::is_utf8(email) || !is_local_part(email.substr(0, at)) ||
      !is_mail_domain(email.substr(at + 1))) {
    return refuse("ERR_INVALID", "is invalid");
  }
  return {};
}

std::string fold_email(std::string_view email) {
  auto const at = email.rfind('@');
  if (at == std::string_view::npos) {
    return fold_compatible(email);
  }
  auto const domain = email.substr(at + 1);
  return fold_compatible(email.substr(0, at)) + '@' +
         host_to_ascii(domain).value_or(base::ascii_lower(domain));
}

}  // namespace auklet::text
