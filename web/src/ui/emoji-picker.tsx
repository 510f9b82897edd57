// SPDX-License-Identifier: Apache-2.0
import { createPortal } from 'preact/compat';
import { useState } from 'preact/hooks';
import type { CustomEmoji } from '../api/types';
import { locale, t } from '../i18n';
import { useCell } from '../state/cell';
import { emojis, recentEmojis, usedEmoji } from '../state/emojis';
import { byCategory, findEmojis } from '../text/emoji';
import { EmojiPicture } from '../text/emojified';
import { Dialog } from './basics';

function Group({ title, list, onChosen }: { title: string; list: readonly CustomEmoji[]; onChosen: (emoji: CustomEmoji) => void }) {
  return (
    <section class="emoji-group">
      <h3>{title}</h3>
      <ul>
        {list.map((emoji) => (
          <li key={emoji.shortcode}><button type="button" title={`:${emoji.shortcode}:`} onClick={() => onChosen(emoji)}><EmojiPicture emoji={emoji} /></button></li>
        ))}
      </ul>
    </section>
  );
}

// The server's own emojis; those of the device are chosen with its keyboard.
export function EmojiPicker({ onChosen, onClose }: { onChosen: (shortcode: string) => void; onClose: () => void }) {
  const all = useCell(emojis);
  const [query, setQuery] = useState('');
  const [recent] = useState(recentEmojis);
  const choose = (emoji: CustomEmoji): void => {
    usedEmoji(emoji);
    onChosen(emoji.shortcode);
  };
  const found = findEmojis(all, query.trim().replace(/^:|:$/g, ''));
  return createPortal(
    <Dialog title={t('emoji.title')} class="emoji-picker" onClose={onClose}>
      <input type="search" value={query} aria-label={t('emoji.search')} placeholder={t('emoji.search')} onInput={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => { if (event.key === 'Enter' && query.trim() && found[0]) { event.preventDefault(); choose(found[0]); } }} />
      {query.trim()
        ? found.length > 0 ? <Group title={t('emoji.found')} list={found} onChosen={choose} /> : <p class="soft">{t('empty.search.title')}</p>
        : (
          <>
            {recent.length > 0 && <Group title={t('emoji.recent')} list={recent} onChosen={choose} />}
            {byCategory(all, new Intl.Collator(locale())).map(([category, list]) => <Group key={category} title={category ?? t('emoji.other')} list={list} onChosen={choose} />)}
          </>
        )}
    </Dialog>, document.body);
}
