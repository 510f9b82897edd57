// SPDX-License-Identifier: Apache-2.0
import '../testing/browser';
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { VNode } from 'preact';
import type { CustomEmoji } from '../api/types';
import { settings } from '../state/settings';
import { emojify, EmojiPicture } from './emojified';

const auk: CustomEmoji = { shortcode: 'auk', url: 'https://a.example/"><script>.gif', static_url: 'https://a.example/still.png', visible_in_picker: true };
const drawn = (): Record<string, unknown> => (EmojiPicture({ emoji: auk }) as VNode<Record<string, unknown>>).props;

it('draws pictures as elements and leaves everything else as text', () => {
  assert.equal(emojify('<b>no</b> :other:', [auk]), '<b>no</b> :other:');
  const [before, picture, after] = emojify('a :auk: <i>', [auk]) as [string, VNode<{ emoji: CustomEmoji }>, string];
  assert.deepEqual([before, after], ['a ', ' <i>']);
  assert.deepEqual([picture.type, picture.props.emoji], [EmojiPicture, auk]);
});

it('names a picture by its code, and lets it stand still where motion is not wanted', () => {
  const { alt, title, src } = drawn();
  assert.deepEqual([alt, title, src], [':auk:', ':auk:', auk.url]);
  settings.change((all) => ({ ...all, motion: 'reduced' }));
  assert.equal(drawn().src, auk.static_url);
});
