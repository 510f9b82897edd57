// SPDX-License-Identifier: Apache-2.0
//
// E-mails as they go over the wire (RFC 5322), of plain text alone. Whatever a person chose (the name of a server, an
// address) can end no line and begin no field.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"

namespace auklet::mail {

struct Message {
  std::string from_name;  // may be empty
  std::string from;       // addresses alone
  std::string to;
  std::string subject;
  std::string
      id;  // of letters, digits, dots and hyphens; the same for a second attempt, so that readers show one
  std::string body;  // UTF-8, lines ended by \n
  UnixMillis written_at{};
};

// Head and body. Errors: invalid for an address with a control character, a space or a bracket in it.
Result<std::string> write(Message const& message);

}  // namespace auklet::mail
