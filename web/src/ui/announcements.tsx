// SPDX-License-Identifier: Apache-2.0
//
// What whoever runs the server tells everyone on it, until one has read it.
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/http';
import type { Announcement } from '../api/types';
import { t } from '../i18n';
import { complain } from '../state/actions';
import { Content } from '../text/content';
import { shortDate } from '../text/time';
import { IconButton } from './basics';
import { Icon } from './icons';

// Asked for once in a visit; null until it is known.
let known: readonly Announcement[] | null = null;

export function Announcements() {
  const [list, setList] = useState<readonly Announcement[]>(known ?? []);
  const show = (next: readonly Announcement[]): void => {
    known = next;
    setList(next);
  };
  useEffect(() => {
    if (!known) api.get<Announcement[]>('/api/v1/announcements').then((all) => show(all.filter(({ read }) => !read)), () => {});
  }, []);
  const dismiss = (one: Announcement): void => {
    show(list.filter(({ id }) => id !== one.id));
    api.post(`/api/v1/announcements/${one.id}/dismiss`).catch((error) => { complain(error); show([one, ...(known ?? [])]); });
  };
  if (list.length === 0) return null;
  return (
    <section class="sheet announcements" aria-label={t('announcements.title')}>
      {list.map((one) => (
        <article key={one.id} class="announcement" aria-label={t('announcements.of', { date: shortDate(one.published_at) })}>
          <span class="setup-sign"><Icon name="bell" size={18} /></span>
          <div><p class="soft"><b>{t('announcements.title')}</b> · <time dateTime={one.published_at}>{shortDate(one.published_at)}</time></p><Content html={one.content} mentions={one.mentions} emojis={one.emojis} /></div>
          <IconButton icon="close" label={t('announcements.read')} onClick={() => dismiss(one)} />
        </article>
      ))}
    </section>
  );
}
