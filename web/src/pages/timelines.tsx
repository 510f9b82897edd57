// SPDX-License-Identifier: Apache-2.0
//
// The pages that are one timeline each.
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/http';
import type { Tag } from '../api/types';
import { t } from '../i18n';
import { complain } from '../state/actions';
import { useCell } from '../state/cell';
import { compose, composition } from '../state/composer';
import { me } from '../state/entities';
import { forgetFeeds, type Source } from '../state/feeds';
import { settings } from '../state/settings';
import { isOwner } from '../state/setup';
import { BackButton, Button, Empty, Page } from '../ui/basics';
import { Composer } from '../ui/composer';
import { lazy } from '../ui/lazy';
import { Outbox } from '../ui/outbox';
import { isReady, NewPosts, Timeline, useFeed } from '../ui/timeline';

const HOME: Source = { path: '/api/v1/timelines/home', stream: ['user'] };
const LOCAL: Source = { path: '/api/v1/timelines/public', query: { local: true }, stream: ['public:local'] };
const BOOKMARKS: Source = { path: '/api/v1/bookmarks' };
const FAVOURITES: Source = { path: '/api/v1/favourites' };

const Announcements = lazy(async () => (await import('../ui/announcements')).Announcements);
const Setup = lazy(async () => (await import('../ui/setup')).Setup);

const NEW = {};

export function Home() {
  const feed = useFeed(HOME);
  const composing = useCell(composition) !== null; // one composer at a time: both would write the same draft
  const account = useCell(me);
  const { setup } = useCell(settings);
  useCell(feed.view);
  return (
    <Page title={t('nav.home')} ready={isReady(feed)}>
      <NewPosts feed={feed} />
      {isOwner(account) && !setup.hidden && <Setup />}
      {isReady(feed) && <Announcements />}
      <Outbox />
      <div class="sheet inline-composer">{!composing && <Composer what={NEW} inline />}</div>
      <Timeline feed={feed} where="home" label={t('timeline.home')} empty={
        <Empty title={t('empty.home.title')} text={t('empty.home.text')}><a class="button primary" href="/explore">{t('empty.home.action')}</a></Empty>} />
    </Page>
  );
}

export function Local() {
  const feed = useFeed(LOCAL);
  useCell(feed.view);
  return (
    <Page title={t('nav.local')} ready={isReady(feed)}>
      <NewPosts feed={feed} />
      <Timeline feed={feed} label={t('timeline.local')} empty={
        <Empty title={t('empty.local.title')} text={t('empty.local.text')}><Button onClick={() => compose()}>{t('empty.local.action')}</Button></Empty>} />
    </Page>
  );
}

// Bookmarks and favourites change on other pages: they are asked for anew with every visit.
export function Kept({ which }: { which: 'bookmarks' | 'favourites' }) {
  useState(() => forgetFeeds(({ path }) => path === `/api/v1/${which}`));
  const feed = useFeed(which === 'bookmarks' ? BOOKMARKS : FAVOURITES);
  useCell(feed.view);
  return (
    <Page title={t(`nav.${which}`)} ready={isReady(feed)} bar={<BackButton />}>
      <Timeline feed={feed} where="none" label={t(`nav.${which}`)} empty={<Empty title={t(`empty.${which}.title`)} text={t(`empty.${which}.text`)} />} />
    </Page>
  );
}

export function TagFollowButton({ name, following, onChange }: { name: string; following: boolean; onChange?: (tag: Tag) => void }) {
  const [on, setOn] = useState(following);
  useEffect(() => setOn(following), [following]);
  const toggle = async (): Promise<void> => {
    setOn(!on);
    try {
      const tag = await api.post<Tag>(`/api/v1/tags/${encodeURIComponent(name)}/${on ? 'unfollow' : 'follow'}`);
      forgetFeeds(({ path }) => path === HOME.path);
      onChange?.(tag);
    } catch (error) {
      setOn(on);
      complain(error);
    }
  };
  return <Button look={on ? 'quiet' : 'primary'} aria-pressed={on} onClick={() => void toggle()}>{t(on ? 'tag.unfollow' : 'tag.follow')}</Button>;
}

export function TagPage({ name }: { name: string }) {
  const [source] = useState<Source>(() => ({ path: `/api/v1/timelines/tag/${encodeURIComponent(name)}`, stream: ['hashtag', name] }));
  const feed = useFeed(source);
  const [tag, setTag] = useState<Tag | null>(null);
  useCell(feed.view);
  useEffect(() => {
    api.get<Tag>(`/api/v1/tags/${encodeURIComponent(name)}`).then(setTag, () => {});
  }, [name]);
  return (
    <Page title={`#${name}`} ready={isReady(feed)} bar={<><BackButton />{tag && <TagFollowButton name={name} following={tag.following ?? false} />}</>}>
      <NewPosts feed={feed} />
      <Timeline feed={feed} label={`#${name}`} empty={
        <Empty title={t('empty.tag.title')} text={t('empty.tag.text')}><Button onClick={() => compose({ text: `#${name} ` })}>{t('empty.local.action')}</Button></Empty>} />
    </Page>
  );
}
