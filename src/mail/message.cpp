// SPDX-License-Identifier: Apache-2.0
#include "mail/message.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/encoding.h"
#include "base/time_text.h"
#include "text/unicode.h"

namespace auklet::mail {

namespace {

constexpr std::size_t encoded_line_bytes = 76;  // RFC 2045, section 6.8
constexpr std::size_t word_bytes_max =
    39;  // of a text in an encoded word: with the name of its field a line stays below 78 (RFC 2047, 2)

bool is_address(std::string_view address) {
  return address.contains('@') && std::ranges::none_of(address, [](unsigned char c) {
           return c <= ' ' || c == 0x7F || c == '<' || c == '>' || c == '"' || c == '(' || c == ')' ||
                  c == ',' || c == ';';
         });
}

bool is_plain(std::string_view text) {
  return std::ranges::all_of(text, [](unsigned char c) {
    return c == ' ' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           c == '.' || c == '-' || c == '_' || c == '@' || c == '\'';
  });
}

std::string base64(std::string_view text) {
  return base::base64(std::span(reinterpret_cast<std::uint8_t const*>(text.data()), text.size()));
}

// As HTTP writes it, but for the name of the zone, which is out of use here.
std::string mail_date(UnixMillis time) {
  auto date = base::http_date(time);
  date.replace(date.rfind(' ') + 1, std::string::npos, "+0000");
  return date;
}

// A text in the head: as it is when nothing in it means anything there, else as encoded words (RFC 2047).
std::string head_text(std::string_view text) {
  if (is_plain(text) && text.size() < encoded_line_bytes) {
    return std::string(text);
  }
  std::string out;
  while (!text.empty()) {
    std::size_t end = 0;
    for (std::size_t next = 0; next < text.size();) {  // no character is cut
      next = text::decode_at(text, next).end;
      if (next > word_bytes_max) {
        break;
      }
      end = next;
    }
    out += (out.empty() ? "" : "\r\n ") + fmt::format("=?UTF-8?B?{}?=", base64(text.substr(0, end)));
    text.remove_prefix(end);
  }
  return out;
}

std::string encoded(std::string_view body) {
  std::string with_line_ends;
  for (auto const c : body) {
    with_line_ends += c == '\n' ? "\r\n" : std::string(1, c);
  }
  auto const whole = base64(with_line_ends);
  std::string out;
  for (std::size_t at = 0; at < whole.size(); at += encoded_line_bytes) {
    out += whole.substr(at, encoded_line_bytes) + "\r\n";
  }
  return out;
}

}  // namespace

Result<std::string> write(Message const& message) {
  if (!is_address(message.from) || !is_address(message.to)) {
    return fail(ErrorKind::invalid, "This address cannot be written to");
  }
  auto const host = message.from.substr(message.from.rfind('@') + 1);
  auto const name = message.from_name.empty() ? "" : head_text(message.from_name) + " ";
  // Base64 carries any text over any relay, and no line of it is one that SMTP knows.
  return fmt::format(
             "Date: {}\r\nFrom: {}<{}>\r\nTo: <{}>\r\nSubject: {}\r\nMessage-ID: <{}@{}>\r\n"
             "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
             "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n",
             mail_date(message.written_at), name, message.from, message.to, head_text(message.subject),
             message.id, host) +
         encoded(message.body);
}

}  // namespace auklet::mail
