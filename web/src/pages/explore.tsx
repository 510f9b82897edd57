// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/http';
import type { Account, SearchResult, Status, Tag } from '../api/types';
import { t } from '../i18n';
import { tagPath } from '../routes';
import { useCell } from '../state/cell';
import { keepAccount, keepStatus, me, needRelationships, relationships } from '../state/entities';
import { place } from '../state/router';
import { Empty, Failure, Page, Skeleton } from '../ui/basics';
import { PersonRow } from '../ui/people';
import { SearchBox } from '../ui/shell';
import { StatusCard } from '../ui/status';
import { Trends } from './trends';

function useAnswer<T>(ask: () => Promise<T>, about: string): { answer: T | null; error: unknown; again: () => void } {
  const [answer, setAnswer] = useState<T | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let current = true;
    setAnswer(null);
    setError(null);
    ask().then((found) => current && setAnswer(found), (problem) => current && setError(problem));
    return () => {
      current = false;
    };
  }, [about, round]);
  return { answer, error, again: () => setRound(round + 1) };
}

const Section = ({ title, children }: { title: string; children: preact.ComponentChildren }) => <section class="found"><h2>{title}</h2>{children}</section>;

const People = ({ people }: { people: readonly Account[] }) => <div class="sheet">{people.map((account) => <PersonRow key={account.id} account={account} />)}</div>;
const Posts = ({ ids }: { ids: readonly string[] }) => <div class="sheet">{ids.map((id) => <StatusCard key={id} id={id} />)}</div>;
const Tags = ({ tags }: { tags: readonly Tag[] }) => <ul class="sheet tag-list">{tags.map(({ name }) => <li key={name}><a href={tagPath(name)}>#{name}</a></li>)}</ul>;

function Results({ query }: { query: string }) {
  const { answer, error, again } = useAnswer(async () => {
    const found = await api.get<SearchResult>('/api/v2/search', { q: query, limit: 20 });
    found.accounts.forEach(keepAccount);
    void needRelationships(found.accounts.map(({ id }) => id));
    return { ...found, ids: found.statuses.map(keepStatus) };
  }, query);
  if (error) return <Failure error={error} retry={again} />;
  if (!answer) return <Skeleton />;
  const { accounts, hashtags, ids } = answer;
  if (accounts.length + hashtags.length + ids.length === 0) return <Empty title={t('empty.search.title')} text={t('empty.search.text')} />;
  return (
    <>
      {accounts.length > 0 && <Section title={t('search.people')}><People people={accounts} /></Section>}
      {hashtags.length > 0 && <Section title={t('search.tags')}><Tags tags={hashtags} /></Section>}
      {ids.length > 0 && <Section title={t('search.posts')}><Posts ids={ids} /></Section>}
    </>
  );
}

// Whom to follow: whom the server suggests, else who was active here lately.
async function findPeople(): Promise<Account[]> {
  const suggested = (await api.get<{ account: Account }[]>('/api/v2/suggestions', { limit: 10 }).catch(() => [])).map(({ account }) => account);
  const people = suggested.length > 0 ? suggested : await api.get<Account[]>('/api/v1/directory', { local: true, order: 'active', limit: 10 }).catch(() => []);
  const others = people.map(keepAccount).filter(({ id }) => id !== me.value?.id);
  await needRelationships(others.map(({ id }) => id));
  return others.filter(({ id }) => !relationships.get(id)?.following && !relationships.get(id)?.blocking);
}

function Popular() {
  const { answer, error, again } = useAnswer(async () => {
    const [posts, people] = await Promise.all([api.get<Status[]>('/api/v1/trends/statuses', { limit: 20 }), findPeople()]);
    return { ids: posts.map(keepStatus), people };
  }, '');
  if (error) return <Failure error={error} retry={again} />;
  if (!answer) return <Skeleton />;
  const { ids, people } = answer;
  return (
    <>
      <div class="found"><Trends limit={10} /></div>
      {people.length > 0 && <Section title={t('explore.suggestions')}><People people={people} /></Section>}
      {ids.length > 0 && <Section title={t('explore.trending_posts')}><Posts ids={ids} /></Section>}
      {ids.length + people.length === 0 && <Empty title={t('empty.trends.title')} text={t('empty.trends.text')}><a class="button primary" href="/local">{t('nav.local')}</a></Empty>}
    </>
  );
}

export function Explore() {
  const query = new URLSearchParams(useCell(place).search).get('q')?.trim() ?? '';
  return (
    <Page title={query ? t('search.results', { query }) : t('explore.title')}>
      <div class="explore-search"><SearchBox initial={query} /></div>
      {query ? <Results query={query} /> : <Popular />}
    </Page>
  );
}
