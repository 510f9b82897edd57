// SPDX-License-Identifier: Apache-2.0
//
// The entities of the Mastodon API as far as the client uses them: https://docs.joinmastodon.org/entities/

export interface Field {
  name: string;
  value: string; // HTML
  verified_at: string | null;
}

export interface Account {
  id: string;
  username: string;
  acct: string;
  url: string;
  display_name: string;
  note: string; // HTML
  avatar: string;
  header: string;
  locked: boolean;
  discoverable: boolean | null;
  bot: boolean;
  fields: Field[];
  created_at: string;
  followers_count: number;
  following_count: number;
  statuses_count: number;
}

export interface CredentialAccount extends Account {
  source: { note: string; fields: Field[]; language: string | null; privacy: Visibility; sensitive: boolean };
}

export type Visibility = 'public' | 'unlisted' | 'private' | 'direct';

export interface Mention {
  id: string;
  username: string;
  acct: string;
  url: string;
}

export interface Attachment {
  id: string;
  type: 'image' | 'gifv' | 'video' | 'audio' | 'unknown';
  url: string | null;
  preview_url: string | null;
  description: string | null;
  meta: { original?: { width?: number; height?: number } } | null;
}

export interface Poll {
  id: string;
  expires_at: string | null;
  expired: boolean;
  multiple: boolean;
  votes_count: number;
  voters_count: number | null;
  options: { title: string; votes_count: number | null }[];
  voted?: boolean;
  own_votes?: number[];
}

export interface PreviewCard {
  url: string;
  title: string;
  description: string;
  provider_name: string;
  image: string | null;
}

export interface FilterResult {
  filter: { id: string; title: string; context: string[]; filter_action: 'warn' | 'hide' | 'blur' };
}

export interface Filter {
  id: string;
  title: string;
  context: string[];
  filter_action: 'warn' | 'hide' | 'blur';
}

export interface Conversation {
  id: string;
  unread: boolean;
  accounts: Account[];
  last_status: Status | null;
}

export interface Status {
  id: string;
  uri: string;
  url: string | null;
  account: Account;
  content: string; // HTML
  created_at: string;
  edited_at: string | null;
  visibility: Visibility;
  sensitive: boolean;
  spoiler_text: string;
  language: string | null;
  in_reply_to_id: string | null;
  in_reply_to_account_id: string | null;
  reblog: Status | null;
  mentions: Mention[];
  tags: { name: string; url: string }[];
  media_attachments: Attachment[];
  poll: Poll | null;
  card: PreviewCard | null;
  replies_count: number;
  reblogs_count: number;
  favourites_count: number;
  // What the viewer did; absent where a stream tells of the post.
  favourited?: boolean;
  reblogged?: boolean;
  bookmarked?: boolean;
  muted?: boolean;
  pinned?: boolean;
  filtered?: FilterResult[];
}

export interface StatusSource {
  id: string;
  text: string;
  spoiler_text: string;
}

export interface Relationship {
  id: string;
  following: boolean;
  followed_by: boolean;
  requested: boolean;
  blocking: boolean;
  muting: boolean;
  showing_reblogs: boolean;
}

export interface Notification {
  id: string;
  type: string;
  created_at: string;
  account: Account;
  status?: Status;
}

export interface Tag {
  name: string;
  url: string;
  following?: boolean;
  history?: { day: string; uses: string; accounts: string }[];
}

export interface List {
  id: string;
  title: string;
  exclusive: boolean;
  replies_policy: string;
}

export interface SearchResult {
  accounts: Account[];
  statuses: Status[];
  hashtags: Tag[];
}

export interface Instance {
  domain: string;
  title: string;
  description: string;
  configuration: {
    statuses: { max_characters: number; max_media_attachments: number; characters_reserved_per_url: number };
    media_attachments: { supported_mime_types: string[]; description_limit: number };
    polls: { max_options: number; max_characters_per_option: number };
  };
  registrations: { enabled: boolean };
}
