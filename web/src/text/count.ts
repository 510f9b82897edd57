// SPDX-License-Identifier: Apache-2.0
//
// The length that the server holds a post's limit against (src/text/post_text.h): user-perceived characters, every link as
// 23, `@user@domain` as `@user`. tests/browser/characters.test.mjs asks the server whether it agrees.

const RESERVED_PER_URL = 'x'.repeat(23);
const URL_BYTES_MAX = 2048;

const SPACE = /\p{White_Space}/u;
const WORD = /[\p{L}\p{M}\p{Nd}\p{Pc}\p{Alphabetic}]/u;
const LETTER_OR_MARK = /[\p{Alphabetic}\p{M}]/u;
const CLOSING = new Set(`!*';:,.$%[]~|?\`「」『』【】〈〉《》（）“”‘’«»…。、，．！？；：｡､"`);
const ENDS_URL = /[<>"\\\p{White_Space}\u202A-\u202E\u2066-\u2069]/u;

// Broken halves of surrogate pairs become U+FFFD, control characters vanish, \r\n becomes \n, the ends are trimmed.
export function clean(source: string): string {
  return source
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g, '')
    .replace(/^\p{White_Space}+/u, '')
    .replace(/\p{White_Space}+$/u, '');
}

function isAsciiHost(host: string, underscores: boolean): boolean {
  const label = underscores ? /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/ : /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
  return host.length <= 253 && host.split('.').every((part) => part.length <= 63 && label.test(part));
}

function isHost(host: string, underscores = false): boolean {
  if (/^[\x00-\x7F]*$/.test(host) && !/xn--/i.test(host)) return isAsciiHost(host.toLowerCase(), underscores);
  try {
    return isAsciiHost(new URL(`http://${host}/`).hostname, underscores);
  } catch {
    return false;
  }
}

// Works on whole characters, as the server does.
class Scanner {
  readonly text: string[];
  counted = '';

  constructor(text: string) {
    this.text = [...text];
  }

  run(): string {
    let at = 0;
    while (at < this.text.length) {
      const character = this.text[at]!;
      const found = character === '@' ? this.mention(at) : character === 'h' || character === 'H' ? this.url(at) : undefined;
      if (found) {
        this.counted += found.counts;
        at = found.end;
      } else {
        this.counted += character;
        at++;
      }
    }
    return this.counted;
  }

  private at(index: number): string {
    return this.text[index] ?? '';
  }

  private slice(begin: number, end: number): string {
    return this.text.slice(begin, end).join('');
  }

  private skip(at: number, accepts: (character: string) => boolean): number {
    while (at < this.text.length && accepts(this.text[at]!)) at++;
    return at;
  }

  // Runs of accepted characters joined by dots and hyphens; ends after the last run.
  private skipDotted(at: number, accepts: (character: string) => boolean): number {
    let end = this.skip(at, accepts);
    while (end > at) {
      at = end;
      const joined = this.skip(end, (character) => character === '.' || character === '-');
      if (joined === end) return at;
      end = this.skip(joined, accepts);
      if (end === joined) return at;
    }
    return at;
  }

  // Scripts written without spaces go on right after a host name; no top-level domain mixes ASCII with other letters.
  private cutRunOn(begin: number, end: number): number {
    const dot = this.text.lastIndexOf('.', end - 1);
    if (dot < begin) return end;
    const asciiEnd = this.skip(dot + 1, (character) => /[a-z0-9]/i.test(character));
    return asciiEnd > dot + 1 && this.at(asciiEnd) >= '\u0080' ? asciiEnd : end;
  }

  private mention(begin: number): { end: number; counts: string } | undefined {
    const before = this.at(begin - 1);
    if (before === '=' || before === '/' || WORD.test(before)) return undefined;
    const nameEnd = this.skipDotted(begin + 1, (character) => /[a-z0-9_]/i.test(character));
    let end = nameEnd;
    if (this.at(nameEnd) === '@') end = this.cutRunOn(nameEnd + 1, this.skipDotted(nameEnd + 1, (character) => WORD.test(character)));
    const after = this.at(end);
    if (nameEnd === begin + 1 || after === '@' || end === nameEnd + 1 || this.slice(end, end + 3) === '://' ||
        /[\p{Script=Latin}\p{M}]/u.test(after)) return undefined;
    const name = this.slice(begin, nameEnd);
    const whole = { end, counts: this.slice(begin, end) };
    if (name.length > 256 || end === nameEnd) return whole;
    return isHost(this.slice(nameEnd + 1, end)) ? { end, counts: name } : whole;
  }

  private url(begin: number): { end: number; counts: string } | undefined {
    const scheme = /^https?:\/\//i.exec(this.slice(begin, begin + 8))?.[0];
    if (!scheme || /[a-z0-9@＠$#＃]/i.test(this.at(begin - 1))) return undefined;
    const hostEnd = this.hostEnd(begin + scheme.length);
    if (hostEnd === undefined) return undefined;
    let end = this.port(hostEnd);
    if (this.at(end) === '@' || this.at(end) === '\\') return undefined;
    if (['/', '?', '#'].includes(this.at(end))) end = this.tailEnd(end);
    const url = this.slice(begin, end);
    return { end, counts: new TextEncoder().encode(url).length > URL_BYTES_MAX ? url : RESERVED_PER_URL };
  }

  private hostEnd(begin: number): number | undefined {
    const end = this.cutRunOn(begin, this.skipDotted(begin, (character) => WORD.test(character)));
    const dot = this.text.lastIndexOf('.', end - 1);
    if (dot < begin) return undefined;
    const top = this.text.slice(dot + 1, end);
    const plausible = new TextEncoder().encode(top.join('')).length >= 2 &&
      (top.slice(0, 4).join('').toLowerCase() === 'xn--' || top.every((character) => LETTER_OR_MARK.test(character)));
    return plausible && isHost(this.slice(begin, end), true) ? end : undefined;
  }

  private port(at: number): number {
    if (this.at(at) !== ':') return at;
    const end = this.skip(at + 1, (character) => /[0-9]/.test(character));
    return end - at - 1 >= 1 && end - at - 1 <= 5 ? end : at;
  }

  private tailEnd(begin: number): number {
    let end = begin;
    let depth = 0;
    let inQuery = false;
    for (let at = begin; at < this.text.length; at++) {
      const character = this.text[at]!;
      if (ENDS_URL.test(character) || (character === '(' && depth === 2) || (character === ')' && depth === 0)) break;
      depth += character === '(' ? 1 : character === ')' ? -1 : 0;
      inQuery ||= character === '?';
      const closes = character === '=' || character === '&' ? !inQuery : CLOSING.has(character);
      if (depth === 0 && !closes) end = at + 1;
    }
    return end;
  }
}

const segments = typeof Intl !== 'undefined' && 'Segmenter' in Intl ? new Intl.Segmenter('en', { granularity: 'grapheme' }) : null;

export function countGraphemes(text: string): number {
  if (/^[\x00-\x7F]*$/.test(text)) return text.replace(/\r\n/g, '\n').length;
  if (!segments) return [...text].length;
  let count = 0;
  for (const _ of segments.segment(text)) count++;
  return count;
}

export function countCharacters(text: string): number {
  return countGraphemes(new Scanner(clean(text)).run());
}

export const isBlank = (text: string): boolean => [...text].every((character) => SPACE.test(character));
