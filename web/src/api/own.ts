// SPDX-License-Identifier: Apache-2.0
//
// What can be chosen in the settings.
import type { NotificationPolicy, NotificationVerdict, PushPolicy } from './types';

export const VERDICTS = ['accept', 'filter', 'drop'] as const satisfies readonly NotificationVerdict[];
export const RULES = ['for_not_following', 'for_not_followers', 'for_new_accounts', 'for_private_mentions', 'for_limited_accounts'] as const satisfies readonly (keyof NotificationPolicy)[];
export type Rule = (typeof RULES)[number];

export const PORTABLES = ['follows', 'blocks', 'mutes', 'lists', 'bookmarks'] as const;
export type Portable = (typeof PORTABLES)[number];

export const PUSH_KINDS = ['mention', 'follow', 'follow_request', 'favourite', 'reblog', 'poll', 'status', 'update', 'quote', 'quoted_update'] as const;
export type PushKind = (typeof PUSH_KINDS)[number];
export const PUSH_POLICIES: readonly PushPolicy[] = ['all', 'followed', 'follower', 'none'];
