// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/http';
import type { Account, List, Tag } from '../api/types';
import { t } from '../i18n';
import { tagPath } from '../routes';
import { complain } from '../state/actions';
import { useCell } from '../state/cell';
import { forgetFeeds, type Source } from '../state/feeds';
import { keepAccount } from '../state/entities';
import { navigate } from '../state/router';
import { BackButton, Button, Confirm, Empty, Failure, IconButton, Page, Skeleton } from '../ui/basics';
import { Icon } from '../ui/icons';
import { PersonRow } from '../ui/people';
import { isReady, NewPosts, Timeline, useFeed } from '../ui/timeline';
import { TagFollowButton } from './timelines';

export function Lists() {
  const [lists, setLists] = useState<List[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [title, setTitle] = useState('');
  const load = (): void => {
    api.get<List[]>('/api/v1/lists').then(setLists, setError);
  };
  useEffect(load, []);
  const create = async (): Promise<void> => {
    try {
      const made = await api.post<List>('/api/v1/lists', { title: title.trim() });
      navigate(`/lists/${made.id}`);
    } catch (problem) {
      complain(problem);
    }
  };
  return (
    <Page title={t('nav.lists')} bar={<BackButton />} ready={lists !== null}>
      <form class="sheet line-form" onSubmit={(event) => { event.preventDefault(); if (title.trim()) void create(); }}>
        <input type="text" value={title} maxLength={255} aria-label={t('lists.new')} placeholder={t('lists.new')} onInput={(event) => setTitle(event.currentTarget.value)} />
        <Button type="submit" disabled={!title.trim()}>{t('lists.create')}</Button>
      </form>
      {error ? <Failure error={error} retry={() => { setError(null); load(); }} /> : !lists ? <Skeleton count={2} /> : lists.length === 0
        ? <Empty title={t('empty.lists.title')} text={t('empty.lists.text')} />
        : <ul class="sheet link-list">{lists.map(({ id, title: name }) => <li key={id}><a href={`/lists/${id}`}><Icon name="list" /><bdi>{name}</bdi></a></li>)}</ul>}
    </Page>
  );
}

function Members({ id }: { id: string }) {
  const [members, setMembers] = useState<Account[] | null>(null);
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<Account[]>([]);
  useEffect(() => {
    api.get<Account[]>(`/api/v1/lists/${id}/accounts`, { limit: 0 }).then((list) => setMembers(list.map(keepAccount)), complain);
  }, [id]);
  useEffect(() => {
    if (!query.trim()) return setFound([]);
    const soon = setTimeout(() => {
      api.get<Account[]>('/api/v1/accounts/search', { q: query.trim(), following: true, limit: 8 }).then((list) => setFound(list.map(keepAccount)), complain);
    }, 250);
    return () => clearTimeout(soon);
  }, [query]);
  const change = async (account: Account, add: boolean): Promise<void> => {
    try {
      await (add ? api.post(`/api/v1/lists/${id}/accounts`, { account_ids: [account.id] }) : api.delete(`/api/v1/lists/${id}/accounts`, { account_ids: [account.id] }));
      setMembers((list) => [...(list ?? []).filter((one) => one.id !== account.id), ...(add ? [account] : [])]);
      forgetFeeds(({ path }) => path === `/api/v1/timelines/list/${id}`);
    } catch (error) {
      complain(error);
    }
  };
  const offered = found.filter((account) => !members?.some(({ id: one }) => one === account.id));
  return (
    <>
      <div class="sheet line-form"><input type="search" value={query} aria-label={t('lists.add')} placeholder={t('lists.add')} onInput={(event) => setQuery(event.currentTarget.value)} /></div>
      {offered.length > 0 && <div class="sheet">{offered.map((account) => <PersonRow key={account.id} account={account}><Button onClick={() => void change(account, true)}>{t('lists.add_button')}</Button></PersonRow>)}</div>}
      {!members ? <Skeleton count={2} /> : members.length === 0
        ? <Empty title={t('empty.people.title')} text={t('empty.list.text')} />
        : <div class="sheet">{members.map((account) => <PersonRow key={account.id} account={account}><IconButton icon="close" label={t('lists.remove', { name: account.username })} onClick={() => void change(account, false)} /></PersonRow>)}</div>}
    </>
  );
}

function ListPosts({ id }: { id: string }) {
  const [source] = useState<Source>(() => ({ path: `/api/v1/timelines/list/${id}`, stream: ['list', id] }));
  const feed = useFeed(source);
  useCell(feed.view);
  return (
    <>
      <NewPosts feed={feed} />
      <Timeline feed={feed} where="home" label={t('lists.posts')} empty={<Empty title={t('empty.list.title')} text={t('empty.list.text')} />} />
      <span data-ready={isReady(feed)} />
    </>
  );
}

export function ListPage({ id }: { id: string }) {
  const [list, setList] = useState<List | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [tab, setTab] = useState<'posts' | 'members'>('posts');
  const [asking, ask] = useState(false);
  useEffect(() => {
    api.get<List>(`/api/v1/lists/${id}`).then(setList, setError);
  }, [id]);
  const remove = async (): Promise<void> => {
    try {
      await api.delete(`/api/v1/lists/${id}`);
      navigate('/lists', { replace: true });
    } catch (problem) {
      complain(problem);
    }
  };
  if (error) return <Page title={t('nav.lists')} bar={<BackButton />}><Failure error={error} retry={() => navigate('/lists')} /></Page>;
  return (
    <Page title={list?.title ?? t('nav.lists')} bar={<><BackButton />{list && <IconButton icon="bin" label={t('lists.delete')} onClick={() => ask(true)} />}</>}>
      <div class="tabs" role="group" aria-label={list?.title ?? t('nav.lists')}>
        {(['posts', 'members'] as const).map((one) => <button key={one} type="button" aria-pressed={one === tab} onClick={() => setTab(one)}>{t(`lists.${one}`)}</button>)}
      </div>
      {tab === 'posts' ? <ListPosts id={id} key={id} /> : <Members id={id} />}
      {asking && list && <Confirm text={t('lists.delete_sure', { name: list.title })} action={t('lists.delete')} onAnswer={(yes) => { ask(false); if (yes) void remove(); }} />}
    </Page>
  );
}

export function FollowedTags() {
  const [tags, setTags] = useState<Tag[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const load = (): void => {
    api.get<Tag[]>('/api/v1/followed_tags', { limit: 200 }).then(setTags, setError);
  };
  useEffect(load, []);
  return (
    <Page title={t('nav.followed_tags')} bar={<BackButton />} ready={tags !== null}>
      {error ? <Failure error={error} retry={() => { setError(null); load(); }} /> : !tags ? <Skeleton count={2} /> : tags.length === 0
        ? <Empty title={t('empty.tags.title')} text={t('empty.tags.text')}><a class="button primary" href="/explore">{t('nav.explore')}</a></Empty>
        : <ul class="sheet link-list">{tags.map(({ name, following }) => <li key={name}><a href={tagPath(name)}><Icon name="tag" /><bdi>{name}</bdi></a><TagFollowButton name={name} following={following ?? true} /></li>)}</ul>}
    </Page>
  );
}
