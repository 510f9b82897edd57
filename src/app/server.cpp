// SPDX-License-Identifier: Apache-2.0
#include "app/server.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <utility>
#include <variant>

#include "api/routes.h"
#include "app/client_pack.h"
#include "app/job_registry.h"
#include "app/picture_limits.h"
#include "app/secret_key.h"
#include "app/secret_line.h"
#include "base/check.h"
#include "base/log.h"

namespace auklet::app {

namespace {

constexpr std::uint64_t mib = std::uint64_t{1} << 20U;

service::MediaLimits media_limits(Config const& config) {
  return {.image_bytes_max = static_cast<std::uint64_t>(config.media_image_bytes),
          .image_pixels_max = static_cast<std::uint64_t>(config.media_image_pixels),
          .video_bytes_max = static_cast<std::uint64_t>(config.media_video_bytes),
          .folder = config.media_dir + "/incoming"};
}

media::FilmProcessLimits film_limits(Config const& config) {
  return {.memory_bytes_max = static_cast<std::uint64_t>(config.media_process_memory_bytes),
          .written_bytes_max = static_cast<std::uint64_t>(config.media_video_bytes),
          .timeout = std::chrono::milliseconds{config.media_film_timeout_ms}};
}

// A profile may come with two pictures.
net::LargeForms large_forms(Config const& config, api::Door& door, net::SpoolFolder& spool) {
  return {
      .bytes_max =
          static_cast<std::uint64_t>(std::max(2 * config.media_image_bytes, config.media_video_bytes)) + mib,
      .timeout = std::chrono::milliseconds{config.media_upload_timeout_ms},
      .is_one = [&door](net::Request const& head) { return door.takes_files(head); },
      .open = [&door, &spool](net::Request head) { return door.open_form(std::move(head), spool); }};
}

net::ServerOptions http_options(Config const& config, net::LargeForms forms) {
  auto const listen = parse_listen(config.listen);
  CHECK(listen.has_value());  // load_config has looked at it
  return {
      .address = listen->address,
      .port = listen->port,
      .limits = {.header_bytes_max = static_cast<std::size_t>(config.limits_header_bytes),
                 .body_bytes_max = static_cast<std::size_t>(config.limits_body_bytes),
                 .connections_max = static_cast<std::size_t>(config.limits_connections),
                 .request_timeout = std::chrono::milliseconds{config.limits_request_timeout_ms},
                 .idle_timeout = std::chrono::milliseconds{config.limits_idle_timeout_ms}},
      .trusted_proxies = config.trusted_proxies,
      .large_forms = std::move(forms),
  };
}

// What rebuilds have in common comes out of the memory of timelines.
std::size_t recent_bytes(Config const& config) {
  return static_cast<std::size_t>(config.timelines_memory_bytes) / 16;
}

timeline::HomeEngineOptions home_options(Config const& config) {
  return {
      .memory_budget_bytes = static_cast<std::size_t>(config.timelines_memory_bytes) - recent_bytes(config),
      .entries_max = static_cast<std::uint32_t>(config.timelines_entries),
      .idle_window = std::chrono::minutes{config.timelines_idle_minutes}};
}

std::size_t pages_memory(Config const& config) {
  return static_cast<std::size_t>(config.pages_memory_bytes);
}

stream::HubOptions stream_options(Config const& config) {
  return {.history_bytes_max = static_cast<std::size_t>(config.streaming_history_bytes),
          .channel = {.unsent_bytes_max = static_cast<std::size_t>(config.streaming_unsent_bytes),
                      .ping_every = std::chrono::milliseconds{config.streaming_ping_ms},
                      .thump_every = std::chrono::milliseconds{config.streaming_heartbeat_ms}}};
}

service::InstanceProfile profile_of(Config const& config, HouseTexts texts) {
  return {config.title,
          config.description,
          config.contact_email,
          config.languages,
          std::move(texts.privacy_policy),
          std::move(texts.terms_of_service)};
}

constexpr std::size_t authenticated_tokens_max = 100'000;
constexpr std::size_t translations_bytes = std::size_t{16} * 1024 * 1024;

service::PasswordCost password_cost(Config const& config) {
  return {.memory_kib = static_cast<std::uint32_t>(config.password_argon2_memory_kib),
          .iterations = static_cast<std::uint32_t>(config.password_argon2_iterations),
          .concurrency = static_cast<std::size_t>(config.password_concurrency)};
}

net::HttpClientOptions outgoing_options(Config const& config) {
  net::HttpClientOptions options{.user_agent =
                                     fmt::format("Auklet/{} (+{})", AUKLET_VERSION, config.public_url)};
  for (auto const& port : config.test_loopback_ports) {
    options.loopback_ports.push_back(static_cast<std::uint16_t>(std::stoi(port)));
  }
  return options;
}

net::SmtpOptions smtp_options(Config const& config) {
  return {.url = config.mail_smtp_url,
          .user = config.mail_smtp_user,
          .password = first_line_of(config.mail_smtp_password_file)};
}

// How those who carry pushes reach the people who run this server.
std::string push_subject(Config const& config) {
  return config.contact_email.empty() ? config.public_url : "mailto:" + config.contact_email;
}

std::size_t loops_of(Config const& config) {
  return config.threads > 0 ? static_cast<std::size_t>(config.threads)
                            : std::max(1U, std::thread::hardware_concurrency());
}

// Files beside the connections: the database, the log, the listeners.
constexpr rlim_t descriptors_spare = 100;

// As many files as the system lets this process open: each connection is one.
void allow_descriptors(Config const& config) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_max < static_cast<rlim_t>(config.limits_connections) + descriptors_spare) {
    log::warn(
        "this process may open {} files, so not the {} connections of limits.connections; raise its limit "
        "(ulimit -n)",
        limit.rlim_max, config.limits_connections);
  }
}

