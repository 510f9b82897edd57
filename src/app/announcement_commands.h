// SPDX-License-Identifier: Apache-2.0
//
// Announcements on the command line. A server that runs beside it tells those who listen within a second.
#pragma once

#include <iosfwd>
#include <string>

#include "app/command_line.h"
#include "app/config.h"
#include "base/result.h"

namespace auklet::app {

// Prints the number of the new one.
Result<> create_announcement(Config const& config, NewAnnouncement const& announcement, std::ostream& out);
// One line each: number, day of publication, and the beginning of its text.
Result<> list_announcements(Config const& config, std::ostream& out);
Result<> delete_announcement(Config const& config, std::string const& id);

}  // namespace auklet::app
