// SPDX-License-Identifier: Apache-2.0
//
// Entities: the server, apps and log-in. The notation is told in description.h.
#include "api/description_texts.h"

namespace auklet::api {

std::string_view const described_server = R"(
Instance // This server
  domain: text
  title: text
  version: text
  source_url: url
  description: text
  usage: InstanceUsage
  thumbnail: InstanceThumbnail
  icon: InstanceIcon[]
  languages: text[]
  configuration: InstanceConfiguration
  registrations: InstanceRegistrations
  api_versions: {integer}
  contact: InstanceContact
  rules: Rule[]

InstanceUsage
  users: InstanceUsers

InstanceUsers
  active_month: integer

InstanceThumbnail
  url: url
  blurhash: text?
  versions: {text}

InstanceIcon
  src: url
  size: text

InstanceContact
  email: text
  account: Account?

InstanceRegistrations
  enabled: boolean
  approval_required: boolean
  reason_required: boolean
  message: html?
  min_age: integer?
  url: url?

InstanceConfiguration // What may be sent, and where
  urls: InstanceUrls
  vapid: InstanceVapid
  accounts: AccountLimits
  statuses: StatusLimits
  media_attachments: MediaLimits
  polls: PollLimits
  translation: InstanceTranslation
  timelines_access: TimelinesAccess
  limited_federation: boolean

InstanceUrls
  streaming: text
  about: url?
  privacy_policy: url?
  terms_of_service: url?
  status: url?

InstanceVapid
  public_key: text

InstanceTranslation
  enabled: boolean

AccountLimits
  max_featured_tags: integer
  max_pinned_statuses: integer
  max_display_name_length: integer
  max_note_length: integer
  max_profile_fields: integer
  profile_field_name_limit: integer
  profile_field_value_limit: integer

StatusLimits
  max_characters: integer
  max_media_attachments: integer
  characters_reserved_per_url: integer

MediaLimits
  supported_mime_types: text[]
  description_limit: integer
  image_size_limit: integer // bytes
  image_matrix_limit: integer // pixels
  video_size_limit: integer // bytes
  video_frame_rate_limit: integer
  video_matrix_limit: integer // pixels

PollLimits
  max_options: integer
  max_characters_per_option: integer
  min_expiration: integer // seconds
  max_expiration: integer // seconds

TimelinesAccess // Who may read what without logging in
  live_feeds: TimelineAccess
  hashtag_feeds: TimelineAccess

TimelineAccess
  local: text
  remote: text

Rule
  id: id
  text: text
  hint: text

V1Instance
  uri: text
  title: text
  short_description: text
  description: text
  email: text
  version: text
  urls: V1InstanceUrls
  stats: V1InstanceStats
  thumbnail: url?
  languages: text[]
  registrations: boolean
  approval_required: boolean
  invites_enabled: boolean
  configuration: V1InstanceConfiguration
  contact_account: Account?
  rules: Rule[]

V1InstanceUrls
  streaming_api: text

V1InstanceStats
  user_count: integer
  status_count: integer
  domain_count: integer

V1InstanceConfiguration
  accounts: AccountLimits
  statuses: StatusLimits
  media_attachments: MediaLimits
  polls: PollLimits

ServerText // A text of the server about itself
  content: html
  updated_at: time?

TermsOfService
  effective_date: date
  effective: boolean
  content: html
  succeeded_by: date?

Language
  code: text
  name: text

ActiveWeek // Everything in it is text
  week: text // when it began, in seconds since 1970
  statuses: text
  logins: text
  registrations: text

AnnualReports // Reports, and whom and what they speak of
  annual_reports: AnnualReport[]
  accounts: Account[]
  statuses: Status[]

AnnualReport // What a year was for somebody
  year: integer
  data: AnnualReportData
  schema_version: integer
  share_url: url?
  account_id: id

AnnualReportData
  archetype: text
  time_series: AnnualReportMonth[]
  top_hashtags: AnnualReportTag[]
  top_statuses: AnnualReportPosts

AnnualReportMonth
  month: integer
  statuses: integer
  followers: integer

AnnualReportTag
  name: text
  count: integer

AnnualReportPosts
  by_reblogs: id?
  by_favourites: id?
  by_replies: id?

AnnualReportState
  state: available|generating|eligible|ineligible

AsyncRefreshes
  async_refresh: AsyncRefresh

AsyncRefresh
  id: id
  status: running|finished
  result_count: integer?

Archive // All that an account has here, as one file
  id: id
  state: waiting|ready|failed
  bytes: integer?
  url: url?
  created_at: time
  expires_at: time?

BlockedServer
  domain: text
  digest: text
  severity: silence|suspend
  comment?: text

DomainTies // What blocking a domain would end
  following_count: integer
  followers_count: integer

App
  id: id
  name: text
  website: text?
  scopes: text[]
  redirect_uris: text[]
  redirect_uri: text // one a line
  vapid_key: text

CredentialApp < App // An app, told to itself when it registers
  client_id: text
  client_secret: text
  client_secret_expires_at: integer // 0: never

NewApp
  client_name: text
  redirect_uris: text[] // or one text, parted by white space
  scopes?: text // parted by spaces; read when it is missing
  website?: text

Token
  access_token: text
  token_type: text
  scope: text
  created_at: integer // seconds since 1970

TokenRequest // RFC 6749; the app's own id and secret may also stand in the Authorization field
  grant_type: text
  client_id?: text
  client_secret?: text
  code?: text
  redirect_uri?: text
  code_verifier?: text // RFC 7636
  scope?: text

UserInfo // OpenID Connect Core 1.0, 5.3
  iss: url
  sub: url
  name: text
  preferred_username: text
  profile: url
  picture: url

AuthorizationServer // RFC 8414
  issuer: url
  service_documentation: url
  authorization_endpoint: url
  token_endpoint: url
  app_registration_endpoint: url
  revocation_endpoint: url
  userinfo_endpoint: url
  scopes_supported: text[]
  response_types_supported: text[]
  response_modes_supported: text[]
  grant_types_supported: text[]
  token_endpoint_auth_methods_supported: text[]
  code_challenge_methods_supported: text[]

Import // A file of somebody's earlier account that is being read
  id: id
  type: text
  state: running|finished
  rows: integer
  done: integer
  failed: integer
  created_at: time

ImportFailure // A row of such a file that could not be taken
  row: integer // from 1, without a head line
  line: text
  reason: not_found|forbidden|invalid

AppSession // An app, or a browser, that acts for somebody
  id: id
  name: text
  website: text?
  scopes: text[]
  created_at: time
  last_used_at: date? // null: not known
  current: boolean // it is the one that asks

NodeInfo // http://nodeinfo.diaspora.software
  version: text
  software: {text}
  protocols: text[]
  services: {text[]}
  openRegistrations: boolean
  usage: any
  metadata: {text}

Links // What is found where
  subject?: text
  aliases?: text[]
  links: {text}[]

Empty // An object without anything in it

Error
  error: text // for people
  error_description?: text
  details?: any // by the field of a form, what is wrong with it
)";

}  // namespace auklet::api
