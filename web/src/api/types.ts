// SPDX-License-Identifier: Apache-2.0
//
// Made by web/types.mjs of the server's description of its API: change that instead.

// Somebody who has a profile, here or on another server
export interface Account {
  id: string;
  username: string; // without the domain
  acct: string; // with the domain for people of other servers
  display_name: string;
  locked: boolean; // follows have to be approved
  bot: boolean;
  group: boolean;
  discoverable: boolean | null; // may be recommended to others
  indexable: boolean; // public posts may be found by searching
  noindex: boolean; // the reverse of indexable
  hide_collections: boolean; // whom they follow, and who follows them, is not shown
  created_at: string; // the day, at midnight
  note: string; // HTML
  url: string; // the page for people
  uri: string; // the permanent name
  avatar: string;
  avatar_static: string; // without motion
  avatar_description: string;
  header: string;
  header_static: string;
  header_description: string;
  followers_count: number;
  following_count: number;
  statuses_count: number;
  last_status_at: string | null;
  emojis: CustomEmoji[];
  roles: Role[]; // the public ones
  fields: Field[];
}

// An account in the list of those that are muted
export interface MutedAccount extends Account {
  mute_expires_at: string | null; // null: for good
}

// The asker's own account
export interface CredentialAccount extends Account {
  source: AccountSource;
  role: Role;
}

// The profile as it was written, and what new posts begin with
export interface AccountSource {
  note: string;
  fields: Field[];
  privacy: Visibility;
  sensitive: boolean;
  language: string | null;
  follow_requests_count: number;
  hide_collections: boolean;
  discoverable: boolean | null;
  indexable: boolean;
  attribution_domains: string[];
  quote_policy: ApprovalPolicy;
}

// As much of an account as a small picture of it needs
export interface PartialAccount {
  id: string;
  acct: string;
  url: string;
  avatar: string;
  avatar_static: string;
  bot: boolean;
  locked: boolean;
}

// A line of a profile
export interface Field {
  name: string;
  value: string; // HTML: plain text in what one edits oneself
  verified_at: string | null;
}

export interface Role {
  id: string;
  name: string;
  color: string;
  permissions: string; // a number made of bits
  highlighted: boolean;
}

export interface CustomEmoji {
  shortcode: string;
  url: string;
  static_url: string;
  visible_in_picker: boolean;
  category?: string | null;
}

// How the asker and another account stand to each other
export interface Relationship {
  id: string;
  following: boolean;
  showing_reblogs: boolean;
  notifying: boolean;
  languages: string[] | null;
  followed_by: boolean;
  blocking: boolean;
  blocked_by: boolean;
  muting: boolean;
  muting_notifications: boolean;
  muting_expires_at: string | null;
  requested: boolean;
  requested_by: boolean;
  domain_blocking: boolean;
  endorsed: boolean;
  note: string; // the asker's own, seen by nobody else
}

// Whom the asker follows among the followers of an account
export interface FamiliarFollowers {
  id: string;
  accounts: Account[];
}

export interface Suggestion {
  source: string; // as it was called before 4.3
  sources: string[];
  account: Account;
}

export interface FeaturedTag {
  id: string;
  name: string;
  url: string;
  statuses_count: string; // a number
  last_status_at: string | null;
}

// The asker's own profile as it is edited
export interface Profile {
  id: string;
  display_name: string;
  note: string;
  fields: Field[];
  avatar: string | null;
  avatar_static: string | null;
  avatar_description: string;
  header: string | null;
  header_static: string | null;
  header_description: string;
  locked: boolean;
  bot: boolean;
  hide_collections: boolean;
  discoverable: boolean | null;
  indexable: boolean;
  show_media: boolean;
  show_media_replies: boolean;
  show_featured: boolean;
  attribution_domains: string[];
  featured_tags: FeaturedTag[];
}

export interface Preferences {
  'posting:default:visibility': Visibility;
  'posting:default:sensitive': boolean;
  'posting:default:language': string | null;
  'posting:default:quote_policy': ApprovalPolicy;
  'reading:expand:media': string;
  'reading:expand:spoilers': boolean;
  'reading:autoplay:gifs': boolean;
}

