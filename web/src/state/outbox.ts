// SPDX-License-Identifier: Apache-2.0
//
// The outbox of this device: it outlives the page, is sent when the server is reached again, and goes with who logs out.
import { ApiError } from '../api/http';
import { connection } from '../api/stream';
import { t } from '../i18n';
import { explain, type NewPost, publish, toast } from './actions';
import { Cell } from './cell';
import { me } from './entities';
import { deliver, isStale, type Queued, type QueuedPost } from './outbox-queue';

export type Waiting = Queued<NewPost>;

const KEY = 'auklet.outbox';
const TRY_AGAIN_MS = 30_000;

function stored(): readonly Waiting[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

export const outbox = new Cell<readonly Waiting[]>(stored());
export const sending = new Cell(false);

export const mine = (list: readonly Waiting[]): readonly Waiting[] => list.filter(({ owner }) => owner === me.value?.id);

function save(list: readonly Waiting[]): void {
  if (list.length > 0) localStorage.setItem(KEY, JSON.stringify(list));
  else localStorage.removeItem(KEY);
  outbox.set(list);
}

// Another page of this browser wrote or sent something.
addEventListener('storage', ({ key }) => {
  if (key === KEY) outbox.set(stored());
});

export const isSilence = (error: unknown): boolean => error instanceof ApiError && error.status === 0;

// `tried`: it was sent just now, and no answer came.
export function queue(posts: readonly QueuedPost<NewPost>[], after: string | undefined, tried: boolean): void {
  const now = Date.now();
  save([...stored(), { id: posts[0]!.key, owner: me.value!.id, posts, after, savedAt: now, ...(tried && { triedAt: now }) }]);
  toast(t('outbox.queued'));
  later();
}

let timer: number | undefined;

function later(): void {
  clearTimeout(timer);
  if (mine(outbox.value).some(({ reason }) => !reason)) timer = setTimeout(() => void flush(), TRY_AGAIN_MS);
}

// One page of this browser sends at a time.
const alone = async (act: () => Promise<void>): Promise<void> =>
  'locks' in navigator ? navigator.locks.request(KEY, { ifAvailable: true }, async (lock) => (lock ? act() : undefined)) : act();

export async function flush(): Promise<void> {
  const owner = me.value?.id;
  if (!owner || sending.value || !navigator.onLine || !mine(outbox.value).some(({ reason }) => !reason)) return later();
  sending.set(true);
  try {
    await alone(async () => {
      const sent = await deliver(stored, owner, {
        publish: (post, after, key) => publish({ ...post, in_reply_to_id: after }, key),
        judge: (error) => ({ passing: error instanceof ApiError && error.passing, arrived: error instanceof ApiError && error.status !== 429, reason: explain(error) }),
        doubtful: t('outbox.doubtful'),
        now: Date.now,
        save,
      });
      if (sent > 0) toast(t('outbox.sent', { n: sent }));
    });
  } finally {
    sending.set(false);
    later();
  }
}

// By hand: whoever looked may send again what was in doubt.
export function retry(id: string): void {
  const now = Date.now();
  save(stored().map((one) => (one.id === id ? { ...one, reason: undefined, ...(isStale(one, now) && { triedAt: undefined }) } : one)));
  void flush();
}

export function drop(id: string): void {
  save(stored().filter((one) => one.id !== id));
}

export function startOutbox(): void {
  connection.subscribe(() => {
    if (connection.value !== 'away') void flush();
  });
  addEventListener('online', () => void flush());
  void flush();
}
