// SPDX-License-Identifier: Apache-2.0
//
// Hands e-mail to the one server that the operator names (RFC 5321). That server may be inside of their network; what
// strangers say never decides where this client connects to.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>
#include <utility>

#include "async/blocking_pool.h"
#include "async/task.h"
#include "base/result.h"

namespace auklet::net {

struct SmtpOptions {
  // smtp:// or smtps://, a host and perhaps a port. Over smtp:// nothing is said before STARTTLS, unless the host is a
  // loopback address or localhost: there it is never encrypted.
  std::string url;
  std::string user = {};  // empty: no log-in
  std::string password = {};
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds timeout{60'000};
  std::size_t connections_max = 2;
  std::size_t queue_max = 64;
};

struct OutgoingMail {
  std::string from;  // addresses alone, without any < and >
  std::string to;
  std::string text;  // head and body (RFC 5322), lines ended by \r\n
};

class SmtpClient {
 public:
  explicit SmtpClient(SmtpOptions options)
      : options_(std::move(options)), pool_(options_.connections_max, options_.queue_max) {}
  ~SmtpClient() { stopping_ = true; }
  SmtpClient(SmtpClient const&) = delete;
  SmtpClient& operator=(SmtpClient const&) = delete;

  // The server has taken it when this returns. Errors: invalid for an address that no line of SMTP can hold, and when the
  // server will never take it (a reply of 5xx to the recipient or the text); unavailable for all that a later attempt may
  // mend. The details name neither password nor text.
  Task<Result<>> send(OutgoingMail mail);

 private:
  Result<> run(OutgoingMail const& mail) const;

  SmtpOptions const options_;
  std::atomic<bool> stopping_ = false;
  async::BlockingPool pool_;
};

}  // namespace auklet::net
