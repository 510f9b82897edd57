// SPDX-License-Identifier: Apache-2.0
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { api } from '../api/http';
import { listen } from '../api/stream';
import type { Status } from '../api/types';
import { t } from '../i18n';
import { useCell } from '../state/cell';
import { compose } from '../state/composer';
import { keepStatus, nameOf, statuses } from '../state/entities';
import { navigate, place } from '../state/router';
import { Emojified } from '../text/emojified';
import { BackButton, Failure, Page, Skeleton } from '../ui/basics';
import { FilterContext } from '../ui/filter';
import { MainStatus, StatusCard } from '../ui/status';

interface Context {
  ancestors: string[];
  descendants: string[];
}

// Replies, each right below what it answers.
function inOrder(root: string, found: readonly Status[]): string[] {
  const below = new Map<string, string[]>();
  for (const { id, in_reply_to_id: parent } of found) if (parent) below.set(parent, [...(below.get(parent) ?? []), id]);
  const order: string[] = [];
  const walk = [...(below.get(root) ?? [])].reverse();
  while (walk.length > 0) {
    const id = walk.pop()!;
    order.push(id);
    walk.push(...[...(below.get(id) ?? [])].reverse());
  }
  return order;
}

export function Thread({ id }: { id: string }) {
  const status = useCell(statuses.cell(id));
  const [context, setContext] = useState<Context | null>(null);
  const [error, setError] = useState<unknown>(null);
  const main = useRef<HTMLDivElement>(null);
  const [back] = useState(() => place.value.back);

  const load = async (): Promise<void> => {
    setError(null);
    try {
      const [post, around] = await Promise.all([api.get<Status>(`/api/v1/statuses/${id}`), api.get<{ ancestors: Status[]; descendants: Status[] }>(`/api/v1/statuses/${id}/context`)]);
      if (post.reblog) return navigate(`/@${post.reblog.account.acct}/${post.reblog.id}`, { replace: true });
      keepStatus(post);
      const all = [...around.ancestors, ...around.descendants];
      all.forEach(keepStatus);
      setContext({ ancestors: around.ancestors.map((one) => one.id), descendants: inOrder(id, around.descendants) });
    } catch (problem) {
      setError(problem);
    }
  };
  useEffect(() => {
    setContext(null);
    void load();
    // Replies of those one follows, and one's own, come while the thread is open.
    const isMine = (payload: string): boolean => {
      const { in_reply_to_id: parent } = JSON.parse(payload) as Status;
      return Boolean(parent && (parent === id || document.querySelector(`main [data-status="${CSS.escape(parent)}"]`)));
    };
    const leave = listen('user', undefined, ({ event, payload }) => {
      if (event === 'update' && isMine(payload)) void load();
      if (event === 'notification' && payload.includes('"mention"')) void load();
    });
    return leave;
  }, [id]);
  useLayoutEffect(() => {
    if (!context || context.ancestors.length === 0 || back) return;
    const head = document.querySelector('.page-head')?.getBoundingClientRect().height ?? 0;
    scrollBy(0, main.current!.getBoundingClientRect().top - head - 8);
  }, [context !== null]);

  return (
    <Page title={status ? t('thread.of', { name: nameOf(status.account) }) : t('thread.title')} emojis={status?.account.emojis} bar={<BackButton />} ready={context !== null}>
      {error ? <Failure error={error} retry={() => void load()} /> : null}
      {!status && !error ? <Skeleton count={2} /> : null}
      {status && (
        <FilterContext.Provider value="thread"><div class="sheet thread">
          {context?.ancestors.map((one) => <StatusCard key={one} id={one} inThread hideReply />)}
          <div ref={main}><MainStatus id={id} /></div>
          <button type="button" class="thread-reply" onClick={() => compose({ replyTo: status })}><Emojified text={t('post.reply_to', { name: nameOf(status.account) })} emojis={status.account.emojis} /></button>
          {context?.descendants.map((one) => <StatusCard key={one} id={one} hideReply={statuses.get(one)?.in_reply_to_id === id} />)}
          {!context && !error && <Skeleton count={2} />}
        </div></FilterContext.Provider>
      )}
      {status && <div class="thread-end" />}
    </Page>
  );
}