// A named group of accounts that somebody shows to others
export interface Collection {
  id: string;
  account_id: string;
  uri: string;
  url: string | null;
  name: string;
  description: string;
  language: string | null;
  local: boolean;
  sensitive: boolean;
  discoverable: boolean;
  tag: TagLink | null;
  item_count: number;
  items: CollectionItem[];
  created_at: string;
  updated_at: string;
}

export interface CollectionItem {
  id: string;
  account_id?: string;
  state: string;
  created_at: string;
}

export interface CollectionAnswer {
  collection: Collection;
}

export interface CollectionItemAnswer {
  collection_item: CollectionItem;
}

export interface Collections {
  collections: Collection[];
}

export interface CollectionWithAccounts {
  collection: Collection;
  accounts: Account[];
}

export interface Report {
  id: string;
  action_taken: boolean;
  action_taken_at: string | null;
  category: 'spam' | 'legal' | 'violation' | 'other';
  comment: string;
  forwarded: boolean;
  created_at: string;
  status_ids: string[];
  rule_ids: string[];
  collection_ids: string[];
  target_account: Account;
}

// What is not sent stays as it is
export interface ProfileChange {
  display_name?: string;
  note?: string;
  avatar?: Blob;
  header?: Blob;
  locked?: boolean;
  bot?: boolean;
  discoverable?: boolean;
  indexable?: boolean;
  hide_collections?: boolean;
  fields_attributes?: FieldChange[]; // all of them, in their order
  source?: SourceChange;
}

export interface FieldChange {
  name?: string;
  value?: string;
}

// What new posts begin with
export interface SourceChange {
  privacy?: 'public' | 'unlisted' | 'private';
  sensitive?: boolean;
  language?: string;
  quote_policy?: ApprovalPolicy;
}

// Who may see a post: everybody, everybody who looks for it, followers, those who are mentioned
export type Visibility = 'public' | 'unlisted' | 'private' | 'direct';

// A post, or the boost of one
export interface Status {
  id: string;
  uri: string;
  url: string | null;
  created_at: string;
  edited_at: string | null;
  account: Account;
  content: string; // HTML
  spoiler_text: string; // the warning before the content
  sensitive: boolean;
  visibility: Visibility;
  language: string | null;
  in_reply_to_id: string | null;
  in_reply_to_account_id: string | null;
  reblog: Status | null; // the post that is boosted
  mentions: Mention[];
  tags: TagLink[];
  emojis: CustomEmoji[];
  media_attachments: MediaAttachment[];
  poll: Poll | null;
  card: PreviewCard | null;
  quote: Quote | null;
  quote_approval: Approval;
  reply_approval?: Approval; // only where not everyone may; ours, as is the next
  reblog_approval?: Approval;
  application?: StatusApplication | null; // what it was written with, when its author shows that
  replies_count: number;
  reblogs_count: number;
  favourites_count: number;
  quotes_count: number;
  favourited?: boolean; // this and what follows: only for who asks with a token
  reblogged?: boolean;
  bookmarked?: boolean;
  muted?: boolean; // its conversation is
  pinned?: boolean; // only of posts that the asker can pin
  filtered?: FilterResult[];
}

export interface Mention {
  id: string;
  username: string;
  acct: string;
  url: string;
}

export interface TagLink {
  name: string;
  url: string;
}

// Who may do something with a post; its author always may
export type ApprovalPolicy = 'public' | 'followers' | 'nobody';

// A quoted post, or why it is not there; a quote inside a quote has the id alone
export interface Quote {
  state: 'pending' | 'accepted' | 'rejected' | 'revoked' | 'deleted' | 'unauthorized' | 'blocked_account' | 'blocked_domain' | 'muted_account';
  quoted_status?: Status | null;
  quoted_status_id?: string | null;
}

// Who may quote a post, reply to it or boost it
export interface Approval {
  automatic: string[];
  manual: string[];
  current_user: 'automatic' | 'manual' | 'denied' | 'unknown';
}

