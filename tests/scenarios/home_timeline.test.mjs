// SPDX-License-Identifier: Apache-2.0
// The home timeline: what is in it, in which order, and that it never ends.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { assertDescending, eventually, ids, texts } from '../support/expect.mjs';
import { pathOf } from '../support/http.mjs';
import { useWorld } from '../support/world.mjs';

const BOOST_WINDOW = 40; // a boost is left out when its post, or another boost of it, is that near below

describe('home timeline', () => {
  const world = useWorld();

  // A reader who follows the first `followed` of the other people made.
  async function readerOf(...names) {
    const [reader, ...people] = await world.people('reader', ...names);
    for (const person of people) await reader.follow(person);
    return [reader, ...people];
  }

  // In each scenario a last post of someone followed proves that everything before it has arrived.
  const settle = async (reader, author, ...expected) => {
    await author.publish('that is all');
    await reader.homeShows(['that is all', ...expected]);
  };

  describe('holds', () => {
    it('own posts at once, and those of the people followed, newest first', async () => {
      const [ann, bob, cai] = await readerOf('bob', 'cai');
      const stranger = await world.person('stranger');
      const own = await ann.publish('own');
      assert.deepEqual(ids(await ann.home()), [own.id]);
      await bob.publish('of bob');
      await stranger.publish('of a stranger');
      await cai.publish('of cai', { visibility: 'unlisted' });
      await bob.publish('private of bob', { visibility: 'private' });
      await ann.homeShows(['private of bob', 'of cai', 'of bob', 'own']);
      assertDescending(ids(await ann.home()));
    });

    it('direct posts only for those they are meant for', async () => {
      const [ann, bob] = await readerOf('bob');
      await bob.publish('to nobody', { visibility: 'direct' });
      await bob.publish(`to you ${ann.mention}`, { visibility: 'direct' });
      await settle(ann, bob, `to you ${ann.mention}`);
    });

    it('replies only when the one replied to is followed too, oneself, or their own author', async () => {
      const [ann, bob, cai] = await readerOf('bob', 'cai');
      const stranger = await world.person('stranger');
      const [own, ofCai, ofStranger] = [await ann.publish('own'), await cai.publish('of cai'), await stranger.publish('of a stranger')];
      await bob.reply(ofStranger, 'to a stranger');
      await bob.reply(ofCai, 'to cai');
      await bob.reply(own, 'to me');
      await bob.reply(await bob.publish('thread 1'), 'thread 2');
      await ann.reply(ofStranger, 'my own reply');
      await settle(ann, bob, 'my own reply', 'thread 2', 'thread 1', 'to me', 'to cai', 'of cai', 'own');
    });

    it('the edited text, and nothing that was deleted', async () => {
      const [ann, bob] = await readerOf('bob');
      const [kept, gone] = [await bob.publish('tpyo'), await bob.publish('gone')];
      await ann.homeShows(['gone', 'tpyo']);
      await bob.put(`/api/v1/statuses/${kept.id}`, { status: 'typo' });
      await bob.erase(gone);
      await ann.homeShows(['typo']);
    });

    it('flags as the reader set them', async () => {
      const [ann, bob] = await readerOf('bob');
      const post = await bob.publish('flagged');
      await ann.homeShows(['flagged']);
      await ann.act('favourite', post);
      await ann.act('bookmark', post);
      const [shown] = await ann.home();
      assert.deepEqual([shown.favourited, shown.bookmarked, shown.favourites_count], [true, true, 1]);
      const [unflagged] = await bob.home();
      assert.deepEqual([unflagged.favourited, unflagged.bookmarked, unflagged.favourites_count], [false, false, 1]);
    });
  });

  describe('boosts', () => {
    it('bring posts of strangers', async () => {
      const [ann, bob] = await readerOf('bob');
      const stranger = await world.person('stranger');
      await bob.boost(await stranger.publish('from afar'));
      await ann.homeShows(['↻ from afar']);
    });

    it('are left out near the post itself, whoever boosts', async () => {
      const [ann, bob, cai] = await readerOf('bob', 'cai');
      const post = await bob.publish('just there');
      await cai.boost(post);
      await bob.boost(post);
      await settle(ann, bob, 'just there');
    });

    it('are left out near another boost of the same post', async () => {
      const [ann, bob, cai] = await readerOf('bob', 'cai');
      const post = await (await world.person('stranger')).publish('from afar');
      await bob.boost(post);
      await cai.boost(post);
      await settle(ann, bob, '↻ from afar');
    });

    it('come back when the boost below is undone', async () => {
      const [ann, bob, cai] = await readerOf('bob', 'cai');
      const post = await (await world.person('stranger')).publish('from afar');
      await bob.boost(post);
      await cai.boost(post);
      await bob.act('unreblog', post);
      await eventually(async () => {
        const home = await ann.home();
        assert.deepEqual(home.map(({ account }) => account.username), [cai.username]);
      });
    });

    for (const [between, shown] of [[BOOST_WINDOW - 1, false], [BOOST_WINDOW, true]]) {
      it(`with ${between} posts in between are ${shown ? 'shown' : 'left out'}`, async () => {
        const [ann, bob, cai] = await readerOf('bob', 'cai');
        const post = await bob.publish('long ago');
        const filler = [];
        for (let i = 0; i < between; i++) filler.unshift(texts([await bob.publish(`filler ${i}`)])[0]);
        await cai.boost(post);
        await bob.publish('that is all');
        const expected = ['that is all', ...(shown ? ['↻ long ago'] : []), ...filler];
        await eventually(async () => assert.deepEqual(texts(await ann.home({ limit: 40 })), expected.slice(0, 40)));
      });
    }

    it('of someone whose boosts are not wanted stay away', async () => {
      const [ann, bob] = await readerOf('bob');
      await bob.boost(await (await world.person('stranger')).publish('from afar'));
      await ann.homeShows(['↻ from afar']);
      await ann.follow(bob, { reblogs: false });
      await settle(ann, bob);
      await ann.follow(bob, { reblogs: true });
      await ann.homeShows(['that is all', '↻ from afar']);
    });
  });

  describe('acts backwards', () => {
    it('a follow brings the history, an unfollow takes it away', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      await bob.publish('before');
      await bob.publish('private before', { visibility: 'private' });
      await ann.publish('own');
      assert.deepEqual(texts(await ann.home()), ['own']);
      await ann.follow(bob);
      await ann.homeShows(['own', 'private before', 'before']);
      await ann.toward('unfollow', bob);
      await ann.homeShows(['own']);
    });

    it('an approved request brings the history, a removed follower loses it', async () => {
      const ann = await world.person('ann');
      const lena = await world.person('lena', { locked: true });
      await lena.publish('before', { visibility: 'private' });
      await ann.follow(lena);
      assert.deepEqual(await ann.home(), []);
      await lena.post(`/api/v1/follow_requests/${ann.id}/authorize`);
      await ann.homeShows(['before']);
      await lena.toward('remove_from_followers', ann);
      await ann.homeShows([]);
    });

    it('a mute hides posts and boosts of them until it ends', async () => {
      const [ann, bob, cai] = await readerOf('bob', 'cai');
      await bob.publish('of bob');
      const stranger = await world.person('stranger');
      await cai.boost(await stranger.publish('from afar'));
      await cai.publish('of cai');
      await ann.homeShows(['of cai', '↻ from afar', 'of bob']);
      await ann.toward('mute', bob);
      await ann.toward('mute', stranger);
      await ann.homeShows(['of cai']);
      await bob.publish('while muted');
      await settle(ann, cai, 'of cai');
      await ann.toward('unmute', bob);
      await ann.homeShows(['that is all', 'while muted', 'of cai', 'of bob']);
    });

    it('a block hides everything, also what others boost, in both directions', async () => {
      const [ann, bob, cai] = await readerOf('bob', 'cai');
      await bob.follow(cai);
      await bob.publish('of bob');
      await cai.boost(await bob.publish('of bob, boosted'));
      const ofAnn = await ann.publish('of ann');
      await cai.boost(ofAnn);
      await ann.homeShows(['of ann', 'of bob, boosted', 'of bob']);
      await bob.homeShows(['↻ of ann', 'of bob, boosted', 'of bob']);
      await ann.toward('block', bob);
      await ann.homeShows(['of ann']);
      await bob.homeShows(['of bob, boosted', 'of bob']);
    });

    it('a mute hides what others write to the muted', async () => {
      const [ann, bob] = await readerOf('bob');
      const noisy = await world.person('noisy');
      await bob.publish(`hey ${noisy.mention}`);
      await ann.homeShows([`hey ${noisy.mention}`]);
      await ann.toward('mute', noisy);
      await ann.homeShows([]);
      await bob.publish(`again ${noisy.mention}`);
      await settle(ann, bob);
    });

    it('languages chosen for a follow', async () => {
      const [ann, bob] = await readerOf('bob');
      await bob.publish('Guten Tag', { language: 'de' });
      await bob.publish('Good day', { language: 'en' });
      await ann.homeShows(['Good day', 'Guten Tag']);
      await ann.follow(bob, { languages: ['de'] });
      await ann.homeShows(['Guten Tag']);
      await bob.publish('Good night', { language: 'en' });
      await bob.publish('Gute Nacht', { language: 'de' });
      await ann.homeShows(['Gute Nacht', 'Guten Tag']);
    });
  });

  describe('paging', () => {
    let reader;
    let all; // ids, newest first
    const page = async (query) => ids(await reader.home(query));
    before(async () => {
      const [ann, bob] = await readerOf('bob');
      reader = ann;
      all = [];
      for (let i = 0; i < 25; i++) all.unshift((await (i % 3 ? bob : ann).publish(`p${i}`)).id);
      await eventually(async () => assert.equal((await ann.home({ limit: 40 })).length, 25));
    });

    it('shows 20, or as many as asked for up to 40', async () => {
      assert.deepEqual(await page(), all.slice(0, 20));
      assert.deepEqual(await page({ limit: 3 }), all.slice(0, 3));
      assert.deepEqual(await page({ limit: 25 }), all);
      assert.deepEqual(await page({ limit: 1000 }), all);
    });

    // [query in terms of positions in `all`, expected slice]
    const WINDOWS = [
      ['max_id: older than', { max_id: 4, limit: 3 }, [5, 8]],
      ['since_id: newer than, from the top', { since_id: 10, limit: 3 }, [0, 3]],
      ['min_id: newer than, next to it', { min_id: 10, limit: 3 }, [7, 10]],
      ['max_id and since_id', { max_id: 2, since_id: 6, limit: 10 }, [3, 6]],
      ['max_id and min_id', { max_id: 2, min_id: 8, limit: 3 }, [5, 8]],
      ['min_id of the newest', { min_id: 0 }, [0, 0]],
      ['max_id of the oldest', { max_id: 24 }, [25, 25]],
    ];
    for (const [what, { limit, ...cursors }, [from, to]] of WINDOWS) {
      it(what, async () => {
        const query = Object.fromEntries(Object.entries(cursors).map(([name, position]) => [name, all[position]]));
        assert.deepEqual(await page({ ...query, limit }), all.slice(from, to));
      });
    }

    it('takes cursors of posts that are not in the timeline', async () => {
      const foreign = await (await world.person('stranger')).publish('elsewhere');
      assert.deepEqual(await page({ max_id: foreign.id, limit: 2 }), all.slice(0, 2));
      assert.deepEqual(await page({ min_id: '1', limit: 2 }), all.slice(-2));
      assert.deepEqual(await page({ max_id: '1' }), []);
      assert.deepEqual(await page({ max_id: '9223372036854775807', limit: 1 }), all.slice(0, 1));
    });

    it('links lead on and back', async () => {
      const first = await reader.expectOk('GET', '/api/v1/timelines/home', { query: { limit: 5 } });
      assert.equal(new URL(first.links.next).searchParams.get('max_id'), all[4]);
      assert.equal(new URL(first.links.prev).searchParams.get('min_id'), all[0]);
      const second = await reader.expectOk('GET', pathOf(first.links.next));
      assert.deepEqual(ids(second.body), all.slice(5, 10));
      const back = await reader.expectOk('GET', pathOf(second.links.prev));
      assert.deepEqual(ids(back.body), all.slice(0, 5));
      const newer = await reader.expectOk('GET', pathOf(first.links.prev));
      assert.deepEqual([newer.body, newer.links], [[], {}]);
    });
  });

  it('never ends: more than a thousand posts, all the way down and all the way up', async () => {
    const AUTHORS = 4;
    const EACH = 270;
    const [ann, ...authors] = await readerOf(...Array(AUTHORS).fill('author'));
    const written = await Promise.all(authors.map(async (author) => {
      const quick = world.direct(author);
      const posts = [];
      for (let i = 0; i < EACH; i++) posts.push((await quick.publish(`${author.username} ${i}`)).id);
      return posts;
    }));
    const all = written.flat().sort((a, b) => b.length - a.length || (a < b ? 1 : -1));
    await eventually(async () => assert.deepEqual(ids(await ann.home({ limit: 40 })), all.slice(0, 40)));

    const down = (await ann.pages('/api/v1/timelines/home', { limit: 40 })).flat().map(({ id }) => id);
    assert.deepEqual(down, all);
    const up = (await ann.pages('/api/v1/timelines/home', { limit: 40, min_id: '1' }, { rel: 'prev' })).map(ids);
    assert.deepEqual(up.reverse().flat(), all);

    // Someone who comes for the first time finds the same.
    const late = await world.person('late');
    for (const author of authors) await late.follow(author);
    await eventually(async () => assert.deepEqual(ids(await late.home({ limit: 40 })), all.slice(0, 40)));
    assert.deepEqual((await late.pages('/api/v1/timelines/home', { limit: 40 })).flat().map(({ id }) => id), all);
  });

  it('is the same after a restart', async () => {
    const [ann, bob, cai] = await readerOf('bob', 'cai');
    for (let i = 0; i < 5; i++) await bob.publish(`p${i}`);
    await cai.boost(await (await world.person('stranger')).publish('from afar'));
    await ann.homeShows(['↻ from afar', 'p4', 'p3', 'p2', 'p1', 'p0']);
    const before = ids(await ann.home());
    await world.server.stop();
    await world.server.start();
    assert.deepEqual(ids(await ann.home()), before);
  });
});
