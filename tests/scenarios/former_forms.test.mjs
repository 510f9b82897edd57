// SPDX-License-Identifier: Apache-2.0
// Operations of former versions of the API, for apps that know no others.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { ids, refused, texts } from '../support/expect.mjs';
import { useWorld } from '../support/world.mjs';

describe('what old apps ask', () => {
  const world = useWorld();
  let ann;
  let bob;
  before(async () => { [ann, bob] = await world.people('ann', 'bob'); });

  // The ids of three notifications of a new person, newest first.
  async function notified() {
    const person = await world.person('carl');
    for (const word of ['one', 'two', 'three']) await bob.publish(`${person.mention} ${word}`);
    return [person, ids(await person.notifications())];
  }

  it('dismisses a notification in either form', async () => {
    const [carl, [third, second, first]] = await notified();
    assert.deepEqual(await carl.post('/api/v1/notifications/dismiss', { id: third }), {});
    assert.deepEqual(ids(await carl.notifications()), [second, first]);
    assert.deepEqual((await carl.expectOk('DELETE', `/api/v1/notifications/${first}`)).body, {});
    assert.deepEqual(ids(await carl.notifications()), [second]);
    for (const id of [first, '1', 'x', undefined]) {
      const answer = await carl.ask('POST', '/api/v1/notifications/dismiss', { json: { id } });
      assert.ok([404, 422].includes(answer.status), answer.text);
    }
    await refused(ann.ask('POST', '/api/v1/notifications/dismiss', { json: { id: second } }), 404);
    await refused(ann.ask('DELETE', `/api/v1/notifications/${second}`), 404);
    assert.deepEqual(ids(await carl.notifications()), [second]);
  });

  it('dismisses several at once, those that are one\'s own', async () => {
    const [carl, [third, second, first]] = await notified();
    const many = (person, list) => person.ask('DELETE', '/api/v1/notifications/destroy_multiple', { query: { ids: list } });
    assert.equal((await many(ann, [third])).status, 200);
    const { status, body } = await many(carl, [third, first, '1']);
    assert.deepEqual([status, body], [200, {}]);
    assert.deepEqual(ids(await carl.notifications()), [second]);
    await refused(many(carl, Array.from({ length: 81 }, (_, i) => String(i + 1))), 422);
    await refused(many(carl, ['x']), 422);
    assert.deepEqual(ids(await carl.notifications()), [second]);
  });

  it('reads direct posts as one timeline, page by page', async () => {
    const [dora, emil] = await world.people('dora', 'emil');
    await dora.publish('for all');
    const sent = [];
    for (const [author, reader] of [[dora, emil], [emil, dora], [ann, dora]]) {
      sent.unshift(await author.publish(`${reader.mention} ${sent.length}`, { visibility: 'direct' }));
    }
    await ann.publish(`${bob.mention} not theirs`, { visibility: 'direct' });
    assert.deepEqual(ids(await dora.get('/api/v1/timelines/direct')), ids(sent));
    assert.deepEqual((await dora.pages('/api/v1/timelines/direct', { limit: 1 })).map(([{ id }]) => id), ids(sent));
    assert.deepEqual(ids(await emil.get('/api/v1/timelines/direct')), ids(sent).slice(1));
    await emil.erase(sent[1]);
    await dora.toward('block', ann);
    assert.deepEqual(texts(await dora.get('/api/v1/timelines/direct')), texts([sent[2]]));
  });

  it('finds no card where there is none', async () => {
    const post = await ann.publish('hello');
    for (const id of [post.id, '1', 'x']) await refused(world.anyone.ask('GET', `/api/v1/statuses/${id}/card`), 404);
  });

  it('finds that identities are not proved in this way any more', async () => {
    assert.deepEqual(await bob.get(`/api/v1/accounts/${ann.id}/identity_proofs`), []);
    for (const id of ['1', 'x']) await refused(bob.ask('GET', `/api/v1/accounts/${id}/identity_proofs`), 404);
  });
});
