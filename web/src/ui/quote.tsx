// SPDX-License-Identifier: Apache-2.0
//
// A post inside another one, and what its author may do about it.
import { useContext, useState } from 'preact/hooks';
import type { Quote, ApprovalPolicy, Status } from '../api/types';
import { type Key, t } from '../i18n';
import { profilePath, threadPath } from '../routes';
import { canBoost, react } from '../state/actions';
import { useCell } from '../state/cell';
import { compose } from '../state/composer';
import { nameOf, statuses } from '../state/entities';
import { quotable, quoteShows, setQuotePolicy } from '../state/quotes';
import { navigate } from '../state/router';
import { Content } from '../text/content';
import { Emojified } from '../text/emojified';
import { longTime, shortTime } from '../text/time';
import { ActionButton } from './action-button';
import { Avatar, Button, Dialog, Menu, Name } from './basics';
import { QUOTE_POLICIES } from './composer-fields';
import { FilterContext, filteredAt } from './filter';
import { Icon } from './icons';

const Note = ({ text, children }: { text: string; children?: preact.ComponentChildren }) => <p class="quote-note"><Icon name="quote" size={18} /><span>{text}</span>{children}</p>;

function Pictures({ status }: { status: Status }) {
  const shown = status.sensitive ? [] : status.media_attachments.filter(({ preview_url }) => preview_url).slice(0, 4);
  if (status.media_attachments.length === 0) return null;
  return shown.length > 0
    ? <p class="quote-media">{shown.map(({ id, preview_url, description }) => <img key={id} src={preview_url!} alt={description ?? ''} loading="lazy" />)}</p>
    : <p class="soft">{t('quote.media', { n: status.media_attachments.length })}</p>;
}

// The quoted post itself, as far as it helps to understand the one that quotes it.
export function QuotedPost({ id, still = false }: { id: string; still?: boolean }) {
  const status = useCell(statuses.cell(id));
  const where = useContext(FilterContext);
  if (!status) return <Note text={t('quote.deleted')} />;
  const { account } = status;
  const { hide, warning } = filteredAt(where, status);
  if (hide || warning) return <Note text={t('post.filtered', { title: warning ?? '' })}><a href={threadPath(account.acct, id)}>{t('post.open')}</a></Note>;
  const open = (event: MouseEvent): void => {
    if (still || event.defaultPrevented || event.button !== 0 || (event.target as globalThis.Element).closest('a, button') || getSelection()?.toString()) return;
    event.preventDefault();
    navigate(threadPath(account.acct, id));
  };
  return (
    <div class="quote-card" role="group" aria-label={t('quote.by', { name: nameOf(account) })} onClick={open}>
      <p class="quote-head">
        <Avatar account={account} size={24} />
        <a class="post-author" href={profilePath(account.acct)}><Name account={account} /></a>
        <a class="time" href={threadPath(account.acct, id)} title={longTime(status.created_at)}><time dateTime={status.created_at}>{shortTime(status.created_at)}</time></a>
      </p>
      {status.spoiler_text
        ? <p class="quote-warning" dir="auto"><Emojified text={status.spoiler_text} emojis={status.emojis} /></p>
        : <><Content html={status.content} mentions={status.mentions} emojis={status.emojis} lang={status.language} class="clamped" />{status.poll && <p class="soft">{t('poll.label')}</p>}<Pictures status={status} /></>}
      {status.quote && <p class="soft quote-inner"><Icon name="quote" size={16} />{t('quote.inside')}</p>}
    </div>
  );
}

const STATES: Record<Exclude<Quote['state'], 'accepted'>, Key> = {
  pending: 'quote.pending', rejected: 'quote.rejected', revoked: 'quote.revoked', deleted: 'quote.deleted', unauthorized: 'quote.unauthorized',
  blocked_account: 'quote.blocked', blocked_domain: 'quote.blocked_domain', muted_account: 'quote.muted',
};

export function QuoteBox({ quote }: { quote: Quote }) {
  const [anyway, setAnyway] = useState(false);
  const { shown, hidden } = quoteShows(quote);
  const id = anyway ? shown ?? hidden : shown;
  if (id) return <QuotedPost id={id} />;
  const text = t(quote.state === 'accepted' ? 'quote.unauthorized' : STATES[quote.state] ?? 'quote.unauthorized');
  return <Note text={text}>{hidden && <button type="button" class="link" onClick={() => setAnyway(true)}>{t('post.show_anyway')}</button>}</Note>;
}

// Where a post may be quoted, the button of boosts offers both.
export function BoostButton({ status }: { status: Status }) {
  const label = t(status.reblogged ? 'post.unboost' : 'post.boost');
  const boost = (): void => void react('boost', status.id);
  const button = { kind: 'boost', icon: 'boost', label, on: status.reblogged ?? false, count: status.reblogs_count + (status.quotes_count ?? 0) } as const;
  if (!quotable(status)) return <ActionButton {...button} disabled={!canBoost(status)} act={boost} />;
  const asks = status.quote_approval?.current_user === 'manual';
  return (
    <Menu class="boost-menu" label={label} trigger={(open) => <ActionButton {...button} {...open} act={open.onClick} />} items={[
      ...(canBoost(status) ? [{ text: label, act: boost }] : []),
      { text: t(asks ? 'quote.ask' : 'quote.quote'), act: () => compose({ quote: status }) },
    ]} />
  );
}

export function QuotePolicyDialog({ status, onClose }: { status: Status; onClose: () => void }) {
  const automatic = status.quote_approval?.automatic ?? [];
  const [policy, setPolicy] = useState<ApprovalPolicy>(automatic.includes('public') ? 'public' : automatic.includes('followers') ? 'followers' : 'nobody');
  return (
    <Dialog title={t('quote.policy')} class="confirm" onClose={onClose}>
      <form class="policy-form" onSubmit={(event) => { event.preventDefault(); void setQuotePolicy(status, policy); onClose(); }}>
        {QUOTE_POLICIES.map((one) => (
          <label key={one} class="check"><input type="radio" name="quote-policy" value={one} checked={policy === one} onChange={() => setPolicy(one)} /><span>{t(`quote.policy.${one}`)}</span></label>
        ))}
        <div class="dialog-actions"><Button type="submit">{t('app.save')}</Button></div>
      </form>
    </Dialog>
  );
}