// Signals that ask the server to end. They are blocked in every thread and waited for in one.
sigset_t ending_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

}  // namespace

Server::Server(Config const& config, Foundation& foundation, std::string secret_key, HouseTexts texts)
    : foundation_(foundation),
      env_(foundation.env()),
      secrets_(std::move(secret_key)),
      rate_limiter_(foundation.clock(), foundation.random(), config.limits_enabled),
      hasher_(foundation.random(), password_cost(config)),
      homes_(home_options(config)),
      fan_out_pump_(foundation.runtime(), homes_),
      view_(env_.identity.domain, env_.identity.base_url, config.media_public_url, emoji_table_),
      outgoing_(outgoing_options(config)),
      smtp_(smtp_options(config)),
      spool_(config.media_dir + "/incoming", {}),
      storage_(config, foundation.clock()),
      translator_(config),
      pictures_(picture_limits(config)),
      films_(config.media_ffmpeg_dir, film_limits(config)),
      visits_(env_),
      authenticator_(env_, authenticated_tokens_max, &visits_),
      sessions_(env_, secrets_, hasher_, rate_limiter_),
      sign_up_(env_, hasher_, rate_limiter_),
      letters_(env_, secrets_, hasher_, rate_limiter_),
      apps_(env_, rate_limiter_),
      oauth_(env_, secrets_, authenticator_, sessions_, config.test_password_grant),
      access_(env_, authenticator_, sessions_, hasher_),
      filters_read_(env_, pages_memory(config) / 16),
      posts_read_(env_, filters_read_),
      filters_(env_, posts_read_),
      notifier_(env_),
      relations_(env_, notifier_),
      media_(env_, storage_.blobs(), pictures_, films_, media_limits(config)),
      emojis_(env_, emoji_table_, storage_.blobs(), pictures_, config.media_dir + "/incoming"),
      accounts_(env_, relations_),
      lists_(env_),
      polls_(env_, posts_read_, notifier_),
      posts_(env_, posts_read_, notifier_),
      cards_(env_, outgoing_),
      scheduled_(env_, posts_),
      reactions_(env_, posts_read_, notifier_),
      portable_(env_, relations_, reactions_, lists_),
      archives_(env_, posts_read_, portable_, storage_.blobs(), config.data_dir + "/archives"),
      tags_(env_),
      featured_tags_(env_, tags_),
      announcements_(env_, emoji_table_),
      collections_(env_),
      conversations_(env_, posts_read_),
      discovery_(env_),
      domain_blocks_(env_, relations_),
      reports_(env_, posts_read_),
      search_(env_, accounts_, tags_, posts_read_),
      trends_(env_, tags_, posts_read_),
      annual_reports_(env_, parse_day_of_year(config.annual_reports_from)),
      translations_(env_, posts_read_, translator_.get(), config.languages.front(), translations_bytes),
      author_posts_(env_, pages_memory(config) / 16),
      timelines_(env_, posts_read_, author_posts_, homes_,
                 {.entries_max = static_cast<int>(config.timelines_entries),
                  .rebuilds_max = static_cast<int>(config.timelines_rebuilds),
                  .recent_bytes_max = recent_bytes(config),
                  .background = foundation.runtime().executor(foundation.runtime().background())}),
      notification_groups_(env_, posts_read_),
      notification_requests_(env_, posts_read_),
      notifications_(env_, posts_read_),
      push_(env_),
      quotes_(env_, posts_read_),
      instance_(env_, profile_of(config, std::move(texts)),
                foundation.runtime().executor(foundation.runtime().background())),
      push_sender_({.env = env_,
                    .secrets = secrets_,
                    .subscriptions = push_,
                    .notifications = notifications_,
                    .view = view_,
                    .http = outgoing_,
                    .subject = push_subject(config)}),
      mail_sender_({.env = env_,
                    .letters = letters_,
                    .smtp = smtp_,
                    .server = config.title,
                    .from = config.mail_from}),
      marks_(env_, pages_memory(config) / 8),
      post_gate_(env_, pages_memory(config) / 16),
      client_(client_pack()),
      status_pages_(env_, posts_read_, post_gate_, marks_, filters_read_, view_,
                    pages_memory(config) / 16 * 11),
      streams_({.env = env_,
                .announcements = announcements_,
                .authenticator = authenticator_,
                .filters = filters_read_,
                .conversations = conversations_,
                .lists = lists_,
                .marks = marks_,
                .notifications = notifications_,
                .posts = posts_read_,
                .view = view_},
               foundation.runtime(), stream_options(config)),
      jobs_({foundation.runtime(), env_.database, foundation.clock(), env_.ids, foundation.random()}),
      services_{.env = env_,
                .view = view_,
                .access = access_,
                .accounts = accounts_,
                .announcements = announcements_,
                .annual_reports = annual_reports_,
                .apps = apps_,
                .archives = archives_,
                .authenticator = authenticator_,
                .filters = filters_,
                .collections = collections_,
                .conversations = conversations_,
                .discovery = discovery_,
                .domain_blocks = domain_blocks_,
                .emojis = emojis_,
                .featured_tags = featured_tags_,
                .client = client_,
                .instance = instance_,
                .letters = letters_,
                .lists = lists_,
                .notification_groups = notification_groups_,
                .notification_requests = notification_requests_,
                .media = media_,
                .notifications = notifications_,
                .oauth = oauth_,
                .portable = portable_,
                .polls = polls_,
                .posts_read = posts_read_,
                .posts = posts_,
                .push = push_,
                .quotes = quotes_,
                .rate_limiter = rate_limiter_,
                .reactions = reactions_,
                .relations = relations_,
                .scheduled = scheduled_,
                .reports = reports_,
                .search = search_,
                .sessions = sessions_,
                .sign_up = sign_up_,
                .status_pages = status_pages_,
                .tags = tags_,
                .timelines = timelines_,
                .translations = translations_,
                .trends = trends_},
      door_(services_, api::routes()),
      stream_door_(streams_, authenticator_, rate_limiter_),
      http_(foundation.runtime(), foundation.random(),
            http_options(config, large_forms(config, door_, spool_)), [this](net::Request request) {
              return stream::Door::owns(request) ? stream_door_.handle(std::move(request))
                                                 : door_.handle(std::move(request));
            }) {
  foundation.bus().subscribe([this](bus::Event const& event) {
    if (std::holds_alternative<bus::JobsWaiting>(event)) {
      jobs_.wake();
      return;
    }
    timelines_.on_event(event);
    trends_.on_event(event);
    fan_out_pump_.wake();
  });
  register_jobs({.runner = jobs_,
                 .cards = cards_,
                 .access = access_,
                 .portable = portable_,
                 .polls = polls_,
                 .scheduled = scheduled_,
                 .announcements = announcements_,
                 .annual_reports = annual_reports_,
                 .notification_requests = notification_requests_,
                 .push = push_sender_,
                 .media = media_,
                 .emojis = emojis_,
                 .letters = letters_,
                 .archives = archives_,
                 .mail = mail_sender_,
                 .instance = instance_});
}

