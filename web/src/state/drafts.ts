// SPDX-License-Identifier: Apache-2.0
//
// What is being written stays on the device until it is sent or thrown away: one draft for a new post, one for each reply.
import type { MediaAttachment } from '../api/types';
import type { PollDraft } from '../ui/poll-editor';
import { newPart, type Part, pieceOf } from './parts';

interface StoredPart {
  text: string;
  key: string;
  media: MediaAttachment[];
  poll: PollDraft | null;
  sensitive: boolean;
}

interface Stored {
  parts: StoredPart[];
  warning: string;
  after?: string | undefined;
  savedAt: number;
}

export interface Draft {
  parts: Part[];
  warning: string;
  after: string | undefined; // where the rest of a thread goes on, of which a part was published
}

const PREFIX = 'auklet.draft.';
const REPLIES_MAX = 20;

const key = (subject: string): string => PREFIX + subject;

function stored(subject: string): Stored | null {
  try {
    const draft = JSON.parse(localStorage.getItem(key(subject)) ?? 'null');
    return Array.isArray(draft?.parts) && draft.parts.length > 0 ? draft : null;
  } catch {
    return null;
  }
}

export function loadDraft(subject: string): Draft | null {
  const draft = stored(subject);
  return draft && {
    parts: draft.parts.map(({ text, key: once, media, poll, sensitive }) => newPart({ text, key: once, pieces: media.map(pieceOf), poll, sensitive })),
    warning: draft.warning,
    after: draft.after,
  };
}

const pollEmpty = (poll: PollDraft | null): boolean => !poll || poll.options.every((option) => !option.trim());

export function saveDraft(subject: string, { parts, warning, after }: { parts: readonly Part[]; warning: string; after: string | undefined }): void {
  if (parts.every(({ text, pieces, poll }) => !text.trim() && pieces.length === 0 && pollEmpty(poll)) && !warning.trim()) return dropDraft(subject);
  const kept = parts.map(({ text, key: once, pieces, poll, sensitive }) => ({
    text, key: once, poll, sensitive, media: pieces.flatMap(({ media, description }) => (media ? [{ ...media, description }] : [])) }));
  localStorage.setItem(key(subject), JSON.stringify({ parts: kept, warning, after, savedAt: Date.now() } satisfies Stored));
  const all = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  if (all.length <= REPLIES_MAX) return;
  const age = (name: string): number => stored(name.slice(PREFIX.length))?.savedAt ?? 0;
  localStorage.removeItem(all.reduce((oldest, name) => (age(name) < age(oldest) ? name : oldest)));
}

export function dropDraft(subject: string): void {
  localStorage.removeItem(key(subject));
}
