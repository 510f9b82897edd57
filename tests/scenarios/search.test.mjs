// SPDX-License-Identifier: Apache-2.0
// One box that finds people, hashtags, and whatever lives at an address of this server.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { has, ids, refused, sameSet, texts } from '../support/expect.mjs';
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
    assert.deepEqual(texts(found.statuses), ['#Fulmar and #fulmarine']);
  });

  it('answers old libraries with bare names of hashtags', async () => {
    const found = await ann.get('/api/v1/search', { q: 'fulmar' });
    assert.deepEqual(found.hashtags, ['fulmar', 'fulmarine']);
    assert.deepEqual(texts(found.statuses), ['#Fulmar and #fulmarine']);
    await refused(world.anyone.ask('GET', '/api/v1/search', { query: { q: 'fulmar' } }), 401);
  });

  it('finds only the kind asked for', async () => {
    for (const [type, lists] of [['accounts', [2, 0, 0]], ['hashtags', [0, 2, 0]], ['statuses', [0, 0, 1]]]) {
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

  describe('posts', () => {
    let open;
    let shy;
    let eve;
    const posts = async (person, q, more) => texts((await search(person, q, { type: 'statuses', ...more })).statuses);
    before(async () => {
      open = await world.person('open', { indexable: true });
      [shy, eve] = await world.people('shy', 'eve');
      await open.publish('A little auk on the ice', { language: 'en' });
      await open.publish('An auk, unlisted', { visibility: 'unlisted' });
      await open.publish('An auk for friends', { visibility: 'private' });
      await shy.publish('A shy auk https://reef.example/nest');
    });

    it('finds public posts of who wants to be found, and one’s own', async () => {
      assert.deepEqual(await posts(eve, 'auk'), ['A little auk on the ice']);
      sameSet(await posts(shy, 'auk'), ['A little auk on the ice', 'A shy auk https://reef.example/nest']);
      assert.equal((await posts(open, 'auk')).length, 3);
      assert.deepEqual((await search(world.anyone, 'auk')).statuses, []);
    });

    it('finds what one has marked or is mentioned in', async () => {
      const { statuses: [hidden] } = await search(shy, 'shy', { type: 'statuses' });
      await eve.act('bookmark', hidden);
      assert.deepEqual(await posts(eve, 'auk in:library'), ['A shy auk https://reef.example/nest']);
      assert.deepEqual(await posts(eve, 'auk has:link'), ['A shy auk https://reef.example/nest']);
      await eve.act('unbookmark', hidden);
      assert.deepEqual(await posts(eve, 'auk in:library'), []);
      await shy.publish(`Psst, ${eve.mention}: the auk sleeps`, { visibility: 'direct' });
      assert.equal((await posts(eve, '"auk sleeps"')).length, 1);
      assert.deepEqual(await posts(open, '"auk sleeps"'), []);
    });

    it('knows phrases, operators and what is not wanted', async () => {
      for (const [q, found] of [['"little auk"', 1], ['"auk little"', 0], ['auk ice', 1], ['auk -ice', 0],
        [`auk from:${open.username}`, 1], ['auk from:nobody', 0], ['auk from:me', 0], ['auk language:en', 1],
        ['auk language:fi', 0], ['auk is:reply', 0], ['ice after:2001-01-01', 1], ['ice before:2001-01-01', 0]]) {
        assert.equal((await posts(eve, `${q} in:public`)).length, found, q);
      }
      assert.deepEqual(await posts(eve, 'auk', { account_id: open.id }), ['A little auk on the ice']);
      assert.deepEqual(await posts(eve, 'auk', { account_id: eve.id }), []);
    });

    it('follows edits, deletes, blocks and mutes', async () => {
      const first = await open.publish('A razorbill passes');
      await open.put(`/api/v1/statuses/${first.id}`, { status: 'A guillemot passes' });
      assert.deepEqual(await posts(eve, 'razorbill'), []);
      assert.deepEqual(await posts(eve, 'guillemot'), ['A guillemot passes']);
      await eve.toward('mute', open);
      assert.deepEqual(await posts(eve, 'guillemot'), []);
      await eve.toward('unmute', open);
      await open.toward('block', eve);
      assert.deepEqual(await posts(eve, 'guillemot'), []);
      await open.toward('unblock', eve);
      assert.deepEqual(await posts(eve, 'guillemot'), ['A guillemot passes']);
      await open.erase(first);
      assert.deepEqual(await posts(eve, 'guillemot'), []);
    });

    it('turns pages, however many posts there are', async () => {
      const direct = world.direct(open);
      const all = [];
      for (let i = 0; i < 150; i++) all.push(texts([await direct.publish(`Murre number ${i}`)])[0]);
      const found = [];
      for (let offset = 0; offset < 160; offset += 40) found.push(...await posts(eve, 'murre', { limit: 40, offset }));
      sameSet(found, all);
    });

    it('speaks every script', async () => {
      await open.publish('東京湾で海雀を見た');
      await open.publish('Älgar på Öland');
      assert.deepEqual(await posts(eve, '海雀'), ['東京湾で海雀を見た']);
      assert.deepEqual(await posts(eve, 'algar oland'), ['Älgar på Öland']);
    });

    it('takes hostile questions for text, and refuses endless ones', async () => {
      for (const q of ['" OR 1', 'NEAR(auk ice)', 'words:auk', "'; DROP TABLE posts; --", 'auk & !ice', '((', '-']) {
        await search(eve, q);
      }
      await refused(eve.ask('GET', '/api/v2/search', { query: { q: 'a\u0000b' } }), 400);
      await refused(eve.ask('GET', '/api/v2/search', { query: { q: 'x'.repeat(2000) } }), 422);
      await refused(eve.ask('GET', '/api/v2/search', { query: { q: 'y '.repeat(100) } }), 422);
      await refused(eve.ask('GET', '/api/v2/search', { query: { q: 'auk before:soon' } }), 422, /date/);
      await refused(eve.ask('GET', '/api/v2/search', { query: { q: 'auk', account_id: 'nobody' } }), 422);
    });
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
