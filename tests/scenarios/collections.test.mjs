// SPDX-License-Identifier: Apache-2.0
// Collections of people whom someone recommends: who makes them, who is in them, who sees them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { has, ids, refused, sameSet } from '../support/expect.mjs';
import { useWorld } from '../support/world.mjs';

describe('collections', () => {
  const world = useWorld();
  const PATH = '/api/v1/collections';
  const open = (name) => world.person(name, { discoverable: true });
  const make = async (owner, fields, people = []) =>
    (await owner.post(PATH, { name: 'birds', account_ids: ids(people), ...fields })).collection;
  const members = async (reader, { id }) => (await reader.get(`${PATH}/${id}`)).collection.items.map(({ account_id }) => account_id);
  const listed = async (reader, person, kind = 'collections') => ids((await reader.get(`/api/v1/accounts/${person.id}/${kind}`)).collections);

  it('are made, shown, changed and taken away', async () => {
    const ann = await world.person('ann');
    const bob = await open('bob');
    const made = await make(ann, { description: 'of the sea', language: 'en', tag_name: '#Auks' }, [bob]);
    has(made, { account_id: ann.id, name: 'birds', description: 'of the sea', language: 'en', local: true, sensitive: false, discoverable: true, item_count: 1, url: null });
    has(made.tag, { name: 'auks' });
    has(made.items[0], { account_id: bob.id, state: 'accepted' });
    const shown = await world.anyone.get(`${PATH}/${made.id}`);
    assert.deepEqual(shown.collection, made);
    sameSet(ids(shown.accounts), [ann.id, bob.id]);
    const { collection: changed } = await ann.patch(`${PATH}/${made.id}`, { name: 'seabirds', discoverable: false, tag_name: '' });
    has(changed, { name: 'seabirds', description: 'of the sea', discoverable: false, tag: null });
    has((await ann.put(`${PATH}/${made.id}`, { sensitive: true })).collection, { name: 'seabirds', sensitive: true });
    assert.deepEqual(await ann.delete(`${PATH}/${made.id}`), {});
    await refused(ann.ask('GET', `${PATH}/${made.id}`), 404);
  });

  it('hold those who want to be found, until they do not want to be in them', async () => {
    const ann = await world.person('ann');
    const [bob, cai] = [await open('bob'), await open('cai')];
    const shy = await world.person('shy');
    const made = await make(ann);
    const items = `${PATH}/${made.id}/items`;
    const { collection_item: item } = await ann.post(items, { account_id: bob.id });
    has(item, { account_id: bob.id, state: 'accepted' });
    for (const account_id of [undefined, 'x', '1', shy.id, bob.id]) await refused(ann.ask('POST', items, { json: { account_id } }), 422);
    await refused(bob.ask('POST', items, { json: { account_id: cai.id } }), 403);
    const { collection_item: other } = await ann.post(items, { account_id: cai.id });
    assert.deepEqual(await members(world.anyone, made), [bob.id, cai.id]);
    await refused(cai.ask('DELETE', `${items}/${other.id}`), 403);
    await refused(ann.ask('POST', `${items}/${other.id}/revoke`), 403);
    assert.deepEqual(await ann.delete(`${items}/${other.id}`), {});
    await refused(ann.ask('DELETE', `${items}/${other.id}`), 404);
    assert.deepEqual(await bob.post(`${items}/${item.id}/revoke`), {});
    assert.deepEqual(await members(ann, made), []);
    await refused(ann.ask('POST', items, { json: { account_id: bob.id } }), 422);
  });

  it('are listed with their owners and with those who are in them', async () => {
    const ann = await world.person('ann');
    const bob = await open('bob');
    const cai = await world.person('cai');
    const first = await make(ann, {}, [bob]);
    const quiet = await make(ann, { discoverable: false }, [bob]);
    for (const reader of [world.anyone, ann, cai]) assert.deepEqual(await listed(reader, ann), [quiet.id, first.id]);
    assert.deepEqual(await listed(bob, bob, 'in_collections'), [quiet.id, first.id]);
    assert.deepEqual(await listed(cai, bob, 'in_collections'), [first.id]);
    const answer = await world.anyone.expectOk('GET', `/api/v1/accounts/${ann.id}/collections`, { query: { limit: 1 } });
    const { pathname, search } = new URL(answer.links.next);
    assert.deepEqual(ids((await world.anyone.get(pathname + search)).collections), [first.id]);
    await cai.toward('block', bob);
    assert.deepEqual(await members(cai, first), []);
    await ann.toward('block', cai);
    await refused(cai.ask('GET', `${PATH}/${first.id}`), 404);
    assert.deepEqual(await listed(cai, ann), []);
    await bob.toward('block', ann);
    assert.deepEqual(await members(world.anyone, first), []);
  });

  it('have bounds', async () => {
    const ann = await world.person('ann');
    const bob = await world.person('bob');
    for (const json of [{}, { name: ' ' }, { name: 'x'.repeat(41) }, { name: 'x', description: 'x'.repeat(101) }, { name: 'x', language: 'nonsense' },
      { name: 'x', tag_name: 'two words' }, { name: 'x', account_ids: ['1'] }, { name: 'x', account_ids: ['y'] }]) {
      await refused(ann.ask('POST', PATH, { json }), 422);
    }
    const made = await make(ann);
    await refused(bob.ask('PATCH', `${PATH}/${made.id}`, { json: { name: 'mine' } }), 403);
    await refused(bob.ask('DELETE', `${PATH}/${made.id}`), 403);
    for (const path of [`${PATH}/1`, `${PATH}/x`]) await refused(ann.ask('PATCH', path, { json: { name: 'x' } }), 404);
    for (const kind of ['collections', 'in_collections']) await refused(world.anyone.ask('GET', `/api/v1/accounts/1/${kind}`), 404);
    for (let i = 1; i < 10; i++) await make(ann);
    await refused(ann.ask('POST', PATH, { json: { name: 'more' } }), 422, /maximum/);
  });
});
