// SPDX-License-Identifier: Apache-2.0
//
// Entities: what people are told, and what they would rather not see. The notation is told in description.h.
#include "api/description_texts.h"

namespace auklet::api {

std::string_view const described_notices = R"(
Notification // Something that happened to the asker
  id: id
  type: text
  created_at: time
  group_key: text
  account: Account // whose doing it is
  status?: Status

NotificationGroup // Notifications that say the same of the same post
  group_key: text
  notifications_count: integer
  type: text
  most_recent_notification_id: integer
  sample_account_ids: id[]
  page_min_id?: id
  page_max_id?: id
  latest_page_notification_at?: time
  status_id?: id

GroupedNotifications
  accounts: Account[]
  partial_accounts?: PartialAccount[]
  statuses: Status[]
  notification_groups: NotificationGroup[]

Count
  count: integer

NotificationPolicy // What happens to notifications of whom the asker may not know
  for_not_following: NotificationVerdict
  for_not_followers: NotificationVerdict
  for_new_accounts: NotificationVerdict
  for_private_mentions: NotificationVerdict
  for_limited_accounts: NotificationVerdict
  summary: NotificationPolicySummary

NotificationVerdict = accept|filter|drop

V1NotificationPolicy
  filter_not_following: boolean
  filter_not_followers: boolean
  filter_new_accounts: boolean
  filter_private_mentions: boolean
  summary: NotificationPolicySummary

NotificationPolicySummary
  pending_requests_count: integer
  pending_notifications_count: integer

NotificationRequest // The notifications of somebody that are kept apart
  id: id
  created_at: time
  updated_at: time
  notifications_count: text
  account: Account
  last_status: Status?

Merged
  merged: boolean

Marker // How far the asker has read
  last_read_id: id
  version: integer
  updated_at: time

Markers
  home?: Marker
  notifications?: Marker

MarkerChange
  home?: ReadUntil
  notifications?: ReadUntil

ReadUntil
  last_read_id: id

Filter // Words and posts that the asker would rather not see
  id: id
  title: text
  context: FilterContext[]
  expires_at: time?
  filter_action: FilterAction
  keywords: FilterKeyword[]
  statuses: FilterStatus[]

FilterContext = home|notifications|public|thread|account

FilterAction = warn|hide|blur

FilterKeyword
  id: id
  keyword: text
  whole_word: boolean

FilterStatus
  id: id
  status_id: id

FilterSummary // A filter without what it looks for
  id: id
  title: text
  context: FilterContext[]
  expires_at: time?
  filter_action: FilterAction

FilterResult // A filter that a post meets
  filter: FilterSummary
  keyword_matches: text[]?
  status_matches: id[]?

FilterChange
  title?: text
  context?: FilterContext[]
  expires_in?: integer // seconds
  filter_action?: FilterAction
  keywords_attributes?: KeywordChange[]

KeywordChange // Without an id it is a new one
  id?: id
  keyword?: text
  whole_word?: boolean
  _destroy?: boolean

V1Filter
  id: id
  phrase: text
  context: FilterContext[]
  whole_word: boolean
  expires_at: time?
  irreversible: boolean

V1FilterChange
  phrase?: text
  context?: FilterContext[]
  expires_in?: integer // seconds
  whole_word?: boolean
  irreversible?: boolean

WebPushSubscription
  id: integer
  endpoint: url
  standard: boolean
  policy: PushPolicy
  alerts: {boolean} // by the type of notification
  server_key: text

PushPolicy = all|followed|follower|none

NewPushSubscription
  subscription: PushEndpoint
  data?: PushWishes

PushChange
  data?: PushWishes

PushEndpoint
  endpoint: url
  keys: PushKeys
  standard?: boolean // RFC 8291

PushKeys
  p256dh: text
  auth: text

PushWishes
  alerts?: {boolean}
  policy?: PushPolicy

Announcement // What the server tells everybody
  id: id
  content: html
  starts_at: time?
  ends_at: time?
  all_day: boolean
  published_at: time
  updated_at: time
  read?: boolean
  mentions: Mention[]
  statuses: any[]
  tags: TagLink[]
  emojis: CustomEmoji[]
  reactions: Reaction[]

Reaction
  name: text
  count: integer
  me: boolean
  url?: url // of an emoji of this server
  static_url?: url
)";

}  // namespace auklet::api
