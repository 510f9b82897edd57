// SPDX-License-Identifier: Apache-2.0
// What everyone is told by whoever runs the server, and what they tell the moderators.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventually, has, ids, refused } from '../support/expect.mjs';
import { auklet } from '../support/server.mjs';
import { Socket } from '../support/stream.mjs';
import { useWorld } from '../support/world.mjs';

describe('announcements', () => {
  const world = useWorld();
  const PATH = '/api/v1/announcements';
  const command = (...args) => auklet(['announcement', ...args], { env: world.server.env });
  async function announce(...args) {
    const { code, stdout, stderr } = await command('create', ...args);
    assert.equal(code, 0, stderr);
    return stdout.trim();
  }
  const own = async (person, id, query) => (await person.get(PATH, query)).find((one) => one.id === id);

  it('are made on the command line, and read by everyone for themselves', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    const id = await announce(`Ask ${bob.mention} about #Birds`);
    const shown = await own(ann, id);
    has(shown, { id, read: false, all_day: false, starts_at: null, ends_at: null, reactions: [], statuses: [], emojis: [] });
    assert.match(shown.content, /^<p>Ask <span.*about.*Birds.*<\/p>$/);
    assert.deepEqual(ids(shown.mentions), [bob.id]);
    has(shown.tags[0], { name: 'birds' });
    assert.deepEqual(await ann.post(`${PATH}/${id}/dismiss`), {});
    assert.equal(await own(ann, id), undefined);
    has(await own(ann, id, { with_dismissed: true }), { read: true });
    has(await own(bob, id), { read: false });
    await refused(ann.ask('POST', `${PATH}/1/dismiss`), 404);
    await refused(ann.ask('POST', `${PATH}/x/dismiss`), 404);
    await refused(world.anyone.ask('GET', PATH), 401);

    const { stdout } = await command('list');
    assert.match(stdout, new RegExp(`^${id} \\d{4}-\\d\\d-\\d\\d Ask .*Birds$`, 'm'));
    assert.equal((await command('delete', id)).code, 0);
    assert.equal(await own(bob, id), undefined);
    await refused(bob.ask('POST', `${PATH}/${id}/dismiss`), 404);
    for (const args of [['delete', id], ['delete', 'x'], ['create', ' '], ['create', 'x', '--starts', 'tomorrow', '--ends', 'later'], ['create', 'x', '--starts', '2030-01-01T00:00:00Z']]) {
      const { code, stderr } = await command(...args);
      assert.equal(code, 1, args.join(' '));
      assert.match(stderr, /^auklet: \S/);
    }
    assert.equal((await command('create')).code, 2);
  });

  it('are not shown any more once they are over', async () => {
    const ann = await world.person('ann');
    const day = await announce('next year', '--starts', '2099-01-01T00:00:00Z', '--ends', '2099-01-01T00:00:00Z', '--all-day');
    has(await own(ann, day), { all_day: true, starts_at: '2099-01-01T00:00:00.000Z', ends_at: '2099-01-01T00:00:00.000Z' });
    const { code } = await command('create', 'long ago', '--starts', '2001-01-01T00:00:00Z', '--ends', '2001-01-02T00:00:00Z');
    assert.equal(code, 1);
    await command('delete', day);
  });

  it('are reacted to with emoji', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    const id = await announce('one');
    const reaction = (name) => `${PATH}/${id}/reactions/${encodeURIComponent(name)}`;
    for (const person of [ann, ann, bob]) assert.deepEqual(await person.put(reaction('🐦')), {});
    await bob.put(reaction('👍'));
    assert.deepEqual((await own(ann, id)).reactions, [{ name: '🐦', count: 2, me: true }, { name: '👍', count: 1, me: false }]);
    assert.deepEqual(await ann.delete(reaction('🐦')), {});
    assert.deepEqual(await ann.delete(reaction('🐦')), {});
    assert.deepEqual((await own(ann, id)).reactions, [{ name: '🐦', count: 1, me: false }, { name: '👍', count: 1, me: false }]);
    for (const name of ['x', 'bird', ':bird:']) await refused(ann.ask('PUT', reaction(name)), 422, /emoji/);
    await refused(ann.ask('PUT', `${PATH}/1/reactions/${encodeURIComponent('👍')}`), 404);
    await command('delete', id);
  });

  it('are told to who listens', async () => {
    const ann = await world.person('ann');
    const socket = await Socket.open(ann);
    await socket.subscribe('user');
    await socket.subscribe('public');
    const id = await announce('listen');
    // Those of the scenarios before may be told late.
    const told = () => socket.received.filter(({ payload }) => payload.includes(id)).map(({ stream, event, payload }) => [stream[0], event, payload]);
    await eventually(() => assert.equal(told().length, 1));
    const [[stream, event, payload]] = told();
    assert.deepEqual([stream, event], ['user', 'announcement']);
    has(JSON.parse(payload), { id, content: '<p>listen</p>', reactions: [] });
    await ann.put(`${PATH}/${id}/reactions/${encodeURIComponent('👍')}`);
    await eventually(() => assert.equal(told().length, 2));
    assert.equal(told()[1][1], 'announcement.reaction');
    assert.deepEqual(JSON.parse(told()[1][2]), { name: '👍', count: 1, announcement_id: id });
    await command('delete', id);
    await eventually(() => assert.deepEqual(told()[2], ['user', 'announcement.delete', id]));
    await socket.end();
  });
});

describe('reports', () => {
  const world = useWorld();
  const PATH = '/api/v1/reports';

  it('are kept with what they name', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    const post = await bob.publish('buy this');
    const report = await ann.post(PATH, { account_id: bob.id, status_ids: [post.id], comment: 'spam!', category: 'spam', forward: true });
    has(report, { action_taken: false, action_taken_at: null, category: 'spam', comment: 'spam!', forwarded: false, status_ids: [post.id], rule_ids: [] });
    has(report.target_account, { id: bob.id });
    has(await ann.post(PATH, { account_id: bob.id }), { category: 'other', comment: '', status_ids: [] });
    has((await ann.expectOk('POST', `${PATH}/`, { form: { account_id: bob.id, 'status_ids[]': post.id } })).body, { status_ids: [post.id] });
  });

  it('name someone, and only what is theirs', async () => {
    const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
    const other = await cai.publish('of cai');
    const secret = await bob.publish('for followers', { visibility: 'private' });
    for (const json of [{}, { account_id: '1' }, { account_id: bob.id, status_ids: [other.id] }, { account_id: bob.id, status_ids: [secret.id] }, { account_id: bob.id, status_ids: ['1'] }]) {
      await refused(ann.ask('POST', PATH, { json }), 404);
    }
    for (const json of [{ account_id: 'x' }, { account_id: bob.id, category: 'boring' }, { account_id: bob.id, comment: 'x'.repeat(1001) },
      { account_id: bob.id, rule_ids: ['1'] }, { account_id: bob.id, status_ids: ['x'] }]) {
      await refused(ann.ask('POST', PATH, { json }), 422);
    }
    await refused(ann.ask('POST', PATH, { json: { account_id: ann.id } }), 403);
    await refused(world.anyone.ask('POST', PATH, { json: { account_id: bob.id } }), 401);
    await bob.toward('block', ann);
    has(await ann.post(PATH, { account_id: bob.id }), { category: 'other' });
  });
});
