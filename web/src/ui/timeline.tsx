// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren } from 'preact';
import { useCallback, useEffect } from 'preact/hooks';
import { t } from '../i18n';
import { useCell } from '../state/cell';
import { type Feed, feedOf, type Source } from '../state/feeds';
import { Failure, Skeleton } from './basics';
import { FilterContext, type FilterPlace } from './filter';
import { Icon } from './icons';
import { StatusCard } from './status';
import { VirtualList } from './virtual-list';

// What has arrived waits behind this bar until it is wanted: nothing moves under the reader's eyes.
export function NewPosts({ feed }: { feed: Feed }) {
  const { pending } = useCell(feed.view);
  const show = (): void => {
    feed.reveal();
    scrollTo({ top: 0 });
  };
  useEffect(() => {
    addEventListener('auklet:refresh', show);
    return () => removeEventListener('auklet:refresh', show);
  }, [feed]);
  return (
    <div class="new-posts" role="status">
      {pending.length > 0 && <button type="button" onClick={show}><Icon name="up" size={18} />{t('timeline.new', { n: pending.length })}</button>}
    </div>
  );
}

export const useFeed = (source: Source): Feed => {
  const feed = feedOf(source);
  useEffect(() => feed.use(), [feed]);
  return feed;
};

export const isReady = (feed: Feed): boolean => feed.view.value.ids.length > 0 || feed.view.value.ended;

export function Timeline({ feed, label, empty, pinned, hideReply = false, where = 'public' }: {
  feed: Feed;
  where?: FilterPlace;
  label: string;
  empty: ComponentChildren;
  pinned?: ComponentChildren;
  hideReply?: boolean;
}) {
  const { ids, loading, ended, error } = useCell(feed.view);
  const more = useCallback(() => {
    if (!feed.view.value.error) void feed.more();
  }, [feed]);
  const render = useCallback((id: string, index: number) => <StatusCard id={id} position={index} total={feed.view.value.ended ? feed.view.value.ids.length : -1} hideReply={hideReply} />, [feed]);
  if (ids.length === 0 && !ended && !error) return <Skeleton />;
  if (ids.length === 0 && ended && !pinned) return <>{empty}</>;
  return (
    <FilterContext.Provider value={where}><div class="sheet">
      {pinned}
      {ids.length > 0 && <VirtualList keys={ids} heights={feed.heights} label={label} render={render} onEnd={more} busy={loading} />}
      {error && <Failure error={error} retry={() => void feed.more()} />}
      {loading && <Skeleton count={2} />}
      {ended && ids.length > 0 && <p class="the-end">{t('app.end')}</p>}
    </div></FilterContext.Provider>
  );
}
