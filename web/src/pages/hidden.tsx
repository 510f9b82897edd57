// SPDX-License-Identifier: Apache-2.0
//
// Whom and what the viewer does not want to see: people and servers.
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/http';
import type { Account } from '../api/types';
import { t } from '../i18n';
import { complain, relate, toast } from '../state/actions';
import { keepAccount, nameOf } from '../state/entities';
import { forgetFeeds } from '../state/feeds';
import { longTime } from '../text/time';
import { BackButton, Button, Confirm, Empty, Failure, Page, Skeleton } from '../ui/basics';
import { PersonRow } from '../ui/people';

const KINDS = ['blocked', 'muted', 'servers'] as const;
type Kind = (typeof KINDS)[number];
const PATHS: Record<Kind, string> = { blocked: '/api/v1/blocks', muted: '/api/v1/mutes', servers: '/api/v1/domain_blocks' };

interface Pages<T> {
  items: readonly T[] | null;
  next: string | undefined;
  error: unknown;
  more: (from: string) => Promise<void>;
  change: (how: (items: readonly T[]) => readonly T[]) => void;
}

function usePages<T>(path: string, keep: (items: readonly T[]) => void = () => {}): Pages<T> {
  const [items, setItems] = useState<readonly T[] | null>(null);
  const [next, setNext] = useState<string>();
  const [error, setError] = useState<unknown>(null);
  const more = async (from: string): Promise<void> => {
    setError(null);
    try {
      const page = await api.page<T>(from);
      keep(page.items);
      setItems((known) => (from === path ? page.items : [...(known ?? []), ...page.items]));
      setNext(page.next);
    } catch (problem) {
      setError(problem);
    }
  };
  useEffect(() => void more(path), [path]);
  return { items, next, error, more, change: (how) => setItems((known) => how(known ?? [])) };
}

function People({ kind }: { kind: 'blocked' | 'muted' }) {
  const path = PATHS[kind];
  const { items, next, error, more, change } = usePages<Account & { mute_expires_at?: string | null }>(path, (accounts) => accounts.forEach(keepAccount));
  if (!items) return error ? <Failure error={error} retry={() => void more(path)} /> : <Skeleton count={3} />;
  if (items.length === 0) return <Empty title={t(`empty.${kind}.title`)} text={t(`empty.${kind}.text`)} />;
  const undo = async (account: Account): Promise<void> => {
    if (!(await relate(kind === 'blocked' ? 'unblock' : 'unmute', account))) return;
    change((all) => all.filter(({ id }) => id !== account.id));
    forgetFeeds();
    toast(t('hidden.undone', { name: nameOf(account) }));
  };
  const verb = kind === 'blocked' ? 'unblock' : 'unmute';
  return (
    <div class="sheet">
      {items.map((account) => (
        <PersonRow key={account.id} account={account}>
          {account.mute_expires_at && <span class="soft hidden-until">{t('hidden.until', { time: longTime(account.mute_expires_at) })}</span>}
          <Button look="quiet" aria-label={t(`hidden.${verb}_name`, { name: nameOf(account) })} onClick={() => void undo(account)}>{t(`hidden.${verb}`)}</Button>
        </PersonRow>
      ))}
      {next && <div class="more"><Button look="quiet" onClick={() => void more(next)}>{t('app.more')}</Button></div>}
    </div>
  );
}

interface Ties {
  following_count: number;
  followers_count: number;
}

function Servers() {
  const path = PATHS.servers;
  const { items, next, error, more, change } = usePages<string>(path);
  const [text, setText] = useState('');
  const [asking, setAsking] = useState<{ domain: string; ties: Ties } | null>(null);
  const domain = text.trim().toLowerCase();
  const ask = async (): Promise<void> => {
    try {
      setAsking({ domain, ties: await api.get<Ties>(`${path}/preview`, { domain }) });
    } catch (problem) {
      complain(problem);
    }
  };
  const set = async (blocked: boolean, name: string): Promise<void> => {
    try {
      if (blocked) await api.post(path, { domain: name });
      else await api.delete(path, { domain: name });
      change((all) => [...(blocked ? [name] : []), ...all.filter((other) => other !== name)]);
      forgetFeeds();
      if (blocked) setText('');
      else toast(t('hidden.undone', { name }));
    } catch (problem) {
      complain(problem);
    }
  };
  return (
    <>
      <form class="sheet line-form" onSubmit={(event) => { event.preventDefault(); if (domain) void ask(); }}>
        <input type="text" inputMode="url" autoCapitalize="none" spellcheck={false} value={text} aria-label={t('hidden.server')} placeholder="far.example" onInput={(event) => setText(event.currentTarget.value)} />
        <Button type="submit" disabled={!domain}>{t('hidden.server_add')}</Button>
      </form>
      {!items ? (error ? <Failure error={error} retry={() => void more(path)} /> : <Skeleton count={2} />) : items.length === 0
        ? <Empty title={t('empty.servers.title')} text={t('empty.servers.text')} />
        : (
          <ul class="sheet link-list filter-list">{items.map((name) => (
            <li key={name}><span class="filter-text"><b dir="ltr">{name}</b></span><Button look="quiet" aria-label={t('hidden.unblock_name', { name })} onClick={() => void set(false, name)}>{t('hidden.unblock')}</Button></li>
          ))}
          {next && <li class="more"><Button look="quiet" onClick={() => void more(next)}>{t('app.more')}</Button></li>}</ul>
        )}
      {asking && <Confirm action={t('hidden.server_add')} text={`${t('hidden.server_sure', { domain: asking.domain })} ${t('hidden.server_ties', { following: asking.ties.following_count, followers: asking.ties.followers_count })}`}
        onAnswer={(yes) => { setAsking(null); if (yes) void set(true, asking.domain); }} />}
    </>
  );
}

export function Hidden() {
  const [kind, setKind] = useState<Kind>('blocked');
  return (
    <Page title={t('settings.hidden')} bar={<BackButton />}>
      <div class="tabs" role="group" aria-label={t('settings.hidden')}>
        {KINDS.map((one) => <button key={one} type="button" aria-pressed={one === kind} onClick={() => setKind(one)}>{t(`hidden.${one}`)}</button>)}
      </div>
      {kind === 'servers' ? <Servers /> : <People kind={kind} key={kind} />}
    </Page>
  );
}
