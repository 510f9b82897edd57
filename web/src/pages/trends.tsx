// SPDX-License-Identifier: Apache-2.0
import { useEffect } from 'preact/hooks';
import { api } from '../api/http';
import type { Tag } from '../api/types';
import { t } from '../i18n';
import { tagPath } from '../routes';
import { Cell, useCell } from '../state/cell';

const FRESH_MS = 5 * 60_000;

const trends = new Cell<readonly Tag[]>([]);
let askedAt = 0;

async function load(): Promise<void> {
  if (Date.now() - askedAt < FRESH_MS) return;
  askedAt = Date.now();
  trends.set(await api.get<Tag[]>('/api/v1/trends/tags', { limit: 10 }).catch(() => trends.value));
}

const peopleOf = ({ history = [] }: Tag): number => history.slice(0, 2).reduce((sum, day) => sum + Number(day.accounts), 0);

// What many talk about; nothing at all when there is nothing.
export function Trends({ limit }: { limit: number }) {
  const tags = useCell(trends);
  useEffect(() => void load(), []);
  if (tags.length === 0) return null;
  return (
    <section class="trends">
      <h2>{t('explore.trending_tags')}</h2>
      <ul>
        {tags.slice(0, limit).map((tag) => (
          <li key={tag.name}>
            <a href={tagPath(tag.name)}>#{tag.name}</a>
            {peopleOf(tag) > 0 && <span class="soft">{t('explore.people_count', { n: peopleOf(tag) })}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
