// SPDX-License-Identifier: Apache-2.0
#include "mail/sender.h"

#include <fmt/format.h>

#include <utility>

#include "base/log.h"

namespace auklet::mail {

Message compose(service::LetterDetails const& details, std::string const& server,
                std::string const& base_url) {
  auto const& letter = details.letter;
  auto const confirms = letter.purpose == LetterPurpose::confirm;
  Message message{.from_name = server,
                  .from = {},
                  .to = letter.email,
                  .subject = {},
                  .id = "letter." + to_text(letter.id),
                  .body = {},
                  .written_at = letter.created_at};
  if (confirms) {
    message.subject = "Confirm your address for " + server;
    message.body = fmt::format(
        "Welcome, {}!\n\nYou have signed up at {}. Please follow this link to show that this address is "
        "yours:\n\n{}/auth/confirmation?confirmation_token={}\n\nIt is good for two days. If you have not "
        "signed up, you need do nothing.\n",
        details.username, server, base_url, details.token);
  } else {
    message.subject = "Choose a new password for " + server;
    message.body = fmt::format(
        "Hello, {}!\n\nSomebody, hopefully you, wants to choose a new password at {}. Follow this link to do "
        "so:\n\n{}/auth/password/edit?reset_password_token={}\n\nIt is good for six hours. If it was not "
        "you, "
        "you need do nothing: your password stays as it is.\n",
        details.username, server, base_url, details.token);
  }
  return message;
}

Task<Result<>> Sender::send(LetterId id) {
  CO_TRY(auto const details, co_await world_.letters.find(id));
  if (!details || !world_.letters.are_sent()) {
    co_return Result<>{};
  }
  auto message = compose(*details, world_.server, world_.env.identity.base_url);
  message.from = world_.from;
  CO_TRY(auto text, write(message));
  auto sent = co_await world_.smtp.send({.from = message.from, .to = message.to, .text = std::move(text)});
  if (!sent && sent.error().kind == ErrorKind::invalid) {
    log::warn("letter {} is refused for good: {}", to_text(id), sent.error().detail);
    co_return Result<>{};
  }
  co_return sent;
}

}  // namespace auklet::mail
