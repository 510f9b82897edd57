// SPDX-License-Identifier: Apache-2.0
//
// Completes people, hashtags and emojis while one types: a list below the text, of which one entry is chosen by arrow keys
// while the text keeps the focus (the listbox pattern of WAI-ARIA, with the active entry named by the text area).
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { api } from '../api/http';
import type { Account, CustomEmoji, SearchResult, Tag } from '../api/types';
import { t } from '../i18n';
import { emojis, needEmojis, usedEmoji } from '../state/emojis';
import { findEmojis } from '../text/emoji';
import { AccountName, EmojiPicture } from '../text/emojified';
import { type Asked, askedAt, complete, insertEmoji } from '../text/suggest';
import { Avatar } from './basics';

type Offer =
  | { kind: '@'; account: Account }
  | { kind: '#'; tag: Tag }
  | { kind: ':'; emoji: CustomEmoji };

const OFFERS_MAX = 6;
const PAUSE_MS = 150;

async function find({ kind, query }: Asked, signal: AbortSignal): Promise<Offer[]> {
  if (kind === ':') {
    await needEmojis();
    return findEmojis(emojis.value, query, OFFERS_MAX).map((emoji): Offer => ({ kind, emoji }));
  }
  if (kind === '@') return (await api.get<Account[]>('/api/v1/accounts/search', { q: query, limit: OFFERS_MAX }, signal)).map((account): Offer => ({ kind, account }));
  const { hashtags } = await api.get<SearchResult>('/api/v2/search', { q: query, type: 'hashtags', limit: OFFERS_MAX }, signal);
  return hashtags.map((tag): Offer => ({ kind, tag }));
}

const nameOfOffer = (offer: Offer): string => (offer.kind === '@' ? offer.account.acct : offer.kind === '#' ? offer.tag.name : offer.emoji.shortcode);

function chosen(text: string, asked: Asked, offer: Offer): { text: string; caret: number } {
  if (offer.kind !== ':') return complete(text, asked, `${offer.kind}${nameOfOffer(offer)}`);
  usedEmoji(offer.emoji);
  return insertEmoji(text, asked.begin, asked.end, offer.emoji.shortcode);
}

function Line({ offer }: { offer: Offer }) {
  if (offer.kind === '@') return <><Avatar account={offer.account} size={32} /><span class="suggestion-name"><b><bdi><AccountName account={offer.account} /></bdi></b><span class="soft">@{offer.account.acct}</span></span></>;
  if (offer.kind === ':') return <><EmojiPicture emoji={offer.emoji} named /><span>:{offer.emoji.shortcode}:</span></>;
  return <span dir="auto">#{offer.tag.name}</span>;
}

export interface Suggestions {
  attributes: Record<string, unknown>; // of the text area
  look: () => void; // the text or the caret changed
  onKeyDown: (event: KeyboardEvent) => void;
  close: () => void;
  list: ComponentChildren;
}

export function useSuggestions(area: RefObject<HTMLTextAreaElement>, change: (text: string) => void): Suggestions {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [offers, setOffers] = useState<readonly Offer[]>([]);
  const [active, setActive] = useState(0);
  const caret = useRef<number | null>(null);
  const id = useId();
  const question = asked && asked.kind + asked.query;
  useEffect(() => {
    if (!asked) return setOffers([]);
    const stop = new AbortController();
    const soon = setTimeout(() => {
      find(asked, stop.signal).then((found) => {
        if (stop.signal.aborted) return;
        // What is typed completely already needs no offer.
        setOffers(found.length === 1 && nameOfOffer(found[0]!) === asked.query && asked.kind !== ':' ? [] : found);
        setActive(0);
      }, () => {});
    }, asked.kind === ':' ? 0 : PAUSE_MS);
    return () => {
      clearTimeout(soon);
      stop.abort();
    };
  }, [question]);
  useLayoutEffect(() => {
    if (caret.current === null) return;
    area.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });
  const open = asked !== null && offers.length > 0;
  const close = (): void => setAsked(null);
  const choose = (offer: Offer): void => {
    if (!asked || !area.current) return;
    const after = chosen(area.current.value, asked, offer);
    caret.current = after.caret;
    change(after.text);
    close();
  };
  const look = (): void => {
    const element = area.current;
    setAsked(element && element.selectionStart === element.selectionEnd ? askedAt(element.value, element.selectionStart) : null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!open || event.isComposing || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setActive((active + step + offers.length) % offers.length);
    else if (event.key === 'Enter' || event.key === 'Tab') choose(offers[active]!);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return {
    attributes: { 'aria-autocomplete': 'list', ...(open && { 'aria-controls': id, 'aria-activedescendant': `${id}-${active}` }) },
    look,
    onKeyDown,
    close,
    list: (
      <>
        <span class="hidden" role="status">{open ? t('suggest.count', { n: offers.length }) : ''}</span>
        {open && (
          <ul class="suggestions" role="listbox" id={id} aria-label={t('suggest.label')}>
            {offers.map((offer, index) => (
              <li key={nameOfOffer(offer)} id={`${id}-${index}`} role="option" aria-selected={index === active}
                onPointerDown={(event) => event.preventDefault()} onClick={() => choose(offer)}><Line offer={offer} /></li>
            ))}
          </ul>
        )}
      </>
    ),
  };
}
