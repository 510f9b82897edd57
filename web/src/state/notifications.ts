// SPDX-License-Identifier: Apache-2.0
//
// Notifications, and how many of them are new.
import { api } from '../api/http';
import { listen, connection } from '../api/stream';
import type { Notification } from '../api/types';
import { Cell } from './cell';
import { keepAccount, keepStatus } from './entities';
import { removeFromFeeds } from './feeds';

const PAGE = 40;

export const unread = new Cell(0);

export interface NotificationView {
  items: readonly Notification[];
  loading: boolean;
  ended: boolean;
  error: Error | null;
}

export type NotificationFilter = 'all' | 'mentions';

function keep(notification: Notification): Notification {
  keepAccount(notification.account);
  if (notification.status) keepStatus(notification.status);
  return notification;
}

class NotificationList {
  readonly view = new Cell<NotificationView>({ items: [], loading: false, ended: false, error: null });
  #next: string | undefined;
  #begun = false;

  constructor(readonly types: readonly string[] | undefined) {}

  async more(): Promise<void> {
    const { loading, ended, items } = this.view.value;
    if (loading || ended) return;
    this.view.set({ ...this.view.value, loading: true, error: null });
    try {
      const page = await (this.#next ? api.page<Notification>(this.#next) : api.page<Notification>('/api/v1/notifications', { limit: PAGE, types: this.types }));
      this.#begun = true;
      this.#next = page.next;
      const known = new Set(items.map(({ id }) => id));
      this.view.set({ items: [...this.view.value.items, ...page.items.filter(({ id }) => !known.has(id)).map(keep)], loading: false, ended: !page.next, error: null });
      if (page.next && page.items.length < PAGE) await this.more(); // whether anything is left is known by asking
    } catch (error) {
      this.view.set({ ...this.view.value, loading: false, error: error as Error });
    }
  }

  arrive(notification: Notification): void {
    if (!this.#begun || (this.types && !this.types.includes(notification.type))) return;
    this.view.change((view) => (view.items.some(({ id }) => id === notification.id) ? view : { ...view, items: [notification, ...view.items] }));
  }

  drop(id: string): void {
    this.view.change((view) => ({ ...view, items: view.items.filter((item) => item.id !== id) }));
  }
}

export const notificationLists: Record<NotificationFilter, NotificationList> = {
  all: new NotificationList(undefined),
  mentions: new NotificationList(['mention']),
};

async function countUnread(): Promise<void> {
  const { count } = await api.get<{ count: number }>('/api/v1/notifications/unread_count').catch(() => ({ count: unread.value }));
  unread.set(count);
}

// Everything up to this one has been seen, on every device.
export async function markRead(newest: string): Promise<void> {
  if (unread.value === 0) return;
  unread.set(0);
  await api.post('/api/v1/markers', { notifications: { last_read_id: newest } }).catch(() => {});
}

// Listens to what concerns the viewer for as long as they are logged in.
export function startNotifications(): void {
  void countUnread();
  connection.subscribe(() => {
    if (connection.value === 'again') void countUnread();
  });
  listen('user', undefined, ({ event, payload }) => {
    if (event === 'notification') {
      const notification = keep(JSON.parse(payload) as Notification);
      unread.change((count) => count + 1);
      for (const list of Object.values(notificationLists)) list.arrive(notification);
    } else if (event === 'status.update') {
      keepStatus(JSON.parse(payload));
    } else if (event === 'delete') {
      removeFromFeeds(payload);
    }
  });
}
