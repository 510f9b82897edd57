// SPDX-License-Identifier: Apache-2.0
// Lists: who is in them, what their timelines show, and what an exclusive one takes out of the home.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertDescending, eventually, has, ids, refused, sameSet, texts } from '../support/expect.mjs';
import { useWorld } from '../support/world.mjs';

describe('lists', () => {
  const world = useWorld();

  // An owner who follows everyone else, with a list of the first `count` of them.
  async function ownerOf(names, count, fields = {}) {
    const [owner, ...people] = await world.people('owner', ...names);
    for (const person of people) await owner.follow(person);
    const list = await owner.post('/api/v1/lists', { title: 'friends', ...fields });
    await owner.post(`/api/v1/lists/${list.id}/accounts`, { account_ids: ids(people.slice(0, count)) });
    return [owner, list, ...people];
  }
  const timeline = (owner, list, query) => owner.get(`/api/v1/timelines/list/${list.id}`, query);
  const shows = (owner, list, expected) => eventually(async () =>
    assert.deepEqual(texts(await timeline(owner, list)), expected));
  const members = async (owner, list, query) => ids(await owner.get(`/api/v1/lists/${list.id}/accounts`, query));

  describe('are kept by their owner', () => {
    it('made, changed and taken away', async () => {
      const ann = await world.person('ann');
      assert.deepEqual(await ann.get('/api/v1/lists'), []);
      const list = await ann.post('/api/v1/lists', { title: 'friends' });
      assert.deepEqual(list, { id: list.id, title: 'friends', replies_policy: 'list', exclusive: false });
      const other = await ann.post('/api/v1/lists', { title: 'news', replies_policy: 'none', exclusive: true });
      has(other, { title: 'news', replies_policy: 'none', exclusive: true });
      has(await ann.put(`/api/v1/lists/${list.id}`, { title: 'close friends', replies_policy: 'followed' }),
        { id: list.id, title: 'close friends', replies_policy: 'followed', exclusive: false });
      assert.deepEqual((await ann.get('/api/v1/lists')).map(({ title }) => title), ['close friends', 'news']);
      assert.deepEqual(await ann.get(`/api/v1/lists/${other.id}`), other);
      assert.deepEqual(await ann.delete(`/api/v1/lists/${list.id}`), {});
      await refused(ann.ask('GET', `/api/v1/lists/${list.id}`), 404);
      assert.deepEqual(await ann.get('/api/v1/lists'), [other]);
    });

    it('and are not there for anyone else', async () => {
      const [ann, list, bob] = await ownerOf(['bob'], 1);
      await refused(bob.ask('GET', `/api/v1/lists/${list.id}`), 404);
      await refused(bob.ask('PUT', `/api/v1/lists/${list.id}`, { json: { title: 'mine' } }), 404);
      await refused(bob.ask('DELETE', `/api/v1/lists/${list.id}`), 404);
      await refused(bob.ask('GET', `/api/v1/lists/${list.id}/accounts`), 404);
      await refused(bob.ask('GET', `/api/v1/lists/${list.id}/accounts`, { query: { limit: 0 } }), 404);
      await refused(bob.ask('POST', `/api/v1/lists/${list.id}/accounts`, { json: { account_ids: [ann.id] } }), 404);
      await refused(bob.ask('DELETE', `/api/v1/lists/${list.id}/accounts`, { json: { account_ids: [bob.id] } }), 404);
      await refused(bob.ask('GET', `/api/v1/timelines/list/${list.id}`), 404);
      await refused(world.anyone.ask('GET', `/api/v1/timelines/list/${list.id}`), 401);
      assert.deepEqual(await members(ann, list), [bob.id]);
    });

    it('with a title, and a policy that there is', async () => {
      const ann = await world.person('ann');
      for (const json of [{}, { title: ' ' }, { title: 'x'.repeat(257) }, { title: 'ok', replies_policy: 'sometimes' }]) {
        await refused(ann.ask('POST', '/api/v1/lists', { json }), 422, /Validation failed/);
      }
      await refused(ann.ask('GET', '/api/v1/lists/nonsense'), 404);
      await refused(ann.ask('GET', '/api/v1/timelines/list/nonsense'), 404);
    });
  });

  describe('members', () => {
    it('are people whom the owner follows, for as long as they do', async () => {
      const [ann, list, bob, cai] = await ownerOf(['bob', 'cai'], 1);
      const stranger = await world.person('stranger');
      const add = (json) => ann.ask('POST', `/api/v1/lists/${list.id}/accounts`, { json });
      await refused(add({ account_ids: [cai.id, stranger.id] }), 404);
      assert.deepEqual(await members(ann, list), [bob.id]);
      await refused(add({ account_ids: [bob.id] }), 422, /already been taken/);
      await ann.post(`/api/v1/lists/${list.id}/accounts`, { account_ids: [cai.id] });
      assert.deepEqual(await members(ann, list), [cai.id, bob.id]);
      sameSet(await members(ann, list, { limit: 0 }), [bob.id, cai.id]);
      assert.deepEqual((await ann.pages(`/api/v1/lists/${list.id}/accounts`, { limit: 1 })).map(ids), [[cai.id], [bob.id]]);
      assert.deepEqual(ids(await ann.get(`/api/v1/accounts/${bob.id}/lists`)), [list.id]);
      assert.deepEqual(await ann.get(`/api/v1/accounts/${stranger.id}/lists`), []);
      await refused(ann.ask('GET', '/api/v1/accounts/1/lists'), 404);

      await ann.toward('unfollow', bob);
      assert.deepEqual(await members(ann, list), [cai.id]);
      await ann.follow(bob);
      assert.deepEqual(await members(ann, list), [cai.id]);
      await ann.delete(`/api/v1/lists/${list.id}/accounts`, { account_ids: [cai.id, stranger.id] });
      assert.deepEqual(await members(ann, list), []);
    });
  });

  describe('timelines', () => {
    it('hold what members post, new and old, and nothing of the owner', async () => {
      const [ann, list, bob, cai] = await ownerOf(['bob', 'cai'], 1);
      await bob.publish('of bob');
      await cai.publish('of cai');
      await ann.publish('of ann');
      await bob.publish(`to ${ann.mention}`, { visibility: 'direct' });
      await bob.publish('for followers', { visibility: 'private' });
      await bob.boost(await cai.publish('boosted'));
      await shows(ann, list, ['↻ boosted', 'for followers', 'of bob']);
      await ann.post(`/api/v1/lists/${list.id}/accounts`, { account_ids: [cai.id] });
      await shows(ann, list, ['boosted', 'for followers', 'of cai', 'of bob']);
      await ann.delete(`/api/v1/lists/${list.id}/accounts`, { account_ids: [bob.id] });
      await shows(ann, list, ['boosted', 'of cai']);
      await ann.toward('mute', cai);
      await shows(ann, list, []);
    });

    it('show replies by their policy', async () => {
      const [ann, list, bob, cai, dan] = await ownerOf(['bob', 'cai', 'dan'], 2);
      const stranger = await world.person('stranger');
      await bob.reply(await ann.publish('a'), 'to the owner');
      await bob.reply(await cai.publish('c'), 'to a member');
      await bob.reply(await dan.publish('d'), 'to someone followed');
      await bob.reply(await stranger.publish('s'), 'to a stranger');
      await bob.reply(await bob.publish('b'), 'to himself');
      for (const [policy, expected] of [
        ['list', ['to himself', 'b', 'to a member', 'c', 'to the owner']],
        ['followed', ['to himself', 'b', 'to someone followed', 'to a member', 'c', 'to the owner']],
        ['none', ['to himself', 'b', 'c', 'to the owner']],
      ]) {
        await ann.put(`/api/v1/lists/${list.id}`, { title: 'friends', replies_policy: policy });
        await shows(ann, list, expected);
      }
    });

    it('never end', async () => {
      const [ann, list, bob] = await ownerOf(['bob'], 1);
      const made = [];
      for (let i = 0; i < 25; i++) made.unshift((await bob.publish(`p${i}`)).id);
      await eventually(async () => assert.equal((await timeline(ann, list, { limit: 40 })).length, 25));
      const pages = await ann.pages(`/api/v1/timelines/list/${list.id}`, { limit: 10 });
      assert.deepEqual(pages.flat().map(({ id }) => id), made);
      assertDescending(ids(pages.flat()));
    });
  });

  it('that are exclusive take their members out of the home, backwards too', async () => {
    const [ann, list, bob, cai] = await ownerOf(['bob', 'cai'], 1);
    await bob.publish('of bob');
    await cai.publish('of cai');
    await ann.homeShows(['of cai', 'of bob']);
    await ann.put(`/api/v1/lists/${list.id}`, { title: 'friends', exclusive: true });
    await ann.homeShows(['of cai']);
    await bob.publish('of bob again');
    await cai.reply(await bob.publish('asked'), 'an answer to bob');
    await ann.homeShows(['an answer to bob', 'of cai']);
    await shows(ann, list, ['asked', 'of bob again', 'of bob']);
    await ann.delete(`/api/v1/lists/${list.id}`);
    await ann.homeShows(['an answer to bob', 'asked', 'of bob again', 'of cai', 'of bob']);
  });
});
