// SPDX-License-Identifier: Apache-2.0
// The same thing at the same moment: whoever wins, the end is as if one had come after the other.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { Browser } from '../support/browser.mjs';
import { ids, sameSet, texts } from '../support/expect.mjs';
import { exchange } from '../support/http.mjs';
import { auklet, Server } from '../support/server.mjs';
import { PASSWORD, useWorld } from '../support/world.mjs';

const CROWD = 12;
const times = (n, act) => Promise.all(Array.from({ length: n }, (_, i) => act(i)));

describe('at the same moment', () => {
  const world = useWorld();
  let ann;
  let crowd;
  before(async () => {
    ann = await world.person('ann');
    crowd = await world.people(...Array(CROWD).fill('one'));
  });

  const account = (person) => world.anyone.get(`/api/v1/accounts/${person.id}`);

  for (const [act, undo, counter, list] of [['favourite', 'unfavourite', 'favourites_count', 'favourited_by'], ['reblog', 'unreblog', 'reblogs_count', 'reblogged_by']]) {
    it(`many people ${act} one post, twice each, and take it back`, async () => {
      const post = await ann.publish(`loved by many: ${act}`);
      await Promise.all(crowd.flatMap((person) => [person.act(act, post), person.act(act, post)]));
      assert.equal((await ann.read(post))[counter], CROWD);
      sameSet(ids(await ann.get(`/api/v1/statuses/${post.id}/${list}`)), ids(crowd));
      await Promise.all(crowd.flatMap((person) => [person.act(undo, post), person.act(undo, post)]));
      assert.equal((await ann.read(post))[counter], 0);
      assert.deepEqual(await ann.get(`/api/v1/statuses/${post.id}/${list}`), []);
    });

    it(`one person does ${act} and ${undo}: the flag, the list and the counter agree`, async () => {
      const [bob] = crowd;
      const post = await ann.publish(`undecided: ${act}`);
      const answers = await times(10, (i) => bob.ask('POST', `/api/v1/statuses/${post.id}/${i % 2 ? undo : act}`));
      // 404: the boost was taken back before it could be shown.
      for (const { status, text } of answers) assert.ok(status === 200 || (act === 'reblog' && status === 404), `${status} ${text}`);
      const seen = await bob.read(post);
      const listed = ids(await bob.get(`/api/v1/statuses/${post.id}/${list}`));
      const flag = seen[{ favourite: 'favourited', reblog: 'reblogged' }[act]];
      assert.deepEqual([seen[counter], listed], flag ? [1, [bob.id]] : [0, []]);
      assert.equal((await bob.get('/api/v1/accounts/verify_credentials')).statuses_count, texts(await bob.get(`/api/v1/accounts/${bob.id}/statuses`)).length);
    });
  }

  it('many people follow one', async () => {
    const star = await world.person('star');
    await Promise.all(crowd.flatMap((person) => [person.follow(star), person.follow(star)]));
    assert.equal((await account(star)).followers_count, CROWD);
    await Promise.all(crowd.flatMap((person, i) => (i % 2 ? [person.toward('unfollow', star), star.toward('remove_from_followers', person)] : [])));
    const left = crowd.filter((_, i) => i % 2 === 0);
    sameSet(ids(await star.get(`/api/v1/accounts/${star.id}/followers`)), ids(left));
    assert.equal((await account(star)).followers_count, left.length);
    for (const person of crowd) assert.equal((await account(person)).following_count, left.includes(person) ? 1 : 0);
    await Promise.all(left.map((person) => person.toward('unfollow', star)));
  });

  it('two people follow and block each other: no follow survives a block', async () => {
    for (let round = 0; round < 5; round++) {
      const [bob, cai] = await world.people('bob', 'cai');
      await Promise.all([bob.ask('POST', `/api/v1/accounts/${cai.id}/follow`), cai.toward('block', bob), bob.ask('POST', `/api/v1/accounts/${cai.id}/follow`)]);
      const { following, blocked_by } = await bob.relationship(cai);
      assert.deepEqual([following, blocked_by], [false, true]);
      assert.deepEqual([(await account(bob)).following_count, (await account(cai)).followers_count], [0, 0]);
    }
  });

  it('people follow each other, boost each other and delete what was boosted', async () => {
    const pairs = Array.from({ length: CROWD / 2 }, (_, i) => [crowd[2 * i], crowd[2 * i + 1]]);
    const both = (act) => Promise.all(pairs.flatMap(([a, b]) => [act(a, b), act(b, a)]));
    for (let round = 0; round < 3; round++) {
      await both((a, b) => a.follow(b));
      const posts = new Map();
      await both(async (a) => posts.set(a, await a.publish('boost me')));
      await both((a, b) => a.boost(posts.get(b)));
      await both((a) => a.erase(posts.get(a)));
      await both((a, b) => a.toward('unfollow', b));
    }
    for (const person of crowd) {
      const { statuses_count, following_count, followers_count } = await account(person);
      const listed = async (list) => (await person.pages(`/api/v1/accounts/${person.id}/${list}`, { limit: 40 })).flat().length;
      assert.deepEqual([statuses_count, following_count, followers_count], [await listed('statuses'), await listed('following'), await listed('followers')]);
    }
  });

  it('many answer one post', async () => {
    const post = await ann.publish('what say you?');
    const replies = await Promise.all(crowd.map((person) => person.reply(post, `${person.username} says`)));
    assert.equal((await ann.read(post)).replies_count, CROWD);
    sameSet(ids((await ann.get(`/api/v1/statuses/${post.id}/context`)).descendants), ids(replies));
  });

  it('a post is deleted while others act on it', async () => {
    const post = await ann.publish('soon gone');
    const answers = await Promise.all([
      ...crowd.map((person, i) => person.ask('POST', `/api/v1/statuses/${post.id}/${['favourite', 'reblog', 'bookmark'][i % 3]}`)),
      ...crowd.map((person) => person.ask('POST', '/api/v1/statuses', { json: { status: 'too late?', in_reply_to_id: post.id } })),
      ann.ask('DELETE', `/api/v1/statuses/${post.id}`)]);
    for (const { status, text } of answers) assert.ok([200, 404].includes(status), `${status} ${text}`);
    assert.equal(answers.at(-1).status, 200);
    for (const person of crowd) {
      const { statuses_count } = await person.get('/api/v1/accounts/verify_credentials');
      const stored = (await person.pages(`/api/v1/accounts/${person.id}/statuses`, { limit: 40 })).flat();
      assert.equal(statuses_count, stored.length);
      assert.ok(stored.every(({ reblog }) => reblog?.id !== post.id));
      assert.deepEqual((await person.get('/api/v1/favourites')).filter(({ id }) => id === post.id), []);
    }
  });

  it('edits of one post: each is in the history once, the last one stands', async () => {
    const post = await ann.publish('version 0');
    await times(8, (i) => ann.put(`/api/v1/statuses/${post.id}`, { status: `version ${i + 1}` }));
    const history = texts(await ann.get(`/api/v1/statuses/${post.id}/history`));
    assert.equal(history[0], 'version 0');
    sameSet(history, Array.from({ length: 9 }, (_, i) => `version ${i}`));
    assert.equal(texts([await ann.read(post)])[0], history.at(-1));
  });

  it('pins never exceed their number', async () => {
    const posts = await times(8, (i) => crowd[0].publish(`pin ${i}`));
    const answers = await Promise.all(posts.map((post) => crowd[0].ask('POST', `/api/v1/statuses/${post.id}/pin`)));
    assert.equal(answers.filter(({ status }) => status === 200).length, 5);
    assert.equal((await crowd[0].get(`/api/v1/accounts/${crowd[0].id}/statuses`, { pinned: true })).length, 5);
  });

  it('everyone posts and everyone reads: nobody misses a post', async () => {
    for (const person of crowd) await person.follow(ann);
    const written = await times(30, (i) => ann.publish(`burst ${i}`, { visibility: 'unlisted' }));
    const expected = ids(written).sort((a, b) => b.length - a.length || (a < b ? 1 : -1));
    await Promise.all(crowd.map((person) => person.homeShows(expected.map((id) => texts(written.filter((post) => post.id === id))[0]), { limit: 30 })));
  });
});

describe('the first two to sign up at the same moment', () => {
  it('make one owner', async () => {
    const server = await Server.create();
    try {
      await server.start();
      const pages = await times(4, (i) => new Browser(server.site).signUp({ username: `early${i}`, email: `early${i}@example.com`, password: PASSWORD }));
      for (const { status } of pages) assert.equal(status, 200);
      const { stdout } = await auklet(['account', 'list'], { env: server.env });
      assert.equal(stdout.match(/\bowner\b/g)?.length, 1, stdout);
      assert.equal((await exchange(server.site, 'GET', '/health')).status, 200);
    } finally {
      await server.destroy();
    }
  });
});
