// SPDX-License-Identifier: Apache-2.0
// What people show of themselves and of others, and how they are found: featured hashtags, endorsements, suggestions, the
// directory, blocked domains.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { has, ids, refused, sameSet } from '../support/expect.mjs';
import { useWorld } from '../support/world.mjs';

const today = () => new Date().toISOString().slice(0, 10);

describe('featured hashtags', () => {
  const world = useWorld();
  const OWN = '/api/v1/featured_tags';
  const shown = (list) => list.map(({ name, statuses_count }) => `${name} ${statuses_count}`);

  it('stand on the profile with what their owner posted', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    const first = await ann.publish('one #Boats');
    const boats = await ann.post(OWN, { name: '#BoatS' });
    has(boats, { name: 'BoatS', statuses_count: '1', last_status_at: today(), url: `${ann.account.url}/tagged/boats` });
    has(await ann.post(OWN, { name: 'tea' }), { statuses_count: '0', last_status_at: null });
    await ann.publish('two #boats', { visibility: 'unlisted' });
    await ann.publish('hidden #boats #tea', { visibility: 'private' });
    await bob.publish('of bob #boats #tea');
    assert.deepEqual(shown(await ann.get(OWN)), ['BoatS 2', 'tea 0']);
    for (const reader of [ann, bob, world.anyone]) {
      assert.deepEqual(shown(await reader.get(`/api/v1/accounts/${ann.id}/featured_tags`)), ['BoatS 2', 'tea 0']);
    }
    await ann.erase(first);
    assert.deepEqual(shown(await ann.get(OWN)), ['BoatS 1', 'tea 0']);
    const edited = await ann.publish('none yet');
    await ann.put(`/api/v1/statuses/${edited.id}`, { status: 'now #tea' });
    has((await ann.get(OWN)).find(({ name }) => name === 'tea'), { statuses_count: '1', last_status_at: today() });
    await ann.put(`/api/v1/statuses/${edited.id}`, { status: 'no more' });
    assert.deepEqual(shown(await ann.get(OWN)), ['BoatS 1', 'tea 0']);
    assert.deepEqual(shown((await ann.get('/api/v1/profile')).featured_tags), ['BoatS 1', 'tea 0']);

    const page = await world.anyone.ask('GET', new URL(boats.url).pathname);
    assert.equal(page.status, 200);
    assert.match(page.text, /two/);
    assert.doesNotMatch(page.text, /none yet|hidden|of bob/);

    assert.deepEqual(await ann.delete(`${OWN}/${boats.id}`), {});
    assert.deepEqual(shown(await ann.get(OWN)), ['tea 0']);
  });

  it('are chosen by name too, and say so where hashtags are shown', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    has(await ann.post('/api/v1/tags/Kites/feature'), { name: 'kites', featuring: true });
    has(await ann.post('/api/v1/tags/kites/feature'), { featuring: true });
    has(await bob.get('/api/v1/tags/kites'), { featuring: false });
    assert.deepEqual(shown(await ann.get(OWN)), ['Kites 0']);
    has(await ann.post('/api/v1/tags/kites/unfeature'), { featuring: false });
    has(await ann.post('/api/v1/tags/kites/unfeature'), { featuring: false });
    assert.deepEqual(await ann.get(OWN), []);
  });

  it('are suggested from what was posted lately', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    await ann.publish('#rare #often');
    await ann.publish('#often');
    await ann.publish('#secret', { visibility: 'private' });
    await bob.publish('#other');
    const names = async () => (await ann.get(`${OWN}/suggestions`)).map(({ name }) => name);
    assert.deepEqual(await names(), ['often', 'rare']);
    await ann.post(OWN, { name: 'often' });
    assert.deepEqual(await names(), ['rare']);
  });

  it('are their owner\'s alone, few, and hashtags', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    const mine = await ann.post(OWN, { name: 'mine' });
    await refused(ann.ask('POST', OWN, { json: { name: 'MINE' } }), 422, /already been taken/);
    await refused(bob.ask('DELETE', `${OWN}/${mine.id}`), 404);
    await refused(bob.ask('DELETE', `${OWN}/nonsense`), 404);
    for (const json of [{}, { name: '' }, { name: '#' }, { name: 'two words' }, { name: '!' }]) {
      await refused(ann.ask('POST', OWN, { json }), 422, /Validation failed/);
    }
    await refused(ann.ask('POST', OWN, { json: { name: { a: 1 } } }), 400);
    await refused(ann.ask('POST', '/api/v1/tags/!/feature'), 404);
    await refused(world.anyone.ask('GET', '/api/v1/accounts/1/featured_tags'), 404);
    const { max_featured_tags: most } = (await ann.get('/api/v2/instance')).configuration.accounts;
    for (let i = 1; i < most; i++) await ann.post(OWN, { name: `tag${i}` });
    await refused(ann.ask('POST', OWN, { json: { name: 'more' } }), 422, /maximum/);
    await refused(ann.ask('POST', '/api/v1/tags/more/feature'), 422, /maximum/);
    assert.equal((await ann.get(OWN)).length, most);
  });
});

