// SPDX-License-Identifier: Apache-2.0
//
// One post of what is being written: its text, its pictures, its poll.
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Instance } from '../api/types';
import { t } from '../i18n';
import { useCell } from '../state/cell';
import { emojis } from '../state/emojis';
import { instance } from '../state/entities';
import type { Part, Piece } from '../state/parts';
import { countCharacters, isBlank } from '../text/count';
import { insertEmoji } from '../text/suggest';
import { addFiles, AttachmentList } from './attachments';
import { IconButton } from './basics';
import { EmojiPicker } from './emoji-picker';
import { EMPTY_POLL, PollEditor, pollReady } from './poll-editor';
import { useSuggestions } from './suggestions';

type Configuration = Instance['configuration'] | undefined;

const piecesMax = (configuration: Configuration): number => configuration?.statuses.max_media_attachments ?? 4;

export const isEmpty = ({ text, pieces, poll }: Part): boolean => isBlank(text) && pieces.length === 0 && !poll;
export const partReady = (part: Part, left: number): boolean =>
  (!isBlank(part.text) || part.pieces.length > 0) && part.pieces.every(({ media }) => media) && left >= 0 && (!part.poll || pollReady(part.poll));

export const leftOf = ({ text }: Part, limit: number, warning: number): number => limit - countCharacters(text) - warning;

export function Counter({ left, limit }: { left: number; limit: number }) {
  const part = Math.min(1, Math.max(0, 1 - left / limit));
  return (
    <span class={`counter ${left < 0 ? 'over' : left <= 20 ? 'near' : ''}`} role="status" aria-label={left < 0 ? t('compose.over', { n: -left }) : t('compose.left', { n: left })}>
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
        <circle cx="10" cy="10" r="8" /><circle cx="10" cy="10" r="8" pathLength="100" stroke-dasharray={`${part * 100} 100`} />
      </svg>
      <span aria-hidden="true">{left}</span>
    </span>
  );
}

export type ChangePart = (how: (part: Part) => Partial<Part>) => void;

// The tools that act on this part alone.
export function PartTools({ part, change, edited, insert }: { part: Part; change: ChangePart; edited: boolean; insert: (shortcode: string) => void }) {
  const configuration = useCell(instance)?.configuration;
  const known = useCell(emojis);
  const [picking, pick] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const types = configuration?.media_attachments.supported_mime_types ?? [];
  const room = piecesMax(configuration) - part.pieces.length;
  const changePieces = (how: (pieces: readonly Piece[]) => readonly Piece[]): void => change(({ pieces }) => ({ pieces: how(pieces) }));
  return (
    <>
      {types.length > 0 && (
        <>
          <input ref={files} type="file" hidden multiple accept={types.join()} onChange={(event) => { addFiles(event.currentTarget.files ?? [], room, changePieces); event.currentTarget.value = ''; }} />
          <IconButton icon="picture" label={t('compose.media')} disabled={part.poll !== null || room <= 0} onClick={() => files.current?.click()} />
        </>
      )}
      {!edited && <IconButton icon="poll" label={t('compose.poll')} aria-pressed={part.poll !== null} disabled={part.pieces.length > 0} onClick={() => change(({ poll }) => ({ poll: poll ? null : EMPTY_POLL }))} />}
      {known.some(({ visible_in_picker }) => visible_in_picker) && <IconButton icon="smile" label={t('emoji.open')} aria-haspopup="dialog" onClick={() => pick(true)} />}
      {picking && <EmojiPicker onClose={() => pick(false)} onChosen={(shortcode) => { pick(false); insert(shortcode); }} />}
    </>
  );
}

export interface PartHandle {
  focus: () => void;
  insert: (shortcode: string) => void;
}

export function PartEditor({ part, change, label, busy, begun, onBegin, handle, children }: {
  part: Part;
  change: ChangePart;
  label: string;
  busy: boolean;
  begun: boolean;
  onBegin: () => void;
  handle: (handle: PartHandle | null) => void;
  children?: ComponentChildren;
}) {
  const configuration = useCell(instance)?.configuration;
  const area = useRef<HTMLTextAreaElement>(null);
  const setText = (text: string): void => change(() => ({ text }));
  const suggestions = useSuggestions(area, setText);
  const caret = useRef<number | null>(null);
  const { text, pieces, poll, sensitive } = part;
  const changePieces = (how: (pieces: readonly Piece[]) => readonly Piece[]): void => change((now) => ({ pieces: how(now.pieces) }));
  useEffect(() => {
    handle({
      focus: () => {
        const element = area.current;
        element?.focus();
        element?.setSelectionRange(element.value.length, element.value.length);
      },
      insert: (shortcode) => {
        const { value, selectionStart, selectionEnd } = area.current!;
        const after = insertEmoji(value, selectionStart, selectionEnd, shortcode);
        caret.current = after.caret;
        setText(after.text);
      },
    });
    return () => handle(null);
  }, []);
  useLayoutEffect(() => {
    const element = area.current!;
    if (caret.current !== null) {
      element.focus();
      element.setSelectionRange(caret.current, caret.current);
      caret.current = null;
    }
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight, innerHeight * 0.55)}px`;
  }, [text, begun]);
  return (
    <div class="part-main">
      <div class="part-text">
        <textarea ref={area} dir="auto" rows={begun ? 3 : 1} value={text} disabled={busy} aria-label={label} placeholder={t('compose.placeholder')} {...suggestions.attributes}
          onFocus={onBegin} onBlur={suggestions.close} onKeyDown={suggestions.onKeyDown} onClick={suggestions.look}
          onKeyUp={(event) => { if (/^(Arrow(Left|Right)|Home|End)$/.test(event.key)) suggestions.look(); }}
          onInput={(event) => { setText(event.currentTarget.value); suggestions.look(); }}
          onPaste={(event) => {
            const pasted = event.clipboardData?.files;
            if (!pasted?.length || !configuration?.media_attachments.supported_mime_types.length || poll) return;
            event.preventDefault();
            addFiles(pasted, piecesMax(configuration) - pieces.length, changePieces);
          }} />
        {suggestions.list}
      </div>
      <AttachmentList pieces={pieces} change={changePieces} descriptionMax={configuration?.media_attachments.description_limit ?? 1500} />
      {pieces.length > 0 && <label class="check"><input type="checkbox" checked={sensitive} onChange={(event) => { const on = event.currentTarget.checked; change(() => ({ sensitive: on })); }} /><span>{t('compose.sensitive')}</span></label>}
      {poll && <PollEditor poll={poll} onChange={(changed) => change(() => ({ poll: changed }))} optionsMax={configuration?.polls.max_options ?? 4} charactersMax={configuration?.polls.max_characters_per_option ?? 50} />}
      {children}
    </div>
  );
}
