// SPDX-License-Identifier: Apache-2.0
// Polls: asked with a post, voted in by those who may see it, ended in time.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventually, has, refused } from '../support/expect.mjs';
import { useWorld } from '../support/world.mjs';

describe('polls', () => {
  const world = useWorld();

  const ask = (person, options = ['tea', 'coffee'], poll = {}, fields = {}) =>
    person.publish('what?', { poll: { options, expires_in: 3600, ...poll }, ...fields });
  const vote = (person, poll, ...choices) => person.ask('POST', `/api/v1/polls/${poll.id}/votes`, { json: { choices } });
  const tally = ({ options }) => options.map(({ votes_count }) => votes_count);

  it('are part of a status, with what the viewer voted', async () => {
    const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
    await bob.follow(ann);
    const status = await ask(ann, ['tea', ' coffee ', 'water']);
    const { poll } = status;
    has(poll, { expired: false, multiple: false, votes_count: 0, voters_count: 0, voted: true, own_votes: [], emojis: [] });
    assert.deepEqual(poll.options, [{ title: 'tea', votes_count: 0 }, { title: 'coffee', votes_count: 0 }, { title: 'water', votes_count: 0 }]);
    const ends = Date.parse(poll.expires_at) - Date.now();
    assert.ok(ends > 3_500_000 && ends <= 3_600_000, poll.expires_at);
    assert.deepEqual(await ann.get(`/api/v1/polls/${poll.id}`), poll);

    const voted = (await vote(bob, poll, 1)).body;
    has(voted, { votes_count: 1, voters_count: 1, voted: true, own_votes: [1] });
    assert.deepEqual(tally(voted), [0, 1, 0]);
    for (const shown of [(await bob.read(status)).poll, (await bob.home())[0].poll,
      (await bob.get(`/api/v1/accounts/${ann.id}/statuses`))[0].poll, await bob.get(`/api/v1/polls/${poll.id}`)]) {
      assert.deepEqual(shown, voted);
    }
    has((await cai.read(status)).poll, { voted: false, own_votes: [], votes_count: 1 });
    const boost = await cai.boost(status);
    assert.equal(boost.poll, null);
    has(boost.reblog.poll, { voted: false, votes_count: 1 });
    const stranger = await world.anyone.get(`/api/v1/polls/${poll.id}`);
    assert.deepEqual([stranger.voted, stranger.own_votes, stranger.votes_count], [undefined, undefined, 1]);
    assert.equal((await bob.publish('none')).poll, null);
  });

  it('take one vote, or several where that is allowed', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    const one = (await ask(ann)).poll;
    await refused(vote(bob, one, 0, 1), 422, /[Oo]ne option/);
    await vote(bob, one, 0);
    await refused(vote(bob, one, 1), 422, /already voted/);
    const many = (await ask(ann, ['a', 'b', 'c'], { multiple: true })).poll;
    assert.equal(many.multiple, true);
    assert.deepEqual((await vote(bob, many, 2, 0)).body.own_votes, [0, 2]);
    await refused(vote(bob, many, 2), 422, /already voted/);
    has((await bob.expectOk('POST', `/api/v1/polls/${many.id}/votes`, { form: { 'choices[]': '1' } })).body,
      { own_votes: [0, 1, 2], voters_count: 1, votes_count: 3 });
  });

  it('may not tell how they stand until they end', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    const { poll } = await ask(ann, ['a', 'b'], { hide_totals: true });
    const voted = (await vote(bob, poll, 1)).body;
    assert.deepEqual(tally(voted), [null, null]);
    has(voted, { votes_count: 1, own_votes: [1] });
  });

  it('are for those who may see the post', async () => {
    const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
    const { poll } = await ask(ann, ['a', 'b'], {}, { visibility: 'private' });
    await refused(bob.ask('GET', `/api/v1/polls/${poll.id}`), 404);
    await refused(vote(bob, poll, 0), 404);
    await refused(world.anyone.ask('GET', `/api/v1/polls/${poll.id}`), 404);
    await refused(world.anyone.ask('POST', `/api/v1/polls/${poll.id}/votes`, { json: { choices: [0] } }), 401);
    await bob.follow(ann);
    await vote(bob, poll, 0);
    await refused(vote(ann, poll, 0), 422, /own/);
    const open = (await ask(ann)).poll;
    await cai.toward('block', ann);
    await refused(vote(cai, open, 0), 403);
    await refused(cai.ask('GET', `/api/v1/polls/${(await ann.publish('no poll')).id}`), 404);
    await refused(cai.ask('GET', '/api/v1/polls/nonsense'), 404);
    const reader = await world.withScopes(bob, 'read:statuses');
    await reader.get(`/api/v1/polls/${open.id}`);
    await refused(vote(reader, open, 0), 403);
  });

  it('are refused when they are none, and so are votes', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    const refuse = (poll, pattern) => refused(ann.ask('POST', '/api/v1/statuses', { json: { status: 'x', poll } }), 422, pattern);
    await refuse({ options: ['one'], expires_in: 3600 }, /two options/);
    await refuse({ options: ['one', ' '], expires_in: 3600 }, /two options/);
    await refuse({ options: ['1', '2', '3', '4', '5'], expires_in: 3600 }, /more than 4/);
    await refuse({ options: ['same', 'same'], expires_in: 3600 }, /different/);
    await refuse({ options: ['x', 'y'.repeat(51)], expires_in: 3600 }, /50 characters/);
    await refuse({ options: ['x', 'y'], expires_in: 299 }, /last/);
    await refuse({ options: ['x', 'y'], expires_in: 32 * 86400 }, /last/);
    await refuse({ options: ['x', 'y'] }, /last/);
    await refuse({ options: ['x', 'y'], expires_in: 'soon' });
    await refused(ann.ask('POST', '/api/v1/statuses', { json: { poll: { options: ['x', 'y'], expires_in: 3600 } } }), 422, /blank/);
    await refused(ann.ask('POST', '/api/v1/statuses', {
      json: { status: 'x', media_ids: ['1'], poll: { options: ['x', 'y'], expires_in: 3600 } } }), 422, /both/);
    assert.deepEqual(await ann.get(`/api/v1/accounts/${ann.id}/statuses`), []);
    const { poll } = await ask(ann);
    await refused(vote(bob, poll, 2), 422, /no such option/);
    await refused(vote(bob, poll, 99), 422, /no such option/);
    await refused(vote(bob, poll), 422, /blank/);
    await refused(vote(bob, poll, 'x'), 422);
    assert.equal((await bob.get(`/api/v1/polls/${poll.id}`)).votes_count, 0);
  });

  it('change with an edit: other options begin anew, none takes the poll away', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    const status = await ask(ann, ['tea', 'coffee']);
    await vote(bob, status.poll, 1);
    const edit = (poll) => ann.put(`/api/v1/statuses/${status.id}`, { status: 'what now?', poll });
    has((await edit({ options: ['tea', 'coffee'], expires_in: 7200 })).poll, { id: status.poll.id, votes_count: 1 });
    has((await bob.read(status)).poll, { own_votes: [1] });
    has((await edit({ options: ['tea', 'cocoa'], expires_in: 7200 })).poll, { votes_count: 0, voters_count: 0 });
    has((await bob.read(status)).poll, { own_votes: [], voted: false });
    await vote(bob, status.poll, 0);
    await edit();
    assert.equal((await bob.read(status)).poll, null);
    await refused(bob.ask('GET', `/api/v1/polls/${status.poll.id}`), 404);
    const history = await bob.get(`/api/v1/statuses/${status.id}/history`);
    assert.deepEqual(history.map(({ poll }) => poll?.options.map(({ title }) => title)),
      [['tea', 'coffee'], ['tea', 'coffee'], ['tea', 'cocoa'], undefined]);
    await ann.erase(await ask(ann));
  });

  it('are found by what filters look for, and by has:poll', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    const status = await ask(ann, ['oolong', 'coffee']);
    await bob.post('/api/v2/filters', { title: 'teas', context: ['home'], keywords_attributes: [{ keyword: 'oolong' }] });
    assert.deepEqual((await bob.read(status)).filtered.map(({ keyword_matches }) => keyword_matches), [['oolong']]);
    const found = await ann.get('/api/v2/search', { q: 'what has:poll', type: 'statuses' });
    assert.deepEqual(found.statuses.map(({ id }) => id), [status.id]);
  });
});
