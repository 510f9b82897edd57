// SPDX-License-Identifier: Apache-2.0
//
// `:shortcode:` in texts, where a picture is known for it. As on other servers it stands alone: not inside a word, and not
// in the middle of a time such as 10:30:45.
import type { CustomEmoji } from '../api/types';

const SHORTCODE = /(?<![\p{L}\p{N}:]):([a-zA-Z0-9_]{2,}):(?![\p{L}\p{N}:])/gu;

export function splitEmojis(text: string, emojis: readonly CustomEmoji[]): (string | CustomEmoji)[] {
  if (emojis.length === 0 || !text.includes(':')) return [text];
  const parts: (string | CustomEmoji)[] = [];
  let at = 0;
  for (const found of text.matchAll(SHORTCODE)) {
    const emoji = emojis.find(({ shortcode }) => shortcode === found[1]);
    if (!emoji) continue;
    if (found.index! > at) parts.push(text.slice(at, found.index));
    parts.push(emoji);
    at = found.index! + found[0].length;
  }
  if (at < text.length || parts.length === 0) parts.push(text.slice(at));
  return parts;
}

// By category in the order of their names; those without one come last. Only what its server wants to be chosen.
export function byCategory(emojis: readonly CustomEmoji[], collator = new Intl.Collator()): [category: string | null, emojis: CustomEmoji[]][] {
  const groups = new Map<string | null, CustomEmoji[]>();
  for (const emoji of emojis) {
    if (!emoji.visible_in_picker) continue;
    const category = emoji.category || null;
    groups.set(category, [...(groups.get(category) ?? []), emoji]);
  }
  return [...groups].sort(([a], [b]) => (a === null ? 1 : b === null ? -1 : collator.compare(a, b)))
    .map(([category, list]) => [category, list.sort((a, b) => collator.compare(a.shortcode, b.shortcode))]);
}

// The best first: those that begin as asked, then those in which it stands.
export function findEmojis(emojis: readonly CustomEmoji[], query: string, most = Infinity): CustomEmoji[] {
  const wanted = query.toLowerCase();
  const rank = ({ shortcode }: CustomEmoji): number => shortcode.toLowerCase().indexOf(wanted);
  return emojis.filter((emoji) => emoji.visible_in_picker && rank(emoji) >= 0)
    .sort((a, b) => Math.sign(rank(a)) - Math.sign(rank(b)) || a.shortcode.length - b.shortcode.length || (a.shortcode < b.shortcode ? -1 : 1))
    .slice(0, most);
}
