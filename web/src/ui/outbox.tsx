// SPDX-License-Identifier: Apache-2.0
import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { useCell } from '../state/cell';
import { compose } from '../state/composer';
import { drop, mine, outbox, retry, sending, type Waiting } from '../state/outbox';
import { reach } from '../state/reach';
import { longTime, shortTime } from '../text/time';
import { Button, Confirm } from './basics';
import { Icon } from './icons';

function Item({ waiting }: { waiting: Waiting }) {
  const busy = useCell(sending);
  const [asking, setAsking] = useState(false);
  const { id, posts, reason, savedAt } = waiting;
  const at = new Date(savedAt).toISOString();
  const simple = posts.length === 1 && !waiting.after && !posts[0]!.post.quoted_status_id && posts[0]!.post.media_ids.length === 0;
  const edit = (): void => {
    drop(id);
    compose({ text: posts[0]!.post.status });
  };
  return (
    <li class={`waiting ${reason ? 'failed' : ''}`}>
      {posts.map(({ key, post }) => <p key={key} class="waiting-text" dir="auto" lang={post.language}>{post.spoiler_text ? `${post.spoiler_text}: ` : ''}{post.status}</p>)}
      <p class="waiting-state" {...(reason && { role: 'alert' })}>
        <Icon name={reason ? 'close' : 'clock'} size={16} />
        <span>{reason ? t('outbox.failed', { reason }) : t(busy ? 'outbox.sending' : 'outbox.waits')} · <time dateTime={at}>{shortTime(at)}</time></span>
      </p>
      <p class="waiting-do">
        {reason && <Button disabled={busy} onClick={() => retry(id)}>{t('outbox.again')}</Button>}
        {simple && <Button look="quiet" disabled={busy} onClick={edit}>{t('outbox.edit')}</Button>}
        <Button look="quiet" disabled={busy} onClick={() => setAsking(true)}>{t('outbox.drop')}</Button>
      </p>
      {asking && <Confirm text={t('outbox.drop_sure')} action={t('outbox.drop')} onAnswer={(yes) => { setAsking(false); if (yes) drop(id); }} />}
    </li>
  );
}

export function Outbox() {
  const list = mine(useCell(outbox));
  if (list.length === 0) return null;
  return (
    <section class="sheet outbox" aria-labelledby="outbox-title">
      <h2 id="outbox-title">{t('outbox.title')}</h2>
      <ul>{list.map((waiting) => <Item key={waiting.id} waiting={waiting} />)}</ul>
    </section>
  );
}

// Above every page: that the server is not reached, how old what is shown is, and what waits to be sent.
export function Banner() {
  const { away, seen } = useCell(reach);
  const list = mine(useCell(outbox));
  const failed = list.filter(({ reason }) => reason).length;
  const waits = list.length - failed;
  if (!away && list.length === 0) return null;
  return (
    <div class="offline" role="status">
      {away && <p><Icon name="cloud" size={18} /><span>{navigator.onLine ? t('offline.unreached') : t('offline.banner')}{seen && <> {t('offline.seen', { time: longTime(seen) })}</>}</span></p>}
      {waits > 0 && <p><Icon name="clock" size={18} /><a href="/home">{t('outbox.count', { n: waits })}</a></p>}
      {failed > 0 && <p><Icon name="close" size={18} /><a href="/home">{t('outbox.count_failed', { n: failed })}</a></p>}
    </div>
  );
}
