// SPDX-License-Identifier: Apache-2.0
//
// What stands around every page: the ways to go, what was just said, what is being written.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type Key, t } from '../i18n';
import { profilePath, searchPath } from '../routes';
import { dismissToast, toasts } from '../state/actions';
import { useCell } from '../state/cell';
import { compose } from '../state/composer';
import { instance, me } from '../state/entities';
import { unread } from '../state/notifications';
import { navigate, place } from '../state/router';
import { Trends } from '../pages/trends';
import { Avatar, Button, Dialog, IconButton, Name } from './basics';
import { ComposerDialog } from './composer';
import { Icon, type IconName } from './icons';
import { helpOpen } from './keyboard';
import { Banner } from './outbox';

interface Way {
  href: string;
  text: Key;
  icon: IconName;
}

const WAYS: readonly Way[] = [
  { href: '/home', text: 'nav.home', icon: 'home' },
  { href: '/local', text: 'nav.local', icon: 'local' },
  { href: '/explore', text: 'nav.explore', icon: 'explore' },
  { href: '/notifications', text: 'nav.notifications', icon: 'bell' },
  { href: '/conversations', text: 'nav.conversations', icon: 'at' },
  { href: '/lists', text: 'nav.lists', icon: 'list' },
  { href: '/bookmarks', text: 'nav.bookmarks', icon: 'bookmark' },
  { href: '/favourites', text: 'nav.favourites', icon: 'heart' },
  { href: '/scheduled', text: 'nav.scheduled', icon: 'clock' },
  { href: '/followed_tags', text: 'nav.followed_tags', icon: 'tag' },
  { href: '/settings', text: 'nav.settings', icon: 'gear' },
];

const isHere = (path: string, href: string): boolean => path === href || (href === '/home' && path === '/') || (href === '/explore' && path === '/search') || ['/lists', '/settings', '/notifications'].some((one) => href === one && path.startsWith(`${one}/`));

function Badge() {
  const count = useCell(unread);
  return count > 0 ? <span class="badge" aria-hidden="true">{count > 99 ? '99+' : count}</span> : null;
}

function WayLink({ way, path }: { way: Way; path: string }) {
  const count = useCell(unread);
  const bell = way.icon === 'bell';
  const here = isHere(path, way.href);
  const text = t(way.text);
  return (
    <a class="way" href={way.href} title={text} {...(here && { 'aria-current': 'page' as const })}>
      <span class="way-icon"><Icon name={way.icon} filled={here && ['home', 'bell', 'bookmark', 'heart'].includes(way.icon)} />{bell && <Badge />}</span>
      <span class="way-text">{text}{bell && count > 0 && <span class="hidden">{t('nav.new', { n: count })}</span>}</span>
    </a>
  );
}

function SideNavigation() {
  const { path } = useCell(place);
  const site = useCell(instance);
  const account = useCell(me);
  return (
    <nav class="side" aria-label={t('nav.label')}>
      <a class="brand" href="/home"><img src="/assets/auklet.svg" alt="" width="36" height="36" /><span class="way-text">{site?.title ?? 'Auklet'}</span></a>
      {WAYS.map((way) => <WayLink key={way.href} way={way} path={path} />)}
      <Button class="side-compose" onClick={() => compose()}><Icon name="pen" /><span class="way-text">{t('nav.compose')}</span></Button>
      {account && <a class="side-me" href={profilePath(account.acct)} title={t('nav.profile')}><Avatar account={account} size={40} /><span class="way-text"><Name account={account} /></span></a>}
    </nav>
  );
}

