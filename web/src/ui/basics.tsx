// SPDX-License-Identifier: Apache-2.0
//
// The small parts that pages are made of.
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Account, CustomEmoji } from '../api/types';
import { t } from '../i18n';
import { explain } from '../state/actions';
import { useCell } from '../state/cell';
import { instance } from '../state/entities';
import { place, savedPosition } from '../state/router';
import { AccountName, Emojified } from '../text/emojified';
import { Icon, type IconName } from './icons';

export function Avatar({ account, size = 48 }: { account: Account; size?: number }) {
  return <img class="avatar" src={account.avatar} alt="" width={size} height={size} loading="lazy" decoding="async" />;
}

export function Name({ account }: { account: Account }) {
  return (
    <span class="name">
      <bdi class="name-display"><AccountName account={account} /></bdi>
      <span class="name-handle"><bdi dir="ltr">@{account.acct}</bdi></span>
    </span>
  );
}

type ButtonProps = Omit<JSX.HTMLAttributes<HTMLButtonElement>, 'icon'> & { look?: 'primary' | 'quiet' | 'danger'; disabled?: boolean; type?: 'button' | 'submit' };

export function Button({ look = 'primary', class: classes = '', type = 'button', ...rest }: ButtonProps) {
  return <button type={type} class={`button ${look} ${classes as string}`} {...rest} />;
}

export function IconButton({ icon, label, filled = false, class: classes = '', ...rest }: Omit<JSX.HTMLAttributes<HTMLButtonElement>, 'icon' | 'label'> & { icon: IconName; label: string; filled?: boolean; disabled?: boolean }) {
  return (
    <button type="button" class={`icon-button ${classes as string}`} aria-label={label} title={label} {...rest}>
      <Icon name={icon} filled={filled} />
    </button>
  );
}

export function Empty({ title, text, children }: { title: string; text: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <img src="/assets/auklet.svg" alt="" width="88" height="88" />
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </div>
  );
}

export function Failure({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <div class="empty" role="alert">
      <p>{explain(error)}</p>
      <Button look="quiet" onClick={retry}>{t('app.retry')}</Button>
    </div>
  );
}

// Where posts will be: their shape, so that nothing jumps when they come.
export function Skeleton({ count = 4 }: { count?: number }) {
  return (
    <div class="skeletons">
      <span class="hidden" role="status">{t('app.loading')}</span>
      {Array.from({ length: count }, (_, index) => (
        <div class="skeleton" key={index} aria-hidden="true"><i /><div><b /><b /><b /></div></div>
      ))}
    </div>
  );
}

let pageShown = false;

// The frame of every page: its name in the window's title and as its heading, and the place where it was left. `ready`
// says that the page has its content, so that the place exists.
export function Page({ title, emojis, ready = true, bar, children, hideTitle = false }: {
  title: string;
  emojis?: readonly CustomEmoji[] | undefined; // in the title
  ready?: boolean;
  bar?: ComponentChildren;
  children: ComponentChildren;
  hideTitle?: boolean;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [where] = useState(() => place.value);
  const site = useCell(instance);
  useEffect(() => {
    document.title = `${title} · ${site?.title ?? 'Auklet'}`;
  }, [title, site]);
  useEffect(() => {
    // Where a screen reader goes on after a new page; the very first one begins at its top.
    if (pageShown && !document.querySelector('dialog[open]')) heading.current?.focus({ preventScroll: true });
    pageShown = true;
  }, []);
  useLayoutEffect(() => {
    if (!ready) return;
    scrollTo(0, savedPosition(where));
    if (location.hash && !where.back) document.getElementById(location.hash.slice(1))?.scrollIntoView(); // a part of the page
  }, [ready]);
  return (
    <>
      <header class={`page-head ${hideTitle ? 'bare' : ''}`}>
        <h1 ref={heading} tabIndex={-1} class={hideTitle ? 'hidden' : ''}><Emojified text={title} emojis={emojis} /></h1>
        {bar}
      </header>
      {children}
    </>
  );
}

export function BackButton() {
  return <IconButton icon="back" label={t('app.back')} class="back" onClick={() => history.back()} />;
}

// Links that are parts of one page.
export function Tabs({ label, tabs }: { label: string; tabs: readonly { href: string; text: string; current: boolean }[] }) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map(({ href, text, current }) => <a key={href} href={href} {...(current && { 'aria-current': 'page' as const })}>{text}</a>)}
    </nav>
  );
}

