// SPDX-License-Identifier: Apache-2.0
//
// The addresses of the client's pages. The server answers each of them with the client (src/api/client_pages.cpp) or with
// a page of its own that the client takes over.

export const SETTINGS_PARTS = ['privacy', 'notifications', 'hidden', 'transfer', 'archive', 'devices', 'guide'] as const;
export type SettingsPart = (typeof SETTINGS_PARTS)[number];

export type Route =
  | { page: 'home' | 'local' | 'explore' | 'notifications' | 'publish' | 'lists' | 'bookmarks' | 'favourites' | 'followed_tags' | 'conversations' | 'filters' | 'settings' | 'authorize' | 'sign_up' | 'scheduled' | 'requests' | 'missing' }
  | { page: 'settings_part'; part: SettingsPart }
  | { page: 'list' | 'tag'; id: string }
  | { page: 'profile'; acct: string; replies: boolean }
  | { page: 'people'; acct: string; which: 'followers' | 'following' }
  | { page: 'thread' | 'quotes'; acct: string; id: string };

export const PLAIN: Record<string, Route> = {
  '/': { page: 'home' }, '/home': { page: 'home' }, '/local': { page: 'local' }, '/explore': { page: 'explore' }, '/search': { page: 'explore' },
  '/notifications': { page: 'notifications' }, '/publish': { page: 'publish' }, '/lists': { page: 'lists' }, '/bookmarks': { page: 'bookmarks' },
  '/favourites': { page: 'favourites' }, '/followed_tags': { page: 'followed_tags' }, '/settings': { page: 'settings' }, '/conversations': { page: 'conversations' }, '/authorize': { page: 'authorize' },
  '/signup': { page: 'sign_up' }, '/scheduled': { page: 'scheduled' }, '/notifications/requests': { page: 'requests' },
};

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function routeOf(path: string): Route {
  const trimmed = path.length > 1 ? path.replace(/\/$/, '') : path;
  if (Object.hasOwn(PLAIN, trimmed)) return PLAIN[trimmed]!;
  const [, first = '', second, third, fourth] = trimmed.split('/').map(decoded);
  if (third === undefined && second !== undefined) {
    if (first === 'lists') return { page: 'list', id: second };
    if (first === 'tags') return { page: 'tag', id: second };
    if (first === 'settings') {
      const part = SETTINGS_PARTS.find((one) => one === second);
      return part ? { page: 'settings_part', part } : { page: second === 'filters' ? 'filters' : 'settings' };
    }
  }
  if (/^@[^@]/.test(first) && third === 'quotes' && fourth === undefined && /^\d+$/.test(second ?? '')) return { page: 'quotes', acct: first.slice(1), id: second! };
  if (/^@[^@]/.test(first) && third === undefined) {
    const acct = first.slice(1);
    if (second === undefined) return { page: 'profile', acct, replies: false };
    if (second === 'with_replies') return { page: 'profile', acct, replies: true };
    if (second === 'followers' || second === 'following') return { page: 'people', acct, which: second };
    if (/^\d+$/.test(second)) return { page: 'thread', acct, id: second };
  }
  return { page: 'missing' };
}

export const profilePath = (acct: string): string => `/@${acct}`;
export const threadPath = (acct: string, id: string): string => `/@${acct}/${id}`;
export const quotesPath = (acct: string, id: string): string => `${threadPath(acct, id)}/quotes`;
export const tagPath = (name: string): string => `/tags/${encodeURIComponent(name)}`;
export const searchPath = (query: string): string => `/search?q=${encodeURIComponent(query)}`;
