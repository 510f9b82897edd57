// SPDX-License-Identifier: Apache-2.0
//
// What an administrator can decide. One table (config_keys.cpp) names every key; the file, the environment,
// the flags, the documentation and `auklet config` all derive from it. Precedence: flag, environment, file,
// default.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace auklet::app {

// The effective configuration. The initial values are the defaults; a text that is empty here is derived by
// load().
struct Config {
  std::string domain;
  std::string public_url;
  std::string listen = "127.0.0.1:8080";
  std::string data_dir = "./data";
  std::string database;
  std::string secret_key_file;
  std::int64_t threads = 0;
  std::int64_t node = 0;

  std::string title = "Auklet";
  std::string description;
  std::string contact_email;
  std::vector<std::string> languages = {"en"};
  std::string privacy_policy_file;
  std::string terms_of_service_file;
  bool registrations_open = true;
  std::int64_t posts_characters_max = 500;

  bool limits_enabled = true;
  std::int64_t limits_header_bytes = 16 * 1024;
  std::int64_t limits_body_bytes = 1024 * 1024;
  std::int64_t limits_request_timeout_ms = 30'000;
  std::int64_t limits_idle_timeout_ms = 75'000;
  std::int64_t limits_connections = 20'000;
  std::int64_t streaming_history_bytes = 16 * 1024 * 1024;
  std::int64_t streaming_unsent_bytes = 256 * 1024;
  std::int64_t streaming_ping_ms = 30'000;
  std::int64_t streaming_heartbeat_ms = 15'000;
  std::int64_t drain_timeout_ms = 10'000;
  std::vector<std::string> trusted_proxies;

  std::int64_t timelines_memory_bytes = 256 * 1024 * 1024;
  std::int64_t timelines_entries = 800;
  std::int64_t timelines_idle_minutes = 7 * 24 * 60;
  std::int64_t timelines_rebuilds = 8;

  std::int64_t pages_memory_bytes = 128 * 1024 * 1024;

  std::string media_dir;
  std::string media_public_url;
  std::string media_s3_endpoint;
  std::string media_s3_bucket;
  std::string media_s3_region = "us-east-1";
  std::string media_s3_key_id;
  std::string media_s3_secret_file;
  std::int64_t media_image_bytes = 16 * 1024 * 1024;
  std::int64_t media_image_pixels = 7680 * 4320;
  std::int64_t media_video_bytes = 99 * 1024 * 1024;
  std::string media_ffmpeg_dir = "/usr/bin";
  std::int64_t media_film_timeout_ms = 600'000;
  std::int64_t media_upload_timeout_ms = 600'000;
  std::int64_t media_processes = 2;
  std::int64_t media_process_memory_bytes = 1024 * 1024 * 1024;
  std::int64_t media_process_timeout_ms = 60'000;

  std::string mail_smtp_url;
  std::string mail_smtp_user;
  std::string mail_smtp_password_file;
  std::string mail_from;

  std::string translation_service;
  std::string translation_url;
  std::string translation_api_key_file;
  std::string annual_reports_from = "12-10";

  std::int64_t password_argon2_memory_kib = 19'456;
  std::int64_t password_argon2_iterations = 2;
  std::int64_t password_concurrency = 0;

  std::string log_level = "info";
  bool test_password_grant = false;
  std::vector<std::string> test_loopback_ports;
};

enum class Source { default_, file, environment, flag };
std::string_view to_string(Source source);

struct LoadedConfig {
  Config config;
  std::map<std::string_view, Source> sources;  // by key name; a key that nobody set is absent
  std::string file;                            // the path that was read, or empty
};

using TextPairs = std::vector<std::pair<std::string, std::string>>;

struct ConfigInputs {
  TextPairs flags;        // key name → text
  TextPairs environment;  // the whole environment; names that do not begin with AUKLET_ are passed over
  std::optional<std::string>
      file;  // --config; without it AUKLET_CONFIG, else ./auklet.toml when there is one
};

// Reads, checks and completes the configuration. ErrorKind::invalid with a message that names the key, where
// it was set and what is allowed; for an unknown key it names the nearest one.
Result<LoadedConfig> load_config(ConfigInputs const& inputs);

// The environment of this process.
TextPairs process_environment();

struct ListenAddress {
  std::string address;  // numeric, without brackets
  std::uint16_t port = 0;
  bool loopback = false;
};

// `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`; port 0 takes a free one. ErrorKind::invalid.
Result<ListenAddress> parse_listen(std::string_view text);

// `12-10` is the tenth of December; nothing for what is no day of a year.
std::optional<std::chrono::month_day> parse_day_of_year(std::string_view text);

// True for `localhost`, its subdomains and loopback addresses, with or without a port: what is served without
// TLS.
bool is_loopback_domain(std::string_view domain);

}  // namespace auklet::app
