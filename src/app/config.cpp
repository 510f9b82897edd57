// SPDX-License-Identifier: Apache-2.0
#include "app/config.h"

#include <fmt/format.h>
#include <unistd.h>

#include <toml++/toml.h>
#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "app/config_keys.h"
#include "base/encoding.h"

namespace auklet::app {

namespace {

constexpr std::string_view environment_prefix = "AUKLET_";
constexpr std::string_view file_variable = "AUKLET_CONFIG";
constexpr std::string_view usual_file = "auklet.toml";

// Where a value was set, for error messages: "AUKLET_LISTEN in the environment".
std::unexpected<Error> refuse(ConfigKey const& key, std::string_view where, std::string_view value) {
  return fail(ErrorKind::invalid, fmt::format("{} ({}): {} is not allowed; it must be {}", key.name, where,
                                              value, allowed_text(key)));
}

// Sets one key from a value of its own type, whoever gave it.
class Setter {
 public:
  Setter(LoadedConfig& loaded, ConfigKey const& key, Source source, std::string where)
      : loaded_(loaded), key_(key), source_(source), where_(std::move(where)) {}

  Result<> set(bool Config::* member, bool value) { return store(member, value); }

  Result<> set(std::int64_t Config::* member, std::int64_t value) {
    if (value < key_.min || value > key_.max) {
      return refuse(key_, where_, fmt::to_string(value));
    }
    return store(member, value);
  }

  Result<> set(std::string Config::* member, std::string value) {
    TRY_OK(check_text(value));
    return store(member, std::move(value));
  }

  Result<> set(std::vector<std::string> Config::* member, std::vector<std::string> values) {
    for (auto const& value : values) {
      TRY_OK(check_text(value));
    }
    return store(member, std::move(values));
  }

  std::unexpected<Error> refuse_value(std::string_view value) const { return refuse(key_, where_, value); }

 private:
  Result<> check_text(std::string const& value) const {
    if (key_.valid(value)) {
      return {};
    }
    // A database address may hold a password: never repeat it.
    return refuse(key_, where_, key_.name == "database" ? "this" : fmt::format("\"{}\"", value));
  }

  template <class Member, class Value>
  Result<> store(Member member, Value value) {
    loaded_.config.*member = std::move(value);
    loaded_.sources[key_.name] = source_;
    return {};
  }

