// SPDX-License-Identifier: Apache-2.0
//
// What the streams are made of. Made by app.
#pragma once

namespace auklet::service {
class AnnouncementService;
class Authenticator;
class FilterReader;
class ConversationService;
class ListService;
class MarkReader;
class NotificationService;
class PostLoader;
struct Environment;
}  // namespace auklet::service

namespace auklet::view {
class Renderer;
}

namespace auklet::stream {

struct Sources {
  service::Environment const& env;
  service::AnnouncementService const& announcements;
  service::Authenticator& authenticator;
  service::FilterReader& filters;
  service::ConversationService const& conversations;
  service::ListService const& lists;
  service::MarkReader& marks;
  service::NotificationService const& notifications;
  service::PostLoader const& posts;
  view::Renderer const& view;
};

}  // namespace auklet::stream