// On a phone: what one needs all the time within reach of the thumb, the rest behind the menu.
function BottomNavigation() {
  const { path } = useCell(place);
  const [open, setOpen] = useState(false);
  const account = useCell(me);
  useEffect(() => setOpen(false), [path]);
  return (
    <>
      <nav class="bottom" aria-label={t('nav.label')}>
        {[WAYS[0]!, WAYS[2]!].map((way) => <WayLink key={way.href} way={way} path={path} />)}
        <button type="button" class="bottom-compose" aria-label={t('nav.compose')} onClick={() => compose()}><Icon name="pen" size={24} /></button>
        <WayLink way={WAYS[3]!} path={path} />
        <button type="button" class="way" aria-label={t('nav.more')} aria-expanded={open} onClick={() => setOpen(true)}>
          <span class="way-icon">{account ? <Avatar account={account} size={28} /> : <Icon name="menu" />}</span>
        </button>
      </nav>
      {open && (
        <Dialog title={t('nav.more')} class="drawer" hideTitle onClose={() => setOpen(false)}>
          <nav aria-label={t('nav.more')}>
            {account && <a class="side-me" href={profilePath(account.acct)}><Avatar account={account} /><Name account={account} /></a>}
            {[WAYS[1]!, ...WAYS.slice(4)].map((way) => <WayLink key={way.href} way={way} path={path} />)}
          </nav>
        </Dialog>
      )}
    </>
  );
}

export function SearchBox({ initial = '' }: { initial?: string }) {
  const [query, setQuery] = useState(initial);
  useEffect(() => setQuery(initial), [initial]);
  return (
    <form class="search" role="search" onSubmit={(event) => { event.preventDefault(); if (query.trim()) navigate(searchPath(query.trim())); }}>
      <Icon name="explore" size={18} />
      <input type="search" value={query} aria-label={t('search.label')} placeholder={t('search.placeholder')} enterKeyHint="search" onInput={(event) => setQuery(event.currentTarget.value)} />
    </form>
  );
}

function Aside() {
  const site = useCell(instance);
  const { path } = useCell(place);
  const exploring = path === '/explore' || path === '/search';
  return (
    <aside class="aside" aria-label={t('aside.about')}>
      {!exploring && <SearchBox />}
      {!exploring && <Trends limit={5} />}
      {site && (
        <section class="about">
          <h2>{site.title}</h2>
          {site.description && <p>{site.description}</p>}
          <p class="soft">{t('aside.apps')}</p>
          <p><button type="button" class="link" onClick={() => helpOpen.set(true)}>{t('aside.keys')}</button></p>
        </section>
      )}
    </aside>
  );
}

function Toasts() {
  const list = useCell(toasts);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {list.map(({ id, text, wrong }) => (
        <div key={id} class={`toast ${wrong ? 'wrong' : ''}`}>
          <span>{text}</span>
          <IconButton icon="close" label={t('app.close')} onClick={() => dismissToast(id)} />
        </div>
      ))}
    </div>
  );
}

const SHORTCUTS: readonly [keys: string, text: Key][] = [
  ['J K', 'keys.next'], ['O', 'keys.open'], ['R', 'keys.reply'], ['F', 'keys.favourite'], ['B', 'keys.boost'], ['D', 'keys.bookmark'],
  ['N', 'keys.compose'], ['/', 'keys.search'], ['.', 'keys.refresh'], ['G H  G L  G N  G P', 'keys.go'], ['?', 'keys.help'],
];

function Help() {
  if (!useCell(helpOpen)) return null;
  return (
    <Dialog title={t('keys.title')} class="help" onClose={() => helpOpen.set(false)}>
      <dl class="keys">
        {SHORTCUTS.map(([keys, text]) => <div key={text}><dt>{keys.split('  ').map((pair, index) => <span key={index}>{pair.split(' ').map((one) => <kbd key={one}>{one}</kbd>)}</span>)}</dt><dd>{t(text)}</dd></div>)}
      </dl>
    </Dialog>
  );
}

export function Shell({ children }: { children: ComponentChildren }) {
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); document.querySelector<HTMLElement>('main h1')?.focus(); }}>{t('app.skip')}</a>
      <div class="shell">
        <SideNavigation />
        <main id="main"><Banner />{children}</main>
        <Aside />
      </div>
      <BottomNavigation />
      <ComposerDialog />
      <Help />
      <Toasts />
    </>
  );
}
