// SPDX-License-Identifier: Apache-2.0
#include "app/config_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <limits>
#include <numeric>

#include "base/encoding.h"

namespace auklet::app {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

bool is_port(std::string_view text) {
  if (text.empty() || text.size() > 5 || !std::ranges::all_of(text, is_digit)) {
    return false;
  }
  auto const port = std::stoi(std::string(text));
  return port > 0 && port <= 65535;
}

bool is_domain(std::string_view text) {
  auto const colon = text.find(':');
  auto host = text.substr(0, colon);
  if (colon != std::string_view::npos && !is_port(text.substr(colon + 1))) {
    return false;
  }
  if (host.empty() || host.size() > 253) {
    return false;
  }
  while (true) {
    auto const dot = host.find('.');
    auto const label = host.substr(0, dot);
    auto const ok = [](char c) { return is_lower(c) || is_digit(c) || c == '-'; };
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-' ||
        !std::ranges::all_of(label, ok)) {
      return false;
    }
    if (dot == std::string_view::npos) {
      return true;
    }
    host.remove_prefix(dot + 1);
  }
}

bool is_public_url(std::string_view text) {
  auto const scheme = text.find("://");
  if (scheme == std::string_view::npos ||
      (text.substr(0, scheme) != "http" && text.substr(0, scheme) != "https")) {
    return false;
  }
  return is_domain(text.substr(scheme + 3));
}

bool is_public_url_or_empty(std::string_view text) {
  return text.empty() || is_public_url(text);
}

// Like a public URL, but below a path.
bool is_url_or_empty(std::string_view text) {
  auto const scheme = text.find("://");
  auto const path =
      scheme == std::string_view::npos ? text.size() : std::min(text.find('/', scheme + 3), text.size());
  auto const good = [](char c) {
    return is_lower(c) || is_digit(c) || c == '-' || c == '_' || c == '.' || c == '/';
  };
  return text.empty() || (is_public_url(text.substr(0, path)) &&
                          std::ranges::all_of(text.substr(path), good) && !text.ends_with('/'));
}

bool is_smtp_url_or_empty(std::string_view text) {
  for (std::string_view const scheme : {"smtp://", "smtps://"}) {
    if (text.starts_with(scheme)) {
      return is_domain(text.substr(scheme.size()));
    }
  }
  return text.empty();
}

bool is_bucket_or_empty(std::string_view text) {
  auto const good = [](char c) { return is_lower(c) || is_digit(c) || c == '-' || c == '.'; };
  return text.empty() || (text.size() >= 3 && text.size() <= 63 && std::ranges::all_of(text, good));
}

bool is_word_or_empty(std::string_view text) {
  return std::ranges::all_of(text,
                             [](unsigned char c) { return c > ' ' && c < 0x7F && c != '/' && c != ','; });
}
bool is_word(std::string_view text) {
  return !text.empty() && is_word_or_empty(text);
}

bool is_listen(std::string_view text) {
  return parse_listen(text).has_value();
}
bool is_path(std::string_view text) {
  return !text.empty() && text.find('\0') == std::string_view::npos;
}

bool is_database(std::string_view text) {
  return (text.starts_with("sqlite:") && text.size() > 7) || text.starts_with("postgresql://") ||
         text.starts_with("postgres://");
}

bool is_line(std::string_view text) {
  return base::is_utf8(text) && std::ranges::none_of(text, [](unsigned char c) { return c < 0x20; });
}

bool is_email_or_empty(std::string_view text) {
  auto const at = text.find('@');
  return text.empty() ||
         (is_line(text) && at != 0 && at != std::string_view::npos && at + 1 < text.size() &&
          text.find('@', at + 1) == std::string_view::npos && text.find(' ') == std::string_view::npos);
}

bool is_language(std::string_view text) {
  return (text.size() == 2 || text.size() == 3) && std::ranges::all_of(text, is_lower);
}

