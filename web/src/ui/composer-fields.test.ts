// SPDX-License-Identifier: Apache-2.0
import '../testing/browser';
import assert from 'node:assert/strict';
import { beforeEach, it } from 'node:test';
import type { CredentialAccount, Status, Visibility } from '../api/types';
import { me } from '../state/entities';
import { firstVisibility } from './composer-fields';

const own = (privacy: Visibility): void => me.set({ id: 'me', source: { privacy } } as CredentialAccount);
const post = (visibility: Visibility): Status => ({ id: '1', visibility }) as Status;

beforeEach(() => own('public'));

it('tells nobody more than the post that is answered told', () => {
  assert.equal(firstVisibility({}), 'public');
  assert.equal(firstVisibility({ replyTo: post('unlisted') }), 'unlisted');
  assert.equal(firstVisibility({ replyTo: post('direct') }), 'direct');
  own('private');
  assert.equal(firstVisibility({ replyTo: post('public') }), 'private');
});

it('quotes an own post for followers to followers, and an unlisted one to everybody', () => {
  assert.equal(firstVisibility({ quote: post('private') }), 'private');
  assert.equal(firstVisibility({ quote: post('unlisted') }), 'public');
  own('private');
  assert.equal(firstVisibility({ quote: post('public') }), 'private');
});