export interface StatusApplication {
  name: string;
  website: string | null;
}

// A picture, film or sound
export interface MediaAttachment {
  id: string;
  type: 'image' | 'gifv' | 'video' | 'audio' | 'unknown';
  url: string | null; // null while it is being worked on
  preview_url: string | null;
  remote_url: string | null;
  preview_remote_url: string | null;
  text_url: string | null;
  meta: MediaMeta | null;
  description: string | null;
  blurhash: string | null;
}

export interface MediaMeta {
  original?: MediaSize;
  small?: MediaSize;
  focus?: MediaFocus;
}

export interface MediaSize {
  width?: number;
  height?: number;
  size?: string;
  aspect?: number;
  frame_rate?: string;
  duration?: number; // seconds
  bitrate?: number;
}

// What must stay visible when it is cropped: from -1 to 1, right and up
export interface MediaFocus {
  x: number;
  y: number;
}

export interface Poll {
  id: string;
  expires_at: string | null;
  expired: boolean;
  multiple: boolean;
  votes_count: number;
  voters_count: number | null;
  options: PollOption[];
  emojis: CustomEmoji[];
  voted?: boolean; // only for who asks with a token
  own_votes?: number[]; // the numbers of the options, from 0
}

export interface PollOption {
  title: string;
  votes_count: number | null; // null while it is not to be told
}

// What a post's link leads to
export interface PreviewCard {
  url: string;
  title: string;
  description: string;
  language: string | null;
  type: 'link' | 'photo' | 'video' | 'rich';
  author_name: string;
  author_url: string;
  authors: PreviewCardAuthor[];
  provider_name: string;
  provider_url: string;
  html: string; // HTML
  width: number;
  height: number;
  image: string | null;
  image_description: string;
  embed_url: string;
  blurhash: string | null;
  published_at: string | null;
  missing_attribution: boolean | null;
}

export interface PreviewCardAuthor {
  name: string;
  url: string;
  account: Account | null;
}

export interface TrendingLink extends PreviewCard {
  history: UseDay[];
}

// How often something was used on a day
export interface UseDay {
  day: string; // seconds since 1970, at its midnight
  uses: string;
  accounts: string;
}

export interface Tag {
  id?: string;
  name: string;
  url: string;
  history: UseDay[];
  following?: boolean; // only for who asks with a token
  featuring?: boolean;
}

// What a post answers, and what answers it
export interface Context {
  ancestors: Status[];
  descendants: Status[];
}

// A post as it once was
export interface StatusEdit {
  content: string; // HTML
  spoiler_text: string;
  sensitive: boolean;
  created_at: string;
  account: Account;
  media_attachments: MediaAttachment[];
  emojis: CustomEmoji[];
  poll?: EditedPoll;
}

export interface EditedPoll {
  options: EditedPollOption[];
}

export interface EditedPollOption {
  title: string;
}

// A post as it was written
export interface StatusSource {
  id: string;
  text: string;
  spoiler_text: string;
}

// A post that was deleted, with its source in place of its content; the rest is as in Status
export interface DeletedStatus {
  id: string;
  text: string;
  spoiler_text: string;
  media_attachments: MediaAttachment[];
  poll: Poll | null;
}

export interface ScheduledStatus {
  id: string;
  scheduled_at: string;
  params: ScheduledParams;
  media_attachments: MediaAttachment[];
}

export interface ScheduledParams {
  text: string;
  spoiler_text: string | null;
  sensitive: boolean | null;
  language: string | null;
  visibility: Visibility | null;
  in_reply_to_id: number | null;
  media_ids: string[] | null;
  poll: ScheduledPoll | null;
  idempotency: string | null;
  application_id: number;
  scheduled_at: string | null;
  with_rate_limit: boolean;
  allowed_mentions?: string[];
  quoted_status_id: string | null;
  quote_approval_policy?: ApprovalPolicy;
}