describe('endorsements', () => {
  const world = useWorld();
  const of = async (reader, person, query) => ids(await reader.get(`/api/v1/accounts/${person.id}/endorsements`, query));

  it('show whom someone follows and recommends, newest first', async () => {
    const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
    for (const other of [bob, cai]) {
      await ann.follow(other);
      has(await ann.toward('endorse', other), { id: other.id, endorsed: true, following: true });
    }
    assert.deepEqual(ids(await ann.get('/api/v1/endorsements')), [cai.id, bob.id]);
    for (const reader of [ann, bob, world.anyone]) assert.deepEqual(await of(reader, ann), [cai.id, bob.id]);
    assert.deepEqual((await world.anyone.pages(`/api/v1/accounts/${ann.id}/endorsements`, { limit: 1 })).map(ids), [[cai.id], [bob.id]]);
    assert.deepEqual((await ann.pages('/api/v1/endorsements', { limit: 1 })).map(ids), [[cai.id], [bob.id]]);
    has(await ann.toward('unendorse', cai), { endorsed: false, following: true });
    has(await ann.toward('pin', cai), { endorsed: true });
    has(await ann.toward('unpin', cai), { endorsed: false });
    has(await ann.relationship(bob), { endorsed: true });
    has(await bob.relationship(ann), { endorsed: false });
  });

  it('end with the follow, and are not for those who are blocked', async () => {
    const [ann, bob, cai, dan] = await world.people('ann', 'bob', 'cai', 'dan');
    await refused(ann.ask('POST', `/api/v1/accounts/${bob.id}/endorse`), 422, /following/);
    await refused(ann.ask('POST', '/api/v1/accounts/1/endorse'), 404);
    await refused(world.anyone.ask('GET', '/api/v1/accounts/1/endorsements'), 404);
    for (const other of [bob, cai, dan]) {
      await ann.follow(other);
      await ann.toward('endorse', other);
    }
    await ann.toward('unfollow', bob);
    assert.deepEqual(await of(world.anyone, ann), [dan.id, cai.id]);
    await ann.follow(bob);
    has(await ann.relationship(bob), { endorsed: false });
    await cai.toward('block', ann);
    assert.deepEqual(await of(world.anyone, ann), [dan.id]);
    await bob.toward('mute', dan);
    assert.deepEqual(await of(bob, ann), []);
    await ann.toward('block', bob);
    await bob.toward('unmute', dan);
    assert.deepEqual(await of(bob, ann), []);
    assert.deepEqual(await of(world.anyone, ann), [dan.id]);
  });
});

describe('suggestions', () => {
  const world = useWorld();
  const open = (name) => world.person(name, { discoverable: true });
  const suggested = async (person, query) =>
    (await person.get('/api/v2/suggestions', query)).map(({ account, sources, source }) => [account.id, source, ...sources]);

  it('are friends of friends, then whom most people follow', async () => {
    const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
    const both = await open('both');
    const one = await open('one');
    const star = await open('star');
    const hidden = await world.person('hidden');
    for (const friend of [bob, cai]) {
      await ann.follow(friend);
      await friend.follow(both);
      await friend.follow(hidden);
    }
    await bob.follow(one);
    await both.follow(star);
    await one.follow(star);
    const FRIENDS = ['past_interactions', 'friends_of_friends', 'most_followed'];
    assert.deepEqual(await suggested(ann), [[both.id, ...FRIENDS], [one.id, ...FRIENDS], [star.id, 'global', 'most_followed']]);
    assert.deepEqual(await suggested(ann, { limit: 1 }), [[both.id, ...FRIENDS]]);
    assert.deepEqual(ids(await ann.get('/api/v1/suggestions')), [both.id, one.id, star.id]);

    assert.deepEqual(await ann.delete(`/api/v1/suggestions/${both.id}`), {});
    assert.deepEqual((await suggested(ann)).map(([id]) => id), [one.id, star.id]);
    await refused(ann.ask('DELETE', '/api/v1/suggestions/1'), 404);
    await refused(ann.ask('DELETE', '/api/v1/suggestions/x'), 404);
    await ann.toward('mute', one);
    assert.deepEqual((await suggested(ann)).map(([id]) => id), [star.id]);
    await star.toward('block', ann);
    assert.deepEqual(await suggested(ann), []);
    await star.toward('unblock', ann);
    await ann.follow(star);
    assert.deepEqual(await suggested(ann), []);
    sameSet((await suggested(hidden)).map(([id]) => id), [both.id, one.id, star.id]);
    await star.patch('/api/v1/accounts/update_credentials', { discoverable: false });
    sameSet((await suggested(hidden)).map(([id]) => id), [both.id, one.id]);
    await refused(ann.ask('GET', '/api/v2/suggestions', { query: { limit: 'many' } }), 422);
  });
});

