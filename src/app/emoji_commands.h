// SPDX-License-Identifier: Apache-2.0
//
// The emojis of the server on the command line. A server that runs beside it shows them within a second.
#pragma once

#include <iosfwd>
#include <string>

#include "app/command_line.h"
#include "app/config.h"
#include "base/result.h"

namespace auklet::app {

Result<> add_emoji(Config const& config, EmojiWords const& words);
// One line each: shortcode, and its category; hidden ones say so.
Result<> list_emojis(Config const& config, std::ostream& out);
Result<> remove_emoji(Config const& config, std::string const& shortcode);

}  // namespace auklet::app
