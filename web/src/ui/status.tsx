// SPDX-License-Identifier: Apache-2.0
import { memo } from 'preact/compat';
import { useContext, useState } from 'preact/hooks';
import type { MediaAttachment, PreviewCard, Status, Visibility } from '../api/types';
import { t } from '../i18n';
import { profilePath, quotesPath, threadPath } from '../routes';
import { copy, erase, pin, react, relate } from '../state/actions';
import { useCell } from '../state/cell';
import { compose } from '../state/composer';
import { accounts, me, nameOf, needRelationships, relationships, statuses } from '../state/entities';
import { knowsQuotes, revocable, revokeQuote } from '../state/quotes';
import { navigate } from '../state/router';
import { Content } from '../text/content';
import { Emojified } from '../text/emojified';
import { longTime, shortTime } from '../text/time';
import { ActionButton } from './action-button';
import { Avatar, Confirm, Menu, type MenuItem, Name } from './basics';
import { FilterContext, filteredAt } from './filter';
import { Icon, type IconName } from './icons';
import { PollBox } from './poll';
import { BoostButton, QuoteBox, QuotePolicyDialog } from './quote';

export const VISIBILITY_ICONS: Record<Visibility, IconName> = { public: 'globe', unlisted: 'moon', private: 'lock', direct: 'at' };

// What was opened stays open while the client runs, wherever the post is shown.
const opened = new Set<string>();

function Media({ status, blur }: { status: Status; blur: boolean }) {
  const [shown, show] = useState((!status.sensitive && !blur) || opened.has(status.id));
  const media = status.media_attachments.filter(({ url, preview_url }) => url || preview_url);
  if (media.length === 0) return null;
  if (!shown) return <button type="button" class="media-hidden" onClick={() => { opened.add(status.id); show(true); }}>{t('post.sensitive')}</button>;
  const picture = ({ url, preview_url, description, meta, type }: MediaAttachment, index: number) => {
    if (type === 'video' || type === 'gifv') return <video src={url ?? ''} controls loop={type === 'gifv'} preload="metadata" aria-label={description ?? ''} />;
    if (type === 'audio') return <audio src={url ?? ''} controls aria-label={description ?? ''} />;
    const { width, height } = meta?.original ?? {};
    return (
      <a href={url ?? preview_url!} target="_blank" rel="noopener noreferrer" aria-label={description || t('post.media', { n: index + 1 })}>
        <img src={preview_url ?? url!} alt={description ?? ''} loading="lazy" {...(width && height && { width, height })} {...(meta?.focus && { style: { objectPosition: `${(meta.focus.x + 1) * 50}% ${(1 - meta.focus.y) * 50}%` } })} />
      </a>
    );
  };
  return <div class={`media media-${Math.min(media.length, 4)}`}>{media.map((item, index) => <div key={item.id}>{picture(item, index)}</div>)}</div>;
}

// Where a link of the post leads.
function LinkCard({ card }: { card: PreviewCard }) {
  return (
    <a class="link-card" href={card.url} target="_blank" rel="nofollow noopener noreferrer">
      {card.image && <img src={card.image} alt="" loading="lazy" />}
      <span class="link-text">
        <span class="link-site">{card.provider_name || new URL(card.url, location.origin).hostname}</span>
        <b dir="auto">{card.title}</b>
        {card.description && <span class="link-description" dir="auto">{card.description}</span>}
      </span>
    </a>
  );
}

function Body({ status }: { status: Status }) {
  const { blur } = filteredAt(useContext(FilterContext), status);
  const [open, setOpen] = useState(!status.spoiler_text || opened.has(status.id));
  const toggle = (): void => {
    opened[open ? 'delete' : 'add'](status.id);
    setOpen(!open);
  };
  return (
    <>
      {status.spoiler_text && (
        <div class="warning">
          <p dir="auto"><Emojified text={status.spoiler_text} emojis={status.emojis} /></p>
          <button type="button" class="warning-toggle" aria-expanded={open} onClick={toggle}>{t(open ? 'post.hide' : 'post.show')}</button>
        </div>
      )}
      {open && <Content html={status.content} mentions={status.mentions} emojis={status.emojis} lang={status.language} />}
      {open && status.poll && <PollBox status={status} poll={status.poll} />}
      {open && <Media status={status} blur={blur} />}
      {open && status.quote && <QuoteBox quote={status.quote} />}
      {open && status.card && !status.quote && status.media_attachments.length === 0 && <LinkCard card={status.card} />}
    </>
  );
}

