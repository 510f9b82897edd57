// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/http';
import type { ScheduledStatus, Status } from '../api/types';
import { t } from '../i18n';
import { complain, toast } from '../state/actions';
import { useCell } from '../state/cell';
import { compose } from '../state/composer';
import { keepStatus, statuses } from '../state/entities';
import { loadScheduled, reschedule, scheduled, unschedule } from '../state/scheduled';
import { fromLocalField, isAhead, toLocalField } from '../text/local-time';
import { longTime } from '../text/time';
import { BackButton, Button, Confirm, Dialog, Empty, Failure, Page, Skeleton } from '../ui/basics';
import { Icon } from '../ui/icons';
import { TimeField } from '../ui/schedule';
import { VISIBILITY_ICONS } from '../ui/status';

const statusOf = async (id: string): Promise<Status> => statuses.get(keepStatus(await api.get<Status>(`/api/v1/statuses/${id}`)))!;

// Back into the composer, with the posts that it answers and quotes: without them it would be another post.
async function writeOn(post: ScheduledStatus): Promise<void> {
  const { in_reply_to_id: parent, quoted_status_id: quoted } = post.params;
  try {
    const [replyTo, quote] = await Promise.all([parent ? statusOf(String(parent)) : undefined, quoted ? statusOf(quoted) : undefined]);
    compose({ scheduled: post, ...(replyTo && { replyTo }), ...(quote && { quote }) });
  } catch (error) {
    complain(error);
  }
}

function Move({ post, onClose }: { post: ScheduledStatus; onClose: () => void }) {
  const [at, setAt] = useState(() => toLocalField(Date.parse(post.scheduled_at)));
  const time = fromLocalField(at);
  const move = async (): Promise<void> => {
    if (!isAhead(time, Date.now())) return;
    try {
      const moved = await reschedule(post.id, time);
      toast(t('schedule.done', { time: longTime(moved.scheduled_at) }));
      onClose();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <Dialog title={t('schedule.move')} class="confirm" onClose={onClose}>
      <form class="policy-form" noValidate onSubmit={(event) => { event.preventDefault(); void move(); }}>
        <TimeField value={at} onChange={setAt} />
        <div class="dialog-actions">
          <Button look="quiet" onClick={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" disabled={!isAhead(time, Date.now())}>{t('app.save')}</Button>
        </div>
      </form>
    </Dialog>
  );
}

function Row({ post }: { post: ScheduledStatus }) {
  const [asking, ask] = useState<'move' | 'cancel' | null>(null);
  const { text, spoiler_text: warning, visibility, poll, in_reply_to_id: parent } = post.params;
  const time = longTime(post.scheduled_at);
  const cancel = async (): Promise<void> => {
    try {
      toast(t(await unschedule(post.id) ? 'schedule.cancelled' : 'schedule.gone'));
    } catch (error) {
      complain(error);
    }
  };
  return (
    <article class="scheduled" aria-label={t('schedule.post', { time })}>
      <p class="scheduled-time"><Icon name="clock" size={18} /><time dateTime={post.scheduled_at}>{time}</time>
        {visibility && <span class="soft"><Icon name={VISIBILITY_ICONS[visibility]} size={15} />{t(`visibility.${visibility}`)}</span>}
        {parent && <span class="soft"><Icon name="reply" size={15} />{t('post.reply')}</span>}
      </p>
      {warning && <p class="quote-warning" dir="auto">{warning}</p>}
      {text && <p class="scheduled-text" dir="auto">{text}</p>}
      {poll && <ul class="scheduled-poll">{poll.options.map((option) => <li key={option} dir="auto">{option}</li>)}</ul>}
      {post.media_attachments.length > 0 && <p class="quote-media">{post.media_attachments.map(({ id, preview_url, description, type }) => (preview_url ? <img key={id} src={preview_url} alt={description ?? ''} /> : <span key={id}>{type}</span>))}</p>}
      <div class="scheduled-actions">
        <Button look="quiet" onClick={() => ask('move')}>{t('schedule.move')}</Button>
        <Button look="quiet" onClick={() => void writeOn(post)}>{t('post.edit')}</Button>
        <Button look="quiet" class="wrong" onClick={() => ask('cancel')}>{t('schedule.cancel')}</Button>
      </div>
      {asking === 'move' && <Move post={post} onClose={() => ask(null)} />}
      {asking === 'cancel' && <Confirm text={t('schedule.cancel_sure')} action={t('schedule.cancel')} onAnswer={(yes) => { ask(null); if (yes) void cancel(); }} />}
    </article>
  );
}

export function Scheduled() {
  const list = useCell(scheduled);
  const [error, setError] = useState<unknown>(null);
  const load = (): void => {
    setError(null);
    loadScheduled().catch(setError);
  };
  useEffect(load, []);
  return (
    <Page title={t('nav.scheduled')} bar={<BackButton />} ready={list !== null}>
      {error && !list ? <Failure error={error} retry={load} /> : !list ? <Skeleton /> : list.length === 0
        ? <Empty title={t('empty.scheduled.title')} text={t('empty.scheduled.text')}><Button onClick={() => compose()}>{t('empty.local.action')}</Button></Empty>
        : <div class="sheet">{list.map((post) => <Row key={post.id} post={post} />)}</div>}
    </Page>
  );
}