export function Dialog({ title, onClose, class: classes = '', children, hideTitle = false }: {
  title: string;
  onClose: () => void;
  class?: string;
  children: ComponentChildren;
  hideTitle?: boolean;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current!;
    if (!element.open) element.showModal();
    return () => element.close();
  }, []);
  return (
    <dialog ref={dialog} class={`dialog ${classes}`} aria-labelledby={id}
      onCancel={(event) => { event.preventDefault(); onClose(); }}
      onMouseDown={(event) => { if (event.target === dialog.current) onClose(); }}>
      <div class="dialog-body">
        <header class="dialog-head">
          <h2 id={id} class={hideTitle ? 'hidden' : ''}>{title}</h2>
          <IconButton icon="close" label={t('app.close')} onClick={onClose} />
        </header>
        {children}
      </div>
    </dialog>
  );
}

export interface MenuItem {
  text: string;
  danger?: boolean;
  act: () => void;
}

// A button and what it offers: arrow keys move, Escape and everything outside closes.
export function Menu({ label, items, icon = 'more', onOpen, trigger, class: classes = '' }: {
  label: string;
  items: readonly MenuItem[];
  icon?: IconName;
  onOpen?: () => void;
  trigger?: (open: { 'aria-haspopup': 'menu'; 'aria-expanded': boolean; onClick: () => void }) => ComponentChildren; // instead of a button with the icon
  class?: string;
}) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const buttons = (): HTMLButtonElement[] => [...(root.current?.querySelectorAll<HTMLButtonElement>('[role=menuitem]') ?? [])];
  const close = (): void => {
    setOpen(false);
    root.current?.querySelector<HTMLButtonElement>('[aria-haspopup]')?.focus();
  };
  useEffect(() => {
    if (!open) return undefined;
    buttons()[0]?.focus();
    const outside = (event: Event): void => {
      if (!root.current?.contains(event.target as globalThis.Node)) setOpen(false);
    };
    addEventListener('pointerdown', outside);
    return () => removeEventListener('pointerdown', outside);
  }, [open]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!open) return;
    const all = buttons();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') close();
    else if (event.key === 'Tab') return setOpen(false);
    else if (step) all[(all.indexOf(document.activeElement as HTMLButtonElement) + step + all.length) % all.length]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const button = { 'aria-haspopup': 'menu', 'aria-expanded': open, onClick: () => { if (!open) onOpen?.(); setOpen(!open); } } as const;
  return (
    <div class={`menu ${classes}`} ref={root} onKeyDown={onKeyDown}>
      {trigger ? trigger(button) : <IconButton icon={icon} label={label} {...button} />}
      {open && (
        <div class="menu-list" role="menu" aria-label={label}>
          {items.map(({ text, danger, act }) => (
            <button key={text} type="button" role="menuitem" tabIndex={-1} class={danger ? 'danger' : ''} onClick={() => { close(); act(); }}>{text}</button>
          ))}
        </div>
      )}
    </div>
  );
}

// Asks before something that cannot be undone.
export function Confirm({ text, action, onAnswer }: { text: string; action: string; onAnswer: (yes: boolean) => void }) {
  return (
    <Dialog title={text} class="confirm" onClose={() => onAnswer(false)}>
      <div class="dialog-actions">
        <Button look="quiet" onClick={() => onAnswer(false)}>{t('app.cancel')}</Button>
        <Button look="danger" onClick={() => onAnswer(true)}>{action}</Button>
      </div>
    </Dialog>
  );
}
