// SPDX-License-Identifier: Apache-2.0
//
// The configuration as text for people: what is in force, and what there is to decide.
#pragma once

#include <string>
#include <string_view>

#include "app/config.h"

namespace auklet::app {

// The effective configuration as TOML, each key with its source behind it. Secrets are masked.
std::string config_text(LoadedConfig const& loaded);

// docs/configuration.md, whole.
std::string config_markdown();

// `postgresql://u:secret@host/db` → `postgresql://u:***@host/db`; anything else stays.
std::string mask_password(std::string_view url);

}  // namespace auklet::app
