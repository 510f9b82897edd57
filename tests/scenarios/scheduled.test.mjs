// SPDX-License-Identifier: Apache-2.0
// Scheduled posts, until their time has come. That they appear then, and once, is what the service's own tests wait for
// with a clock of their own: five minutes are too long here.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { has, ids, refused } from '../support/expect.mjs';
import { fileForm } from '../support/http.mjs';
import { png } from '../support/pictures.mjs';
import { useWorld } from '../support/world.mjs';

const PATH = '/api/v1/scheduled_statuses';
const picture = async (person, fields = {}) =>
  (await person.expectOk('POST', '/api/v2/media', fileForm({ file: { bytes: png(8, 8), name: 'a.png', type: 'image/png' } }, fields))).body;
const inMinutes = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();

describe('scheduled posts', () => {
  const world = useWorld();

  const schedule = (person, fields, minutes = 60) => person.post('/api/v1/statuses', { status: 'later', scheduled_at: inMinutes(minutes), ...fields });

  it('wait with all that they were given', async () => {
    // Not through the proxy: the schema has the parent's id as a number, and the proxy wants every id as a text.
    const [ann, bob] = (await world.people('ann', 'bob')).map((person) => world.direct(person));
    const parent = await bob.publish('now');
    const at = inMinutes(90);
    const made = await ann.post('/api/v1/statuses', {
      status: `later ${bob.mention}`, scheduled_at: at, spoiler_text: 'care', sensitive: true, language: 'de', visibility: 'private',
      in_reply_to_id: parent.id, poll: { options: ['a', 'b'], expires_in: 600, multiple: true } });
    has(made, { scheduled_at: at, media_attachments: [] });
    has(made.params, {
      text: `later ${bob.mention}`, spoiler_text: 'care', sensitive: true, language: 'de', visibility: 'private', idempotency: null,
      scheduled_at: null, with_rate_limit: false, poll: { options: ['a', 'b'], expires_in: 600, multiple: true, hide_totals: false } });
    assert.equal(typeof made.params.application_id, 'number');
    assert.equal(made.content, undefined);
    assert.deepEqual(await ann.get(`${PATH}/${made.id}`), made);
    assert.deepEqual(await ann.get(PATH), [made]);
    const plain = await schedule(ann);
    has(plain.params, { text: 'later', visibility: null, poll: null, spoiler_text: null, in_reply_to_id: null });
    // Nobody sees anything of it.
    assert.deepEqual(await ann.get(`/api/v1/accounts/${ann.id}/statuses`), []);
    assert.deepEqual(await bob.notifications(), []);
    assert.deepEqual(ids((await bob.get(`/api/v1/statuses/${parent.id}/context`)).descendants), []);
  });

  it('wait with their pictures, of which nobody else may take one', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    const media = await picture(ann, { description: 'a bird' });
    const made = await schedule(ann, { status: '', media_ids: [media.id] });
    assert.deepEqual(made.params.media_ids, [media.id]);
    assert.deepEqual(made.media_attachments.map(({ id, description }) => [id, description]), [[media.id, 'a bird']]);
    assert.deepEqual(await ann.get(PATH), [made]);
    const refuse = (person, fields) => refused(
      person.ask('POST', '/api/v1/statuses', { json: { status: 'x', scheduled_at: inMinutes(60), media_ids: [media.id], ...fields } }), 422);
    await refuse(bob);
    await refuse(ann, { poll: { options: ['a', 'b'], expires_in: 600 } });
    await refuse(ann, { media_ids: ['1'] });
  });

  it('are listed in pages, moved and taken back', async () => {
    const ann = await world.person('ann');
    const made = [];
    for (let i = 0; i < 3; i++) made.unshift((await schedule(ann, { status: `p${i}` }, 60 + i)).id);
    assert.deepEqual((await ann.pages(PATH, { limit: 2 })).map(ids), [made.slice(0, 2), made.slice(2)]);
    const at = inMinutes(600);
    has(await ann.put(`${PATH}/${made[0]}`, { scheduled_at: at }), { id: made[0], scheduled_at: at });
    has(await ann.get(`${PATH}/${made[0]}`), { scheduled_at: at });
    assert.deepEqual(await ann.delete(`${PATH}/${made[0]}`), {});
    await refused(ann.ask('GET', `${PATH}/${made[0]}`), 404);
    await refused(ann.ask('DELETE', `${PATH}/${made[0]}`), 404);
    assert.deepEqual(ids(await ann.get(PATH)), made.slice(1));
  });

  it('are one for one idempotency key', async () => {
    const ann = await world.person('ann');
    const once = { json: { status: 'later', scheduled_at: inMinutes(60) }, headers: { 'Idempotency-Key': 'one' } };
    const first = (await ann.expectOk('POST', '/api/v1/statuses', once)).body;
    assert.equal((await ann.expectOk('POST', '/api/v1/statuses', once)).body.id, first.id);
    assert.deepEqual(ids(await ann.get(PATH)), [first.id]);
  });

  it('are refused when they make no sense, and to all others', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    const refuse = (fields, status = 422, pattern = /Scheduled at/) =>
      refused(ann.ask('POST', '/api/v1/statuses', { json: { status: 'x', ...fields } }), status, pattern);
    await refuse({ scheduled_at: inMinutes(4) });
    await refuse({ scheduled_at: inMinutes(-60) });
    await refuse({ scheduled_at: 'tomorrow' });
    await refuse({ scheduled_at: inMinutes(60), status: ' ' }, 422, /blank/);
    await refuse({ scheduled_at: inMinutes(60), in_reply_to_id: '1' }, 404, /./);
    await refuse({ scheduled_at: inMinutes(60), poll: { options: ['a'], expires_in: 600 } }, 422, /two options/);
    assert.deepEqual(await ann.get(PATH), []);

    const made = await schedule(ann);
    await refused(ann.ask('PUT', `${PATH}/${made.id}`, { json: { scheduled_at: inMinutes(1) } }), 422, /Scheduled at/);
    await refused(ann.ask('PUT', `${PATH}/${made.id}`, { json: {} }), 422, /Scheduled at/);
    for (const method of ['GET', 'PUT', 'DELETE']) {
      await refused(bob.ask(method, `${PATH}/${made.id}`, method === 'GET' ? {} : { json: { scheduled_at: inMinutes(60) } }), 404);
      await refused(bob.ask(method, `${PATH}/nonsense`, method === 'GET' ? {} : { json: { scheduled_at: inMinutes(60) } }), 404);
    }
    assert.deepEqual(await bob.get(PATH), []);
    await refused(world.anyone.ask('GET', PATH), 401);
    await refused((await world.withScopes(ann, 'read:statuses')).ask('DELETE', `${PATH}/${made.id}`), 403);
    await refused((await world.withScopes(ann, 'write:statuses')).ask('GET', PATH), 403);
  });

  it('are 25 a day at most', async () => {
    const ann = world.direct(await world.person('ann'));
    const day = 24 * 60;
    const at = new Date(Math.ceil(Date.now() / 86_400_000 + 1) * 86_400_000).toISOString();
    for (let i = 0; i < 25; i++) await ann.post('/api/v1/statuses', { status: `p${i}`, scheduled_at: at });
    await refused(ann.ask('POST', '/api/v1/statuses', { json: { status: 'one more', scheduled_at: at } }), 422, /25/);
    await schedule(ann, {}, 5 * day);
  });
});
