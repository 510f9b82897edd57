// SPDX-License-Identifier: Apache-2.0
//
// Entities: accounts, and what stands between them. The notation is told in description.h.
#include "api/description_texts.h"

namespace auklet::api {

std::string_view const described_people = R"(
Account // Somebody who has a profile, here or on another server
  id: id
  username: text // without the domain
  acct: text // with the domain for people of other servers
  display_name: text
  locked: boolean // follows have to be approved
  bot: boolean
  group: boolean
  discoverable: boolean? // may be recommended to others
  indexable: boolean // public posts may be found by searching
  noindex: boolean // the reverse of indexable
  hide_collections: boolean // whom they follow, and who follows them, is not shown
  created_at: time // the day, at midnight
  note: html
  url: url // the page for people
  uri: url // the permanent name
  avatar: url
  avatar_static: url // without motion
  avatar_description: text
  header: url
  header_static: url
  header_description: text
  followers_count: integer
  following_count: integer
  statuses_count: integer
  last_status_at: date?
  emojis: CustomEmoji[]
  roles: Role[] // the public ones
  fields: Field[]

MutedAccount < Account // An account in the list of those that are muted
  mute_expires_at: time? // null: for good

CredentialAccount < Account // The asker's own account
  source: AccountSource
  role: Role

AccountSource // The profile as it was written, and what new posts begin with
  note: text
  fields: Field[]
  privacy: Visibility
  sensitive: boolean
  language: text?
  follow_requests_count: integer
  hide_collections: boolean
  discoverable: boolean?
  indexable: boolean
  attribution_domains: text[]
  quote_policy: ApprovalPolicy

PartialAccount // As much of an account as a small picture of it needs
  id: id
  acct: text
  url: url
  avatar: url
  avatar_static: url
  bot: boolean
  locked: boolean

Field // A line of a profile
  name: text
  value: html // plain text in what one edits oneself
  verified_at: time?

Role
  id: text
  name: text
  color: text
  permissions: text // a number made of bits
  highlighted: boolean

CustomEmoji
  shortcode: text
  url: url
  static_url: url
  visible_in_picker: boolean
  category?: text?

Relationship // How the asker and another account stand to each other
  id: id
  following: boolean
  showing_reblogs: boolean
  notifying: boolean
  languages: text[]?
  followed_by: boolean
  blocking: boolean
  blocked_by: boolean
  muting: boolean
  muting_notifications: boolean
  muting_expires_at: time?
  requested: boolean
  requested_by: boolean
  domain_blocking: boolean
  endorsed: boolean
  note: text // the asker's own, seen by nobody else

FamiliarFollowers // Whom the asker follows among the followers of an account
  id: id
  accounts: Account[]

Suggestion
  source: text // as it was called before 4.3
  sources: text[]
  account: Account

FeaturedTag
  id: id
  name: text
  url: url
  statuses_count: text // a number
  last_status_at: date?

Profile // The asker's own profile as it is edited
  id: id
  display_name: text
  note: text
  fields: Field[]
  avatar: url?
  avatar_static: url?
  avatar_description: text
  header: url?
  header_static: url?
  header_description: text
  locked: boolean
  bot: boolean
  hide_collections: boolean
  discoverable: boolean?
  indexable: boolean
  show_media: boolean
  show_media_replies: boolean
  show_featured: boolean
  attribution_domains: text[]
  featured_tags: FeaturedTag[]

Preferences
  posting:default:visibility: Visibility
  posting:default:sensitive: boolean
  posting:default:language: text?
  posting:default:quote_policy: ApprovalPolicy
  reading:expand:media: text
  reading:expand:spoilers: boolean
  reading:autoplay:gifs: boolean

Collection // A named group of accounts that somebody shows to others
  id: id
  account_id: id
  uri: url
  url: url?
  name: text
  description: text
  language: text?
  local: boolean
  sensitive: boolean
  discoverable: boolean
  tag: TagLink?
  item_count: integer
  items: CollectionItem[]
  created_at: time
  updated_at: time

CollectionItem
  id: id
  account_id?: id
  state: text
  created_at: time

CollectionAnswer
  collection: Collection

CollectionItemAnswer
  collection_item: CollectionItem

Collections
  collections: Collection[]

CollectionWithAccounts
  collection: Collection
  accounts: Account[]

Report
  id: id
  action_taken: boolean
  action_taken_at: time?
  category: spam|legal|violation|other
  comment: text
  forwarded: boolean
  created_at: time
  status_ids: id[]
  rule_ids: id[]
  collection_ids: id[]
  target_account: Account

ProfileChange // What is not sent stays as it is
  display_name?: text
  note?: text
  avatar?: file
  header?: file
  locked?: boolean
  bot?: boolean
  discoverable?: boolean
  indexable?: boolean
  hide_collections?: boolean
  fields_attributes?: FieldChange[] // all of them, in their order
  source?: SourceChange

FieldChange
  name?: text
  value?: text

SourceChange // What new posts begin with
  privacy?: public|unlisted|private
  sensitive?: boolean
  language?: text
  quote_policy?: ApprovalPolicy
)";

}  // namespace auklet::api
