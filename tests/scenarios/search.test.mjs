// SPDX-License-Identifier: Apache-2.0
// One box that finds people, hashtags, and whatever lives at an address of this server.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { has, ids, refused } from '../support/expect.mjs';
import { useWorld } from '../support/world.mjs';

describe('search', () => {
  const world = useWorld();
  let ann;
  let bob;
  const search = (person, q, more) => person.get('/api/v2/search', { q, ...more });
  const names = (tags) => tags.map(({ name }) => name);
  before(async () => {
    ann = await world.person('fulmar');
    bob = await world.person('bob', { display_name: 'Friend of Fulmars' });
    await ann.publish('#Fulmar and #fulmarine');
  });

  it('finds people and hashtags by how they begin', async () => {
    const found = await search(ann, 'fulmar');
    assert.deepEqual(ids(found.accounts).sort(), [ann.id, bob.id].sort());
    assert.deepEqual(names(found.hashtags), ['fulmar', 'fulmarine']);
    assert.deepEqual(found.statuses, []);
  });

  it('finds only the kind asked for', async () => {
    for (const [type, lists] of [['accounts', [2, 0, 0]], ['hashtags', [0, 2, 0]], ['statuses', [0, 0, 0]]]) {
      const { accounts, hashtags, statuses } = await search(ann, 'fulmar', { type });
      assert.deepEqual([accounts.length, hashtags.length, statuses.length], lists, type);
    }
    assert.deepEqual(names((await search(ann, '#fulmar', { type: 'hashtags', limit: 1, offset: 1 })).hashtags), ['fulmarine']);
  });

  it('finds only people one follows, if so asked', async () => {
    await bob.follow(ann);
    assert.deepEqual(ids((await search(bob, 'fulmar', { type: 'accounts', following: true })).accounts), [ann.id]);
  });

  it('finds the one person or post at an address, for those who may see it', async () => {
    const open = await ann.publish('open');
    const closed = await ann.publish('closed', { visibility: 'direct' });
    for (const address of [ann.account.url, ann.account.uri, `@${ann.username}@${world.site.host}`]) {
      assert.deepEqual(ids((await search(bob, address)).accounts), [ann.id], address);
    }
    for (const address of [open.url, open.uri]) assert.deepEqual(ids((await search(bob, address)).statuses), [open.id], address);
    assert.deepEqual((await search(bob, closed.url)).statuses, []);
    assert.deepEqual(ids((await search(ann, closed.url)).statuses), [closed.id]);
  });

  it('needs a question, and a log-in for more than a glance', async () => {
    await refused(ann.ask('GET', '/api/v2/search'), 400);
    await refused(ann.ask('GET', '/api/v2/search', { query: { q: 'x', type: 'birds' } }), 422);
    assert.equal((await search(world.anyone, 'fulmar')).accounts.length, 2);
    for (const more of [{ resolve: true }, { offset: 1, type: 'accounts' }]) {
      await refused(world.anyone.ask('GET', '/api/v2/search', { query: { q: 'x', ...more } }), 401);
    }
  });

  it('tells of one hashtag how it is used', async () => {
    const tag = await ann.get('/api/v1/tags/FULMAR');
    has(tag, { name: 'fulmar', url: `${world.site.origin}/tags/fulmar`, following: false });
    assert.equal(tag.history.length, 7);
    has(tag.history[0], { uses: '1', accounts: '1' });
    has(await world.anyone.get('/api/v1/tags/nobodyusedthis'), { name: 'nobodyusedthis', following: undefined });
    await refused(ann.ask('GET', '/api/v1/tags/-'), 404);
  });
});
