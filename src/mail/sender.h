// SPDX-License-Identifier: Apache-2.0
//
// Writes letters and hands them to the mail server: the work of jobs. docs/decisions/0036-mail.md
#pragma once

#include <string>
#include <utility>

#include "async/task.h"
#include "base/result.h"
#include "domain/ids.h"
#include "mail/message.h"
#include "net/smtp_client.h"
#include "service/environment.h"
#include "service/letter_service.h"

namespace auklet::mail {

// What the letter says. `server`: what the server is called.
Message compose(service::LetterDetails const& details, std::string const& server,
                std::string const& base_url);

class Sender {
 public:
  struct World {
    service::Environment const& env;
    service::LetterService const& letters;
    net::SmtpClient& smtp;
    std::string server;  // its title
    std::string from;
  };
  explicit Sender(World world) : world_(std::move(world)) {}

  // A letter that is used, expired or refused for good is not sent, and that is fine. Errors that a later attempt may
  // mend: unavailable.
  Task<Result<>> send(LetterId id);

 private:
  World const world_;
};

}  // namespace auklet::mail
