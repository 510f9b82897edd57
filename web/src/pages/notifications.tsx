// SPDX-License-Identifier: Apache-2.0
import { useEffect, useMemo, useState } from 'preact/hooks';
import { api } from '../api/http';
import type { Notification } from '../api/types';
import { type Key, t } from '../i18n';
import { profilePath, threadPath } from '../routes';
import { complain } from '../state/actions';
import { useCell } from '../state/cell';
import { nameOf, needRelationships, statuses } from '../state/entities';
import { groupNotifications, type NotificationGroup } from '../state/groups';
import { markRead, type NotificationFilter, notificationLists, unread } from '../state/notifications';
import { navigate, place } from '../state/router';
import { Emojified } from '../text/emojified';
import { parseHtml, textOf } from '../text/html';
import { shortTime } from '../text/time';
import { Avatar, Button, Empty, Failure, Page, Skeleton } from '../ui/basics';
import { FilterContext } from '../ui/filter';
import { Icon, type IconName } from '../ui/icons';
import { FollowButton } from '../ui/people';
import { StatusCard } from '../ui/status';

const KINDS: Record<string, [icon: IconName, text: Key]> = {
  favourite: ['heart', 'notify.favourite'], reblog: ['boost', 'notify.reblog'], follow: ['person', 'notify.follow'], follow_request: ['person', 'notify.follow_request'],
  mention: ['at', 'notify.mention'], status: ['bell', 'notify.status'], update: ['pen', 'notify.update'], poll: ['list', 'notify.poll'], quote: ['quote', 'notify.quote'], quoted_update: ['pen', 'notify.quoted_update'],
};
const AVATARS_MAX = 8;

function FollowRequest({ id }: { id: string }) {
  const [answered, setAnswered] = useState(false);
  if (answered) return null;
  const answer = (how: 'authorize' | 'reject') => (): void => {
    setAnswered(true);
    api.post(`/api/v1/follow_requests/${id}/${how}`).catch((error) => {
      setAnswered(false);
      complain(error);
    });
  };
  return <p class="notify-answers"><Button onClick={answer('authorize')}>{t('notify.accept')}</Button><Button look="quiet" onClick={answer('reject')}>{t('notify.reject')}</Button></p>;
}

function Group({ group, isNew }: { group: NotificationGroup; isNew: boolean }) {
  const { type, accounts, status } = group;
  const shown = useCell(statuses.cell(status?.id ?? ''));
  const [icon, key] = KINDS[type] ?? (['bell', 'notify.other'] as const);
  const first = nameOf(accounts[0]!);
  const names = accounts.length === 1 ? first : t('notify.and', { first, n: accounts.length - 1 });
  if (type === 'mention' && status) return <div class={`notify whole ${isNew ? 'new' : ''}`}>{shown ? <StatusCard id={status.id} /> : null}</div>;
  return (
    <article class={`notify ${type} ${isNew ? 'new' : ''}`}>
      <span class="notify-icon"><Icon name={icon} filled={icon === 'heart'} /></span>
      <div class="notify-body">
        <div class="notify-people">
          {accounts.slice(0, AVATARS_MAX).map((account) => <a key={account.id} href={profilePath(account.acct)} title={nameOf(account)} aria-label={nameOf(account)}><Avatar account={account} size={36} /></a>)}
          {type === 'follow' && accounts.length === 1 && <FollowButton account={accounts[0]!} />}
        </div>
        <p class="notify-text"><bdi><Emojified text={t(key, { names })} emojis={accounts[0]!.emojis} /></bdi> <time class="soft" dateTime={group.created_at}>{shortTime(group.created_at)}</time></p>
        {type === 'follow_request' && <FollowRequest id={accounts[0]!.id} />}
        {shown && <a class="notify-post" href={threadPath(shown.account.acct, shown.id)} dir="auto"><Emojified text={shown.spoiler_text || textOf(parseHtml(shown.content)) || t('post.open')} emojis={shown.emojis} /></a>}
      </div>
    </article>
  );
}

// What somebody came for who clicked on a notification of their device: the thing itself.
async function goToWhat(id: string): Promise<void> {
  try {
    const { status, account } = await api.get<Notification>(`/api/v1/notifications/${id}`);
    navigate(status ? threadPath(status.account.acct, status.id) : profilePath(account.acct));
  } catch {
    // Then it is in the list, or gone.
  }
}

export function Notifications() {
  const { search } = useCell(place);
  useEffect(() => {
    const about = new URLSearchParams(search).get('about');
    if (!about || !/^\d+$/.test(about)) return;
    navigate('/notifications', { replace: true });
    void goToWhat(about);
  }, [search]);
  const [filter, setFilter] = useState<NotificationFilter>('all');
  const list = notificationLists[filter];
  const { items, loading, ended, error } = useCell(list.view);
  const newest = items[0]?.id;
  const count = useCell(unread);
  const [newOnes, setNewOnes] = useState(0); // how many were unread when the page was opened
  useEffect(() => {
    if (list.view.value.items.length === 0) void list.more();
  }, [list]);
  useEffect(() => {
    if (filter !== 'all' || !newest || count === 0) return;
    setNewOnes(count);
    void markRead(newest);
  }, [filter, newest, count]);
  useEffect(() => void needRelationships(items.filter(({ type }) => type === 'follow').map(({ account }) => account.id)), [items]);
  const groups = useMemo(() => groupNotifications(items), [items]);
  const newIds = new Set(items.slice(0, newOnes).map(({ id }) => id));
  return (
    <Page title={t('notifications.title')} ready={items.length > 0 || ended}>
      <div class="tabs" role="group" aria-label={t('notifications.title')}>
        {(['all', 'mentions'] as const).map((one) => <button key={one} type="button" aria-pressed={one === filter} onClick={() => setFilter(one)}>{t(`notifications.${one}`)}</button>)}
      </div>
      {items.length === 0 && !ended && !error && <Skeleton />}
      {items.length === 0 && ended && <Empty title={t('empty.notifications.title')} text={t('empty.notifications.text')} />}
      {groups.length > 0 && <FilterContext.Provider value="notifications"><div class="sheet notifications">{groups.map((group) => <Group key={group.id} group={group} isNew={filter === 'all' && newIds.has(group.id)} />)}</div></FilterContext.Provider>}
      {error && <Failure error={error} retry={() => void list.more()} />}
      {items.length > 0 && !ended && <div class="more"><Button look="quiet" disabled={loading} onClick={() => void list.more()}>{t('app.more')}</Button></div>}
    </Page>
  );
}
