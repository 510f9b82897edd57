// SPDX-License-Identifier: Apache-2.0
#include "app/config_text.h"

#include <fmt/format.h>

#include <type_traits>

#include "app/config_keys.h"

namespace auklet::app {

namespace {

std::string toml_text(bool value) {
  return value ? "true" : "false";
}
std::string toml_text(std::int64_t value) {
  return fmt::to_string(value);
}

std::string toml_text(std::string const& value) {
  std::string out = "\"";
  for (auto const c : value) {
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    out += c;
  }
  return out + '"';
}

std::string toml_text(std::vector<std::string> const& values) {
  std::string out = "[";
  for (auto const& value : values) {
    out += out.size() > 1 ? ", " : "";
    out += toml_text(value);
  }
  return out + "]";
}

std::string value_text(Config const& config, ConfigKey const& key) {
  return std::visit([&](auto member) { return toml_text(config.*member); }, key.member);
}

std::string default_text(ConfigKey const& key) {
  return key.derived.empty() ? fmt::format("`{}`", value_text(Config{}, key)) : std::string(key.derived);
}

constexpr std::string_view markdown_head = R"(# Configuration

With no configuration at all, `auklet serve` answers on http://localhost:8080 and keeps its data in `./data`.

A key is set in one of three places; the first one that has it wins:

1. a flag of the command line, for the keys that have one,
2. an environment variable: `AUKLET_` and the key in capitals, with `_` for `.` (a list is separated by commas),
3. a TOML file: `--config PATH`, or the file that `AUKLET_CONFIG` names, or `./auklet.toml` when there is one.

An unknown key, a value of the wrong type and a value out of range are errors, and the message names the key, the place
and what is allowed. `auklet config` prints what is in force and where each value comes from; `auklet doctor` checks
that it will work.

```toml
domain = "social.example"
listen = "127.0.0.1:8080"     # a proxy in front speaks TLS
data_dir = "/var/lib/auklet"

[registrations]
open = false
```

To open the server to the network put a proxy with TLS in front of it, set `domain` to the public name, and name the
proxy's address in `trusted_proxies`. `listen = "0.0.0.0:8080"` accepts connections from other machines.

This page is printed by `auklet config --markdown`, and a test holds it to the code.

| Key | Allowed | Default | Environment, flag | Meaning |
|---|---|---|---|---|
)";

}  // namespace

std::string mask_password(std::string_view url) {
  auto const scheme = url.find("://");
  auto const at = url.rfind('@');
  if (scheme == std::string_view::npos || at == std::string_view::npos || at < scheme) {
    return std::string(url);
  }
  auto const colon = url.find(':', scheme + 3);
  if (colon == std::string_view::npos || colon > at) {
    return std::string(url);
  }
  return fmt::format("{}:***{}", url.substr(0, colon), url.substr(at));
}

std::string config_text(LoadedConfig const& loaded) {
  auto shown = loaded.config;
  shown.database = mask_password(shown.database);
  std::string out;
  for (auto const& key : config_keys()) {
    auto const found = loaded.sources.find(key.name);
    auto const source = found == loaded.sources.end() ? Source::default_ : found->second;
    out += fmt::format("{} = {}  # {}", key.name, value_text(shown, key), to_string(source));
    switch (source) {
      case Source::default_:
        break;
      case Source::file:
        out += fmt::format(" {}", loaded.file);
        break;
      case Source::environment:
        out += fmt::format(" {}", environment_name(key));
        break;
      case Source::flag:
        out += fmt::format(" {}", flag_name(key));
        break;
    }
    out += '\n';
  }
  return out;
}

std::string config_markdown() {
  std::string out(markdown_head);
  for (auto const& key : config_keys()) {
    out += fmt::format("| `{}` | {} | {} | `{}`{} | {} |\n", key.name, allowed_text(key), default_text(key),
                       environment_name(key), key.flag ? fmt::format(", `{}`", flag_name(key)) : "", key.doc);
  }
  return out;
}

}  // namespace auklet::app