function usePostMenu(status: Status): { items: MenuItem[]; ask: preact.ComponentChildren } {
  const [asking, setAsking] = useState<'delete' | 'block' | 'revoke' | 'policy' | null>(null);
  const relationship = useCell(relationships.cell(status.account.id));
  const { account } = status;
  const name = nameOf(account);
  const own = account.id === me.value?.id;
  const items: MenuItem[] = [
    { text: t('post.open'), act: () => navigate(threadPath(account.acct, status.id)) },
    { text: t('post.copy'), act: () => void copy(status.url ?? status.uri, 'post.copied') },
  ];
  if (own) {
    if (status.visibility !== 'direct') items.push({ text: t(status.pinned ? 'post.unpin' : 'post.pin'), act: () => void pin(status) });
    items.push({ text: t('post.edit'), act: () => compose({ edit: status }) });
    if (knowsQuotes() && (status.visibility === 'public' || status.visibility === 'unlisted')) items.push({ text: t('quote.policy'), act: () => setAsking('policy') });
    items.push({ text: t('post.delete'), danger: true, act: () => setAsking('delete') });
  } else if (revocable(status)) {
    items.push({ text: t('quote.revoke'), danger: true, act: () => setAsking('revoke') });
  }
  if (!own && relationship) {
    items.push({ text: t('profile.mention', { name }), act: () => compose({ text: `@${account.acct} ` }) });
    items.push({ text: t(relationship.muting ? 'profile.unmute' : 'profile.mute', { name }), act: () => void relate(relationship.muting ? 'unmute' : 'mute', account) });
    items.push(relationship.blocking
      ? { text: t('profile.unblock', { name }), act: () => void relate('unblock', account) }
      : { text: t('profile.block', { name }), danger: true, act: () => setAsking('block') });
  }
  const sure = {
    delete: [t('post.delete_sure'), t('post.delete'), () => erase(status)],
    block: [t('profile.block_sure', { name }), t('profile.block', { name }), () => relate('block', account)],
    revoke: [t('quote.revoke_sure', { name }), t('quote.revoke'), () => revokeQuote(status)],
  } as const;
  const confirm = asking && asking !== 'policy' ? sure[asking] : null;
  const ask = confirm
    ? <Confirm text={confirm[0]} action={confirm[1]} onAnswer={(yes) => { setAsking(null); if (yes) void confirm[2](); }} />
    : asking && <QuotePolicyDialog status={status} onClose={() => setAsking(null)} />;
  return { items, ask };
}

export function Actions({ status }: { status: Status }) {
  const { items, ask } = usePostMenu(status);
  return (
    <div class="actions">
      <ActionButton kind="reply" icon="reply" label={t('post.reply')} count={status.replies_count} act={() => compose({ replyTo: status })} />
      <BoostButton status={status} />
      <ActionButton kind="favourite" icon="heart" on={status.favourited ?? false} count={status.favourites_count} label={t(status.favourited ? 'post.unfavourite' : 'post.favourite')} act={() => void react('favourite', status.id)} />
      <ActionButton kind="bookmark" icon="bookmark" on={status.bookmarked ?? false} label={t(status.bookmarked ? 'post.unbookmark' : 'post.bookmark')} act={() => void react('bookmark', status.id)} />
      <Menu class="action-menu" label={t('post.more')} items={items} onOpen={() => void needRelationships([status.account.id])} />
      {ask}
    </div>
  );
}

function Time({ status, long = false }: { status: Status; long?: boolean }) {
  return (
    <a class="time" href={threadPath(status.account.acct, status.id)} title={longTime(status.created_at)}>
      <time dateTime={status.created_at}>{long ? longTime(status.created_at) : shortTime(status.created_at)}</time>
    </a>
  );
}

function InReply({ status }: { status: Status }) {
  if (!status.in_reply_to_id) return null;
  const parent = status.in_reply_to_account_id ? accounts.get(status.in_reply_to_account_id) : undefined;
  const mentioned = status.mentions.find(({ id }) => id === status.in_reply_to_account_id);
  const name = parent ? nameOf(parent) : mentioned?.acct;
  if (status.in_reply_to_account_id === status.account.id) return null;
  return <p class="post-note"><Icon name="reply" size={16} />{name ? t('post.in_reply', { name }) : t('post.in_reply_thread')}</p>;
}

