// SPDX-License-Identifier: Apache-2.0
//
// What has happened: facts of committed transactions, told after the commit to everything that keeps a
// projection. An event names what changed and carries what every listener needs; who needs more reads it from
// the store.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "domain/home_rule.h"
#include "domain/ids.h"
#include "domain/visibility.h"

namespace auklet::bus {

struct PostCreated {  // a boost too
  HomeEntry entry;
};

struct PostEdited {
  HomeEntry entry;
  std::vector<AccountId> mentions_before;
  std::vector<TagId> tags_before;
};

struct PostDeleted {  // or a boost undone
  PostId post{};
  AccountId author{};
  std::vector<TagId> tags = {};
  std::vector<std::string> tag_names = {};  // of the same tags, folded
  Visibility visibility = Visibility::public_;
  bool is_boost = false;
};

// Who and what these accounts follow, which lists they have, whom they block or mute, or who blocks them, is not what
// it was.
struct RelationsChanged {
  std::vector<AccountId> accounts;
  // Of these the followers, or who of them wants to be told of each post, may not be what they were.
  std::vector<AccountId> followed = {};
};

// A list of the owner, or who is in it, is not what it was, or it is gone. Where the owner's home changes with it, that
// is told by RelationsChanged, which speaks for all their timelines.
struct ListChanged {
  AccountId owner{};
  ListId list{};
};

// A log-in was disabled, or its password changed: what is cached about its tokens no longer holds.
struct AccessChanged {
  AccountId account{};
};

// What the post shows of others has changed: its counters, or an author's choice about it.
struct PostTouched {
  PostId post{};
};

// A link in the post has been followed, and the post shows what it leads to.
struct PostLinked {
  PostId post{};
};

// What these accounts show of themselves has changed: profile or counters. Each post says so of its author.
struct AccountsTouched {
  std::vector<AccountId> accounts;
  bool only_counters = false;
};

// What the account's posts are like when it does not say has changed.
struct PostDefaultsChanged {
  AccountId account{};
};

// The viewer favourited, boosted, bookmarked or pinned the post, or took that back, or voted in its poll.
struct MarksChanged {
  AccountId viewer{};
  PostId post{};
};

// The viewer muted a conversation, or took that back.
struct ThreadMutesChanged {
  AccountId viewer{};
};

// Somebody was told of something. The notification is in the store, unless the receiver does not want to be told.
struct NotificationTold {
  AccountId receiver{};
  NotificationId notification{};
};

// A direct post came into a conversation of the owner or went out of it, or it was marked as read or unread.
struct ConversationChanged {
  AccountId owner{};
  ConversationId conversation{};
};

// Notifications that were kept apart are among the account's others now.
struct NotificationsMerged {
  AccountId account{};
};

// What the account filters out of what it is shown has changed.
struct FiltersChanged {
  AccountId account{};
};

// Everyone was told something, or it was taken back.
struct AnnouncementPublished {
  AnnouncementId announcement{};
};
struct AnnouncementRemoved {
  AnnouncementId announcement{};
};
// Somebody reacted to it with that emoji, or took that back.
struct AnnouncementReacted {
  AnnouncementId announcement{};
  std::string name;
};

// The emojis of this server, or what they look like, are not what they were.
struct EmojisChanged {};

// Jobs were committed that may run now.
struct JobsWaiting {};
using Event = std::variant<PostCreated, PostEdited, PostDeleted, RelationsChanged, ListChanged, AccessChanged,
                           PostTouched, PostLinked, AccountsTouched, PostDefaultsChanged, MarksChanged,
                           ThreadMutesChanged, NotificationTold, NotificationsMerged, ConversationChanged,
                           FiltersChanged, AnnouncementPublished, AnnouncementRemoved, AnnouncementReacted,
                           EmojisChanged, JobsWaiting>;

}  // namespace auklet::bus
