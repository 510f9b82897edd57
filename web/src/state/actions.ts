// SPDX-License-Identifier: Apache-2.0
//
// What people do to posts and to each other: shown at once, taken back when the server refuses.
import { ApiError, api } from '../api/http';
import type { Account, Relationship, Status } from '../api/types';
import { type Key, t } from '../i18n';
import { Cell } from './cell';
import { accounts, keepStatus, me, relationships, statuses } from './entities';
import { forgetFeeds, prependToOwn, removeAccountFromFeeds, removeFromFeeds } from './feeds';

export interface Toast {
  id: number;
  text: string;
  wrong: boolean;
}

const TOAST_MS = 4_000;
const WRONG_TOAST_MS = 8_000;

export const toasts = new Cell<readonly Toast[]>([]);
let toastCount = 0;

export function dismissToast(id: number): void {
  toasts.change((list) => list.filter((toast) => toast.id !== id));
}

export function toast(text: string, wrong = false): void {
  const id = ++toastCount;
  toasts.change((list) => [...list.filter((other) => other.wrong && !wrong), { id, text, wrong }]); // what went wrong stays to be read
  setTimeout(() => dismissToast(id), wrong ? WRONG_TOAST_MS : TOAST_MS);
}

export function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return t('error.server');
  if (error.status === 0) return t('error.offline');
  if (error.status === 429) return t('error.busy');
  if (error.status === 404) return t('error.not_found');
  return error.status >= 500 ? t('error.server') : error.message;
}

export const complain = (error: unknown): void => toast(explain(error), true);

// The flags that a button toggles, and the number beside it.
const REACTIONS = {
  favourite: { flag: 'favourited', count: 'favourites_count', on: 'favourite', off: 'unfavourite' },
  boost: { flag: 'reblogged', count: 'reblogs_count', on: 'reblog', off: 'unreblog' },
  bookmark: { flag: 'bookmarked', count: null, on: 'bookmark', off: 'unbookmark' },
} as const;

export type Reaction = keyof typeof REACTIONS;

const underway = new Set<string>();

export async function react(reaction: Reaction, id: string): Promise<void> {
  const status = statuses.get(id);
  const key = `${reaction} ${id}`;
  if (!status || underway.has(key)) return;
  if (reaction === 'boost' && !canBoost(status)) return toast(t('post.no_boost'), true);
  const { flag, count, on, off } = REACTIONS[reaction];
  const set = !status[flag];
  const apply = (to: boolean): void => {
    const current = statuses.get(id);
    if (!current) return;
    statuses.patch(id, { [flag]: to, ...(count && { [count]: Math.max(0, current[count] + (to ? 1 : -1)) }) });
  };
  underway.add(key);
  apply(set);
  try {
    const answer = await api.post<Status>(`/api/v1/statuses/${id}/${set ? on : off}`);
    keepStatus(answer.reblog ?? answer);
  } catch (error) {
    apply(!set);
    complain(error);
  } finally {
    underway.delete(key);
  }
}

export const canBoost = (status: Status): boolean =>
  status.visibility === 'public' || status.visibility === 'unlisted' || (status.visibility === 'private' && status.account.id === me.value?.id);

export async function pin(status: Status): Promise<void> {
  try {
    keepStatus(await api.post<Status>(`/api/v1/statuses/${status.id}/${status.pinned ? 'unpin' : 'pin'}`));
    forgetFeeds(({ query }) => Boolean(query?.pinned));
  } catch (error) {
    complain(error);
  }
}

export async function erase(status: Status): Promise<void> {
  try {
    await api.delete(`/api/v1/statuses/${status.id}`);
    removeFromFeeds(status.id);
    toast(t('post.deleted'));
  } catch (error) {
    complain(error);
  }
}

export interface PostFields {
  status: string;
  spoiler_text: string;
  language: string;
  sensitive: boolean;
  media_ids: readonly string[];
  poll?: { options: readonly string[]; expires_in: number; multiple: boolean } | undefined;
}

export interface NewPost extends PostFields {
  visibility: string;
  in_reply_to_id?: string | undefined;
  quoted_status_id?: string;
  quote_approval_policy?: string;
}

// The key makes a second try of the same post the same post.
export async function publish(post: NewPost, key: string): Promise<Status> {
  const made = await api.post<Status>('/api/v1/statuses', post, { 'Idempotency-Key': key });
  keepStatus(made);
  if (post.in_reply_to_id) {
    const parent = statuses.get(post.in_reply_to_id);
    if (parent) statuses.patch(parent.id, { replies_count: parent.replies_count + 1 });
  }
  prependToOwn(made, made.account.id);
  return made;
}

export async function edit(id: string, fields: PostFields): Promise<Status> {
  const changed = await api.put<Status>(`/api/v1/statuses/${id}`, fields);
  keepStatus(changed);
  return changed;
}

export type Relation = 'follow' | 'unfollow' | 'mute' | 'unmute' | 'block' | 'unblock';

const EXPECTED: Record<Relation, Partial<Relationship>> = {
  follow: { following: true }, unfollow: { following: false, requested: false }, mute: { muting: true }, unmute: { muting: false },
  block: { blocking: true, following: false }, unblock: { blocking: false },
};

function countFollower(id: string, by: 1 | -1): void {
  const followed = accounts.get(id);
  if (followed) accounts.patch(id, { followers_count: Math.max(0, followed.followers_count + by) });
  const own = me.value && accounts.get(me.value.id);
  if (own) accounts.patch(own.id, { following_count: Math.max(0, own.following_count + by) });
}

// Whether it was done.
export async function relate(relation: Relation, account: Account): Promise<boolean> {
  const before = relationships.get(account.id);
  const follows = before?.following ?? false;
  if (relation !== 'follow' || !account.locked) relationships.patch(account.id, EXPECTED[relation]);
  try {
    relationships.keep(await api.post<Relationship>(`/api/v1/accounts/${account.id}/${relation}`));
    const now = relationships.get(account.id)!.following;
    if (now !== follows) countFollower(account.id, now ? 1 : -1);
    if (relation === 'mute' || relation === 'block') removeAccountFromFeeds(account.id);
    if (relation === 'follow' || relation === 'unfollow') forgetFeeds(({ path }) => path === '/api/v1/timelines/home');
    return true;
  } catch (error) {
    if (before) relationships.keep(before);
    complain(error);
    return false;
  }
}

// Gives a file to the device.
export function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export async function copy(text: string, done: Key): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(t(done));
  } catch {
    toast(text);
  }
}
