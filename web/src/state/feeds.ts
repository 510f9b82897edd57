// SPDX-License-Identifier: Apache-2.0
//
// A timeline as the device knows it. It stays when its page is left, with the heights that were measured, so that a return
// is at once and at the same place. What arrives while it is shown waits until the reader asks for it.
import { api } from '../api/http';
import { connection, listen } from '../api/stream';
import type { Status } from '../api/types';
import { Cell } from './cell';
import { keepStatus, statuses } from './entities';

export interface FeedView {
  ids: readonly string[];
  pending: readonly string[]; // newer ones, newest first
  loading: boolean;
  ended: boolean;
  error: Error | null;
}

export interface Source {
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  stream?: readonly [name: string, parameter?: string];
}

const FEEDS_MAX = 20;
const PAGE = 20;
const REFRESH_AFTER_MS = 60_000;

const isNewer = (a: string, b: string): boolean => a.length > b.length || (a.length === b.length && a > b);

export class Feed {
  readonly view = new Cell<FeedView>({ ids: [], pending: [], loading: false, ended: false, error: null });
  readonly heights = new Map<string, number>();
  #next: string | undefined;
  #begun = false;
  #refreshedAt = 0;
  #users = 0;
  #leave: (() => void)[] = [];

  constructor(readonly source: Source) {}

  #show(fields: Partial<FeedView>): void {
    this.view.set({ ...this.view.value, ...fields });
  }

  // Called while somebody looks; returns what to call when they leave.
  use(): () => void {
    if (++this.#users === 1) this.#start();
    return () => {
      if (--this.#users === 0) for (const leave of this.#leave.splice(0)) leave();
    };
  }

  #start(): void {
    if (!this.#begun) void this.more();
    else if (Date.now() - this.#refreshedAt > REFRESH_AFTER_MS || this.source.stream) void this.refresh();
    if (!this.source.stream) return;
    const [name, parameter] = this.source.stream;
    this.#leave.push(
      listen(name, parameter, ({ event, payload }) => {
        if (event === 'update') this.#arrive([JSON.parse(payload) as Status]);
      }),
      connection.subscribe(() => {
        if (connection.value === 'again') void this.refresh();
      }),
    );
  }

  async more(): Promise<void> {
    const { loading, ended } = this.view.value;
    if (loading || ended) return;
    this.#show({ loading: true, error: null });
    try {
      const page = this.#begun && this.#next
        ? await api.page<Status>(this.#next)
        : await api.page<Status>(this.source.path, { limit: PAGE, ...this.source.query });
      if (!this.#begun) this.#refreshedAt = Date.now();
      this.#begun = true;
      this.#next = page.next;
      const known = new Set([...this.view.value.ids, ...this.view.value.pending]);
      const fresh = page.items.map(keepStatus).filter((id) => !known.has(id));
      this.#show({ ids: [...this.view.value.ids, ...fresh], loading: false, ended: !page.next || page.items.length === 0 });
    } catch (error) {
      this.#show({ loading: false, error: error as Error });
    }
  }

  // What is newer than the newest known one. A gap that one page does not close is closed by beginning anew from it.
  async refresh(): Promise<void> {
    if (!this.#begun) return;
    this.#refreshedAt = Date.now();
    try {
      const page = await api.page<Status>(this.source.path, { limit: 40, ...this.source.query });
      const { ids, pending } = this.view.value;
      const known = new Set([...ids, ...pending]);
      const meets = page.items.some(({ id }) => known.has(id));
      if (ids.length === 0 || (!meets && page.items.length > 0)) {
        const all = page.items.map(keepStatus);
        this.#next = page.next;
        if (ids.length === 0) this.#show({ ids: all, pending: [], ended: !page.next });
        else this.#show({ ids: [], pending: all, ended: false });
        if (ids.length > 0) this.reveal();
        return;
      }
      this.#arrive(page.items);
    } catch {
      // The stream or the next visit brings it.
    }
  }

  #arrive(items: readonly Status[]): void {
    const { ids, pending } = this.view.value;
    const known = new Set([...ids, ...pending]);
    const newest = ids[0];
    const fresh = items.map(keepStatus).filter((id) => !known.has(id) && (!newest || isNewer(id, newest)));
    if (fresh.length === 0) return;
    const all = [...new Set([...fresh, ...pending])].sort((a, b) => (isNewer(a, b) ? -1 : 1));
    if (ids.length === 0) this.#show({ ids: all });
    else this.#show({ pending: all });
  }

  // Shows what has arrived.
  reveal(): void {
    const { ids, pending } = this.view.value;
    if (pending.length > 0) this.#show({ ids: [...pending, ...ids], pending: [] });
  }

  // One's own new post stands at the top at once.
  prepend(id: string): void {
    if (!this.#begun || this.view.value.ids.includes(id)) return;
    const { ids, pending } = this.view.value;
    this.#show({ ids: [id, ...pending.filter((other) => other !== id), ...ids], pending: [] });
  }

  remove(gone: (id: string) => boolean): void {
    const { ids, pending } = this.view.value;
    if (ids.some(gone) || pending.some(gone)) this.#show({ ids: ids.filter((id) => !gone(id)), pending: pending.filter((id) => !gone(id)) });
  }
}

const feeds = new Map<string, Feed>();

export function feedOf(source: Source): Feed {
  const key = JSON.stringify([source.path, source.query ?? {}]);
  const known = feeds.get(key);
  const feed = known ?? new Feed(source);
  feeds.delete(key);
  feeds.set(key, feed); // the latest used are last
  for (const oldest of feeds.keys()) {
    if (feeds.size <= FEEDS_MAX) break;
    feeds.delete(oldest);
  }
  return feed;
}

export function forgetFeeds(matches: (source: Source) => boolean = () => true): void {
  for (const [key, feed] of feeds) if (matches(feed.source)) feeds.delete(key);
}

export function prependToOwn(status: Status, ownId: string): void {
  for (const { source } of [...feeds.values()]) {
    const home = source.path === '/api/v1/timelines/home' && status.visibility !== 'direct';
    const local = source.path === '/api/v1/timelines/public' && status.visibility === 'public' && !status.in_reply_to_id;
    const profile = source.path === `/api/v1/accounts/${ownId}/statuses` && (!status.in_reply_to_id || !source.query?.exclude_replies) && !source.query?.pinned;
    if (home || local || profile) feedOf(source).prepend(status.id);
  }
}

export function removeFromFeeds(id: string): void {
  statuses.drop(id);
  for (const feed of feeds.values()) feed.remove((other) => other === id || statuses.get(other)?.reblog?.id === id);
}

export function removeAccountFromFeeds(accountId: string): void {
  for (const feed of feeds.values()) {
    if (feed.source.path.startsWith('/api/v1/accounts/')) continue;
    feed.remove((id) => {
      const status = statuses.get(id);
      return status?.account.id === accountId || status?.reblog?.account.id === accountId;
    });
  }
}
