// SPDX-License-Identifier: Apache-2.0
//
// Everything that endpoints may ask. Made by app.
#pragma once

namespace auklet::service {
class AccessService;
class AccountService;
class AnnualReportService;
class AnnouncementService;
class AppService;
class ArchiveService;
class Authenticator;
class EmojiService;
class FilterService;
class CollectionService;
class ConversationService;
class DiscoveryService;
class DomainBlockService;
class FeaturedTagService;
class InstanceService;
class LetterService;
class ListService;
class NotificationGroups;
class NotificationRequests;
class MediaService;
class NotificationService;
class OauthService;
class PortableService;
class PollService;
class PostLoader;
class PostService;
class PushService;
class QuoteService;
class RateLimiter;
class ReactionService;
class RelationService;
class ScheduledService;
class ReportService;
class SearchService;
class SessionService;
class SignUpService;
class TagService;
class TimelineService;
class TranslationService;
class TrendService;
struct Environment;
}  // namespace auklet::service

namespace auklet::view {
class Renderer;
}

namespace auklet::api {

class ClientFiles;
class StatusPages;

struct Services {
  service::Environment const& env;
  view::Renderer const& view;
  service::AccessService& access;
  service::AccountService& accounts;
  service::AnnouncementService& announcements;
  service::AnnualReportService& annual_reports;
  service::AppService& apps;
  service::ArchiveService& archives;
  service::Authenticator& authenticator;
  service::FilterService& filters;
  service::CollectionService& collections;
  service::ConversationService& conversations;
  service::DiscoveryService& discovery;
  service::DomainBlockService& domain_blocks;
  service::EmojiService& emojis;
  service::FeaturedTagService& featured_tags;
  ClientFiles const& client;
  service::InstanceService& instance;
  service::LetterService& letters;
  service::ListService& lists;
  service::NotificationGroups& notification_groups;
  service::NotificationRequests& notification_requests;
  service::MediaService& media;
  service::NotificationService& notifications;
  service::OauthService& oauth;
  service::PortableService& portable;
  service::PollService& polls;
  service::PostLoader& posts_read;
  service::PostService& posts;
  service::PushService& push;
  service::QuoteService& quotes;
  service::RateLimiter& rate_limiter;
  service::ReactionService& reactions;
  service::RelationService& relations;
  service::ScheduledService& scheduled;
  service::ReportService& reports;
  service::SearchService& search;
  service::SessionService& sessions;
  service::SignUpService& sign_up;
  StatusPages& status_pages;
  service::TagService& tags;
  service::TimelineService& timelines;
  service::TranslationService& translations;
  service::TrendService& trends;
};

}  // namespace auklet::api