bool is_address(std::string_view text) {
  boost::system::error_code error;
  boost::asio::ip::make_address(text, error);
  return !error;
}

bool is_translation_service_or_empty(std::string_view text) {
  return text.empty() || text == "libretranslate" || text == "deepl";
}

bool is_day_of_year_or_empty(std::string_view text) {
  return text.empty() || parse_day_of_year(text).has_value();
}

bool is_log_level(std::string_view text) {
  return text == "debug" || text == "info" || text == "warn" || text == "error";
}

constexpr std::int64_t mib = 1024 * 1024;
constexpr std::int64_t hour_ms = 3'600'000;

auto const& table() {
  using C = Config;
  static std::array const keys{
      ConfigKey{
          .name = "domain",
          .member = &C::domain,
          .doc =
              "The public name in handles (`@NAME@DOMAIN`). It can never change once people have signed up.",
          .flag = true,
          .allowed = "a lower-case host name (punycode), with a port when it is not the usual one",
          .valid = is_domain,
          .derived = "`localhost` with the port of `listen`"},
      ConfigKey{
          .name = "public_url",
          .member = &C::public_url,
          .doc = "Where browsers and apps reach this server, and the beginning of all permanent addresses. "
                 "Set it "
                 "only when a proxy publishes the server under another scheme or name than the default, and "
                 "before anyone signs up.",
          .flag = true,
          .allowed = "http:// or https:// and a host name, without a path",
          .valid = is_public_url,
          .derived = "`http://DOMAIN` for localhost, else `https://DOMAIN`"},
      ConfigKey{
          .name = "listen",
          .member = &C::listen,
          .doc = "The address and port to accept connections on. `0.0.0.0:8080` or `[::]:8080` opens it to "
                 "the network; do so only behind a proxy that speaks TLS.",
          .flag = true,
          .allowed = "address:port, an IPv6 address in brackets; port 0 takes a free one",
          .valid = is_listen},
      ConfigKey{.name = "data_dir",
                .member = &C::data_dir,
                .doc = "The folder of the database file, the secret key and the uploaded files. Made when it "
                       "is missing.",
                .flag = true,
                .allowed = "a path",
                .valid = is_path},
      ConfigKey{.name = "database",
                .member = &C::database,
                .doc = "Where the truth lives: `sqlite:PATH`, or `postgresql://USER:PASSWORD@HOST/NAME`.",
                .flag = true,
                .allowed = "sqlite:PATH or postgresql://…",
                .valid = is_database,
                .derived = "`sqlite:DATA_DIR/auklet.db`"},
      ConfigKey{.name = "secret_key_file",
                .member = &C::secret_key_file,
                .doc =
                    "The key that tokens and sessions derive from. Made on the first start; keep it with the "
                    "backup: without it everyone has to log in again.",
                .allowed = "a path",
                .valid = is_path,
                .derived = "`DATA_DIR/secret.key`"},
      ConfigKey{.name = "threads",
                .member = &C::threads,
                .doc = "Event loops; 0 is one a core.",
                .flag = true,
                .min = 0,
                .max = 256},
      ConfigKey{.name = "node",
                .member = &C::node,
                .doc =
                    "The number of this process among those that share one database; it is part of every id. "
                    "63 belongs to the command line.",
                .min = 0,
                .max = 62},
      ConfigKey{.name = "title",
                .member = &C::title,
                .doc = "The name that apps and pages show.",
                .allowed = "one line of text",
                .valid = is_line},
      ConfigKey{.name = "description",
                .member = &C::description,
                .doc = "One sentence about this server, shown in apps.",
                .allowed = "one line of text",
                .valid = is_line},
      ConfigKey{.name = "contact_email",
                .member = &C::contact_email,
                .doc = "How to reach the people who run this server; public.",
                .allowed = "an e-mail address, or nothing",
                .valid = is_email_or_empty},
      ConfigKey{.name = "languages",
                .member = &C::languages,
                .doc = "The languages spoken here, the main one first.",
                .allowed = "codes of two or three letters",
                .valid = is_language},
      ConfigKey{.name = "privacy_policy_file",
                .member = &C::privacy_policy_file,
                .doc = "A text file with the privacy policy of this server, its paragraphs parted by empty "
                       "lines. Without "
                       "one, apps are told what every Auklet server keeps and shows.",
                .allowed = "a path, or nothing",
                .valid = is_line},
      ConfigKey{.name = "terms_of_service_file",
                .member = &C::terms_of_service_file,
                .doc = "A text file with the terms of service of this server, its paragraphs parted by empty "
                       "lines; they are in force since the day on which it was last changed.",
                .allowed = "a path, or nothing",
                .valid = is_line},
      ConfigKey{.name = "registrations.open",
                .member = &C::registrations_open,
                .doc = "Whether strangers may sign up."},
      ConfigKey{.name = "posts.characters_max",
                .member = &C::posts_characters_max,
                .doc = "The longest post.",
                .min = 1,
                .max = 100'000},
      ConfigKey{
          .name = "limits.enabled",
          .member = &C::limits_enabled,
          .doc = "Whether requests, log-ins and sign-ups are limited in number. `false` is for test runs and "
                 "refused on a listener that is not loopback."},
      ConfigKey{.name = "limits.header_bytes",
                .member = &C::limits_header_bytes,
                .doc = "The largest head of a request; beyond it 431.",
                .min = 1024,
                .max = mib},
      ConfigKey{.name = "limits.body_bytes",
                .member = &C::limits_body_bytes,
                .doc = "The largest body of a request; beyond it 413.",
                .min = 1024,
                .max = 1024 * mib},
      ConfigKey{.name = "limits.request_timeout_ms",
                .member = &C::limits_request_timeout_ms,
                .doc = "How long a client may take to send a request, in milliseconds; beyond it 408.",
                .min = 100,
                .max = hour_ms},
      ConfigKey{.name = "limits.idle_timeout_ms",
                .member = &C::limits_idle_timeout_ms,
                .doc = "How long a connection may rest between two requests, in milliseconds.",
                .min = 100,
                .max = hour_ms},
      ConfigKey{.name = "limits.connections",
                .member = &C::limits_connections,
                .doc = "How many connections may be open at once.",
                .min = 1,
                .max = 1'000'000},
      ConfigKey{.name = "streaming.history_bytes",
                .member = &C::streaming_history_bytes,
                .doc = "Memory for messages of the streams, which clients that come back are sent later.",
                .min = 64 * 1024,
                .max = 64 * 1024 * mib},
      ConfigKey{
          .name = "streaming.unsent_bytes",
          .member = &C::streaming_unsent_bytes,
          .doc =
              "How much may wait for a client of a stream that is too slow; beyond it the client is cut off.",
          .min = 16 * 1024,
          .max = 1024 * mib},
      ConfigKey{.name = "streaming.ping_ms",
                .member = &C::streaming_ping_ms,
                .doc = "How often a WebSocket is pinged, in milliseconds; one that does not answer until the "
                       "next ping "
                       "is closed.",
                .min = 100,
                .max = hour_ms},
      ConfigKey{.name = "streaming.heartbeat_ms",
                .member = &C::streaming_heartbeat_ms,
                .doc = "How often an event stream is kept alive with a comment, in milliseconds.",
                .min = 100,
                .max = hour_ms},
      ConfigKey{.name = "drain_timeout_ms",
                .member = &C::drain_timeout_ms,
                .doc = "How long requests in flight may take to finish after SIGTERM, in milliseconds.",
                .min = 0,
                .max = hour_ms},
      ConfigKey{
          .name = "trusted_proxies",
          .member = &C::trusted_proxies,
          .doc = "Addresses of the proxies in front of this server: only their word on the client's address "
                 "(`X-Forwarded-For`) is taken.",
          .allowed = "IP addresses",
          .valid = is_address},
      ConfigKey{.name = "timelines.memory_bytes",
                .member = &C::timelines_memory_bytes,
                .doc = "Memory for resident home timelines; the least recently used leave first. A sixteenth "
                       "of it holds the newest "
                       "posts of authors, from which timelines are rebuilt.",
                .min = mib,
                .max = 1024 * 1024 * mib},
      ConfigKey{.name = "timelines.entries",
                .member = &C::timelines_entries,
                .doc = "Posts held of a resident home timeline; reading goes on in the database.",
                .min = 40,
                .max = 10'000},
      ConfigKey{.name = "timelines.idle_minutes",
                .member = &C::timelines_idle_minutes,
                .doc = "How long the home timeline of someone who is away stays resident, in minutes.",
                .min = 1,
                .max = 525'600},
      ConfigKey{
          .name = "timelines.rebuilds",
          .member = &C::timelines_rebuilds,
          .doc = "Timelines rebuilt at the same time; others who come back wait for a turn, for two seconds "
                 "at most, and are answered from the database then.",
          .min = 1,
          .max = 1000},
      ConfigKey{
          .name = "pages.memory_bytes",
          .member = &C::pages_memory_bytes,
          .doc =
              "Memory for posts and accounts as text, for who marked what and hides from whom, and for the "
              "newest posts of authors, so that pages need no database; what is not asked for leaves "
              "first.",
          .min = mib,
          .max = 1024 * 1024 * mib},
      ConfigKey{.name = "media.dir",
                .member = &C::media_dir,
                .doc = "The folder of uploaded files. Keep it with the backup. Nodes that share one database "
                       "share it too.",
                .allowed = "a path",
                .valid = is_path,
                .derived = "`DATA_DIR/media`"},
      ConfigKey{.name = "media.public_url",
                .member = &C::media_public_url,
                .doc = "Where browsers find the uploaded files: of a cache in front, or of the bucket.",
                .allowed = "http:// or https://, a host name and perhaps a path, or nothing",
                .valid = is_url_or_empty,
                .derived = "`PUBLIC_URL/media`"},
      ConfigKey{
          .name = "media.s3_endpoint",
          .member = &C::media_s3_endpoint,
          .doc =
              "An S3-compatible service that keeps the uploaded files in place of the folder. With it "
              "`media.public_url` must say where everyone may get the objects of the bucket, and only those "
              "who know their names.",
          .allowed = "http:// or https:// and a host name, without a path, or nothing",
          .valid = is_public_url_or_empty},
      ConfigKey{.name = "media.s3_bucket",
                .member = &C::media_s3_bucket,
                .doc = "The bucket, which must be there.",
                .allowed = "3 to 63 small letters, digits, dots and hyphens, or nothing",
                .valid = is_bucket_or_empty},
      ConfigKey{.name = "media.s3_region",
                .member = &C::media_s3_region,
                .doc = "The region that requests are signed for.",
                .allowed = "a word",
                .valid = is_word},
      ConfigKey{.name = "media.s3_key_id",
                .member = &C::media_s3_key_id,
                .doc = "The access key, which may write and delete objects of the bucket.",
                .allowed = "a word, or nothing",
                .valid = is_word_or_empty},
      ConfigKey{.name = "media.s3_secret_file",
                .member = &C::media_s3_secret_file,
                .doc = "The file whose first line is the secret of the access key.",
                .allowed = "a path, or nothing",
                .valid = is_line},
      ConfigKey{.name = "media.image_bytes",
                .member = &C::media_image_bytes,
                .doc = "The largest picture that may be uploaded.",
                .min = 64 * 1024,
                .max = 1024 * mib},
      ConfigKey{.name = "media.image_pixels",
                .member = &C::media_image_pixels,
                .doc = "The most pixels of a picture that is uploaded; of one that moves, the most of a "
                       "frame, and four "
                       "times as many of all frames. Larger ones are refused before they are decoded.",
                .min = 640 * 360,
                .max = 1'000'000'000},
      ConfigKey{.name = "media.video_bytes",
                .member = &C::media_video_bytes,
                .doc = "The largest film or sound that may be uploaded, and that may come out of one.",
                .min = mib,
                .max = 4096 * mib},
      ConfigKey{.name = "media.ffmpeg_dir",
                .member = &C::media_ffmpeg_dir,
                .doc = "Where `ffmpeg` and `ffprobe` are. Without them films and sounds are not taken, and "
                       "GIFs that move "
                       "stay GIFs.",
                .allowed = "a path",
                .valid = is_path},
      ConfigKey{
          .name = "media.film_timeout_ms",
          .member = &C::media_film_timeout_ms,
          .doc = "How long the work on a film or a sound may take, in milliseconds; one that takes longer is "
                 "refused.",
          .min = 1000,
          .max = hour_ms},
      ConfigKey{.name = "media.upload_timeout_ms",
                .member = &C::media_upload_timeout_ms,
                .doc = "How long a client may take to send a file, in milliseconds; beyond it 408.",
                .min = 100,
                .max = 24 * hour_ms},
      ConfigKey{.name = "media.processes",
                .member = &C::media_processes,
                .doc = "Processes that decode pictures at the same time; other pictures wait.",
                .min = 1,
                .max = 64},
      ConfigKey{
          .name = "media.process_memory_bytes",
          .member = &C::media_process_memory_bytes,
          .doc =
              "Memory that a process that decodes a picture may have; a picture that needs more is refused.",
          .min = 256 * mib,
          .max = 64 * 1024 * mib},
      ConfigKey{
          .name = "media.process_timeout_ms",
          .member = &C::media_process_timeout_ms,
          .doc =
              "How long the work on a picture may take, in milliseconds; one that takes longer is refused.",
          .min = 1000,
          .max = hour_ms},
      ConfigKey{
          .name = "mail.smtp_url",
          .member = &C::mail_smtp_url,
          .doc =
              "The server that takes e-mail from this one. With it, who signs up must follow a link that is "
              "sent to them, and who forgot the password is sent one. `smtps://` is encrypted from the "
              "first byte, `smtp://` from STARTTLS on; only to a loopback address is it not encrypted.",
          .allowed = "smtp:// or smtps:// and a host name with an optional port, or nothing",
          .valid = is_smtp_url_or_empty},
      ConfigKey{.name = "mail.smtp_user",
                .member = &C::mail_smtp_user,
                .doc = "The name to log in with there.",
                .allowed = "one line of text, or nothing",
                .valid = is_line},
      ConfigKey{.name = "mail.smtp_password_file",
                .member = &C::mail_smtp_password_file,
                .doc = "The file whose first line is the password of that name.",
                .allowed = "a path, or nothing",
                .valid = is_line},
      ConfigKey{.name = "mail.from",
                .member = &C::mail_from,
                .doc = "The address that e-mail comes from.",
                .allowed = "an e-mail address, or nothing",
                .valid = is_email_or_empty},
      ConfigKey{.name = "translation.service",
                .member = &C::translation_service,
                .doc = "What kind of service translates posts for people who ask for it; it is sent public "
                       "and unlisted posts alone. Without one nothing is translated.",
                .allowed = "libretranslate, deepl or nothing",
                .valid = is_translation_service_or_empty},
      ConfigKey{.name = "translation.url",
                .member = &C::translation_url,
                .doc = "Where the service is; it may be on this machine or within its network.",
                .allowed = "http:// or https://, a host name and perhaps a path, or nothing",
                .valid = is_url_or_empty,
                .derived = "`https://api-free.deepl.com` for deepl"},
      ConfigKey{.name = "translation.api_key_file",
                .member = &C::translation_api_key_file,
                .doc = "The file whose first line is the key of the service. LibreTranslate may need none.",
                .allowed = "a path, or nothing",
                .valid = is_line},
      ConfigKey{.name = "annual_reports.from",
                .member = &C::annual_reports_from,
                .doc =
                    "The day from which on, until the year ends, people may have a report made of what the "
                    "year was for them. Without one no reports are made.",
                .allowed = "a month and a day (12-10), or nothing",
                .valid = is_day_of_year_or_empty},
      ConfigKey{.name = "password.argon2_memory_kib",
                .member = &C::password_argon2_memory_kib,
                .doc = "Memory of one password hash, in KiB. The default is what OWASP advises.",
                .min = 8,
                .max = 4 * mib},
      ConfigKey{.name = "password.argon2_iterations",
                .member = &C::password_argon2_iterations,
                .doc = "Passes of one password hash.",
                .min = 1,
                .max = 100},
      ConfigKey{.name = "password.concurrency",
                .member = &C::password_concurrency,
                .doc = "Password hashes computed at the same time; 0 is one a core.",
                .min = 0,
                .max = 256},
      ConfigKey{.name = "log.level",
                .member = &C::log_level,
                .doc = "How much is logged to standard error.",
                .flag = true,
                .allowed = "debug, info, warn or error",
                .valid = is_log_level},
      ConfigKey{
          .name = "test.password_grant",
          .member = &C::test_password_grant,
          .doc = "Whether apps may trade a name and a password for a token. For test runs, and refused on a "
                 "listener that is not loopback."},
      ConfigKey{
          .name = "test.loopback_ports",
          .member = &C::test_loopback_ports,
          .doc =
              "Ports of this machine that requests to other servers may go to, which otherwise leave it. For "
              "test runs, and refused on a listener that is not loopback.",
          .allowed = "ports",
          .valid = is_port},
  };
  return keys;
}

// Levenshtein's distance, one row at a time.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      auto const substitution = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitution});
    }
  }
  return row.back();
}

}  // namespace

