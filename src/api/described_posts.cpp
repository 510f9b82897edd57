// SPDX-License-Identifier: Apache-2.0
//
// Entities: posts, what is in them, and lists of them. The notation is told in description.h.
#include "api/description_texts.h"

namespace auklet::api {

std::string_view const described_posts = R"(
Visibility = public|unlisted|private|direct // Who may see a post: everybody, everybody who looks for it, followers, those who are mentioned

Status // A post, or the boost of one
  id: id
  uri: url
  url: url?
  created_at: time
  edited_at: time?
  account: Account
  content: html
  spoiler_text: text // the warning before the content
  sensitive: boolean
  visibility: Visibility
  language: text?
  in_reply_to_id: id?
  in_reply_to_account_id: id?
  reblog: Status? // the post that is boosted
  mentions: Mention[]
  tags: TagLink[]
  emojis: CustomEmoji[]
  media_attachments: MediaAttachment[]
  poll: Poll?
  card: PreviewCard?
  quote: Quote?
  quote_approval: Approval
  reply_approval?: Approval // only where not everyone may; ours, as is the next
  reblog_approval?: Approval
  application?: StatusApplication? // what it was written with, when its author shows that
  replies_count: integer
  reblogs_count: integer
  favourites_count: integer
  quotes_count: integer
  favourited?: boolean // this and what follows: only for who asks with a token
  reblogged?: boolean
  bookmarked?: boolean
  muted?: boolean // its conversation is
  pinned?: boolean // only of posts that the asker can pin
  filtered?: FilterResult[]

Mention
  id: id
  username: text
  acct: text
  url: url

TagLink
  name: text
  url: url

ApprovalPolicy = public|followers|nobody // Who may do something with a post; its author always may

Quote // A quoted post, or why it is not there; a quote inside a quote has the id alone
  state: pending|accepted|rejected|revoked|deleted|unauthorized|blocked_account|blocked_domain|muted_account
  quoted_status?: Status?
  quoted_status_id?: id?

Approval // Who may quote a post, reply to it or boost it
  automatic: text[]
  manual: text[]
  current_user: automatic|manual|denied|unknown

StatusApplication
  name: text
  website: text?

MediaAttachment // A picture, film or sound
  id: id
  type: image|gifv|video|audio|unknown
  url: url? // null while it is being worked on
  preview_url: url?
  remote_url: url?
  preview_remote_url: url?
  text_url: url?
  meta: MediaMeta?
  description: text?
  blurhash: text?

MediaMeta
  original?: MediaSize
  small?: MediaSize
  focus?: MediaFocus

MediaSize
  width?: integer
  height?: integer
  size?: text
  aspect?: number
  frame_rate?: text
  duration?: number // seconds
  bitrate?: integer

MediaFocus // What must stay visible when it is cropped: from -1 to 1, right and up
  x: number
  y: number

Poll
  id: id
  expires_at: time?
  expired: boolean
  multiple: boolean
  votes_count: integer
  voters_count: integer?
  options: PollOption[]
  emojis: CustomEmoji[]
  voted?: boolean // only for who asks with a token
  own_votes?: integer[] // the numbers of the options, from 0

PollOption
  title: text
  votes_count: integer? // null while it is not to be told

PreviewCard // What a post's link leads to
  url: text
  title: text
  description: text
  language: text?
  type: link|photo|video|rich
  author_name: text
  author_url: text
  authors: PreviewCardAuthor[]
  provider_name: text
  provider_url: text
  html: html
  width: integer
  height: integer
  image: url?
  image_description: text
  embed_url: text
  blurhash: text?
  published_at: time?
  missing_attribution: boolean?

PreviewCardAuthor
  name: text
  url: text
  account: Account?

TrendingLink < PreviewCard
  history: UseDay[]

UseDay // How often something was used on a day
  day: text // seconds since 1970, at its midnight
  uses: text
  accounts: text

Tag
  id?: id
  name: text
  url: url
  history: UseDay[]
  following?: boolean // only for who asks with a token
  featuring?: boolean

Context // What a post answers, and what answers it
  ancestors: Status[]
  descendants: Status[]

StatusEdit // A post as it once was
  content: html
  spoiler_text: text
  sensitive: boolean
  created_at: time
  account: Account
  media_attachments: MediaAttachment[]
  emojis: CustomEmoji[]
  poll?: EditedPoll

EditedPoll
  options: EditedPollOption[]

EditedPollOption
  title: text

StatusSource // A post as it was written
  id: id
  text: text
  spoiler_text: text

DeletedStatus // A post that was deleted, with its source in place of its content; the rest is as in Status
  id: id
  text: text
  spoiler_text: text
  media_attachments: MediaAttachment[]
  poll: Poll?

ScheduledStatus
  id: id
  scheduled_at: time
  params: ScheduledParams
  media_attachments: MediaAttachment[]

ScheduledParams
  text: text
  spoiler_text: text?
  sensitive: boolean?
  language: text?
  visibility: Visibility?
  in_reply_to_id: integer?
  media_ids: id[]?
  poll: ScheduledPoll?
  idempotency: text?
  application_id: integer
  scheduled_at: time?
  with_rate_limit: boolean
  allowed_mentions?: id[]
  quoted_status_id: id?
  quote_approval_policy?: ApprovalPolicy

ScheduledPoll
  options: text[]
  expires_in: integer // seconds
  multiple: boolean
  hide_totals: boolean

Conversation
  id: id
  unread: boolean
  accounts: Account[]
  last_status: Status?

List
  id: id
  title: text
  replies_policy: followed|list|none // whose replies it shows
  exclusive: boolean // its members are not shown at home

SearchResult
  accounts: Account[]
  statuses: Status[]
  hashtags: Tag[]

V1SearchResult
  accounts: Account[]
  statuses: Status[]
  hashtags: text[]

OEmbed // A post for pages of other sites
  type: text
  version: text
  url?: url
  title?: text
  author_name: text
  author_url: url
  provider_name: text
  provider_url: url
  cache_age: integer
  html: html
  width: integer
  height: integer?

NewStatus
  status?: text // may be missing when there is a picture or a poll
  spoiler_text?: text
  sensitive?: boolean
  visibility?: Visibility
  language?: text
  in_reply_to_id?: id
  quoted_status_id?: id
  quote_approval_policy?: ApprovalPolicy // of posts that few may see: nobody, whatever is said
  reply_approval_policy?: ApprovalPolicy // who is mentioned always may
  reblog_approval_policy?: ApprovalPolicy
  media_ids?: id[]
  poll?: NewPoll
  scheduled_at?: time // then it is kept until then
  allowed_mentions?: id[] // the post is refused when it mentions anybody else

StatusChange
  status?: text
  spoiler_text?: text
  sensitive?: boolean
  language?: text
  quote_approval_policy?: ApprovalPolicy
  reply_approval_policy?: ApprovalPolicy
  reblog_approval_policy?: ApprovalPolicy
  media_ids?: id[]
  media_attributes?: MediaLabel[]
  poll?: NewPoll

NewPoll
  options: text[]
  expires_in: integer // seconds
  multiple?: boolean
  hide_totals?: boolean // until it has ended

Translation // What a service made of a post
  content: html
  spoiler_text: text
  poll: TranslatedPoll?
  media_attachments: TranslatedMedia[]
  detected_source_language: text
  language: text
  provider: text

TranslatedPoll
  id: id
  options: TranslatedOption[]

TranslatedOption
  title: text

TranslatedMedia
  id: id
  description: text

MediaLabel
  id: id
  description?: text
  focus?: text // two numbers from -1 to 1, parted by a comma
)";

}  // namespace auklet::api