describe('the directory', () => {
  const world = useWorld();
  const listed = async (reader, query) => ids(await reader.get('/api/v1/directory', query));

  it('holds who wants to be found, by their last post or by when they came', async () => {
    const [ann, bob, cai] = [await world.person('ann', { discoverable: true }), await world.person('bob', { discoverable: true }), await world.person('cai', { discoverable: true })];
    const hidden = await world.person('hidden');
    await hidden.publish('nobody finds me');
    assert.deepEqual(await listed(world.anyone, { order: 'new' }), [cai.id, bob.id, ann.id]);
    await bob.publish('hello');
    await ann.publish('hello');
    await cai.publish('to myself', { visibility: 'direct' });
    for (const query of [{}, { order: 'active' }, { order: 'active', local: true }]) {
      assert.deepEqual(await listed(world.anyone, query), [ann.id, bob.id, cai.id]);
    }
    await bob.publish('again');
    assert.deepEqual(await listed(hidden), [bob.id, ann.id, cai.id]);
    assert.deepEqual(await listed(hidden, { limit: 1, offset: 1 }), [ann.id]);
    assert.deepEqual(await listed(hidden, { offset: 3 }), []);
    await hidden.toward('mute', ann);
    await cai.toward('block', hidden);
    assert.deepEqual(await listed(hidden), [bob.id]);
    await bob.patch('/api/v1/accounts/update_credentials', { discoverable: false });
    assert.deepEqual(await listed(world.anyone), [ann.id, cai.id]);
    await refused(world.anyone.ask('GET', '/api/v1/directory', { query: { order: 'best' } }), 422);
    await refused(world.anyone.ask('GET', '/api/v1/directory', { query: { offset: 'x' } }), 422);
    assert.deepEqual(await listed(world.anyone, { offset: 99_999_999 }), []);
  });
});

describe('blocked domains', () => {
  const world = useWorld();
  const PATH = '/api/v1/domain_blocks';

  it('are kept by whoever does not want them', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    for (const domain of ['far.example', 'BÜCHER.example', 'far.example']) {
      assert.deepEqual(await ann.post(PATH, { domain }), {});
    }
    assert.deepEqual(await ann.get(PATH), ['xn--bcher-kva.example', 'far.example']);
    assert.deepEqual((await ann.pages(PATH, { limit: 1 })).flat(), ['xn--bcher-kva.example', 'far.example']);
    assert.deepEqual(await bob.get(PATH), []);
    assert.deepEqual(await ann.get(`${PATH}/preview`, { domain: 'far.example' }), { following_count: 0, followers_count: 0 });
    assert.deepEqual((await ann.expectOk('DELETE', PATH, { query: { domain: 'Far.example' } })).body, {});
    assert.deepEqual(await ann.delete(PATH, { domain: 'never.example' }), {});
    assert.deepEqual(await ann.get(PATH), ['xn--bcher-kva.example']);
    for (const domain of [undefined, '', 'no domain', 'http://far.example', world.site.host]) {
      await refused(ann.ask('POST', PATH, { json: { domain } }), 422, /Validation failed/);
    }
    await refused(ann.ask('DELETE', PATH, { json: { domain: 'no domain' } }), 422);
    await refused(ann.ask('GET', `${PATH}/preview`), 422);
    has(await ann.relationship(bob), { domain_blocking: false });
  });
});

describe('the server tells newcomers', () => {
  const world = useWorld();

  it('what it keeps, whom it blocks and what it translates', async () => {
    const policy = await world.anyone.get('/api/v1/instance/privacy_policy');
    assert.match(policy.content, /^<p>.*e-mail address/);
    assert.match(policy.updated_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.deepEqual(await world.anyone.get('/api/v1/instance/domain_blocks'), []);
    assert.deepEqual(await world.anyone.get('/api/v1/instance/translation_languages'), {});
  });
});
