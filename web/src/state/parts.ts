// SPDX-License-Identifier: Apache-2.0
//
// The parts of what is being written: one for a post, several for a thread.
import { sha256 } from '../api/sha256';
import type { MediaAttachment } from '../api/types';
import type { PollDraft } from '../ui/poll-editor';

export interface Piece {
  key: number;
  name: string;
  preview: string | null; // of a picture
  sent: number; // part of 1
  media: MediaAttachment | null; // null while it is on its way
  description: string;
  focus: Focus;
  stop: AbortController;
}

// What of a picture must be seen where it is cut: from -1, -1 (bottom left) to 1, 1; 0, 0 is its middle.
export interface Focus {
  x: number;
  y: number;
}

export interface Part {
  id: number;
  key: string; // tells it from another one with the same words
  text: string;
  pieces: readonly Piece[];
  poll: PollDraft | null;
  sensitive: boolean;
}

let made = 0;

const newKey = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-');

export const newPart = (fields: Partial<Part> = {}): Part => ({ id: ++made, key: newKey(), text: '', pieces: [], poll: null, sensitive: false, ...fields });

// The key of the request: what is sent twice with one key is published once. What differs in anything, be it who sees it, from
// a try that failed is another post, even if the try arrived after all; and what is the same is the same after a reload too.
export const requestKey = ({ key }: Pick<Part, 'key'>, post: object): string =>
  `${key}.${[...sha256(JSON.stringify(post)).subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;

export const focusOf = ({ meta }: MediaAttachment): Focus => ({ x: meta?.focus?.x ?? 0, y: meta?.focus?.y ?? 0 });

export const pieceOf = (media: MediaAttachment): Piece =>
  ({ key: ++made, name: media.description || media.type, preview: media.preview_url, sent: 1, media, description: media.description ?? '', focus: focusOf(media), stop: new AbortController() });

export const pieceOfFile = (file: File): Piece => ({
  key: ++made, name: file.name, preview: file.type.startsWith('image/') ? URL.createObjectURL(file) : null, sent: 0, media: null, description: '', focus: { x: 0, y: 0 }, stop: new AbortController() });