  LoadedConfig& loaded_;
  ConfigKey const& key_;
  Source source_;
  std::string where_;
};

std::optional<bool> parse_bool(std::string_view text) {
  if (text == "true" || text == "1" || text == "yes" || text == "on") {
    return true;
  }
  if (text == "false" || text == "0" || text == "no" || text == "off") {
    return false;
  }
  return std::nullopt;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && !text.empty() ? std::optional{value}
                                                                                   : std::nullopt;
}

std::string_view trim(std::string_view text) {
  auto const first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view{}
                                         : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string> parse_list(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    auto const comma = text.find(',');
    if (auto const item = trim(text.substr(0, comma)); !item.empty()) {
      items.emplace_back(item);
    }
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return items;
}

// A value from a flag or the environment: text whose meaning the key decides.
struct SetFromText {
  Setter& setter;
  std::string const& text;

  Result<> operator()(bool Config::* member) const {
    auto const value = parse_bool(text);
    return value ? setter.set(member, *value) : setter.refuse_value(fmt::format("\"{}\"", text));
  }
  Result<> operator()(std::int64_t Config::* member) const {
    auto const value = parse_integer(text);
    return value ? setter.set(member, *value) : setter.refuse_value(fmt::format("\"{}\"", text));
  }
  Result<> operator()(std::string Config::* member) const { return setter.set(member, text); }
  Result<> operator()(std::vector<std::string> Config::* member) const {
    return setter.set(member, parse_list(text));
  }
};

// A value from the file: it has a type already.
struct SetFromToml {
  Setter& setter;
  toml::node const& node;

  Result<> operator()(bool Config::* member) const {
    auto const* value = node.as_boolean();
    return value != nullptr ? setter.set(member, value->get()) : wrong_type();
  }
  Result<> operator()(std::int64_t Config::* member) const {
    auto const* value = node.as_integer();
    return value != nullptr ? setter.set(member, value->get()) : wrong_type();
  }
  Result<> operator()(std::string Config::* member) const {
    auto const* value = node.as_string();
    return value != nullptr ? setter.set(member, value->get()) : wrong_type();
  }
  Result<> operator()(std::vector<std::string> Config::* member) const {
    auto const* array = node.as_array();
    if (array == nullptr) {
      return wrong_type();
    }
    std::vector<std::string> items;
    for (auto const& item : *array) {
      auto const* text = item.as_string();
      if (text == nullptr) {
        return wrong_type();
      }
      items.push_back(text->get());
    }
    return setter.set(member, std::move(items));
  }

  Result<> wrong_type() const {
    std::ostringstream type;
    type << node.type();
    return setter.refuse_value(fmt::format("a value of type {}", type.str()));
  }
};

std::unexpected<Error> unknown_key(std::string_view name, std::string_view where) {
  std::vector<std::string> names;
  for (auto const& key : config_keys()) {
    names.emplace_back(key.name);
  }
  return fail(ErrorKind::invalid, fmt::format("{} (in {}): there is no such key; the nearest is {}", name,
                                              where, nearest_name(name, names)));
}

std::unexpected<Error> unknown_variable(std::string_view variable) {
  std::vector<std::string> names{std::string(file_variable)};
  for (auto const& key : config_keys()) {
    names.push_back(environment_name(key));
  }
  return fail(ErrorKind::invalid,
              fmt::format("{} (in the environment): there is no such key; the nearest is {}", variable,
                          nearest_name(variable, names)));
}

Result<> read_table(LoadedConfig& loaded, toml::table const& table, std::string const& prefix) {
  for (auto const& [name_node, node] : table) {
    auto const name = prefix + std::string(name_node.str());
    auto const where = fmt::format("{} line {}", loaded.file, node.source().begin.line);
    if (auto const* key = find_key(name)) {
      Setter setter(loaded, *key, Source::file, where);
      TRY_OK(std::visit(SetFromToml{setter, node}, key->member));
    } else if (auto const* inner = node.as_table()) {
      TRY_OK(read_table(loaded, *inner, name + "."));
    } else {
      return unknown_key(name, where);
    }
  }
  return {};
}

Result<> read_file(LoadedConfig& loaded, std::string const& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string const text(std::istreambuf_iterator<char>(stream), {});
  if (!stream.is_open() || stream.bad()) {
    return fail(ErrorKind::invalid, fmt::format("{}: the configuration file cannot be read", path));
  }
  loaded.file = path;
  try {
    return read_table(loaded, toml::parse(text, path), "");
  } catch (toml::parse_error const& e) {
    return fail(ErrorKind::invalid,
                fmt::format("{} line {}: {}", path, e.source().begin.line, e.description()));
  }
}

std::optional<std::string> file_to_read(ConfigInputs const& inputs) {
  if (inputs.file) {
    return inputs.file;
  }
  for (auto const& [name, value] : inputs.environment) {
    if (name == file_variable && !value.empty()) {
      return value;
    }
  }
  if (std::filesystem::exists(usual_file)) {
    return std::string(usual_file);
  }
  return std::nullopt;
}

Result<> read_environment(LoadedConfig& loaded, TextPairs const& environment) {
  for (auto const& [name, value] : environment) {
    if (!name.starts_with(environment_prefix) || name == file_variable) {
      continue;
    }
    auto const* key = find_key_of_environment(name);
    if (key == nullptr) {
      return unknown_variable(name);
    }
    Setter setter(loaded, *key, Source::environment, name + " in the environment");
    TRY_OK(std::visit(SetFromText{setter, value}, key->member));
  }
  return {};
}

Result<> read_flags(LoadedConfig& loaded, TextPairs const& flags) {
  for (auto const& [name, value] : flags) {
    auto const* key = find_key(name);
    if (key == nullptr) {
      return unknown_key(name, "flags");
    }
    Setter setter(loaded, *key, Source::flag, flag_name(*key));
    TRY_OK(std::visit(SetFromText{setter, value}, key->member));
  }
  return {};
}

// Fills in what follows from other keys.
Result<> complete(Config& config) {
  TRY(auto const listen, parse_listen(config.listen));
  if (config.domain.empty()) {
    config.domain = listen.port == 0 ? "localhost" : fmt::format("localhost:{}", listen.port);
  }
  if (config.public_url.empty()) {
    config.public_url = (is_loopback_domain(config.domain) ? "http://" : "https://") + config.domain;
  }
  if (config.database.empty()) {
    config.database = fmt::format("sqlite:{}/auklet.db", config.data_dir);
  }
  if (config.secret_key_file.empty()) {
    config.secret_key_file = config.data_dir + "/secret.key";
  }
  if (config.media_dir.empty()) {
    config.media_dir = config.data_dir + "/media";
  }
  if (!config.media_s3_endpoint.empty() &&
      (config.media_s3_bucket.empty() || config.media_s3_key_id.empty() ||
       config.media_s3_secret_file.empty() || config.media_public_url.empty())) {
    return fail(
        ErrorKind::invalid,
        "media.s3_endpoint needs media.s3_bucket, media.s3_key_id, media.s3_secret_file and media.public_url "
        "beside it");
  }
  if (!config.mail_smtp_url.empty() && config.mail_from.empty()) {
    return fail(ErrorKind::invalid, "mail.smtp_url needs mail.from beside it");
  }
  if (config.mail_smtp_user.empty() != config.mail_smtp_password_file.empty()) {
    return fail(ErrorKind::invalid, "mail.smtp_user and mail.smtp_password_file need each other");
  }
  if (config.translation_service.empty() &&
      !(config.translation_url.empty() && config.translation_api_key_file.empty())) {
    return fail(ErrorKind::invalid,
                "translation.url and translation.api_key_file need translation.service beside them");
  }
  if (config.translation_service == "libretranslate" && config.translation_url.empty()) {
    return fail(ErrorKind::invalid, "translation.service = libretranslate needs translation.url beside it");
  }
  if (config.translation_service == "deepl" && config.translation_api_key_file.empty()) {
    return fail(ErrorKind::invalid, "translation.service = deepl needs translation.api_key_file beside it");
  }
  if (config.translation_service == "deepl" && config.translation_url.empty()) {
    config.translation_url = "https://api-free.deepl.com";
  }
  if (config.media_public_url.empty()) {
    config.media_public_url = config.public_url + "/media";
  }
  if (config.languages.empty()) {
    return fail(ErrorKind::invalid, "languages: at least one language is needed");
  }
  if (!listen.loopback && config.test_password_grant) {
    return fail(
        ErrorKind::invalid,
        fmt::format("test.password_grant = true is for test runs and refused on {}: listen on 127.0.0.1 or "
                    "[::1], or set it to false",
                    config.listen));
  }
  if (!listen.loopback && !config.test_loopback_ports.empty()) {
    return fail(
        ErrorKind::invalid,
        fmt::format(
            "test.loopback_ports is for test runs and refused on {}: listen on 127.0.0.1 or [::1], or "
            "leave it out",
            config.listen));
  }
  if (!listen.loopback && !config.limits_enabled) {
    return fail(
        ErrorKind::invalid,
        fmt::format("limits.enabled = false is for test runs and refused on {}: listen on 127.0.0.1 or "
                    "[::1], or set it to true",
                    config.listen));
  }
  return {};
}

}  // namespace

std::string_view to_string(Source source) {
  switch (source) {
    case Source::default_:
      return "default";
    case Source::file:
      return "file";
    case Source::environment:
      return "environment";
    case Source::flag:
      return "flag";
  }
  return "default";
}

Result<LoadedConfig> load_config(ConfigInputs const& inputs) {
  LoadedConfig loaded;
  if (auto const file = file_to_read(inputs)) {
    TRY_OK(read_file(loaded, *file));
  }
  TRY_OK(read_environment(loaded, inputs.environment));
  TRY_OK(read_flags(loaded, inputs.flags));
  TRY_OK(complete(loaded.config));
  return loaded;
}

TextPairs process_environment() {
  TextPairs pairs;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    std::string_view const text = *entry;
    if (auto const equals = text.find('='); equals != std::string_view::npos) {
      pairs.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
  }
  return pairs;
}

Result<ListenAddress> parse_listen(std::string_view text) {
  auto const bad = [&] {
    return fail(ErrorKind::invalid,
                fmt::format("\"{}\" is not address:port, such as 127.0.0.1:8080 or [::1]:8080", text));
  };
  auto const colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    return bad();
  }
  auto const port = parse_integer(text.substr(colon + 1));
  if (!port || *port < 0 || *port > 65535) {
    return bad();
  }
  auto host = text.substr(0, colon);
  auto const bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) {
    host = host.substr(1, host.size() - 2);
  } else if (host == "localhost") {
    host = "127.0.0.1";
  }
  boost::system::error_code error;
  auto const address = boost::asio::ip::make_address(host, error);
  if (error || address.is_v6() != bracketed) {
    return bad();
  }
  return ListenAddress{address.to_string(), static_cast<std::uint16_t>(*port), address.is_loopback()};
}

std::optional<std::chrono::month_day> parse_day_of_year(std::string_view text) {
  auto const month = parse_integer(text.substr(0, 2));
  auto const day = text.size() == 5 && text[2] == '-' ? parse_integer(text.substr(3)) : std::nullopt;
  if (!month || !day || *month < 1 || *day < 1) {
    return std::nullopt;
  }
  std::chrono::month_day const date{std::chrono::month{static_cast<unsigned>(*month)},
                                    std::chrono::day{static_cast<unsigned>(*day)}};
  return date.ok() ? std::optional{date} : std::nullopt;
}

bool is_loopback_domain(std::string_view domain) {
  auto const host = domain.substr(0, domain.find(':'));
  if (host == "localhost" || host.ends_with(".localhost")) {
    return true;
  }
  boost::system::error_code error;
  auto const address = boost::asio::ip::make_address(host, error);
  return !error && address.is_loopback();
}

}  // namespace auklet::app
