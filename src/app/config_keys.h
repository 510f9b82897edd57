// SPDX-License-Identifier: Apache-2.0
//
// The table of all configuration keys: the one place where a key is named, bounded and explained.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/config.h"

namespace auklet::app {

using ConfigMember = std::variant<bool Config::*, std::int64_t Config::*, std::string Config::*,
                                  std::vector<std::string> Config::*>;

struct ConfigKey {
  std::string_view name;
  ConfigMember member;
  std::string_view doc;
  bool flag = false;              // also a flag of the command line
  std::int64_t min = 0;           // of a number
  std::int64_t max = 0;           // of a number
  std::string_view allowed = {};  // of a text, or of each text in a list: what is allowed, in words …
  bool (*valid)(std::string_view) = nullptr;  // … and in code
  std::string_view derived = {};              // how the default comes about, when it is not a constant
};

std::span<ConfigKey const> config_keys();

// Nothing when there is no such key.
ConfigKey const* find_key(std::string_view name);
ConfigKey const* find_key_of_environment(std::string_view variable);

std::string environment_name(ConfigKey const& key);  // `limits.body_bytes` → AUKLET_LIMITS_BODY_BYTES
std::string flag_name(ConfigKey const& key);         // `data_dir` → --data-dir

// `a whole number from 1 to 64`, `true or false`, …
std::string allowed_text(ConfigKey const& key);

// The name among the candidates with the smallest edit distance; empty only when there are none.
std::string nearest_name(std::string_view name, std::span<std::string const> candidates);

}  // namespace auklet::app
