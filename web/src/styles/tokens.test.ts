// SPDX-License-Identifier: Apache-2.0
// The contrast table of docs/design-language.md is true, and what it tells is enough to read by (WCAG 2.2, 1.4.3 and 1.4.11).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import page from '../../../docs/design-language.md';
import css from './tokens.css';

const colours = (part: string): Record<string, string> => Object.fromEntries([...part.matchAll(/--([\w-]+):\s*(#[\da-f]{3,8})/g)].map(([, name, value]) => [name, value]));
const [light = '', media = ''] = css.split('@media (prefers-color-scheme: dark)');
const chosen = css.split(":root[data-theme='dark']")[1]!.split('}')[0]!;
const themes = [colours(light), colours(chosen)];

function luminance(colour: string): number {
  const digits = colour.length === 4 ? [...colour.slice(1)].map((digit) => digit + digit) : colour.slice(1).match(/../g)!;
  const [red, green, blue] = digits.map((hex) => Number.parseInt(hex, 16) / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
}

describe('the colours', () => {
  const rows = [...page.matchAll(/^\| ([\w-]+) \| ([\w-]+) \| ([\d.]+) \| ([\d.]+) \|$/gm)];
  it('are all told of', () => assert.ok(rows.length >= 25));
  for (const [, front, back, ...told] of rows) {
    it(`${front} on ${back}`, () => {
      themes.forEach((theme, index) => {
        const ratio = contrast(theme[front!]!, theme[back!]!);
        assert.equal(ratio.toFixed(2), told[index]);
        assert.ok(ratio >= (front === 'edge' ? 3 : 4.5), `${ratio}`);
      });
    });
  }

  it('are the same for a dark device and for people who chose dark', () => {
    assert.deepEqual(colours(media.split('}')[0]!), themes[1]);
  });
});
