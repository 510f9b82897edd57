// SPDX-License-Identifier: Apache-2.0
// From whom people want to hear, and what becomes of those who must ask first.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventually, has, ids, refused, texts } from '../support/expect.mjs';
import { hears, Socket } from '../support/stream.mjs';
import { useWorld } from '../support/world.mjs';

describe('policies of notifications', () => {
  const world = useWorld();
  const POLICY = '/api/v2/notifications/policy';
  const REQUESTS = '/api/v1/notifications/requests';
  const USUAL = {
    for_not_following: 'accept', for_not_followers: 'accept', for_new_accounts: 'accept', for_private_mentions: 'filter', for_limited_accounts: 'filter' };
  const NOBODY = { pending_requests_count: 0, pending_notifications_count: 0 };

  // Someone who hears of strangers only what they ask for, and a stranger.
  async function picky(policy = { for_not_following: 'filter' }, ...more) {
    const [ann, ...people] = await world.people('ann', 'bob', ...more);
    await ann.patch(POLICY, policy);
    return [ann, ...people];
  }
  const requests = (person, query) => person.get(REQUESTS, query);
  const asks = (person, expected) => eventually(async () =>
    assert.deepEqual((await requests(person)).map(({ account, notifications_count: count }) => `${account.username} ${count}`), expected));

  describe('a policy', () => {
    it('is the usual one until something is chosen', async () => {
      const ann = await world.person('ann');
      assert.deepEqual(await ann.get(POLICY), { ...USUAL, summary: NOBODY });
      assert.deepEqual(await ann.get('/api/v1/notifications/policy'), {
        filter_not_following: false, filter_not_followers: false, filter_new_accounts: false, filter_private_mentions: true, summary: NOBODY });
    });

    it('changes rule by rule, by either verb and either version', async () => {
      const ann = await world.person('ann');
      const first = { for_not_following: 'drop', for_private_mentions: 'accept' };
      assert.deepEqual(await ann.patch(POLICY, first), { ...USUAL, ...first, summary: NOBODY });
      has(await ann.put(POLICY, { for_limited_accounts: 'drop' }), { ...first, for_limited_accounts: 'drop' });
      has(await ann.put('/api/v1/notifications/policy', { filter_new_accounts: true, filter_not_following: 'false' }),
        { filter_new_accounts: true, filter_not_following: false, filter_private_mentions: false });
      has(await ann.get(POLICY), { for_new_accounts: 'filter', for_not_following: 'accept', for_private_mentions: 'accept', for_limited_accounts: 'drop' });
    });

    it('takes no other words', async () => {
      const ann = await world.person('ann');
      for (const word of ['', 'maybe', 'Filter', '1', true]) {
        await refused(ann.ask('PATCH', POLICY, { json: { for_new_accounts: word } }), 422, /for_new_accounts must be accept, filter or drop/);
      }
      await refused(ann.ask('PATCH', POLICY, { json: { for_new_accounts: ['drop'] } }), 400);
      has(await ann.get(POLICY), USUAL);
    });
  });

  describe('keeps apart', () => {
    // [rule, what bob does before, what he does, whether ann hears of it]
    const whisper = (ann, bob, options) => bob.publish(`psst ${ann.mention}`, { visibility: 'direct', ...options });
    const hey = (ann, bob) => bob.publish(`hey ${ann.mention}`);
    const like = async (ann, bob) => bob.act('favourite', await ann.publish('mine'));
    const RULES = [
      ['nobody', {}, () => {}, hey, true],
      ['private mentions of strangers, without being asked to', {}, () => {}, whisper, false],
      ['private mentions of strangers, but no answer', {}, () => {}, async (ann, bob) =>
        whisper(ann, bob, { in_reply_to_id: (await ann.publish(`question ${bob.mention}`)).id }), true],
      ['no private mention of those followed', {}, (ann, bob) => ann.follow(bob), whisper, true],
      ['those not followed', { for_not_following: 'filter' }, (ann, bob) => bob.follow(ann), like, false],
      ['no one followed', { for_not_following: 'filter' }, (ann, bob) => ann.follow(bob), like, true],
      ['those who do not follow', { for_not_followers: 'filter' }, (ann, bob) => ann.follow(bob), like, false],
      ['those who have just begun to follow', { for_not_followers: 'filter' }, (ann, bob) => bob.follow(ann), hey, false],
      ['new accounts', { for_new_accounts: 'filter' }, () => {}, hey, false],
      ['no new account that is followed', { for_new_accounts: 'filter' }, (ann, bob) => ann.follow(bob), hey, true],
    ];
    for (const [who, policy, before, act, heard] of RULES) {
      it(who, async () => {
        const [ann, bob] = await world.people('ann', 'bob');
        await before(ann, bob);
        await ann.post('/api/v1/notifications/clear');
        await ann.patch(POLICY, policy);
        await act(ann, bob);
        const told = async (query) => (await ann.notifications(query)).length;
        assert.equal(await told(), heard ? 1 : 0);
        assert.equal(await told({ include_filtered: true }), 1);
        assert.equal((await ann.get('/api/v2/notifications')).notification_groups.length, heard ? 1 : 0);
        assert.equal((await ann.get('/api/v2/notifications', { include_filtered: true })).notification_groups.length, 1);
        assert.equal((await ann.get('/api/v1/notifications/unread_count')).count, heard ? 1 : 0);
        assert.equal((await ann.get('/api/v2/notifications/unread_count')).count, heard ? 1 : 0);
      });
    }

    it('nothing, but forgets, what is dropped', async () => {
      const [ann, bob] = await picky({ for_not_following: 'drop' });
      await hey(ann, bob);
      await like(ann, bob);
      assert.deepEqual(await ann.notifications({ include_filtered: true }), []);
      assert.deepEqual(await requests(ann), []);
    });

    it('from streams too', async () => {
      const [ann, bob, cai] = await picky({ for_not_following: 'filter' }, 'cai');
      await ann.follow(cai);
      const socket = await Socket.open(ann);
      await socket.subscribe('user:notification');
      await bob.publish(`unheard ${ann.mention}`);
      await cai.publish(`heard ${ann.mention}`);
      await hears(socket, [`notification mention ${cai.username}`]);
      await socket.end();
    });
  });

  describe('requests', () => {
    it('name who asks, the last that was said, and how much', async () => {
      const [ann, bob, cai] = await picky({ for_not_following: 'filter' }, 'cai');
      await bob.publish(`one ${ann.mention}`);
      await cai.publish(`hello ${ann.mention}`);
      const last = await bob.publish(`two ${ann.mention}`);
      await bob.act('favourite', await ann.publish('mine'));
      await asks(ann, [`${cai.username} 1`, `${bob.username} 2`]);
      const [, ofBob] = await requests(ann);
      assert.equal(ofBob.last_status.id, last.id);
      assert.equal(ofBob.account.id, bob.id);
      assert.match(ofBob.updated_at, /\.\d{3}Z$/);
      assert.deepEqual(await ann.get(`${REQUESTS}/${ofBob.id}`), ofBob);
      assert.deepEqual((await ann.get(POLICY)).summary, { pending_requests_count: 2, pending_notifications_count: 3 });
      assert.deepEqual((await ann.pages(REQUESTS, { limit: 1 })).map(ids), (await requests(ann)).map(({ id }) => [id]));
      await bob.erase(last);
      assert.deepEqual(texts([(await requests(ann))[1].last_status]), [`one ${ann.mention}`]);
      await ann.toward('block', bob);
      await asks(ann, [`${cai.username} 1`]);
    });

    it('are accepted: what was kept apart is told, and the stream says so', async () => {
      const [ann, bob] = await picky();
      await bob.publish(`one ${ann.mention}`);
      await bob.act('favourite', await ann.publish('mine'));
      assert.deepEqual(await ann.get(`${REQUESTS}/merged`), { merged: true });
      const socket = await Socket.open(ann);
      await socket.subscribe('user');
      const [request] = await requests(ann);
      assert.deepEqual(await ann.post(`${REQUESTS}/${request.id}/accept`), {});
      await eventually(async () => assert.deepEqual(socket.received.map(({ event }) => event), ['notifications_merged']));
      assert.deepEqual(await ann.get(`${REQUESTS}/merged`), { merged: true });
      await ann.isNotified([['favourite', bob.username, 'mine'], ['mention', bob.username, `one ${ann.mention}`]]);
      assert.deepEqual(await requests(ann), []);
      await refused(ann.ask('POST', `${REQUESTS}/${request.id}/accept`), 404);
      await bob.publish(`two ${ann.mention}`);
      assert.equal((await ann.notifications()).length, 3);
      await socket.end();
    });

    it('are dismissed: what was kept apart is forgotten, and the next mention asks again', async () => {
      const [ann, bob] = await picky();
      await bob.publish(`one ${ann.mention}`);
      const [request] = await requests(ann);
      assert.deepEqual(await ann.post(`${REQUESTS}/${request.id}/dismiss`), {});
      assert.deepEqual(await requests(ann), []);
      await eventually(async () => assert.deepEqual(await ann.notifications({ include_filtered: true }), []));
      await bob.publish(`two ${ann.mention}`);
      await asks(ann, [`${bob.username} 1`]);
      assert.deepEqual(await ann.notifications(), []);
    });

    it('are answered many at once, those of others passed over', async () => {
      const [ann, bob, cai, dan] = await picky({ for_not_following: 'filter' }, 'cai', 'dan');
      for (const person of [bob, cai, dan]) await person.publish(`hey ${ann.mention}`);
      await dan.patch(POLICY, { for_not_following: 'filter' });
      await bob.publish(`hey ${dan.mention}`);
      const [ofDan, ofCai, ofBob] = await requests(ann);
      const [other] = await requests(dan);
      assert.deepEqual(await ann.post(`${REQUESTS}/accept`, { id: [ofBob.id, ofCai.id, other.id, '1'] }), {});
      await ann.isNotified([['mention', cai.username, `hey ${ann.mention}`], ['mention', bob.username, `hey ${ann.mention}`]]);
      assert.deepEqual(await ann.post(`${REQUESTS}/dismiss`, { id: [ofDan.id] }), {});
      await asks(ann, []);
      await asks(dan, [`${bob.username} 1`]);
      assert.deepEqual(await ann.post(`${REQUESTS}/accept`), {});
    });

    it('are nobody else\'s, and take only ids', async () => {
      const [ann, bob] = await picky();
      await bob.publish(`hey ${ann.mention}`);
      const [{ id }] = await requests(ann);
      await refused(bob.ask('GET', `${REQUESTS}/${id}`), 404, /^Record not found$/);
      for (const answer of ['accept', 'dismiss']) {
        await refused(bob.ask('POST', `${REQUESTS}/${id}/${answer}`), 404);
        await refused(ann.ask('POST', `${REQUESTS}/nonsense/${answer}`), 404);
        await refused(ann.ask('POST', `${REQUESTS}/${answer}`, { json: { id: ['x'] } }), 422);
        await refused(ann.ask('POST', `${REQUESTS}/${answer}`, { json: { id: Array.from({ length: 201 }, (_, i) => `${i + 1}`) } }), 422, /200/);
      }
      await refused(ann.ask('GET', REQUESTS, { query: { max_id: 'x' } }), 422);
      await asks(ann, [`${bob.username} 1`]);
    });
  });
});
