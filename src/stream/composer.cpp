// SPDX-License-Identifier: Apache-2.0
#include "stream/composer.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <memory>
#include <utility>
#include <variant>

#include "service/announcement_service.h"
#include "service/caller.h"
#include "service/conversation_service.h"
#include "service/environment.h"
#include "service/notification_service.h"
#include "service/post_loader.h"
#include "view/announcement.h"
#include "view/renderer.h"

namespace auklet::stream {

namespace {

// The post that an event is about, if it is to be shown.
HomeEntry const* entry_of(bus::Event const& event) {
  if (auto const* created = std::get_if<bus::PostCreated>(&event)) {
    return &created->entry;
  }
  auto const* edited = std::get_if<bus::PostEdited>(&event);
  return edited == nullptr ? nullptr : &edited->entry;
}

bool is_suspended(PostDetails const& details) {
  return details.author.suspended_at || (details.boosted && details.boosted->author.suspended_at);
}

Message end_of(bus::PostDeleted const& deleted) {
  return {.event = "delete",
          .payload = to_text(deleted.post),
          .about = AboutPost{.entry = {.id = deleted.post,
                                       .author = deleted.author,
                                       .visibility = deleted.visibility,
                                       .tags = deleted.tags},
                             .shown = {},
                             .deleted_tags = deleted.tag_names,
                             .deleted_boost = deleted.is_boost}};
}

}  // namespace

std::optional<AccountId> addressee_of(bus::Event const& event) {
  if (auto const* told = std::get_if<bus::NotificationTold>(&event)) {
    return told->receiver;
  }
  if (auto const* changed = std::get_if<bus::ConversationChanged>(&event)) {
    return changed->owner;
  }
  if (auto const* merged = std::get_if<bus::NotificationsMerged>(&event)) {
    return merged->account;
  }
  if (auto const* filters = std::get_if<bus::FiltersChanged>(&event)) {
    return filters->account;
  }
  if (auto const* list = std::get_if<bus::ListChanged>(&event)) {
    return list->owner;
  }
  return std::nullopt;
}

namespace {

bool is_announcement(bus::Event const& event) {
  return std::holds_alternative<bus::AnnouncementPublished>(event) ||
         std::holds_alternative<bus::AnnouncementRemoved>(event) ||
         std::holds_alternative<bus::AnnouncementReacted>(event);
}

}  // namespace

bool is_told(bus::Event const& event) {
  return is_announcement(event) || entry_of(event) != nullptr || addressee_of(event) ||
         std::holds_alternative<bus::PostDeleted>(event) ||
         std::holds_alternative<bus::RelationsChanged>(event) ||
         std::holds_alternative<bus::AccessChanged>(event);
}

Task<Result<std::vector<MessagePointer>>> Composer::compose(std::vector<NumberedEvent> events) const {
  CO_TRY(auto const posts, co_await load_posts(events));
  std::vector<MessagePointer> messages;
  for (auto const& [sequence, event] : events) {
    CO_TRY(auto message, co_await compose_one(event, posts));
    if (message) {
      message->sequence = sequence;
      messages.push_back(std::make_shared<Message const>(*std::move(message)));
    }
  }
  co_return messages;
}

Task<Result<std::vector<PostDetails>>> Composer::load_posts(std::vector<NumberedEvent> const& events) const {
  std::vector<PostId> ids;
  for (auto const& [sequence, event] : events) {
    if (auto const* entry = entry_of(event)) {
      ids.push_back(entry->id);
    }
  }
  if (ids.empty()) {
    co_return std::vector<PostDetails>{};
  }
  co_return co_await sources_.posts.load_unjudged(sources_.env.database.session(), std::move(ids));
}

Task<Result<std::optional<Message>>> Composer::compose_one(bus::Event const& event,
                                                           std::vector<PostDetails> const& posts) const {
  if (auto const* entry = entry_of(event)) {
    auto const found =
        std::ranges::find_if(posts, [entry](PostDetails const& post) { return post.post.id == entry->id; });
    if (found == posts.end() || is_suspended(*found)) {
      co_return std::nullopt;
    }
    bool const edited = std::holds_alternative<bus::PostEdited>(event);
    co_return Message{
        .event = edited ? "status.update" : "update",
        .payload = {},
        .about = AboutPost{.entry = *entry, .shown = show(*found), .deleted_tags = {}, .edited = edited}};
  }
  if (auto const* deleted = std::get_if<bus::PostDeleted>(&event)) {
    co_return end_of(*deleted);
  }
  if (auto const* told = std::get_if<bus::NotificationTold>(&event)) {
    co_return co_await notification(*told);
  }
  if (auto const* changed = std::get_if<bus::ConversationChanged>(&event)) {
    co_return co_await conversation(*changed);
  }
  if (is_announcement(event)) {
    co_return co_await announcement(event);
  }
  if (auto const* merged = std::get_if<bus::NotificationsMerged>(&event)) {
    // The payload says nothing; an event without one would be passed over by apps.
    co_return Message{.event = "notifications_merged",
                      .payload = "1",
                      .about = ToAccount{.account = merged->account,
                                         .streams = {StreamKind::user, StreamKind::user_notification},
                                         .scope = Scope::read_notifications,
                                         .shows = {}}};
  }
  if (auto const* filters = std::get_if<bus::FiltersChanged>(&event)) {
    co_return Message{.event = "filters_changed",
                      .payload = {},
                      .about = ToAccount{.account = filters->account,
                                         .streams = {StreamKind::user},
                                         .scope = {},
                                         .shows = {},
                                         .filters_are_stale = true}};
  }
  if (auto const* changed = std::get_if<bus::RelationsChanged>(&event)) {
    co_return Message{.event = {}, .payload = {}, .about = RelationsAreStale{changed->accounts}};
  }
  if (auto const* changed = std::get_if<bus::ListChanged>(&event)) {
    co_return Message{.event = {}, .payload = {}, .about = ListIsStale{changed->owner, changed->list}};
  }
  if (auto const* changed = std::get_if<bus::AccessChanged>(&event)) {
    co_return Message{.event = {}, .payload = {}, .about = AccessIsStale{changed->account}};
  }
  co_return std::nullopt;
}

// It is not there when the receiver did not want it, or it was taken back.
Task<Result<std::optional<Message>>> Composer::notification(bus::NotificationTold told) const {
  auto const found =
      co_await sources_.notifications.find(service::Caller{.account = told.receiver}, told.notification);
  if (!found) {
    if (found.error().kind == ErrorKind::not_found) {
      co_return std::nullopt;
    }
    co_return std::unexpected(found.error());
  }
  if (found->notification.filtered) {
    co_return std::nullopt;
  }
  co_return Message{.event = "notification",
                    .payload = boost::json::serialize(
                        sources_.view.notification(found->notification, found->from, found->post)),
                    .about = ToAccount{.account = told.receiver,
                                       .streams = {StreamKind::user, StreamKind::user_notification},
                                       .scope = Scope::read_notifications,
                                       .shows = found->notification.post_id}};
}

// It is not there when it was removed meanwhile; and of one whose last post is not to be seen there is nothing to tell.
Task<Result<std::optional<Message>>> Composer::conversation(bus::ConversationChanged changed) const {
  auto const found =
      co_await sources_.conversations.find(service::Caller{.account = changed.owner}, changed.conversation);
  if (!found && found.error().kind != ErrorKind::not_found) {
    co_return std::unexpected(found.error());
  }
  if (!found || !found->last) {
    co_return std::nullopt;
  }
  co_return Message{.event = "conversation",
                    .payload = boost::json::serialize(
                        sources_.view.conversation(found->conversation, found->accounts, found->last)),
                    .about = ToAccount{.account = changed.owner,
                                       .streams = {StreamKind::direct},
                                       .scope = {},
                                       .shows = found->last->post.id}};
}

// As nobody in particular sees it: who of them has read it or reacted is left out.
Task<Result<std::optional<Message>>> Composer::announcement(bus::Event const& event) const {
  Message message{.event = "announcement", .payload = {}, .about = ToEveryone{}};
  if (auto const* removed = std::get_if<bus::AnnouncementRemoved>(&event)) {
    message.event = "announcement.delete";
    message.payload = to_text(removed->announcement);
    co_return message;
  }
  auto const* reacted = std::get_if<bus::AnnouncementReacted>(&event);
  auto const id =
      reacted != nullptr ? reacted->announcement : std::get<bus::AnnouncementPublished>(event).announcement;
  auto const found = co_await sources_.announcements.find(service::Caller{}, id);
  if (!found) {
    if (found.error().kind == ErrorKind::not_found) {
      co_return std::nullopt;
    }
    co_return std::unexpected(found.error());
  }
  if (reacted == nullptr) {
    message.payload = boost::json::serialize(view::announcement(sources_.view, *found));
    co_return message;
  }
  message.event = "announcement.reaction";
  message.payload = boost::json::serialize(view::reaction_event(sources_.view, *found, reacted->name));
  co_return message;
}

ShownPost Composer::show(PostDetails const& details) const {
  ShownPost shown{.post = writer_.post(details),
                  .author = writer_.account(details.author),
                  .original = {},
                  .local = !details.post.remote_uri,
                  .has_media = !details.media.empty(),
                  .tags = {}};
  for (auto const& tag : details.tags) {
    shown.tags.push_back(tag.name);
  }
  if (details.boosted) {
    shown.original = std::make_shared<ShownPost const>(show(*details.boosted));
  }
  if (details.quote && details.quote->post && !details.quote->post->author.suspended_at) {
    shown.quoted = std::make_shared<ShownPost const>(show(*details.quote->post));
  }
  return shown;
}

}  // namespace auklet::stream
