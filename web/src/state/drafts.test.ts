// SPDX-License-Identifier: Apache-2.0
import '../testing/browser';
import assert from 'node:assert/strict';
import { beforeEach, it } from 'node:test';
import type { MediaAttachment } from '../api/types';
import { dropDraft, loadDraft, saveDraft } from './drafts';
import { newPart, pieceOf, requestKey } from './parts';

const save = (subject: string, ...texts: string[]): void => saveDraft(subject, { parts: texts.map((text) => newPart({ text })), warning: '', after: undefined });

beforeEach(() => {
  for (const key of Object.keys(localStorage)) localStorage.removeItem(key);
});

it('keeps all parts, with the keys of their requests and what is attached', () => {
  const media = { id: '7', type: 'image', url: 'u', preview_url: 'p', description: null, meta: { focus: { x: 0.5, y: 0 } } } as MediaAttachment;
  const parts = [newPart({ text: 'one', pieces: [{ ...pieceOf(media), description: 'a rock' }], sensitive: true }), newPart({ text: 'two', poll: { options: ['a', 'b'], expires_in: 600, multiple: true } })];
  saveDraft('new', { parts, warning: 'care', after: '42' });
  const draft = loadDraft('new')!;
  assert.deepEqual([draft.warning, draft.after], ['care', '42']);
  assert.deepEqual(draft.parts.map(({ text, key, sensitive, poll }) => ({ text, key, sensitive, poll })), parts.map(({ text, key, sensitive, poll }) => ({ text, key, sensitive, poll })));
  const [piece] = draft.parts[0]!.pieces;
  assert.deepEqual([piece!.media!.id, piece!.description, piece!.focus], ['7', 'a rock', { x: 0.5, y: 0 }]);
});

it('is nothing where nothing is written', () => {
  save('new', 'something');
  save('new', ' ', '');
  assert.equal(loadDraft('new'), null);
  assert.deepEqual(Object.keys(localStorage), []);
  saveDraft('new', { parts: [newPart({ poll: { options: ['', ' '], expires_in: 600, multiple: false } })], warning: '', after: undefined });
  assert.equal(loadDraft('new'), null);
  saveDraft('new', { parts: [newPart()], warning: 'only this', after: undefined });
  assert.equal(loadDraft('new')!.warning, 'only this');
  dropDraft('new');
  assert.equal(loadDraft('new'), null);
});

it('is not misled by what else stands there', () => {
  for (const text of ['{', 'null', '{}', '{"parts":[]}', '{"text":"of another version"}', '7']) {
    localStorage.setItem('auklet.draft.new', text);
    assert.equal(loadDraft('new'), null, text);
  }
});

it('forgets the oldest of many', (context) => {
  context.mock.timers.enable({ apis: ['Date'] });
  for (let i = 0; i < 25; i++) {
    context.mock.timers.tick(1000);
    save(`reply-${i}`, 'x');
  }
  assert.equal(Object.keys(localStorage).length, 20);
  assert.equal(loadDraft('reply-4'), null);
  assert.equal(loadDraft('reply-5')!.parts[0]!.text, 'x');
});

it('makes another post of what is changed in anything, and the same of what is the same', () => {
  const part = newPart({ text: 'one' });
  const post = { status: 'one', spoiler_text: '', visibility: 'public', language: 'en', in_reply_to_id: undefined };
  const key = requestKey(part, post);
  for (const change of [{ status: 'two' }, { spoiler_text: 'care' }, { visibility: 'private' }, { language: 'fr' }, { in_reply_to_id: '7' }, { scheduled_at: '2027-01-01T00:00:00.000Z' }, { quote_approval_policy: 'nobody' }])
    assert.notEqual(requestKey(part, { ...post, ...change }), key, JSON.stringify(change));
  saveDraft('new', { parts: [part], warning: '', after: undefined });
  assert.equal(requestKey(loadDraft('new')!.parts[0]!, { ...post }), key, 'also after a reload');
  assert.notEqual(requestKey(newPart({ text: 'one' }), post), key, 'the same words on purpose');
  assert.ok(key.length < 100, 'the server reads 255 bytes of it');
});
