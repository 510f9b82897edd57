// SPDX-License-Identifier: Apache-2.0
//
// Support for tests of endpoints: all services, wired as the server wires them, on a fresh database.
#pragma once

#include <optional>
#include <string>

#include "api/client_files.h"
#include "api/services.h"
#include "api/status_pages.h"
#include "base/testing/temporary_folder.h"
#include "service/access_service.h"
#include "service/account_service.h"
#include "service/announcement_service.h"
#include "service/annual_report_service.h"
#include "service/app_service.h"
#include "service/archive_service.h"
#include "service/authenticator.h"
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
#include "service/testing/media.h"
#include "service/testing/service_test.h"
#include "service/timeline_service.h"
#include "service/translation_service.h"
#include "service/trend_service.h"
#include "timeline/home_engine.h"
#include "view/renderer.h"

namespace auklet::api::testing {

class ApiTest : public service::testing::ServiceTest {
 protected:
  service::RateLimiter limiter{clock, random, false};
  service::PasswordHasher hasher{random, cheap};
  service::Secrets secrets{std::string(32, 'k')};
  service::Authenticator authenticator{env};
  service::SessionService sessions{env, secrets, hasher, limiter};
  service::OauthService oauth{env, secrets, authenticator, sessions, true};
  service::AccessService access{env, authenticator, sessions, hasher};
  service::SignUpService sign_ups{env, hasher, limiter};
  service::LetterService letters{env, secrets, hasher, limiter};
  EmojiTable emoji_table;
  service::AnnouncementService announcements{env, emoji_table};
  service::AppService apps{env, limiter};
  service::InstanceService instance{env, {"Test house", "A place", "", {"en"}}};
  service::Notifier notifier{env};
  service::FilterReader filter_reader{env, 1U << 20U};
  service::PostLoader loader{env, filter_reader};
  service::FilterService filters{env, loader};
  service::PollService polls{env, loader, notifier};
  service::ReportService reports{env, loader};
  service::PostService posts{env, loader, notifier};
  service::ScheduledService scheduled{env, posts};
  service::ReactionService reactions{env, loader, notifier};
  service::RelationService relations{env, notifier};
  base::testing::TemporaryFolder const temporary;
  service::testing::FakePictures pictures;
  service::testing::FakeBlobs blobs;
  service::testing::FakeFilms films;
  service::MediaService media{env, blobs, pictures, films, {}};
  service::EmojiService emojis{env, emoji_table, blobs, pictures, temporary.path()};
  service::AccountService accounts{env, relations};
  service::ListService lists{env};
  service::PortableService portable{env, relations, reactions, lists};
  service::ArchiveService archives{env, loader, portable, blobs, temporary.path()};
  service::NotificationGroups notification_groups{env, loader};
  service::NotificationRequests notification_requests{env, loader};
  service::NotificationService notifications{env, loader};
  service::PushService push{env};
  service::QuoteService quotes{env, loader};
  service::TagService tags{env};
  service::FeaturedTagService featured_tags{env, tags};
  service::CollectionService collections{env};
  service::ConversationService conversations{env, loader};
  service::DiscoveryService discovery{env};
  service::DomainBlockService domain_blocks{env, relations};
  service::SearchService search{env, accounts, tags, loader};
  service::TrendService trends{env, tags, loader};
  service::AnnualReportService annual_reports{env, std::nullopt};
  service::TranslationService translations{env, loader, nullptr, "en", 1U << 20U};
  timeline::HomeEngine homes{{}};
  service::AuthorPosts author_posts{env, 1U << 20U};
  service::TimelineService timelines{env, loader, author_posts, homes};
  view::Renderer view{"example.org", "https://example.org", {}, emoji_table};
  service::MarkReader marks{env, 1U << 20U};
  service::PostGate gate{env, 1U << 20U};
  StatusPages status_pages{env, loader, gate, marks, filter_reader, view, 1U << 20U};
  ClientFiles client{""};
  Services services{.env = env,
                    .view = view,
                    .access = access,
                    .accounts = accounts,
                    .announcements = announcements,
                    .annual_reports = annual_reports,
                    .apps = apps,
                    .archives = archives,
                    .authenticator = authenticator,
                    .filters = filters,
                    .collections = collections,
                    .conversations = conversations,
                    .discovery = discovery,
                    .domain_blocks = domain_blocks,
                    .emojis = emojis,
                    .featured_tags = featured_tags,
                    .client = client,
                    .instance = instance,
                    .letters = letters,
                    .lists = lists,
                    .notification_groups = notification_groups,
                    .notification_requests = notification_requests,
                    .media = media,
                    .notifications = notifications,
                    .oauth = oauth,
                    .portable = portable,
                    .polls = polls,
                    .posts_read = loader,
                    .posts = posts,
                    .push = push,
                    .quotes = quotes,
                    .rate_limiter = limiter,
                    .reactions = reactions,
                    .relations = relations,
                    .scheduled = scheduled,
                    .reports = reports,
                    .search = search,
                    .sessions = sessions,
                    .sign_up = sign_ups,
                    .status_pages = status_pages,
                    .tags = tags,
                    .timelines = timelines,
                    .translations = translations,
                    .trends = trends};
};

}  // namespace auklet::api::testing
