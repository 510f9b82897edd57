// SPDX-License-Identifier: Apache-2.0
// Following hashtags: what they bring into the home, and what they do not.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { has, refused } from '../support/expect.mjs';
import { useWorld } from '../support/world.mjs';

describe('followed hashtags', () => {
  const world = useWorld();
  const tag = (name, action) => `/api/v1/tags/${encodeURIComponent(name)}/${action}`;
  const names = async (person, query) => (await person.get('/api/v1/followed_tags', query)).map(({ name }) => name);

  it('are listed, newest follow first, whatever way they are written', async () => {
    const ann = await world.person('ann');
    has(await ann.post(tag('Terns', 'follow')), { name: 'terns', following: true });
    await ann.post(tag('skuas', 'follow'));
    await ann.post(tag('TERNS', 'follow'));
    assert.deepEqual(await names(ann), ['skuas', 'terns']);
    assert.deepEqual((await ann.pages('/api/v1/followed_tags', { limit: 1 })).flat().map(({ name }) => name), ['skuas', 'terns']);
    has(await ann.get('/api/v1/tags/terns'), { following: true });
    has(await ann.get('/api/v1/tags/gulls'), { following: false });
    assert.equal('following' in await world.anyone.get('/api/v1/tags/terns'), false);
    const found = await ann.get('/api/v2/search', { q: '#terns', type: 'hashtags' });
    has(found.hashtags[0], { name: 'terns', following: true });
    has(await ann.post(tag('terns', 'unfollow')), { name: 'terns', following: false });
    await ann.post(tag('gulls', 'unfollow'));
    assert.deepEqual(await names(ann), ['skuas']);
    await refused(ann.ask('POST', tag('!?', 'follow')), 404);
    await refused(world.anyone.ask('POST', tag('terns', 'follow')), 401);
    const reader = await world.withScopes(ann, 'read');
    await refused(reader.ask('POST', tag('terns', 'follow')), 403);
  });

  it('bring public posts of anyone into the home, old and new, each once', async () => {
    const [ann, bob, stranger] = await world.people('ann', 'bob', 'stranger');
    const name = `boats${ann.username}`;
    await ann.follow(bob);
    await stranger.publish(`before #${name}`);
    await bob.publish('of bob');
    await ann.homeShows(['of bob']);
    await ann.post(tag(name, 'follow'));
    await ann.homeShows(['of bob', `before #${name}`]);
    await stranger.publish(`now #${name}`);
    await bob.publish(`bob too #${name}`);
    await stranger.reply(await stranger.publish('untagged'), `a reply #${name}`);
    for (const visibility of ['unlisted', 'private']) await stranger.publish(`${visibility} #${name}`, { visibility });
    await bob.publish('that is all');
    await ann.homeShows(['that is all', `a reply #${name}`, `bob too #${name}`, `now #${name}`, 'of bob', `before #${name}`]);
    await ann.post(tag(name, 'unfollow'));
    await ann.homeShows(['that is all', `bob too #${name}`, 'of bob']);
  });

  it('bring nothing of those who hide from each other, nor what names someone hidden', async () => {
    const [ann, bob, cai, dan, eve] = await world.people('ann', 'bob', 'cai', 'dan', 'eve');
    const name = `kites${ann.username}`;
    await ann.post(tag(name, 'follow'));
    const first = await bob.publish(`of bob #${name}`);
    await cai.publish(`of cai #${name}`);
    await dan.publish(`of dan #${name}`);
    await eve.publish(`eve names ${bob.mention} #${name}`);
    await ann.homeShows([`eve names ${bob.mention} #${name}`, `of dan #${name}`, `of cai #${name}`, `of bob #${name}`]);
    await ann.toward('mute', bob);
    await ann.homeShows([`of dan #${name}`, `of cai #${name}`]);
    await cai.toward('block', ann);
    await ann.homeShows([`of dan #${name}`]);
    await bob.publish(`bob again #${name}`);
    await cai.publish(`cai again #${name}`);
    await dan.publish(`dan again #${name}`);
    await ann.homeShows([`dan again #${name}`, `of dan #${name}`]);
    await ann.toward('unmute', bob);
    await bob.erase(first);
    await ann.homeShows([`dan again #${name}`, `bob again #${name}`, `eve names ${bob.mention} #${name}`, `of dan #${name}`]);
  });

  it('follow what an edit does to the tags', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    const name = `foxes${ann.username}`;
    await ann.post(tag(name, 'follow'));
    const post = await bob.publish(`one #${name}`);
    const other = await bob.publish('two');
    await ann.homeShows([`one #${name}`]);
    await bob.put(`/api/v1/statuses/${post.id}`, { status: 'one' });
    await ann.homeShows([]);
    await bob.put(`/api/v1/statuses/${other.id}`, { status: `two #${name}` });
    await ann.homeShows([`two #${name}`]);
    await bob.erase(other);
    await ann.homeShows([]);
  });
});
