// SPDX-License-Identifier: Apache-2.0
import '../testing/browser';
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { CredentialAccount, Instance, Quote, Status } from '../api/types';
import { instance, keepStatus, me, statuses } from './entities';
import { knowsQuotes, quotable, quoteShows, revocable } from './quotes';

const post = (id: string, author: string, fields: Partial<Status> = {}): Status => ({ id, account: { id: author }, ...fields }) as Status;

it('shows a quoted post where it was agreed to, and on demand where only the viewer does not want it', () => {
  const quoted_status = post('1', 'a');
  const shows = (state: Quote['state'], fields: Partial<Quote> = { quoted_status }): ReturnType<typeof quoteShows> => quoteShows({ state, ...fields });
  assert.deepEqual(shows('accepted'), { shown: '1' });
  assert.deepEqual(shows('accepted', { quoted_status_id: '9' }), { shown: '9' });
  for (const state of ['muted_account', 'blocked_account', 'blocked_domain'] as const) {
    assert.deepEqual(shows(state), { hidden: '1' }, state);
    assert.deepEqual(shows(state, { quoted_status: null }), {}, state);
  }
  for (const state of ['pending', 'rejected', 'revoked', 'deleted', 'unauthorized'] as const) assert.deepEqual(shows(state), {}, state);
});

it('offers to quote where it is allowed, at once or after a question', () => {
  const approval = (current_user: 'automatic' | 'manual' | 'denied' | 'unknown'): Status => post('1', 'a', { quote_approval: { automatic: [], manual: [], current_user } });
  assert.deepEqual((['automatic', 'manual', 'denied', 'unknown'] as const).map((way) => quotable(approval(way))), [true, true, false, false]);
  assert.equal(quotable(post('1', 'a')), false);
  assert.equal(quotable(post('1', 'a', { quote_approval: null })), false);
});

it('knows by the version of the API whether there are quotes at all', () => {
  instance.set({ api_versions: { mastodon: 6 } } as Instance);
  assert.equal(knowsQuotes(), false);
  instance.set({ api_versions: { mastodon: 7 } } as Instance);
  assert.equal(knowsQuotes(), true);
  instance.set({} as Instance);
  assert.equal(knowsQuotes(), false);
});

it('lets the author of a quoted post take it out of posts of others', () => {
  me.set({ id: 'me' } as CredentialAccount);
  const quoting = (author: string, quoted: string, state: Quote['state']): Status => post('2', author, { quote: { state, quoted_status: post('1', quoted) } });
  assert.equal(revocable(quoting('a', 'me', 'accepted')), true);
  assert.equal(revocable(quoting('a', 'me', 'pending')), true);
  assert.equal(revocable(quoting('a', 'me', 'revoked')), false);
  assert.equal(revocable(quoting('a', 'b', 'accepted')), false);
  assert.equal(revocable(quoting('me', 'me', 'accepted')), false);
  assert.equal(revocable(post('2', 'a')), false);
  assert.equal(revocable(post('2', 'a', { quote: { state: 'accepted', quoted_status_id: '1' } })), false);
});

it('keeps quoted posts as posts of their own', () => {
  keepStatus(post('2', 'a', { quote: { state: 'accepted', quoted_status: post('1', 'b', { content: 'inside' }) } }));
  assert.equal(statuses.get('1')!.content, 'inside');
});
