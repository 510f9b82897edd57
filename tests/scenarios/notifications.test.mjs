// SPDX-License-Identifier: Apache-2.0
// What people are told, and what they are spared.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { assertDescending, eventually, has, ids, refused } from '../support/expect.mjs';
import { useWorld } from '../support/world.mjs';

describe('notifications', () => {
  const world = useWorld();

  describe('tell', () => {
    // [type, what happens between ann and bob, what ann is told: username of bob and the text of a post]
    const EVENTS = [
      ['follow', (ann, bob) => bob.follow(ann), () => []],
      ['mention', (ann, bob) => bob.publish(`hey ${ann.mention}`), (ann) => [`hey ${ann.mention}`]],
      ['mention', async (ann, bob) => { await ann.follow(bob); await bob.publish(`psst ${ann.mention}`, { visibility: 'direct' }); },
        (ann) => [`psst ${ann.mention}`]],
      ['favourite', async (ann, bob) => bob.act('favourite', await ann.publish('nice')), () => ['nice']],
      ['reblog', async (ann, bob) => bob.boost(await ann.publish('nice')), () => ['nice']],
      ['status', async (ann, bob) => { await ann.follow(bob, { notify: true }); await bob.publish('news'); }, () => ['news']],
      ['update', async (ann, bob) => {
        const post = await bob.publish('nwes');
        await ann.boost(post);
        await bob.put(`/api/v1/statuses/${post.id}`, { status: 'news' });
      }, () => ['news']],
    ];
    for (const [type, happens, tells] of EVENTS) {
      it(`${type}: ${tells({ mention: '@…' })[0] ?? 'without a post'}`, async () => {
        const [ann, bob] = await world.people('ann', 'bob');
        await happens(ann, bob);
        await ann.isNotified([[type, bob.username, ...tells(ann)]]);
        const [told] = await ann.notifications();
        assert.equal(told.account.id, bob.id);
        assert.match(told.created_at, /\.\d{3}Z$/);
        assert.equal('status' in told, tells(ann).length > 0);
        assert.deepEqual(await ann.get(`/api/v1/notifications/${told.id}`), told);
      });
    }

    it('follow_request, for locked accounts', async () => {
      const lena = await world.person('lena', { locked: true });
      const ann = await world.person('ann');
      await ann.follow(lena);
      await lena.isNotified([['follow_request', ann.username]]);
    });

    it('of every post, from the next one after asking for it until asking for it no more', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      await bob.publish('before');
      await ann.follow(bob);
      await bob.publish('unasked');
      await ann.follow(bob, { notify: true });
      await bob.publish('asked');
      await ann.follow(bob, { notify: false });
      await bob.publish('no more');
      await ann.follow(bob, { notify: true });
      await bob.publish('again');
      await ann.toward('unfollow', bob);
      await bob.publish('a stranger');
      await ann.isNotified([['status', bob.username, 'again'], ['status', bob.username, 'asked']]);
    });

    it('newest first, each once', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      const post = await ann.publish('mine');
      await bob.follow(ann);
      for (let time = 1; time <= 2; time++) await bob.act('favourite', post);
      for (let time = 1; time <= 2; time++) await bob.boost(post);
      await bob.reply(post, `${ann.mention} ${ann.mention}`);
      await ann.isNotified([
        ['mention', bob.username, `${ann.mention} ${ann.mention}`], ['reblog', bob.username, 'mine'],
        ['favourite', bob.username, 'mine'], ['follow', bob.username]]);
      assertDescending(ids(await ann.notifications()));
    });
  });

  describe('do not tell', () => {
    // [what, what bob does that must stay silent for ann]; a mention afterwards proves that nothing else came.
    const SILENT = [
      ['of own doings', async (ann) => {
        const post = await ann.publish(`me ${ann.mention}`);
        await ann.act('favourite', post);
        await ann.boost(post);
      }],
      ['of an answer that names nobody', async (ann, bob) => bob.reply(await ann.publish('mine'), 'no name')],
      ['of what was undone', async (ann, bob) => {
        const post = await ann.publish('mine');
        for (const [act, undo] of [['favourite', 'unfavourite'], ['reblog', 'unreblog']]) {
          await bob.act(act, post);
          await bob.act(undo, post);
        }
        await bob.follow(ann);
        await bob.toward('unfollow', ann);
        await bob.erase(await bob.publish(`oops ${ann.mention}`));
      }],
      ['of a muted conversation', async (ann, bob) => {
        const post = await ann.publish('mine');
        await ann.act('mute', post);
        await bob.reply(post, `hey ${ann.mention}`);
        await bob.act('favourite', post);
        await bob.boost(post);
      }],
      ['of bookmarks, and of posts of people merely followed', async (ann, bob) => {
        await ann.follow(bob);
        await bob.act('bookmark', await ann.publish('mine'));
        await bob.publish('for all');
      }],
    ];
    for (const [what, happens] of SILENT) {
      it(what, async () => {
        const [ann, bob] = await world.people('ann', 'bob');
        await happens(ann, bob);
        await bob.publish(`end ${ann.mention}`);
        await ann.isNotified([['mention', bob.username, `end ${ann.mention}`]]);
      });
    }

    const bothers = async (bob, ann, post) => {
      await bob.act('favourite', post);
      await bob.publish(`hey ${ann.mention}`);
    };

    it('of muted people, unless their notifications are wanted', async () => {
      const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
      const post = await ann.publish('mine');
      await ann.toward('mute', bob);
      await ann.toward('mute', cai, { notifications: false });
      await bothers(bob, ann, post);
      await bothers(cai, ann, post);
      await ann.isNotified([['mention', cai.username, `hey ${ann.mention}`], ['favourite', cai.username, 'mine']]);
    });

    it('of blocked people, also of what they did before', async () => {
      const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
      const post = await ann.publish('mine');
      await bob.follow(ann);
      await bothers(bob, ann, post);
      await eventually(async () => assert.equal((await ann.notifications()).length, 3));
      await ann.toward('block', bob);
      await ann.isNotified([]);
      await bob.publish(`still ${ann.mention}`);
      await cai.publish(`end ${ann.mention}`);
      await ann.isNotified([['mention', cai.username, `end ${ann.mention}`]]);
    });

    it('of a deleted post any more', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      const post = await ann.publish('mine');
      await bothers(bob, ann, post);
      await bob.boost(post);
      await ann.erase(post);
      await ann.isNotified([['mention', bob.username, `hey ${ann.mention}`]]);
    });
  });

  describe('list', () => {
    const TYPES = ['favourite', 'mention', 'reblog', 'follow']; // newest first
    let ann;
    let bob;
    let all;
    const list = async (query) => (await ann.notifications(query)).map(({ type }) => type);
    before(async () => {
      [ann, bob] = await world.people('ann', 'bob');
      const post = await ann.publish('mine');
      await bob.follow(ann);
      await bob.boost(post);
      await bob.publish(`hey ${ann.mention}`);
      await bob.act('favourite', post);
      await eventually(async () => assert.deepEqual(await list(), TYPES));
      all = ids(await ann.notifications());
    });

    const FILTERS = [
      [{ types: ['mention', 'follow'] }, ['mention', 'follow']],
      [{ exclude_types: ['favourite', 'follow'] }, ['mention', 'reblog']],
      [{ types: ['mention', 'follow'], exclude_types: ['follow'] }, ['mention']],
      [{ types: ['poll'] }, []],
      [{ limit: 2 }, ['favourite', 'mention']],
    ];
    for (const [query, expected] of FILTERS) {
      it(`filtered by ${JSON.stringify(query)}`, async () => assert.deepEqual(await list(query), expected));
    }

    it('of one account', async () => {
      assert.deepEqual(await list({ account_id: bob.id }), TYPES);
      assert.deepEqual(await list({ account_id: ann.id }), []);
    });

    it('in pages, with filters kept in the links', async () => {
      assert.deepEqual((await ann.pages('/api/v1/notifications', { limit: 3 })).map(ids), [all.slice(0, 3), all.slice(3)]);
      const { links } = await ann.expectOk('GET', '/api/v1/notifications', { query: { limit: 1, exclude_types: ['reblog'] } });
      const next = new URL(links.next).searchParams;
      assert.deepEqual([next.get('max_id'), next.getAll('exclude_types[]'), next.get('limit')], [all[0], ['reblog'], '1']);
      assert.equal(new URL(links.prev).searchParams.get('min_id'), all[0]);
    });

    it('by cursors', async () => {
      const page = async (query) => ids(await ann.notifications(query));
      assert.deepEqual(await page({ max_id: all[1] }), all.slice(2));
      assert.deepEqual(await page({ since_id: all[2] }), all.slice(0, 2));
      assert.deepEqual(await page({ min_id: all[3], limit: 1 }), [all[2]]);
    });

    it('is the owner\'s alone', async () => {
      await refused(bob.ask('GET', `/api/v1/notifications/${all[0]}`), 404, /^Record not found$/);
      await refused(bob.ask('POST', `/api/v1/notifications/${all[0]}/dismiss`), 404);
      assert.equal((await ann.notifications()).length, TYPES.length);
    });
  });

  it('are dismissed one by one, or all at once', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    for (const text of ['a', 'b', 'c']) await bob.publish(`${text} ${ann.mention}`);
    await eventually(async () => assert.equal((await ann.notifications()).length, 3));
    const [, middle] = await ann.notifications();
    assert.deepEqual(await ann.post(`/api/v1/notifications/${middle.id}/dismiss`), {});
    await ann.isNotified([['mention', bob.username, `c ${ann.mention}`], ['mention', bob.username, `a ${ann.mention}`]]);
    await refused(ann.ask('GET', `/api/v1/notifications/${middle.id}`), 404);
    assert.deepEqual(await ann.post('/api/v1/notifications/clear'), {});
    assert.deepEqual(await ann.notifications(), []);
  });

  it('are counted until they are read', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    const unread = async (query) => (await ann.get('/api/v1/notifications/unread_count', query)).count;
    assert.equal(await unread(), 0);
    for (const text of ['a', 'b', 'c']) await bob.publish(`${text} ${ann.mention}`);
    await eventually(async () => assert.equal(await unread(), 3));
    assert.equal(await unread({ limit: 2 }), 2);
    const [, second] = await ann.notifications();
    has((await ann.post('/api/v1/markers', { notifications: { last_read_id: second.id } })).notifications, { last_read_id: second.id });
    assert.equal(await unread(), 1);
  });
});
