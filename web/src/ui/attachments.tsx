// SPDX-License-Identifier: Apache-2.0
//
// What is attached to a post that is being written: sent while one goes on writing, described for those who cannot see it.
import { useState } from 'preact/hooks';
import { api } from '../api/http';
import { upload } from '../api/upload';
import { t } from '../i18n';
import { complain } from '../state/actions';
import { focusOf, type Piece, pieceOfFile } from '../state/parts';
import { IconButton } from './basics';
import { FocusDialog } from './focus';

export type ChangePieces = (how: (pieces: readonly Piece[]) => readonly Piece[]) => void;

const patch = (change: ChangePieces, key: number, fields: Partial<Piece>): void => change((all) => all.map((piece) => (piece.key === key ? { ...piece, ...fields } : piece)));

export function addFiles(files: Iterable<File>, room: number, change: ChangePieces): void {
  const added = [...files].slice(0, Math.max(0, room)).map((file): [Piece, File] => [pieceOfFile(file), file]);
  change((all) => [...all, ...added.map(([piece]) => piece)]);
  for (const [piece, file] of added) {
    upload(file, (sent) => patch(change, piece.key, { sent }), piece.stop.signal).then((media) => patch(change, piece.key, { media, sent: 1 }), (error) => {
      if (piece.stop.signal.aborted) return;
      change((all) => all.filter(({ key }) => key !== piece.key));
      complain(error);
    });
  }
}

export const stopUploads = (pieces: readonly Piece[]): void => pieces.forEach(({ media, stop }) => media ?? stop.abort());

// Tells the server what it does not know yet of the pieces, and gives their ids.
export async function settle(pieces: readonly Piece[]): Promise<string[]> {
  const ready = pieces.flatMap(({ media, description, focus }) => (media ? [{ media, description, focus }] : []));
  const changed = ready.filter(({ media, description, focus }) => description !== (media.description ?? '') || focus.x !== focusOf(media).x || focus.y !== focusOf(media).y);
  await Promise.all(changed.map(({ media, description, focus }) => api.put(`/api/v1/media/${media.id}`, { description, focus: `${focus.x},${focus.y}` })));
  return ready.map(({ media }) => media.id);
}

function PieceRow({ piece, change, descriptionMax }: { piece: Piece; change: ChangePieces; descriptionMax: number }) {
  const { key, name, preview, sent, media, description, focus, stop } = piece;
  const [focusing, setFocusing] = useState(false);
  const remove = (): void => {
    stop.abort();
    change((all) => all.filter((other) => other.key !== key));
  };
  return (
    <li>
      {preview ? <img src={preview} alt="" width="72" height="72" style={{ objectPosition: `${(focus.x + 1) * 50}% ${(1 - focus.y) * 50}%` }} /> : <span class="piece-name">{name}</span>}
      <span class="piece-main">
        {media
          ? <textarea rows={2} maxLength={descriptionMax} value={description} aria-label={t('compose.alt_label', { name })} placeholder={t('compose.alt')} onInput={(event) => patch(change, key, { description: event.currentTarget.value })} />
          : <progress max={1} {...(sent < 1 && { value: sent })} aria-label={sent < 1 ? t('compose.uploading', { name, n: Math.round(sent * 100) }) : t('compose.processing', { name })} />}
      </span>
      <span class="piece-tools">
        <IconButton icon="close" label={t('compose.remove_media', { name })} onClick={remove} />
        {media?.type === 'image' && preview && <IconButton icon="focus" label={t('focus.open', { name })} onClick={() => setFocusing(true)} />}
      </span>
      {focusing && <FocusDialog src={media?.url ?? preview!} focus={focus} onClose={() => setFocusing(false)} onChosen={(chosen) => { patch(change, key, { focus: chosen }); setFocusing(false); }} />}
    </li>
  );
}

export function AttachmentList({ pieces, change, descriptionMax }: { pieces: readonly Piece[]; change: ChangePieces; descriptionMax: number }) {
  if (pieces.length === 0) return null;
  return <ul class="pieces">{pieces.map((piece) => <PieceRow key={piece.key} piece={piece} change={change} descriptionMax={descriptionMax} />)}</ul>;
}