export interface ScheduledPoll {
  options: string[];
  expires_in: number; // seconds
  multiple: boolean;
  hide_totals: boolean;
}

export interface Conversation {
  id: string;
  unread: boolean;
  accounts: Account[];
  last_status: Status | null;
}

export interface List {
  id: string;
  title: string;
  replies_policy: 'followed' | 'list' | 'none'; // whose replies it shows
  exclusive: boolean; // its members are not shown at home
}

export interface SearchResult {
  accounts: Account[];
  statuses: Status[];
  hashtags: Tag[];
}

export interface V1SearchResult {
  accounts: Account[];
  statuses: Status[];
  hashtags: string[];
}

// A post for pages of other sites
export interface OEmbed {
  type: string;
  version: string;
  url?: string;
  title?: string;
  author_name: string;
  author_url: string;
  provider_name: string;
  provider_url: string;
  cache_age: number;
  html: string; // HTML
  width: number;
  height: number | null;
}

export interface NewStatus {
  status?: string; // may be missing when there is a picture or a poll
  spoiler_text?: string;
  sensitive?: boolean;
  visibility?: Visibility;
  language?: string;
  in_reply_to_id?: string;
  quoted_status_id?: string;
  quote_approval_policy?: ApprovalPolicy; // of posts that few may see: nobody, whatever is said
  reply_approval_policy?: ApprovalPolicy; // who is mentioned always may
  reblog_approval_policy?: ApprovalPolicy;
  media_ids?: string[];
  poll?: NewPoll;
  scheduled_at?: string; // then it is kept until then
  allowed_mentions?: string[]; // the post is refused when it mentions anybody else
}

export interface StatusChange {
  status?: string;
  spoiler_text?: string;
  sensitive?: boolean;
  language?: string;
  quote_approval_policy?: ApprovalPolicy;
  reply_approval_policy?: ApprovalPolicy;
  reblog_approval_policy?: ApprovalPolicy;
  media_ids?: string[];
  media_attributes?: MediaLabel[];
  poll?: NewPoll;
}

export interface NewPoll {
  options: string[];
  expires_in: number; // seconds
  multiple?: boolean;
  hide_totals?: boolean; // until it has ended
}

// What a service made of a post
export interface Translation {
  content: string; // HTML
  spoiler_text: string;
  poll: TranslatedPoll | null;
  media_attachments: TranslatedMedia[];
  detected_source_language: string;
  language: string;
  provider: string;
}

export interface TranslatedPoll {
  id: string;
  options: TranslatedOption[];
}

export interface TranslatedOption {
  title: string;
}

export interface TranslatedMedia {
  id: string;
  description: string;
}

export interface MediaLabel {
  id: string;
  description?: string;
  focus?: string; // two numbers from -1 to 1, parted by a comma
}

// Something that happened to the asker
export interface Notification {
  id: string;
  type: string;
  created_at: string;
  group_key: string;
  account: Account; // whose doing it is
  status?: Status;
}

// Notifications that say the same of the same post
export interface NotificationGroup {
  group_key: string;
  notifications_count: number;
  type: string;
  most_recent_notification_id: number;
  sample_account_ids: string[];
  page_min_id?: string;
  page_max_id?: string;
  latest_page_notification_at?: string;
  status_id?: string;
}

export interface GroupedNotifications {
  accounts: Account[];
  partial_accounts?: PartialAccount[];
  statuses: Status[];
  notification_groups: NotificationGroup[];
}

export interface Count {
  count: number;
}

// What happens to notifications of whom the asker may not know
export interface NotificationPolicy {
  for_not_following: NotificationVerdict;
  for_not_followers: NotificationVerdict;
  for_new_accounts: NotificationVerdict;
  for_private_mentions: NotificationVerdict;
  for_limited_accounts: NotificationVerdict;
  summary: NotificationPolicySummary;
}

export type NotificationVerdict = 'accept' | 'filter' | 'drop';

export interface V1NotificationPolicy {
  filter_not_following: boolean;
  filter_not_followers: boolean;
  filter_new_accounts: boolean;
  filter_private_mentions: boolean;
  summary: NotificationPolicySummary;
}

