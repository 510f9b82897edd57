// SPDX-License-Identifier: Apache-2.0
//
// Shortcuts of one letter, as Mastodon's own client has them; they rest while something is typed.
import { profilePath, threadPath } from '../routes';
import { react } from '../state/actions';
import { Cell } from '../state/cell';
import { compose, composition } from '../state/composer';
import { me, statuses } from '../state/entities';
import { navigate } from '../state/router';

export const helpOpen = new Cell(false);

const GO: Record<string, () => string> = {
  h: () => '/home', l: () => '/local', n: () => '/notifications', e: () => '/explore', b: () => '/bookmarks', f: () => '/favourites', s: () => '/settings',
  p: () => profilePath(me.value?.acct ?? ''),
};
const GO_WITHIN_MS = 1_500;

let goUntil = 0;

const focusedPost = (): HTMLElement | null => document.activeElement?.closest<HTMLElement>('article[data-status]') ?? null;

function step(by: 1 | -1): void {
  const posts = [...document.querySelectorAll<HTMLElement>('main article[data-status]')];
  const current = focusedPost();
  const next = current
    ? posts[posts.indexOf(current) + by]
    : posts.find((post) => post.getBoundingClientRect().bottom > 80);
  if (!next) return;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
  const { top } = next.getBoundingClientRect();
  if (top < 70) scrollBy(0, top - 70);
}

function onPost(act: (id: string) => void): boolean {
  const id = focusedPost()?.dataset.status;
  if (id) act(id);
  return Boolean(id);
}

function take(key: string): boolean {
  if (Date.now() < goUntil && key in GO) {
    goUntil = 0;
    navigate(GO[key]!());
    return true;
  }
  switch (key) {
    case 'j': step(1); return true;
    case 'k': step(-1); return true;
    case 'n': compose(); return true;
    case '?': helpOpen.set(true); return true;
    case '.': dispatchEvent(new Event('auklet:refresh')); return true;
    case 'g': goUntil = Date.now() + GO_WITHIN_MS; return true;
    case '/': navigate('/explore'); requestAnimationFrame(() => document.querySelector<HTMLInputElement>('main [type=search]')?.focus()); return true;
    case 'f': return onPost((id) => void react('favourite', id));
    case 'b': return onPost((id) => void react('boost', id));
    case 'd': return onPost((id) => void react('bookmark', id));
    case 'r': return onPost((id) => { const status = statuses.get(id); if (status) compose({ replyTo: status }); });
    case 'o':
    case 'Enter': return document.activeElement?.matches('article[data-status]') === true && onPost((id) => { const status = statuses.get(id); if (status) navigate(threadPath(status.account.acct, id)); });
    default: return false;
  }
}

export function startKeyboard(): void {
  addEventListener('keydown', (event) => {
    const target = event.target as globalThis.Element;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || composition.value || document.querySelector('dialog[open]')) return;
    if (target.closest('input, textarea, select, [contenteditable], [role=menu]')) return;
    if (take(event.key)) event.preventDefault();
  });
}
