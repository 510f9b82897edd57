// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/http';
import type { Status } from '../api/types';
import { t } from '../i18n';
import { useCell } from '../state/cell';
import { keepStatus, nameOf, statuses } from '../state/entities';
import type { Source } from '../state/feeds';
import { BackButton, Empty, Page } from '../ui/basics';
import { QuotedPost } from '../ui/quote';
import { isReady, Timeline, useFeed } from '../ui/timeline';

// The posts that quote one.
export function Quotes({ id }: { id: string }) {
  const [source] = useState<Source>(() => ({ path: `/api/v1/statuses/${id}/quotes` }));
  const feed = useFeed(source);
  const status = useCell(statuses.cell(id));
  useCell(feed.view);
  useEffect(() => {
    if (!status) api.get<Status>(`/api/v1/statuses/${id}`).then(keepStatus, () => {});
  }, [id]);
  return (
    <Page title={status ? t('quote.list_of', { name: nameOf(status.account) }) : t('quote.list')} emojis={status?.account.emojis} bar={<BackButton />} ready={isReady(feed)}>
      {status && <div class="quote-above"><QuotedPost id={id} /></div>}
      <Timeline feed={feed} label={t('quote.list')} empty={<Empty title={t('empty.quotes.title')} text={t('empty.quotes.text')} />} />
    </Page>
  );
}