Result<> Server::listen() {
  TRY_OK(spool_.prepare());
  TRY_OK(storage_.prepare());
  TRY_OK(archives_.prepare());
  TRY_OK(translator_.prepare());
  TRY_OK(foundation_.run(emojis_.reload()));
  TRY_OK(http_.listen());
  jobs_.start();
  return {};
}

bool Server::drain(std::chrono::milliseconds deadline) {
  auto const end = std::chrono::steady_clock::now() + deadline;
  auto const left = [end] {
    auto const rest =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    return std::max(rest, std::chrono::milliseconds{0});
  };
  jobs_.stop();
  bool const answered = http_.drain(deadline);
  bool const told = streams_.drain(left());
  return jobs_.drain(left()) && told && answered;
}

Result<> serve(LoadedConfig const& loaded) {
  auto const& config = loaded.config;
  spdlog::set_level(spdlog::level::from_str(config.log_level));
  auto const signals = ending_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  allow_descriptors(config);

  TRY(auto const foundation,
      Foundation::lay(config, loops_of(config), static_cast<std::uint32_t>(config.node)));
  TRY(auto secret_key, read_or_create_secret_key(config.secret_key_file, foundation->random()));
  TRY(auto texts, read_house_texts(config));
  Server server(config, *foundation, std::move(secret_key), std::move(texts));
  TRY_OK(server.listen());
  log::info("auklet {} serves {} on {}", AUKLET_VERSION, config.public_url, config.listen);

  int signal = 0;
  sigwait(&signals, &signal);
  log::info("asked to end: no new connections, requests and jobs in flight finish");
  if (!server.drain(std::chrono::milliseconds{config.drain_timeout_ms})) {
    log::warn("not every request and job ended within {} ms", config.drain_timeout_ms);
  }
  foundation->stop();  // what was not answered must not wake up among services that are gone
  return {};
}

}  // namespace auklet::app
