// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/http';
import type { Account } from '../api/types';
import { t } from '../i18n';
import { profilePath } from '../routes';
import { relate } from '../state/actions';
import { useCell } from '../state/cell';
import { keepAccount, me, needRelationships, relationships } from '../state/entities';
import { Emojified } from '../text/emojified';
import { textOf, parseHtml } from '../text/html';
import { Avatar, Button, Empty, Failure, Name, Skeleton } from './basics';

export function FollowButton({ account }: { account: Account }) {
  const relationship = useCell(relationships.cell(account.id));
  if (account.id === me.value?.id || !relationship) return null;
  if (relationship.blocking) return <Button look="quiet" onClick={() => void relate('unblock', account)}>{t('profile.unblock', { name: `@${account.username}` })}</Button>;
  if (relationship.following) return <Button look="quiet" class="following" aria-pressed onClick={() => void relate('unfollow', account)}><span class="rest">{t('profile.following')}</span><span class="hover">{t('profile.unfollow')}</span></Button>;
  if (relationship.requested) return <Button look="quiet" onClick={() => void relate('unfollow', account)}>{t('profile.requested')}</Button>;
  return <Button onClick={() => void relate('follow', account)}>{t('profile.follow')}</Button>;
}

export function PersonRow({ account, children }: { account: Account; children?: ComponentChildren }) {
  const note = textOf(parseHtml(account.note));
  return (
    <div class="person">
      <a class="person-link" href={profilePath(account.acct)}>
        <Avatar account={account} />
        <span class="person-text"><Name account={account} />{note && <span class="person-note" dir="auto"><Emojified text={note} emojis={account.emojis} /></span>}</span>
      </a>
      {children ?? <FollowButton account={account} />}
    </div>
  );
}

// A list of people that the server hands out in pages.
export function PeopleList({ path, empty }: { path: string; empty: { title: string; text: string } }) {
  const [people, setPeople] = useState<Account[] | null>(null);
  const [next, setNext] = useState<string>();
  const [error, setError] = useState<unknown>(null);
  const load = async (from: string): Promise<void> => {
    setError(null);
    try {
      const page = await api.page<Account>(from);
      page.items.forEach(keepAccount);
      void needRelationships(page.items.map(({ id }) => id));
      setPeople((known) => (from === path ? page.items : [...(known ?? []), ...page.items]));
      setNext(page.next);
    } catch (problem) {
      setError(problem);
    }
  };
  useEffect(() => {
    setPeople(null);
    void load(path);
  }, [path]);
  if (error && !people) return <Failure error={error} retry={() => void load(path)} />;
  if (!people) return <Skeleton />;
  if (people.length === 0) return <Empty {...empty} />;
  return (
    <div class="sheet">
      {people.map((account) => <PersonRow key={account.id} account={account} />)}
      {next && <div class="more"><Button look="quiet" onClick={() => void load(next)}>{t('app.more')}</Button></div>}
    </div>
  );
}
