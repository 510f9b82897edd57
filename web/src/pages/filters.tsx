// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/http';
import type { Filter } from '../api/types';
import { t } from '../i18n';
import { complain } from '../state/actions';
import { forgetFeeds } from '../state/feeds';
import { BackButton, Button, Empty, Failure, IconButton, Page, Skeleton } from '../ui/basics';

const PLACES = ['home', 'notifications', 'public', 'thread', 'account'] as const;

const words = (text: string): string[] => [...new Set(text.split(/[,\n]/).map((word) => word.trim()).filter(Boolean))];

function NewFilter({ onMade }: { onMade: (filter: Filter) => void }) {
  const [text, setText] = useState('');
  const [places, setPlaces] = useState<readonly string[]>(['home', 'public']);
  const [hide, setHide] = useState(false);
  const make = async (): Promise<void> => {
    const keywords = words(text);
    try {
      onMade(await api.post<Filter>('/api/v2/filters', {
        title: keywords.join(', ').slice(0, 100), context: places, filter_action: hide ? 'hide' : 'warn',
        keywords_attributes: keywords.map((keyword) => ({ keyword, whole_word: true })) }));
      setText('');
    } catch (error) {
      complain(error);
    }
  };
  return (
    <form class="sheet settings" onSubmit={(event) => { event.preventDefault(); void make(); }}>
      <label class="field"><span>{t('filters.words')}</span><input type="text" dir="auto" value={text} placeholder={t('filters.words_hint')} onInput={(event) => setText(event.currentTarget.value)} /></label>
      <fieldset class="choice">
        <legend>{t('filters.where')}</legend>
        <div class="checks-grid">
          {PLACES.map((place) => (
            <label class="check" key={place}>
              <input type="checkbox" checked={places.includes(place)} onChange={(event) => setPlaces(event.currentTarget.checked ? [...places, place] : places.filter((one) => one !== place))} />
              <span>{t(`filters.where.${place}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <label class="check"><input type="checkbox" checked={hide} onChange={(event) => setHide(event.currentTarget.checked)} /><span>{t('filters.hide')}<small>{t('filters.hide_text')}</small></span></label>
      <Button type="submit" disabled={words(text).length === 0 || places.length === 0}>{t('filters.add')}</Button>
    </form>
  );
}

export function Filters() {
  const [filters, setFilters] = useState<readonly Filter[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const load = (): void => {
    setError(null);
    api.get<Filter[]>('/api/v2/filters').then(setFilters, setError);
  };
  useEffect(load, []);
  // What is shown already was judged by the filters of before.
  const changed = (list: readonly Filter[]): void => {
    setFilters(list);
    forgetFeeds();
  };
  const remove = async ({ id }: Filter): Promise<void> => {
    try {
      await api.delete(`/api/v2/filters/${id}`);
      changed((filters ?? []).filter((filter) => filter.id !== id));
    } catch (problem) {
      complain(problem);
    }
  };
  const where = ({ context, filter_action }: Filter): string =>
    [...PLACES.filter((place) => context.includes(place)).map((place) => t(`filters.where.${place}`)), ...(filter_action === 'hide' ? [t('filters.hidden')] : [])].join(' · ');
  return (
    <Page title={t('settings.filters')} bar={<BackButton />} ready={filters !== null}>
      <NewFilter onMade={(filter) => changed([...(filters ?? []), filter])} />
      {error ? <Failure error={error} retry={load} /> : !filters ? <Skeleton count={2} /> : filters.length === 0
        ? <Empty title={t('empty.filters.title')} text={t('empty.filters.text')} />
        : <ul class="sheet link-list filter-list">{filters.map((filter) => (
          <li key={filter.id}>
            <span class="filter-text"><b dir="auto">{filter.title}</b><span class="soft">{where(filter)}</span></span>
            <IconButton icon="close" label={t('filters.remove', { title: filter.title })} onClick={() => void remove(filter)} />
          </li>
        ))}</ul>}
    </Page>
  );
}