export interface NotificationPolicySummary {
  pending_requests_count: number;
  pending_notifications_count: number;
}

// The notifications of somebody that are kept apart
export interface NotificationRequest {
  id: string;
  created_at: string;
  updated_at: string;
  notifications_count: string;
  account: Account;
  last_status: Status | null;
}

export interface Merged {
  merged: boolean;
}

// How far the asker has read
export interface Marker {
  last_read_id: string;
  version: number;
  updated_at: string;
}

export interface Markers {
  home?: Marker;
  notifications?: Marker;
}

export interface MarkerChange {
  home?: ReadUntil;
  notifications?: ReadUntil;
}

export interface ReadUntil {
  last_read_id: string;
}

// Words and posts that the asker would rather not see
export interface Filter {
  id: string;
  title: string;
  context: FilterContext[];
  expires_at: string | null;
  filter_action: FilterAction;
  keywords: FilterKeyword[];
  statuses: FilterStatus[];
}

export type FilterContext = 'home' | 'notifications' | 'public' | 'thread' | 'account';

export type FilterAction = 'warn' | 'hide' | 'blur';

export interface FilterKeyword {
  id: string;
  keyword: string;
  whole_word: boolean;
}

export interface FilterStatus {
  id: string;
  status_id: string;
}

// A filter without what it looks for
export interface FilterSummary {
  id: string;
  title: string;
  context: FilterContext[];
  expires_at: string | null;
  filter_action: FilterAction;
}

// A filter that a post meets
export interface FilterResult {
  filter: FilterSummary;
  keyword_matches: string[] | null;
  status_matches: string[] | null;
}

export interface FilterChange {
  title?: string;
  context?: FilterContext[];
  expires_in?: number; // seconds
  filter_action?: FilterAction;
  keywords_attributes?: KeywordChange[];
}

// Without an id it is a new one
export interface KeywordChange {
  id?: string;
  keyword?: string;
  whole_word?: boolean;
  _destroy?: boolean;
}

export interface V1Filter {
  id: string;
  phrase: string;
  context: FilterContext[];
  whole_word: boolean;
  expires_at: string | null;
  irreversible: boolean;
}

export interface V1FilterChange {
  phrase?: string;
  context?: FilterContext[];
  expires_in?: number; // seconds
  whole_word?: boolean;
  irreversible?: boolean;
}

export interface WebPushSubscription {
  id: number;
  endpoint: string;
  standard: boolean;
  policy: PushPolicy;
  alerts: Record<string, boolean>; // by the type of notification
  server_key: string;
}

export type PushPolicy = 'all' | 'followed' | 'follower' | 'none';

export interface NewPushSubscription {
  subscription: PushEndpoint;
  data?: PushWishes;
}

export interface PushChange {
  data?: PushWishes;
}

export interface PushEndpoint {
  endpoint: string;
  keys: PushKeys;
  standard?: boolean; // RFC 8291
}

export interface PushKeys {
  p256dh: string;
  auth: string;
}

export interface PushWishes {
  alerts?: Record<string, boolean>;
  policy?: PushPolicy;
}

// What the server tells everybody
export interface Announcement {
  id: string;
  content: string; // HTML
  starts_at: string | null;
  ends_at: string | null;
  all_day: boolean;
  published_at: string;
  updated_at: string;
  read?: boolean;
  mentions: Mention[];
  statuses: unknown[];
  tags: TagLink[];
  emojis: CustomEmoji[];
  reactions: Reaction[];
}

export interface Reaction {
  name: string;
  count: number;
  me: boolean;
  url?: string; // of an emoji of this server
  static_url?: string;
}

// This server
export interface Instance {
  domain: string;
  title: string;
  version: string;
  source_url: string;
  description: string;
  usage: InstanceUsage;
  thumbnail: InstanceThumbnail;
  icon: InstanceIcon[];
  languages: string[];
  configuration: InstanceConfiguration;
  registrations: InstanceRegistrations;
  api_versions: Record<string, number>;
  contact: InstanceContact;
  rules: Rule[];
}

