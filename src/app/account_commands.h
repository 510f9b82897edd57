// SPDX-License-Identifier: Apache-2.0
//
// The commands that work on the database alone; a server may run beside them and learns of changes within a minute.
#pragma once

#include <iosfwd>
#include <string>

#include "app/command_line.h"
#include "app/config.h"
#include "base/result.h"

namespace auklet::app {

Result<> create_account(Config const& config, NewAccount const& account);
// One line an account: name, e-mail address, role, `disabled` where it is, and since when.
Result<> list_accounts(Config const& config, std::ostream& out);
Result<> set_password(Config const& config, std::string const& username, std::string const& password);
Result<> set_disabled(Config const& config, std::string const& username, bool disabled);

Result<> migrate(Config const& config);

// Engine and schema of the database, for the doctor. Makes nothing: a file that is not there yet is fine.
Result<std::string> probe_database(Config const& config);

}  // namespace auklet::app
