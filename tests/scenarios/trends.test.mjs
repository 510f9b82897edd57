// SPDX-License-Identifier: Apache-2.0
// What is popular: hashtags and posts of many people, never of one who shouts.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { has, refused, texts } from '../support/expect.mjs';
import { useWorld } from '../support/world.mjs';

describe('trends', () => {
  const world = useWorld();
  let ann;
  let bob;
  let cat;
  const tags = async (query, path = '/api/v1/trends/tags') => (await world.anyone.get(path, query)).map(({ name }) => name);
  const posts = async (person = world.anyone, query) => texts(await person.get('/api/v1/trends/statuses', query));
  before(async () => {
    ann = await world.person('ann', { discoverable: true });
    [bob, cat] = await world.people('bob', 'cat');
  });

  it('has the hashtags of many, in order, with their use', async () => {
    assert.deepEqual(await tags(), []);
    for (const person of [ann, bob, cat]) await person.publish('#Auk on the cliff');
    for (const person of [ann, bob]) await person.publish('#tern over the beach');
    for (let i = 0; i < 20; i++) await world.direct(cat).publish(`#shout ${i}`);
    for (const person of [ann, bob]) await person.publish('#whisper', { visibility: 'unlisted' });
    for (const person of [ann, bob]) await person.publish('#careful', { sensitive: true });
    assert.deepEqual(await tags(), ['auk', 'tern']);
    assert.deepEqual(await tags({}, '/api/v1/trends'), ['auk', 'tern']);
    const [first] = await ann.get('/api/v1/trends/tags');
    assert.equal(first.history.length, 7);
    has(first.history[0], { uses: '3', accounts: '3' });
  });

  it('turns pages by offset', async () => {
    assert.deepEqual(await tags({ limit: 1 }), ['auk']);
    assert.deepEqual(await tags({ limit: 1, offset: 1 }), ['tern']);
    assert.deepEqual(await tags({ offset: 2 }), []);
    const { links } = await world.anyone.ask('GET', '/api/v1/trends/tags', { query: { limit: 1 } });
    assert.match(links.next, /[?&]limit=1&offset=1$/);
    for (const path of ['/api/v1/trends/tags', '/api/v1/trends/statuses', '/api/v1/trends']) {
      await refused(world.anyone.ask('GET', path, { query: { limit: 'many' } }), 422);
    }
  });

  it('has the posts that several people like, for those who may see them', async () => {
    const liked = await ann.publish('Look at this auk');
    const loved = await ann.publish('Look at this puffin');
    const hidden = await bob.publish('From one who is not to be discovered');
    const closed = await ann.publish('For few', { visibility: 'unlisted' });
    for (const post of [liked, loved, hidden, closed]) {
      for (const person of [bob, cat]) await person.act('favourite', post);
    }
    assert.deepEqual((await posts()).sort(), ['Look at this auk', 'Look at this puffin']);
    const dan = await world.person('dan');
    await dan.boost(loved);
    assert.deepEqual(await posts(), ['Look at this puffin', 'Look at this auk']);
    assert.deepEqual(await posts(dan, { limit: 1, offset: 1 }), ['Look at this auk']);
    assert.equal((await dan.get('/api/v1/trends/statuses'))[0].reblogged, true);
    await dan.toward('mute', ann);
    assert.deepEqual(await posts(dan), []);
    await ann.toward('block', cat);
    assert.deepEqual(await posts(cat), []);
    await ann.erase(loved);
    assert.deepEqual(await posts(), ['Look at this auk']);
  });
});