export interface InstanceUsage {
  users: InstanceUsers;
}

export interface InstanceUsers {
  active_month: number;
}

export interface InstanceThumbnail {
  url: string;
  blurhash: string | null;
  versions: Record<string, string>;
}

export interface InstanceIcon {
  src: string;
  size: string;
}

export interface InstanceContact {
  email: string;
  account: Account | null;
}

export interface InstanceRegistrations {
  enabled: boolean;
  approval_required: boolean;
  reason_required: boolean;
  message: string | null; // HTML
  min_age: number | null;
  url: string | null;
}

// What may be sent, and where
export interface InstanceConfiguration {
  urls: InstanceUrls;
  vapid: InstanceVapid;
  accounts: AccountLimits;
  statuses: StatusLimits;
  media_attachments: MediaLimits;
  polls: PollLimits;
  translation: InstanceTranslation;
  timelines_access: TimelinesAccess;
  limited_federation: boolean;
}

export interface InstanceUrls {
  streaming: string;
  about: string | null;
  privacy_policy: string | null;
  terms_of_service: string | null;
  status: string | null;
}

export interface InstanceVapid {
  public_key: string;
}

export interface InstanceTranslation {
  enabled: boolean;
}

export interface AccountLimits {
  max_featured_tags: number;
  max_pinned_statuses: number;
  max_display_name_length: number;
  max_note_length: number;
  max_profile_fields: number;
  profile_field_name_limit: number;
  profile_field_value_limit: number;
}

export interface StatusLimits {
  max_characters: number;
  max_media_attachments: number;
  characters_reserved_per_url: number;
}

export interface MediaLimits {
  supported_mime_types: string[];
  description_limit: number;
  image_size_limit: number; // bytes
  image_matrix_limit: number; // pixels
  video_size_limit: number; // bytes
  video_frame_rate_limit: number;
  video_matrix_limit: number; // pixels
}

export interface PollLimits {
  max_options: number;
  max_characters_per_option: number;
  min_expiration: number; // seconds
  max_expiration: number; // seconds
}

// Who may read what without logging in
export interface TimelinesAccess {
  live_feeds: TimelineAccess;
  hashtag_feeds: TimelineAccess;
}

export interface TimelineAccess {
  local: string;
  remote: string;
}

export interface Rule {
  id: string;
  text: string;
  hint: string;
}

export interface V1Instance {
  uri: string;
  title: string;
  short_description: string;
  description: string;
  email: string;
  version: string;
  urls: V1InstanceUrls;
  stats: V1InstanceStats;
  thumbnail: string | null;
  languages: string[];
  registrations: boolean;
  approval_required: boolean;
  invites_enabled: boolean;
  configuration: V1InstanceConfiguration;
  contact_account: Account | null;
  rules: Rule[];
}

export interface V1InstanceUrls {
  streaming_api: string;
}

export interface V1InstanceStats {
  user_count: number;
  status_count: number;
  domain_count: number;
}

export interface V1InstanceConfiguration {
  accounts: AccountLimits;
  statuses: StatusLimits;
  media_attachments: MediaLimits;
  polls: PollLimits;
}

// A text of the server about itself
export interface ServerText {
  content: string; // HTML
  updated_at: string | null;
}

export interface TermsOfService {
  effective_date: string;
  effective: boolean;
  content: string; // HTML
  succeeded_by: string | null;
}

export interface Language {
  code: string;
  name: string;
}

// Everything in it is text
export interface ActiveWeek {
  week: string; // when it began, in seconds since 1970
  statuses: string;
  logins: string;
  registrations: string;
}

// Reports, and whom and what they speak of
export interface AnnualReports {
  annual_reports: AnnualReport[];
  accounts: Account[];
  statuses: Status[];
}

// What a year was for somebody
export interface AnnualReport {
  year: number;
  data: AnnualReportData;
  schema_version: number;
  share_url: string | null;
  account_id: string;
}

