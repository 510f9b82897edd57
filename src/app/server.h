// SPDX-License-Identifier: Apache-2.0
//
// The whole server, wired by hand in one place: who needs whom is the order of the members.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "api/client_files.h"
#include "api/door.h"
#include "api/services.h"
#include "api/status_pages.h"
#include "app/chosen_translator.h"
#include "app/config.h"
#include "app/fan_out_pump.h"
#include "app/file_storage.h"
#include "app/foundation.h"
#include "app/house_texts.h"
#include "base/result.h"
#include "jobs/runner.h"
#include "mail/sender.h"
#include "media/film_process.h"
#include "media/picture_process.h"
#include "net/http_client.h"
#include "net/server.h"
#include "net/smtp_client.h"
#include "net/spooled_form.h"
#include "push/sender.h"
#include "service/access_service.h"
#include "service/account_service.h"
#include "service/announcement_service.h"
#include "service/annual_report_service.h"
#include "service/app_service.h"
#include "service/archive_service.h"
#include "service/authenticator.h"
#include "service/author_posts.h"
#include "service/card_service.h"
#include "service/collection_service.h"
#include "service/conversation_service.h"
#include "service/discovery_service.h"
#include "service/domain_block_service.h"
#include "service/emoji_service.h"
#include "service/featured_tag_service.h"
#include "service/filter_reader.h"
#include "service/filter_service.h"
#include "service/instance_service.h"
#include "service/letter_service.h"
#include "service/list_service.h"
#include "service/mark_reader.h"
#include "service/media_service.h"
#include "service/notification_groups.h"
#include "service/notification_requests.h"
#include "service/notification_service.h"
#include "service/notifier.h"
#include "service/oauth_service.h"
#include "service/password_hasher.h"
#include "service/poll_service.h"
#include "service/portable_service.h"
#include "service/post_gate.h"
#include "service/post_loader.h"
#include "service/post_service.h"
#include "service/push_service.h"
#include "service/quote_service.h"
#include "service/rate_limiter.h"
#include "service/reaction_service.h"
#include "service/relation_service.h"
#include "service/report_service.h"
#include "service/scheduled_service.h"
#include "service/search_service.h"
#include "service/secrets.h"
#include "service/session_service.h"
#include "service/sign_up_service.h"
#include "service/tag_service.h"
#include "service/timeline_service.h"
#include "service/translation_service.h"
#include "service/trend_service.h"
#include "service/visit_log.h"
#include "stream/door.h"
#include "stream/hub.h"
#include "timeline/home_engine.h"
#include "view/renderer.h"

namespace auklet::app {

class Server {
 public:
  // `secret_key`: see app/secret_key.h. The foundation must outlive the server.
  Server(Config const& config, Foundation& foundation, std::string secret_key, HouseTexts texts);

  // Errors: unavailable with the reason when the port cannot be had.
  Result<> listen();
  // No new connections and no new jobs; what is in flight is answered and ends. True when it did within the deadline.
  bool drain(std::chrono::milliseconds deadline);

 private:
  Foundation& foundation_;
  service::Environment const& env_;
  service::Secrets secrets_;
  service::RateLimiter rate_limiter_;
  service::PasswordHasher hasher_;
  timeline::HomeEngine homes_;
  FanOutPump fan_out_pump_;
  EmojiTable emoji_table_;
  view::Renderer view_;
  net::HttpClient outgoing_;
  net::SmtpClient smtp_;
  net::SpoolFolder spool_;
  FileStorage storage_;
  ChosenTranslator translator_;
  media::PictureProcesses pictures_;
  media::FilmProcesses films_;

  service::VisitLog visits_;
  service::Authenticator authenticator_;
  service::SessionService sessions_;
  service::SignUpService sign_up_;
  service::LetterService letters_;
  service::AppService apps_;
  service::OauthService oauth_;
  service::AccessService access_;

  service::FilterReader filters_read_;
  service::PostLoader posts_read_;
  service::FilterService filters_;
  service::Notifier notifier_;
  service::RelationService relations_;
  service::MediaService media_;
  service::EmojiService emojis_;
  service::AccountService accounts_;
  service::ListService lists_;
  service::PollService polls_;
  service::PostService posts_;
  service::CardService cards_;
  service::ScheduledService scheduled_;
  service::ReactionService reactions_;
  service::PortableService portable_;
  service::ArchiveService archives_;
  service::TagService tags_;
  service::FeaturedTagService featured_tags_;
  service::AnnouncementService announcements_;
  service::CollectionService collections_;
  service::ConversationService conversations_;
  service::DiscoveryService discovery_;
  service::DomainBlockService domain_blocks_;
  service::ReportService reports_;
  service::SearchService search_;
  service::TrendService trends_;
  service::AnnualReportService annual_reports_;
  service::TranslationService translations_;
  service::AuthorPosts author_posts_;
  service::TimelineService timelines_;
  service::NotificationGroups notification_groups_;
  service::NotificationRequests notification_requests_;
  service::NotificationService notifications_;
  service::PushService push_;
  service::QuoteService quotes_;
  service::InstanceService instance_;
  push::Sender push_sender_;
  mail::Sender mail_sender_;
  service::MarkReader marks_;
  service::PostGate post_gate_;
  api::ClientFiles client_;
  api::StatusPages status_pages_;

  stream::Hub streams_;
  jobs::Runner jobs_;

  api::Services services_;
  api::Door door_;
  stream::Door stream_door_;
  net::Server http_;
};

// Serves until SIGTERM or SIGINT, then drains. Call it from the main thread before any other thread is started.
Result<> serve(LoadedConfig const& loaded);

}  // namespace auklet::app
