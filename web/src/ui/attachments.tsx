// SPDX-License-Identifier: Apache-2.0
//
// What is attached to a post that is being written: sent while one goes on writing, described for those who cannot see it.
import { useEffect, useRef, useState } from 'preact/hooks';
import { api } from '../api/http';
import type { Attachment } from '../api/types';
import { upload } from '../api/upload';
import { t } from '../i18n';
import { complain } from '../state/actions';
import { IconButton } from './basics';

export interface Piece {
  key: number;
  name: string;
  preview: string | null; // of a picture
  sent: number; // part of 1
  media: Attachment | null; // null while it is on its way
  description: string;
  stop: AbortController;
}

let pieces = 0;

export const pieceOf = (media: Attachment): Piece =>
  ({ key: ++pieces, name: media.description || media.type, preview: media.preview_url, sent: 1, media, description: media.description ?? '', stop: new AbortController() });

export interface Attachments {
  list: readonly Piece[];
  busy: boolean;
  add: (files: Iterable<File>) => void;
  remove: (key: number) => void;
  describe: (key: number, description: string) => void;
  // Tells the server the descriptions that it does not know yet.
  settle: () => Promise<string[]>;
  clear: () => void;
}

export function useAttachments(first: readonly Attachment[], max: number): Attachments {
  const [list, setList] = useState<readonly Piece[]>(() => first.map(pieceOf));
  const current = useRef(list);
  current.current = list;
  const change = (key: number, fields: Partial<Piece>): void => setList((all) => all.map((piece) => (piece.key === key ? { ...piece, ...fields } : piece)));
  const remove = (key: number): void => setList((all) => all.filter((piece) => {
    if (piece.key === key) piece.stop.abort();
    return piece.key !== key;
  }));
  useEffect(() => () => current.current.forEach((piece) => piece.media ?? piece.stop.abort()), []);
  return {
    list,
    busy: list.some(({ media }) => !media),
    add: (files) => {
      const added = [...files].slice(0, Math.max(0, max - list.length)).map((file): [Piece, File] => [{
        key: ++pieces, name: file.name, preview: file.type.startsWith('image/') ? URL.createObjectURL(file) : null, sent: 0, media: null, description: '', stop: new AbortController() }, file]);
      setList([...list, ...added.map(([piece]) => piece)]);
      for (const [piece, file] of added) {
        upload(file, (sent) => change(piece.key, { sent }), piece.stop.signal).then((media) => change(piece.key, { media, sent: 1 }), (error) => {
          if (piece.stop.signal.aborted) return;
          remove(piece.key);
          complain(error);
        });
      }
    },
    remove,
    describe: (key, description) => change(key, { description }),
    settle: async () => {
      const ready = current.current.filter((piece): piece is Piece & { media: Attachment } => piece.media !== null);
      await Promise.all(ready.filter(({ media, description }) => description !== (media.description ?? '')).map(({ media, description }) => api.put(`/api/v1/media/${media.id}`, { description })));
      return ready.map(({ media }) => media.id);
    },
    clear: () => setList([]),
  };
}

export function AttachmentList({ attachments, descriptionMax }: { attachments: Attachments; descriptionMax: number }) {
  if (attachments.list.length === 0) return null;
  return (
    <ul class="pieces">
      {attachments.list.map(({ key, name, preview, sent, media, description }) => (
        <li key={key}>
          {preview ? <img src={preview} alt="" width="72" height="72" /> : <span class="piece-name">{name}</span>}
          <span class="piece-main">
            {media
              ? <textarea rows={2} maxLength={descriptionMax} value={description} aria-label={t('compose.alt_label', { name })} placeholder={t('compose.alt')} onInput={(event) => attachments.describe(key, event.currentTarget.value)} />
              : <progress max={1} {...(sent < 1 && { value: sent })} aria-label={sent < 1 ? t('compose.uploading', { name, n: Math.round(sent * 100) }) : t('compose.processing', { name })} />}
          </span>
          <IconButton icon="close" label={t('compose.remove_media', { name })} onClick={() => attachments.remove(key)} />
        </li>
      ))}
    </ul>
  );
}