// A click on the post itself opens it, as the link of its time does; a selection of text or a link is left alone.
function openOnClick(event: MouseEvent, status: Status): void {
  if (event.defaultPrevented || event.button !== 0 || (event.target as globalThis.Element).closest('a, button, label, input, img, video, audio, dialog, [role=menu]')) return;
  if (getSelection()?.toString()) return;
  navigate(threadPath(status.account.acct, status.id));
}

export const StatusCard = memo(function StatusCard({ id, position, total, pinned = false, inThread = false, hideReply = false }: {
  id: string;
  position?: number;
  total?: number;
  pinned?: boolean;
  inThread?: boolean;
  hideReply?: boolean;
}) {
  const outer = useCell(statuses.cell(id));
  const inner = useCell(statuses.cell(outer?.reblog?.id ?? id));
  const where = useContext(FilterContext);
  const [anyway, setAnyway] = useState(false);
  if (!outer || !inner) return null;
  const { account } = inner;
  const { hide, warning } = filteredAt(where, inner);
  if (hide) return null;
  if (warning && !anyway) {
    return (
      <article class="post filtered" tabIndex={0} aria-label={t('post.by', { name: nameOf(account) })}>
        <p>{t('post.filtered', { title: warning })} <button type="button" class="link" onClick={() => setAnyway(true)}>{t('post.show_anyway')}</button></p>
      </article>
    );
  }
  return (
    <article class={`post ${inThread ? 'in-thread' : ''}`} tabIndex={0} data-status={inner.id} aria-label={t('post.by', { name: nameOf(account) })}
      {...(position !== undefined && { 'aria-posinset': position + 1, 'aria-setsize': total ?? -1 })} onClick={(event) => openOnClick(event, inner)}>
      {outer.reblog && <p class="post-note"><Icon name="boost" size={16} /><a href={profilePath(outer.account.acct)}><bdi><Emojified text={t('post.boosted_by', { name: nameOf(outer.account) })} emojis={outer.account.emojis} /></bdi></a></p>}
      {pinned && <p class="post-note"><Icon name="pin" size={16} />{t('post.pinned')}</p>}
      {!hideReply && !outer.reblog && <InReply status={inner} />}
      <a class="post-avatar" href={profilePath(account.acct)} tabIndex={-1} aria-hidden="true"><Avatar account={account} /></a>
      <header class="post-head">
        <a class="post-author" href={profilePath(account.acct)}><Name account={account} /></a>
        <span class="post-meta">
          {inner.edited_at && <span title={t('post.edited_at', { time: longTime(inner.edited_at) })}>{t('post.edited')}</span>}
          {inner.visibility !== 'public' && <span class="post-visibility" title={t(`visibility.${inner.visibility}`)}><Icon name={VISIBILITY_ICONS[inner.visibility]} size={15} /><span class="hidden">{t(`visibility.${inner.visibility}`)}</span></span>}
          <Time status={inner} />
        </span>
      </header>
      <div class="post-body">
        <Body status={inner} />
        <Actions status={inner} />
      </div>
    </article>
  );
});

// The post that a thread is about: larger, with everything about it.
export function MainStatus({ id }: { id: string }) {
  const status = useCell(statuses.cell(id));
  if (!status) return null;
  const { account } = status;
  return (
    <article class="post post-main" tabIndex={0} data-status={status.id} aria-label={t('post.by', { name: nameOf(account) })}>
      <a class="post-avatar" href={profilePath(account.acct)} tabIndex={-1} aria-hidden="true"><Avatar account={account} /></a>
      <header class="post-head"><a class="post-author" href={profilePath(account.acct)}><Name account={account} /></a></header>
      <div class="post-body">
        <Body status={status} />
        <p class="post-facts">
          <Time status={status} long />
          <span><Icon name={VISIBILITY_ICONS[status.visibility]} size={16} />{t(`visibility.${status.visibility}`)}</span>
          {status.edited_at && <span>{t('post.edited_at', { time: longTime(status.edited_at) })}</span>}
        </p>
        {status.reblogs_count + status.favourites_count + (status.quotes_count ?? 0) > 0 && (
          <p class="post-facts">
            {status.reblogs_count > 0 && <span>{t('post.boosts', { n: status.reblogs_count })}</span>}
            {(status.quotes_count ?? 0) > 0 && <a href={quotesPath(account.acct, status.id)}>{t('quote.count', { n: status.quotes_count! })}</a>}
            {status.favourites_count > 0 && <span>{t('post.favourites', { n: status.favourites_count })}</span>}
          </p>
        )}
        <Actions status={status} />
      </div>
    </article>
  );
}
