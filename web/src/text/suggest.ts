// SPDX-License-Identifier: Apache-2.0
//
// What is being typed at the caret that can be completed: a person, a hashtag, an emoji.

export interface Asked {
  kind: '@' | '#' | ':';
  query: string; // without the sign
  begin: number; // where the sign stands
  end: number; // the caret
}

const KINDS: readonly [kind: Asked['kind'], pattern: RegExp][] = [
  ['@', /(?<![\p{L}\p{N}_@/.=])@([\p{L}\p{N}_.-]+(?:@[\p{L}\p{N}.-]*)?)$/u],
  ['#', /(?<![\p{L}\p{N}_#/&])[#＃]([\p{L}\p{M}\p{N}_]+)$/u],
  [':', /(?<![\p{L}\p{N}:]):([a-zA-Z0-9_]{2,})$/u],
];
const LOOK_BACK = 200; // characters; nothing that is asked for is longer

export function askedAt(text: string, caret: number): Asked | null {
  const before = text.slice(Math.max(0, caret - LOOK_BACK), caret);
  for (const [kind, pattern] of KINDS) {
    const found = pattern.exec(before);
    if (found) return { kind, query: found[1]!, begin: caret - found[0].length, end: caret };
  }
  return null;
}

// The text with `chosen` instead of what was typed, and where one goes on.
export function complete(text: string, { begin, end }: Pick<Asked, 'begin' | 'end'>, chosen: string): { text: string; caret: number } {
  const rest = text.slice(end);
  const gap = /^\s/.test(rest) ? '' : ' ';
  return { text: text.slice(0, begin) + chosen + gap + rest, caret: begin + chosen.length + 1 };
}

// An emoji stands alone: a space goes before it where a word ends there.
export function insertEmoji(text: string, begin: number, end: number, shortcode: string): { text: string; caret: number } {
  const before = text.slice(0, begin);
  return complete(text, { begin, end }, `${/[\p{L}\p{N}:]$/u.test(before) ? ' ' : ''}:${shortcode}:`);
}
