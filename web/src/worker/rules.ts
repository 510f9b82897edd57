// SPDX-License-Identifier: Apache-2.0
//
// What the service worker keeps, and under which name; what it shows of a push, and where a click on it leads.
import { routeOf } from '../routes';

const LISTS = /^\/api\/v1\/(timelines\/(home|public|tag\/[^/]+|list\/\d+)|notifications|conversations|bookmarks|favourites|accounts\/\d+\/statuses)$/;
const SINGLE = /^\/api\/(v1\/(accounts\/(\d+|lookup|relationships)|statuses\/\d+(\/context)?|lists|lists\/\d+|followed_tags|custom_emojis|notifications\/unread_count|tags\/[^/]+)|v2\/filters)$/;
// What every page begins with: it is never thrown away for something newer.
const BASE = new Set(['/api/v1/accounts/verify_credentials', '/api/v2/instance']);

export const isBase = (key: string): boolean => BASE.has(new URL(key, 'http://localhost').pathname);

// The name under which an answer is kept, null for what is not. However much of the top of a list is asked for, it is the
// top of that list.
export function keyOf({ pathname, searchParams }: URL): string | null {
  const list = LISTS.test(pathname);
  if (!list && !SINGLE.test(pathname) && !BASE.has(pathname)) return null;
  const query = new URLSearchParams(searchParams);
  if (query.has('min_id') || query.has('since_id')) return null;
  if (list && !query.has('max_id')) query.delete('limit');
  query.sort();
  const text = query.toString();
  return pathname + (text && `?${text}`);
}

// Uploaded pictures never change under their name.
export const isPicture = ({ pathname }: URL): boolean => pathname.startsWith('/media/');

export const isPage = ({ pathname }: URL): boolean => routeOf(pathname).page !== 'missing';

export interface Shown {
  title: string;
  options: { body: string; icon?: string; badge: string; tag: string; data: { path: string } };
}

const text = (value: unknown, max: number): string => (typeof value === 'string' ? value.slice(0, max) : '');

// The id is a number, which is larger than numbers of JavaScript are exact. Null for what is not ours.
export function payloadOf(json: string): unknown {
  try {
    return JSON.parse(json.replace(/("notification_id"\s*:\s*)(\d+)/, '$1"$2"'));
  } catch {
    return null;
  }
}

// Whatever came: a browser that shows nothing for a push takes the permission away.
export function shownOf(payload: unknown, origin: string): Shown {
  const fields = (typeof payload === 'object' && payload !== null ? payload : {}) as Record<string, unknown>;
  const id = text(fields.notification_id, 20);
  const about = /^\d+$/.test(id) ? id : '';
  const icon = text(fields.icon, 2_000);
  return {
    title: text(fields.title, 200) || 'Auklet',
    options: {
      body: text(fields.body, 500),
      ...(/^https?:\/\//.test(icon) && { icon }),
      badge: `${origin}/assets/auklet.svg`,
      tag: about ? `notification-${about}` : 'notification',
      data: { path: about ? `/notifications?about=${about}` : '/notifications' },
    },
  };
}

// Only ever a page of this server.
export function pathToOpen(data: unknown): string {
  const path = (data as { path?: unknown } | null)?.path;
  return typeof path === 'string' && /^\/(?!\/)/.test(path) ? path : '/notifications';
}
