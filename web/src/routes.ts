// SPDX-License-Identifier: Apache-2.0
//
// The addresses of the client's pages. The server answers each of them with the client (src/api/client_pages.cpp) or with
// a page of its own that the client takes over.

export type Route =
  | { page: 'home' | 'local' | 'explore' | 'notifications' | 'publish' | 'lists' | 'bookmarks' | 'favourites' | 'followed_tags' | 'conversations' | 'filters' | 'settings' | 'authorize' | 'missing' }
  | { page: 'list' | 'tag'; id: string }
  | { page: 'profile'; acct: string; replies: boolean }
  | { page: 'people'; acct: string; which: 'followers' | 'following' }
  | { page: 'thread'; acct: string; id: string };

export const PLAIN: Record<string, Route> = {
  '/': { page: 'home' }, '/home': { page: 'home' }, '/local': { page: 'local' }, '/explore': { page: 'explore' }, '/search': { page: 'explore' },
  '/notifications': { page: 'notifications' }, '/publish': { page: 'publish' }, '/lists': { page: 'lists' }, '/bookmarks': { page: 'bookmarks' },
  '/favourites': { page: 'favourites' }, '/followed_tags': { page: 'followed_tags' }, '/settings': { page: 'settings' }, '/conversations': { page: 'conversations' }, '/authorize': { page: 'authorize' },
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
  const [, first = '', second, third] = trimmed.split('/').map(decoded);
  if (third === undefined && second !== undefined) {
    if (first === 'lists') return { page: 'list', id: second };
    if (first === 'tags') return { page: 'tag', id: second };
    if (first === 'settings') return { page: second === 'filters' ? 'filters' : 'settings' };
  }
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
export const tagPath = (name: string): string => `/tags/${encodeURIComponent(name)}`;
export const searchPath = (query: string): string => `/search?q=${encodeURIComponent(query)}`;
