// SPDX-License-Identifier: Apache-2.0
//
// Posts that wait for their time.
import { ApiError, api } from '../api/http';
import type { ScheduledStatus } from '../api/types';
import type { NewPost } from './actions';
import { Cell } from './cell';

// The soonest first; null until the page was opened.
export const scheduled = new Cell<readonly ScheduledStatus[] | null>(null);

const PAGE = 40;

const inOrder = (list: readonly ScheduledStatus[]): ScheduledStatus[] => [...list].sort((a, b) => Date.parse(a.scheduled_at) - Date.parse(b.scheduled_at));

let changes = 0; // what was asked for before a change may tell what was before it

const put = (post: ScheduledStatus): void => scheduled.change((list) => list && inOrder([...list.filter(({ id }) => id !== post.id), post]));

export async function loadScheduled(): Promise<void> {
  const begun = changes;
  const all: ScheduledStatus[] = [];
  let page = await api.page<ScheduledStatus>('/api/v1/scheduled_statuses', { limit: PAGE });
  all.push(...page.items);
  while (page.next && page.items.length > 0) {
    page = await api.page<ScheduledStatus>(page.next);
    all.push(...page.items);
  }
  if (begun !== changes) return loadScheduled();
  scheduled.set(inOrder(all));
}

export async function schedule(post: NewPost, at: number, key: string): Promise<ScheduledStatus> {
  const made = await api.post<ScheduledStatus>('/api/v1/statuses', { ...post, scheduled_at: new Date(at).toISOString() }, { 'Idempotency-Key': key });
  if (scheduled.value) void loadScheduled().catch(() => {});
  return made;
}

export async function reschedule(id: string, at: number): Promise<ScheduledStatus> {
  const moved = await api.put<ScheduledStatus>(`/api/v1/scheduled_statuses/${id}`, { scheduled_at: new Date(at).toISOString() });
  changes++;
  put(moved);
  return moved;
}

const unlessMissing = (answer: Promise<unknown>): Promise<boolean> => answer.then(() => true, (error) => {
  if (error instanceof ApiError && error.status === 404) return false;
  throw error;
});

export const isScheduled = (id: string): Promise<boolean> => unlessMissing(api.get(`/api/v1/scheduled_statuses/${id}`));

// False where it is gone already: its time has come, or another device was faster.
export async function unschedule(id: string): Promise<boolean> {
  const was = await unlessMissing(api.delete(`/api/v1/scheduled_statuses/${id}`));
  changes++;
  scheduled.change((list) => list && list.filter((post) => post.id !== id));
  return was;
}
