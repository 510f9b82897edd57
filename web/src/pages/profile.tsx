// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/http';
import type { Account, Status } from '../api/types';
import { t } from '../i18n';
import { profilePath } from '../routes';
import { copy, relate } from '../state/actions';
import { useCell } from '../state/cell';
import { compose } from '../state/composer';
import { accounts, keepAccount, keepStatus, me, nameOf, needRelationships, relationships } from '../state/entities';
import type { Source } from '../state/feeds';
import { Content } from '../text/content';
import { AccountName, Emojified } from '../text/emojified';
import { longDate, shortNumber } from '../text/time';
import { BackButton, Confirm, Empty, Failure, Menu, type MenuItem, Page, Skeleton, Tabs } from '../ui/basics';
import { FollowButton, PeopleList } from '../ui/people';
import { StatusCard } from '../ui/status';
import { Timeline, useFeed } from '../ui/timeline';

// Names that were looked up.
const idOf = new Map<string, string>();

function useAccount(acct: string): { account: Account | undefined; error: unknown; again: () => void } {
  const [error, setError] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  const account = useCell(accounts.cell(idOf.get(acct) ?? ''));
  useEffect(() => {
    let current = true;
    setError(null);
    api.get<Account>('/api/v1/accounts/lookup', { acct }).then((found) => {
      keepAccount(found);
      idOf.set(acct, found.id);
      void needRelationships([found.id]);
      if (current) setRound((count) => count + 1);
    }, (problem) => current && setError(problem));
    return () => {
      current = false;
    };
  }, [acct]);
  return { account, error, again: () => setRound(round + 1) };
}

function ProfileMenu({ account }: { account: Account }) {
  const relationship = useCell(relationships.cell(account.id));
  const [asking, ask] = useState(false);
  const name = nameOf(account);
  const items: MenuItem[] = [{ text: t('post.copy'), act: () => void copy(account.url, 'post.copied') }];
  if (relationship) {
    items.unshift({ text: t('profile.mention', { name }), act: () => compose({ text: `@${account.acct} ` }) });
    items.push({ text: t(relationship.muting ? 'profile.unmute' : 'profile.mute', { name }), act: () => void relate(relationship.muting ? 'unmute' : 'mute', account) });
    items.push(relationship.blocking
      ? { text: t('profile.unblock', { name }), act: () => void relate('unblock', account) }
      : { text: t('profile.block', { name }), danger: true, act: () => ask(true) });
  }
  return (
    <>
      <Menu label={t('profile.more', { name })} items={items} class="framed" />
      {asking && <Confirm text={t('profile.block_sure', { name })} action={t('profile.block', { name })} onAnswer={(yes) => { ask(false); if (yes) void relate('block', account); }} />}
    </>
  );
}

