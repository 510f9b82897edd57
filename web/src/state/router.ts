// SPDX-License-Identifier: Apache-2.0
//
// Where the reader is, and where on the page they were when they left it.
import { routeOf } from '../routes';
import { Cell } from './cell';

export interface Place {
  path: string;
  search: string;
  back: boolean; // reached by going back or forward: show it as it was left
}

const here = (back: boolean): Place => ({ path: location.pathname, search: location.search, back });

export const place = new Cell<Place>(here(false));

// Pages that are always found where they were left, however one comes to them.
const KEPT = new Set(['/', '/home', '/local', '/explore', '/notifications']);
const positions = new Map<string, number>();
const POSITIONS_MAX = 100;

const keyOf = ({ path, search }: Place): string => path + search;

export function savedPosition(where: Place): number {
  return where.back || KEPT.has(where.path) ? positions.get(keyOf(where)) ?? 0 : 0;
}

function leave(): void {
  const key = keyOf(place.value);
  positions.delete(key);
  positions.set(key, scrollY);
  if (positions.size > POSITIONS_MAX) positions.delete(positions.keys().next().value!);
}

export function navigate(to: string, { replace = false } = {}): void {
  const url = new URL(to, location.origin);
  const same = url.pathname === location.pathname && url.search === location.search;
  if (same && !replace) {
    scrollTo({ top: 0, behavior: 'smooth' });
    return;
  }
  leave();
  history[replace ? 'replaceState' : 'pushState'](null, '', url.pathname + url.search + url.hash);
  place.set(here(false));
}

// A click on a link to one of the client's pages stays in the client.
function takeClick(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as globalThis.Element | null)?.closest?.('a[href]') as HTMLAnchorElement | null;
  if (!link || link.target || link.origin !== location.origin || link.hasAttribute('download')) return;
  if (routeOf(link.pathname).page === 'missing') return;
  event.preventDefault();
  navigate(link.pathname + link.search + link.hash);
}

export function startRouter(): void {
  history.scrollRestoration = 'manual';
  addEventListener('click', takeClick);
  addEventListener('popstate', () => {
    leave();
    place.set(here(true));
  });
}
