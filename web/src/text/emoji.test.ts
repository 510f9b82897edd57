// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CustomEmoji } from '../api/types';
import { byCategory, findEmojis, splitEmojis } from './emoji';

const emoji = (shortcode: string, fields: Partial<CustomEmoji> = {}): CustomEmoji =>
  ({ shortcode, url: `https://a.example/${shortcode}.png`, static_url: `https://a.example/${shortcode}.static.png`, visible_in_picker: true, ...fields });
const known = [emoji('auk'), emoji('auk_blink'), emoji('hidden_one', { visible_in_picker: false }), emoji('Puffin', { category: 'Birds' }), emoji('razorbill', { category: 'Birds' }), emoji('cod', { category: 'Äsche' })];

const shown = (text: string): (string | { code: string })[] => splitEmojis(text, known).map((part) => (typeof part === 'string' ? part : { code: part.shortcode }));

describe('emojis in a text', () => {
  it('are found where they stand alone', () => {
    assert.deepEqual(shown('a :auk: b'), ['a ', { code: 'auk' }, ' b']);
    assert.deepEqual(shown(':auk::auk:'), [':auk::auk:']);
    assert.deepEqual(shown(':auk: :auk_blink:'), [{ code: 'auk' }, ' ', { code: 'auk_blink' }]);
    assert.deepEqual(shown('(:auk:)'), ['(', { code: 'auk' }, ')']);
    assert.deepEqual(shown('\u200B:auk:\u200B'), ['\u200B', { code: 'auk' }, '\u200B']);
  });

  it('are left as they are where they are none', () => {
    for (const text of ['10:auk:30', 'ü:auk:', ':auk:x', ':unknown:', ':AUK:', ':a', '::', '', 'no colon']) assert.deepEqual(shown(text), [text], text);
    assert.deepEqual(splitEmojis(':auk:', []), [':auk:']);
  });

  it('take linear time in a long text', () => {
    assert.equal(splitEmojis(':'.repeat(200_000), known).length, 1);
    assert.equal(splitEmojis(':a'.repeat(100_000), known).length, 1);
  });

  it('stand by category, those without one last, and hidden ones not at all', () => {
    assert.deepEqual(byCategory(known, new Intl.Collator('de')).map(([category, list]) => [category, ...list.map(({ shortcode }) => shortcode)]),
      [['Äsche', 'cod'], ['Birds', 'Puffin', 'razorbill'], [null, 'auk', 'auk_blink']]);
  });

  it('are found by a part of their name', () => {
    assert.deepEqual(findEmojis(known, 'PUF').map(({ shortcode }) => shortcode), ['Puffin']);
    assert.deepEqual(findEmojis(known, 'a').map(({ shortcode }) => shortcode), ['auk', 'auk_blink', 'razorbill']);
    assert.deepEqual(findEmojis(known, 'a', 1).map(({ shortcode }) => shortcode), ['auk']);
    assert.deepEqual(findEmojis(known, 'hidden'), []);
  });
});
