// SPDX-License-Identifier: Apache-2.0
#include "net/smtp_client.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <memory>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "net/curl_library.h"

namespace auklet::net {

namespace {

// What the callbacks of one exchange know.
struct Exchange {
  std::string_view unsent;
  std::atomic<bool> const& stopping;
};

std::size_t give_text(char* out, std::size_t size, std::size_t count, void* user) {
  auto& unsent = static_cast<Exchange*>(user)->unsent;
  auto const length = std::min(size * count, unsent.size());
  std::copy_n(unsent.data(), length, out);
  unsent.remove_prefix(length);
  return length;
}

std::size_t pass_over(char*, std::size_t size, std::size_t count, void*) {
  return size * count;
}

int look_up(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Exchange*>(user)->stopping.load() ? 1 : 0;
}

bool is_loopback(std::string_view url) {
  auto host = url.substr(std::min(url.find("://") + 3, url.size()));
  host = host.substr(0, host.find_first_of(":/"));
  boost::system::error_code error;
  auto const address = boost::asio::ip::make_address(std::string(host), error);
  return host == "localhost" || (!error && address.is_loopback());
}

// As it stands in a line of SMTP: nothing that ends the address, or the line.
bool is_plain_address(std::string_view address) {
  auto const at = address.rfind('@');
  return at != std::string_view::npos && at > 0 && at + 1 < address.size() &&
         std::ranges::none_of(address,
                              [](unsigned char c) { return c <= ' ' || c == 0x7F || c == '<' || c == '>'; });
}

Error failure(CURL* handle, CURLcode code, std::string const& url) {
  long reply = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &reply);
  auto detail = fmt::format("{}: {}, the last reply was {}", url, curl_easy_strerror(code), reply);
  // What is wrong with the log-in is mended by who runs this server.
  auto const is_final = reply >= 500 && reply < 600 && code != CURLE_LOGIN_DENIED;
  return {is_final ? ErrorKind::invalid : ErrorKind::unavailable,
          is_final ? "The mail server refuses this letter" : "The letter could not be handed over",
          std::move(detail),
          {}};
}

}  // namespace

Task<Result<>> SmtpClient::send(OutgoingMail mail) {
  auto done = co_await pool_.run([this, &mail] { return run(mail); });
  if (!done) {
    co_return std::unexpected(std::move(done).error());
  }
  co_return *std::move(done);
}

Result<> SmtpClient::run(OutgoingMail const& mail) const {
  if (!is_plain_address(mail.from) || !is_plain_address(mail.to)) {
    return fail(ErrorKind::invalid, "This address cannot be written to");
  }
  start_curl();
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> const handle(curl_easy_init(), curl_easy_cleanup);
  CHECK(handle != nullptr);
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> const recipients(
      curl_slist_append(nullptr, fmt::format("<{}>", mail.to).c_str()), curl_slist_free_all);
  CHECK(recipients != nullptr);
  Exchange exchange{mail.text, stopping_};
  auto const set = [&handle](CURLoption option, auto value) {
    CHECK(curl_easy_setopt(handle.get(), option, value) == CURLE_OK);
  };
  // What stands behind the slash is how this server calls itself in EHLO.
  auto const url = options_.url + "/" + mail.from.substr(mail.from.rfind('@') + 1);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(CURLOPT_PROXY, "");
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_USE_SSL, static_cast<long>(is_loopback(options_.url) ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(options_.timeout.count()));
  if (!options_.user.empty()) {
    set(CURLOPT_USERNAME, options_.user.c_str());
    set(CURLOPT_PASSWORD, options_.password.c_str());
  }
  auto const sender = fmt::format("<{}>", mail.from);
  set(CURLOPT_MAIL_FROM, sender.c_str());
  set(CURLOPT_MAIL_RCPT, recipients.get());
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_READFUNCTION, give_text);
  set(CURLOPT_READDATA, &exchange);
  set(CURLOPT_WRITEFUNCTION, pass_over);
  set(CURLOPT_XFERINFOFUNCTION, look_up);
  set(CURLOPT_XFERINFODATA, &exchange);
  set(CURLOPT_NOPROGRESS, 0L);
  auto const code = curl_easy_perform(handle.get());
  if (code != CURLE_OK) {
    return std::unexpected(failure(handle.get(), code, options_.url));
  }
  return {};
}

}  // namespace auklet::net
