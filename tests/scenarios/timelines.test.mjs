// SPDX-License-Identifier: Apache-2.0
// The timelines that are nobody's own: public, local, by hashtag, and of one account.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { eventually, ids, texts } from '../support/expect.mjs';
import { useWorld } from '../support/world.mjs';

describe('timelines', () => {
  const world = useWorld();

  // Of a timeline that everyone writes to, only the posts of these people.
  const of = (people, statuses) => statuses.filter(({ account }) => people.some(({ id }) => id === account.id));

  describe('public', () => {
    const shows = (viewer, people, expected, query) => eventually(async () =>
      assert.deepEqual(texts(of(people, await viewer.get('/api/v1/timelines/public', { limit: 40, ...query }))), expected));

    it('holds public posts, newest first; no boosts, no replies to others', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      const first = await ann.publish('first');
      for (const visibility of ['unlisted', 'private', 'direct']) await ann.publish(visibility, { visibility });
      await bob.boost(first);
      await bob.reply(first, 'reply to another');
      await ann.reply(first, 'reply to myself');
      await ann.publish('last');
      for (const viewer of [ann, bob, world.anyone]) {
        await shows(viewer, [ann, bob], ['last', 'reply to myself', 'first']);
        await shows(viewer, [ann, bob], ['last', 'reply to myself', 'first'], { local: true });
        await shows(viewer, [ann, bob], [], { remote: true });
        await shows(viewer, [ann, bob], [], { only_media: true });
      }
    });

    it('spares the viewer whom they block or mute and who blocks them', async () => {
      const [ann, bob, cai, dan, viewer] = await world.people('ann', 'bob', 'cai', 'dan', 'viewer');
      for (const person of [ann, bob, cai, dan]) await person.publish(`of ${person.username}`);
      await viewer.toward('block', ann);
      await viewer.toward('mute', bob);
      await cai.toward('block', viewer);
      await shows(viewer, [ann, bob, cai, dan], [`of ${dan.username}`]);
      await shows(world.anyone, [ann, bob, cai, dan], [dan, cai, bob, ann].map(({ username }) => `of ${username}`));
    });

    it('pages both ways', async () => {
      const ann = await world.person('ann');
      const posts = [];
      for (let i = 0; i < 9; i++) posts.unshift((await ann.publish(`p${i}`)).id);
      const path = '/api/v1/timelines/public';
      const down = await ann.pages(path, { limit: 4, min_id: undefined, max_id: String(BigInt(posts[0]) + 1n) }, { most: 500 });
      assert.deepEqual(down.flat().map(({ id }) => id).slice(0, 9), posts);
      const up = await ann.pages(path, { limit: 4, min_id: posts[8] }, { rel: 'prev' });
      assert.deepEqual(up.map(ids), [posts.slice(4, 8), posts.slice(0, 4)]);
    });
  });

  describe('hashtag', () => {
    const tagged = (viewer, tag, query) => viewer.get(`/api/v1/timelines/tag/${encodeURIComponent(tag)}`, query).then(texts);
    let ann;
    before(async () => {
      ann = await world.person('ann');
      for (const text of ['#sea', '#sea #wind', '#SEA #rain', '#sea #wind #rain', '#wind', '#海']) await ann.publish(text);
      for (const visibility of ['unlisted', 'private', 'direct']) await ann.publish(`#sea ${visibility}`, { visibility });
    });

    // [what, tag, query, expected]
    const QUERIES = [
      ['one tag, in any case', 'Sea', {}, ['#sea #wind #rain', '#SEA #rain', '#sea #wind', '#sea']],
      ['any of others too', 'sea', { any: ['wind'] }, ['#wind', '#sea #wind #rain', '#SEA #rain', '#sea #wind', '#sea']],
      ['all of others', 'sea', { all: ['wind'] }, ['#sea #wind #rain', '#sea #wind']],
      ['all of several', 'sea', { all: ['wind', 'rain'] }, ['#sea #wind #rain']],
      ['none of others', 'sea', { none: ['wind'] }, ['#SEA #rain', '#sea']],
      ['all and none', 'sea', { all: ['rain'], none: ['wind'] }, ['#SEA #rain']],
      ['of any script', '海', {}, ['#海']],
      ['nobody used', 'nosuchtag', {}, []],
      ['with media only', 'sea', { only_media: true }, []],
      ['of this server', 'sea', { local: true, limit: 1 }, ['#sea #wind #rain']],
    ];
    for (const [what, tag, query, expected] of QUERIES) {
      it(what, async () => {
        for (const viewer of [ann, world.anyone]) await eventually(async () => assert.deepEqual(await tagged(viewer, tag, query), expected));
      });
    }

    it('follows edits and deletions', async () => {
      const tag = `tag${ann.id}`;
      const post = await ann.publish(`#${tag}`);
      await eventually(async () => assert.deepEqual(await tagged(ann, tag), [`#${tag}`]));
      await ann.put(`/api/v1/statuses/${post.id}`, { status: 'none' });
      await eventually(async () => assert.deepEqual(await tagged(ann, tag), []));
      await ann.put(`/api/v1/statuses/${post.id}`, { status: `again #${tag}` });
      await eventually(async () => assert.deepEqual(await tagged(ann, tag), [`again #${tag}`]));
      await ann.erase(post);
      await eventually(async () => assert.deepEqual(await tagged(ann, tag), []));
    });

    it('pages', async () => {
      const pages = await world.anyone.pages('/api/v1/timelines/tag/sea', { limit: 3 });
      assert.deepEqual(pages.map(texts), [['#sea #wind #rain', '#SEA #rain', '#sea #wind'], ['#sea']]);
    });
  });

  describe('of an account', () => {
    let ann;
    let follower;
    let mentioned;
    before(async () => {
      [ann, follower, mentioned] = await world.people('ann', 'follower', 'mentioned');
      const other = await world.person('other');
      await follower.follow(ann);
      const first = await ann.publish('first #bird');
      await ann.act('pin', first);
      await ann.publish('quiet', { visibility: 'unlisted' });
      await ann.publish('inner', { visibility: 'private' });
      await ann.publish(`secret ${mentioned.mention}`, { visibility: 'direct' });
      await ann.reply(await other.publish('foreign'), 'reply');
      await ann.reply(first, 'thread');
      await ann.boost(await other.publish('foreign 2'));
    });

    const secret = () => `secret ${mentioned.mention}`;
    const EVERYTHING = () => ['↻ foreign 2', 'thread', 'reply', secret(), 'inner', 'quiet', 'first #bird'];
    // [who, filter, expected]
    const VIEWS = [
      ['anyone', {}, () => ['↻ foreign 2', 'thread', 'reply', 'quiet', 'first #bird']],
      ['follower', {}, () => EVERYTHING().filter((text) => text !== secret())],
      ['mentioned', {}, () => EVERYTHING().filter((text) => text !== 'inner')],
      ['author', {}, EVERYTHING],
      ['author', { exclude_replies: true }, () => EVERYTHING().filter((text) => text !== 'reply')],
      ['author', { exclude_reblogs: true }, () => EVERYTHING().slice(1)],
      ['author', { exclude_replies: true, exclude_reblogs: true }, () => ['thread', secret(), 'inner', 'quiet', 'first #bird']],
      ['author', { only_media: true }, () => []],
      ['author', { tagged: 'Bird' }, () => ['first #bird']],
      ['anyone', { pinned: true }, () => ['first #bird']],
      ['author', { limit: 2 }, () => EVERYTHING().slice(0, 2)],
    ];
    for (const [who, query, expected] of VIEWS) {
      it(`for ${who}, ${JSON.stringify(query)}`, async () => {
        const viewer = { anyone: world.anyone, follower, mentioned, author: ann }[who];
        await eventually(async () => assert.deepEqual(texts(await viewer.get(`/api/v1/accounts/${ann.id}/statuses`, query)), expected()));
      });
    }

    it('shows the page of someone muted, though not what they boost of others who are', async () => {
      const [viewer, muted, noisy] = await world.people('viewer', 'muted', 'noisy');
      await muted.publish('own');
      await muted.boost(await noisy.publish('noise'));
      await viewer.toward('mute', muted);
      const path = `/api/v1/accounts/${muted.id}/statuses`;
      assert.deepEqual(texts(await viewer.get(path)), ['↻ noise', 'own']);
      await viewer.toward('mute', noisy);
      assert.deepEqual(texts(await viewer.get(path)), ['own']);
    });

    it('pages and keeps its filters in the links', async () => {
      const pages = await ann.pages(`/api/v1/accounts/${ann.id}/statuses`, { limit: 2, exclude_reblogs: true });
      assert.deepEqual(pages.map(texts), [['thread', 'reply'], [secret(), 'inner'], ['quiet', 'first #bird']]);
    });
  });
});