export interface AnnualReportData {
  archetype: string;
  time_series: AnnualReportMonth[];
  top_hashtags: AnnualReportTag[];
  top_statuses: AnnualReportPosts;
}

export interface AnnualReportMonth {
  month: number;
  statuses: number;
  followers: number;
}

export interface AnnualReportTag {
  name: string;
  count: number;
}

export interface AnnualReportPosts {
  by_reblogs: string | null;
  by_favourites: string | null;
  by_replies: string | null;
}

export interface AnnualReportState {
  state: 'available' | 'generating' | 'eligible' | 'ineligible';
}

export interface AsyncRefreshes {
  async_refresh: AsyncRefresh;
}

export interface AsyncRefresh {
  id: string;
  status: 'running' | 'finished';
  result_count: number | null;
}

// All that an account has here, as one file
export interface Archive {
  id: string;
  state: 'waiting' | 'ready' | 'failed';
  bytes: number | null;
  url: string | null;
  created_at: string;
  expires_at: string | null;
}

export interface BlockedServer {
  domain: string;
  digest: string;
  severity: 'silence' | 'suspend';
  comment?: string;
}

// What blocking a domain would end
export interface DomainTies {
  following_count: number;
  followers_count: number;
}

export interface App {
  id: string;
  name: string;
  website: string | null;
  scopes: string[];
  redirect_uris: string[];
  redirect_uri: string; // one a line
  vapid_key: string;
}

// An app, told to itself when it registers
export interface CredentialApp extends App {
  client_id: string;
  client_secret: string;
  client_secret_expires_at: number; // 0: never
}

export interface NewApp {
  client_name: string;
  redirect_uris: string[]; // or one text, parted by white space
  scopes?: string; // parted by spaces; read when it is missing
  website?: string;
}

export interface Token {
  access_token: string;
  token_type: string;
  scope: string;
  created_at: number; // seconds since 1970
}

// RFC 6749; the app's own id and secret may also stand in the Authorization field
export interface TokenRequest {
  grant_type: string;
  client_id?: string;
  client_secret?: string;
  code?: string;
  redirect_uri?: string;
  code_verifier?: string; // RFC 7636
  scope?: string;
}

// OpenID Connect Core 1.0, 5.3
export interface UserInfo {
  iss: string;
  sub: string;
  name: string;
  preferred_username: string;
  profile: string;
  picture: string;
}

// RFC 8414
export interface AuthorizationServer {
  issuer: string;
  service_documentation: string;
  authorization_endpoint: string;
  token_endpoint: string;
  app_registration_endpoint: string;
  revocation_endpoint: string;
  userinfo_endpoint: string;
  scopes_supported: string[];
  response_types_supported: string[];
  response_modes_supported: string[];
  grant_types_supported: string[];
  token_endpoint_auth_methods_supported: string[];
  code_challenge_methods_supported: string[];
}

// A file of somebody's earlier account that is being read
export interface Import {
  id: string;
  type: string;
  state: 'running' | 'finished';
  rows: number;
  done: number;
  failed: number;
  created_at: string;
}

// A row of such a file that could not be taken
export interface ImportFailure {
  row: number; // from 1, without a head line
  line: string;
  reason: 'not_found' | 'forbidden' | 'invalid';
}

// An app, or a browser, that acts for somebody
export interface AppSession {
  id: string;
  name: string;
  website: string | null;
  scopes: string[];
  created_at: string;
  last_used_at: string | null; // null: not known
  current: boolean; // it is the one that asks
}

// http://nodeinfo.diaspora.software
export interface NodeInfo {
  version: string;
  software: Record<string, string>;
  protocols: string[];
  services: Record<string, string[]>;
  openRegistrations: boolean;
  usage: unknown;
  metadata: Record<string, string>;
}

// What is found where
export interface Links {
  subject?: string;
  aliases?: string[];
  links: Record<string, string>[];
}

// An object without anything in it
export type Empty = Record<string, never>;

export interface Error {
  error: string; // for people
  error_description?: string;
  details?: unknown; // by the field of a form, what is wrong with it
}