function ProfileHead({ account }: { account: Account }) {
  const relationship = useCell(relationships.cell(account.id));
  const own = account.id === me.value?.id;
  const marks = [account.bot && t('profile.bot'), account.locked && t('profile.locked'), relationship?.followed_by && t('profile.follows_you'), relationship?.muting && t('profile.muted'), relationship?.blocking && t('profile.blocked')].filter(Boolean);
  return (
    <section class="profile sheet">
      <img class="profile-banner" src={account.header} alt="" />
      <div class="profile-top">
        <img class="avatar profile-avatar" src={account.avatar} alt="" width="96" height="96" />
        <div class="profile-actions">
          {own ? <a class="button quiet" href="/settings/profile">{t('profile.edit')}</a> : <FollowButton account={account} />}
          <ProfileMenu account={account} />
        </div>
      </div>
      <div class="profile-text">
        <p class="profile-name"><bdi><AccountName account={account} /></bdi></p>
        <p class="soft profile-handle"><bdi dir="ltr">@{account.acct}</bdi></p>
        {marks.length > 0 && <p class="marks">{marks.map((mark) => <span key={mark as string}>{mark}</span>)}</p>}
        {account.note && <Content html={account.note} emojis={account.emojis} />}
        {account.fields.length > 0 && (
          <dl class="fields">
            {account.fields.map((field, index) => <div key={index} class={field.verified_at ? 'verified' : ''}><dt dir="auto"><Emojified text={field.name} emojis={account.emojis} /></dt><dd><Content html={field.value} emojis={account.emojis} /></dd></div>)}
          </dl>
        )}
        <p class="counts">
          <span title={t('profile.count_posts', { n: account.statuses_count })}><b>{shortNumber(account.statuses_count)}</b> {t('profile.count_posts', { n: account.statuses_count }).replace(/^[\d.,\s]+/, '')}</span>
          <a href={`${profilePath(account.acct)}/following`}><b>{shortNumber(account.following_count)}</b> {t('profile.count_following', { n: account.following_count }).replace(/^[\d.,\s]+/, '')}</a>
          <a href={`${profilePath(account.acct)}/followers`}><b>{shortNumber(account.followers_count)}</b> {t('profile.count_followers', { n: account.followers_count }).replace(/^[\d.,\s]+/, '')}</a>
        </p>
        <p class="soft">{t('profile.joined', { date: longDate(account.created_at) })}</p>
      </div>
    </section>
  );
}

function Pinned({ account }: { account: Account }) {
  const [ids, setIds] = useState<readonly string[]>([]);
  useEffect(() => {
    api.get<Status[]>(`/api/v1/accounts/${account.id}/statuses`, { pinned: true }).then((list) => setIds(list.map(keepStatus)), () => {});
  }, [account.id]);
  return <>{ids.map((id) => <StatusCard key={id} id={id} pinned />)}</>;
}

function ProfilePosts({ account, replies }: { account: Account; replies: boolean }) {
  const [source] = useState<Source>(() => ({ path: `/api/v1/accounts/${account.id}/statuses`, query: replies ? {} : { exclude_replies: true } }));
  const feed = useFeed(source);
  const view = useCell(feed.view);
  const own = account.id === me.value?.id;
  const pinned = !replies && view.ids.length > 0 ? <Pinned account={account} /> : undefined;
  return <Timeline feed={feed} where="account" label={t('profile.posts')} pinned={pinned} hideReply={!replies}
    empty={<Empty title={t('empty.profile.title')} text={own ? t('empty.own.text') : t('empty.profile.text', { name: nameOf(account) })} />} />;
}

export function Profile({ acct, replies }: { acct: string; replies: boolean }) {
  const { account, error, again } = useAccount(acct);
  const path = profilePath(acct);
  return (
    <Page title={account ? nameOf(account) : `@${acct}`} emojis={account?.emojis} bar={<BackButton />} ready={Boolean(account)}>
      {error && !account ? <Failure error={error} retry={again} /> : null}
      {!account && !error ? <Skeleton /> : null}
      {account && (
        <>
          <ProfileHead account={account} />
          <Tabs label={t('profile.tabs')} tabs={[{ href: path, text: t('profile.posts'), current: !replies }, { href: `${path}/with_replies`, text: t('profile.with_replies'), current: replies }]} />
          <ProfilePosts account={account} replies={replies} key={`${account.id}${replies}`} />
        </>
      )}
    </Page>
  );
}

export function People({ acct, which }: { acct: string; which: 'followers' | 'following' }) {
  const { account, error, again } = useAccount(acct);
  const name = account ? nameOf(account) : `@${acct}`;
  return (
    <Page title={t(which === 'followers' ? 'profile.followers_of' : 'profile.following_of', { name })} emojis={account?.emojis} bar={<BackButton />}>
      {error && !account ? <Failure error={error} retry={again} /> : null}
      {account ? <PeopleList path={`/api/v1/accounts/${account.id}/${which}?limit=40`} empty={{ title: t('empty.people.title'), text: t('empty.people.text') }} /> : <Skeleton />}
    </Page>
  );
}
