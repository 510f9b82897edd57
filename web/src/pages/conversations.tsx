// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/http';
import { listen } from '../api/stream';
import type { Conversation } from '../api/types';
import { t } from '../i18n';
import { threadPath } from '../routes';
import { keepStatus, me, nameOf } from '../state/entities';
import { Emojified } from '../text/emojified';
import { parseHtml, textOf } from '../text/html';
import { shortTime } from '../text/time';
import { Avatar, BackButton, Button, Empty, Failure, Page, Skeleton } from '../ui/basics';

function Row({ conversation, onOpen }: { conversation: Conversation; onOpen: () => void }) {
  const { accounts, last_status: last, unread } = conversation;
  const others = accounts.length > 0 ? accounts : me.value ? [me.value] : [];
  if (!last) return null;
  return (
    <a class={`conversation ${unread ? 'new' : ''}`} href={threadPath(last.account.acct, last.id)} onClick={onOpen}>
      <span class="conversation-faces">{others.slice(0, 3).map((account) => <Avatar key={account.id} account={account} size={44} />)}</span>
      <span class="conversation-text">
        <b><bdi><Emojified text={others.map(nameOf).join(', ')} emojis={others.flatMap(({ emojis }) => emojis)} /></bdi></b>
        <span dir="auto"><Emojified text={last.spoiler_text || textOf(parseHtml(last.content))} emojis={last.emojis} /></span>
      </span>
      <time class="soft" dateTime={last.created_at}>{shortTime(last.created_at)}</time>
      {unread && <span class="hidden">{t('conversations.unread')}</span>}
    </a>
  );
}

export function Conversations() {
  const [list, setList] = useState<Conversation[] | null>(null);
  const [next, setNext] = useState<string>();
  const [error, setError] = useState<unknown>(null);
  const load = async (from = '/api/v1/conversations?limit=40'): Promise<void> => {
    setError(null);
    try {
      const page = await api.page<Conversation>(from);
      for (const { last_status } of page.items) if (last_status) keepStatus(last_status);
      setList((known) => (from.includes('max_id') ? [...(known ?? []), ...page.items] : page.items));
      setNext(page.items.length > 0 && from !== page.next ? page.next : undefined);
    } catch (problem) {
      setError(problem);
    }
  };
  useEffect(() => {
    void load();
    return listen('direct', undefined, ({ event, payload }) => {
      if (event !== 'conversation') return;
      const changed = JSON.parse(payload) as Conversation;
      if (changed.last_status) keepStatus(changed.last_status);
      setList((known) => [changed, ...(known ?? []).filter(({ id }) => id !== changed.id)]);
    });
  }, []);
  const read = (conversation: Conversation): void => {
    if (conversation.unread) void api.post(`/api/v1/conversations/${conversation.id}/read`).catch(() => {});
  };
  return (
    <Page title={t('nav.conversations')} bar={<BackButton />} ready={list !== null}>
      {error && !list ? <Failure error={error} retry={() => void load()} /> : !list ? <Skeleton /> : list.length === 0
        ? <Empty title={t('empty.conversations.title')} text={t('empty.conversations.text')} />
        : <div class="sheet">{list.map((conversation) => <Row key={conversation.id} conversation={conversation} onOpen={() => read(conversation)} />)}</div>}
      {next && list && list.length >= 40 && <div class="more"><Button look="quiet" onClick={() => void load(next)}>{t('app.more')}</Button></div>}
    </Page>
  );
}
