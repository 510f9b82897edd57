// SPDX-License-Identifier: Apache-2.0
//
// The emojis of this server, asked for when somebody writes, and which of them were used lately on this device.
import { api } from '../api/http';
import type { CustomEmoji } from '../api/types';
import { Cell } from './cell';

export const emojis = new Cell<readonly CustomEmoji[]>([]);

const RECENT = 'auklet.emojis';
const RECENT_MAX = 16;

let asked = false;

export async function needEmojis(): Promise<void> {
  if (asked) return;
  asked = true;
  try {
    emojis.set(await api.get<CustomEmoji[]>('/api/v1/custom_emojis'));
  } catch {
    asked = false; // the next composer asks again
  }
}

function recentCodes(): string[] {
  try {
    const codes = JSON.parse(localStorage.getItem(RECENT) ?? '[]');
    return Array.isArray(codes) ? codes.filter((code) => typeof code === 'string') : [];
  } catch {
    return [];
  }
}

export const recentEmojis = (): CustomEmoji[] => recentCodes().flatMap((code) => emojis.value.find(({ shortcode }) => shortcode === code) ?? []);

export function usedEmoji({ shortcode }: CustomEmoji): void {
  localStorage.setItem(RECENT, JSON.stringify([shortcode, ...recentCodes().filter((code) => code !== shortcode)].slice(0, RECENT_MAX)));
}