std::span<ConfigKey const> config_keys() {
  return table();
}

ConfigKey const* find_key(std::string_view name) {
  auto const keys = config_keys();
  auto const found = std::ranges::find(keys, name, &ConfigKey::name);
  return found == keys.end() ? nullptr : &*found;
}

ConfigKey const* find_key_of_environment(std::string_view variable) {
  auto const keys = config_keys();
  auto const found =
      std::ranges::find_if(keys, [&](auto const& key) { return environment_name(key) == variable; });
  return found == keys.end() ? nullptr : &*found;
}

std::string environment_name(ConfigKey const& key) {
  std::string name = "AUKLET_";
  for (auto const c : key.name) {
    name += c == '.' ? '_' : is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return name;
}

std::string flag_name(ConfigKey const& key) {
  std::string name = "--";
  for (auto const c : key.name) {
    name += c == '.' || c == '_' ? '-' : c;
  }
  return name;
}

std::string allowed_text(ConfigKey const& key) {
  if (std::holds_alternative<bool Config::*>(key.member)) {
    return "true or false";
  }
  if (std::holds_alternative<std::int64_t Config::*>(key.member)) {
    return fmt::format("a whole number from {} to {}", key.min, key.max);
  }
  if (std::holds_alternative<std::vector<std::string> Config::*>(key.member)) {
    return fmt::format("a list of {}", key.allowed);
  }
  return std::string(key.allowed);
}

std::string nearest_name(std::string_view name, std::span<std::string const> candidates) {
  std::string_view nearest;
  auto smallest = std::numeric_limits<std::size_t>::max();
  for (auto const& candidate : candidates) {
    if (auto const distance = edit_distance(name, candidate); distance < smallest) {
      smallest = distance;
      nearest = candidate;
    }
  }
  return std::string(nearest);
}

}  // namespace auklet::app
