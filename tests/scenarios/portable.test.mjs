// SPDX-License-Identifier: Apache-2.0
// What people take along when they move: files of whom they follow, block and mute, of their lists and bookmarks.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { eventually, has, refused, sameSet } from '../support/expect.mjs';
import { useWorld } from '../support/world.mjs';

const KINDS = ['follows', 'blocks', 'mutes', 'lists', 'bookmarks'];
const AT = '/api/v1/auklet';

describe('taking along', () => {
  const world = useWorld();
  let ann;
  let ben;
  let cat;
  let dan;
  before(async () => {
    [ann, ben, cat, dan] = await world.people('ann', 'ben', 'cat', 'dan');
  });

  const file = async (person, kind) => {
    const answer = await person.expectOk('GET', `${AT}/exports/${kind}.csv`);
    assert.equal(answer.headers['content-type'], 'text/csv; charset=utf-8');
    assert.match(answer.headers['content-disposition'], new RegExp(`^attachment; filename="${kind}\\.csv"$`));
    return answer.text;
  };
  const bring = (person, kind, what) => person.ask('POST', `${AT}/imports/${kind}`, what);
  const finished = async (person, { id }) => eventually(async () => {
    const found = await person.get(`${AT}/imports/${id}`);
    assert.equal(found.state, 'finished');
    return found;
  });

  it('goes from one account into another, as a form or as JSON', async () => {
    await ann.follow(cat, { reblogs: false });
    await ann.follow(dan);
    await ann.toward('mute', dan);
    await ann.toward('block', await world.person('eve'));
    const { id } = await ann.post('/api/v1/lists', { title: 'birds, of the sea' });
    await ann.post(`/api/v1/lists/${id}/accounts`, { account_ids: [cat.id] });
    await ann.act('bookmark', await cat.publish('worth keeping'));
    for (const kind of KINDS) {
      const text = await file(ann, kind);
      const answer = await bring(ben, kind, kind === 'lists' ? { multipart: { data: text } } : { json: { data: text } });
      assert.equal(answer.status, 202, answer.text);
      has(await finished(ben, answer.body), { type: kind, failed: 0 });
      assert.equal(await file(ben, kind), text);
    }
    sameSet((await ben.get(`/api/v1/accounts/${ben.id}/following`)).map(({ username }) => username), [cat.username, dan.username]);
    assert.equal((await ben.relationship(cat)).showing_reblogs, false);
    assert.equal((await ben.get('/api/v1/bookmarks')).length, 1);
  });

  it('shows new follows at home', async () => {
    const fay = await world.person('fay');
    await cat.publish('before');
    const { body } = await bring(fay, 'follows', { json: { data: `@${cat.username}\n` } });
    await finished(fay, body);
    await fay.homeShows(['before', 'worth keeping']);
  });

  it('counts what is not here', async () => {
    const { body } = await bring(dan, 'follows', { json: { data: `nobody@far.example,true\n${cat.username}\n${dan.username}\n` } });
    has(await finished(dan, body), { rows: 3, done: 1, failed: 2 });
    assert.equal((await dan.relationship(cat)).following, true);
    const at = `${AT}/imports/${body.id}/failures`;
    const failures = await dan.get(at);
    assert.deepEqual(failures.map(({ row, reason }) => [row, reason]), [[1, 'not_found'], [3, 'forbidden']]);
    assert.match(failures[0].line, /^nobody@far\.example,true/);
    assert.deepEqual((await dan.get(at, { after: 1 })).map(({ row }) => row), [3]);
    assert.deepEqual(await dan.get(at, { after: 3 }), []);
    await refused(cat.ask('GET', at), 404);
    await refused(dan.ask('GET', at, { query: { after: -1 } }), 422);
  });

  it('is refused when it is no file, and keeps to its owner', async () => {
    for (const data of [undefined, '', '"open', 'Account address,Show boosts\n']) {
      const { status } = await bring(cat, 'follows', { json: { data } });
      assert.ok([400, 422].includes(status), `${JSON.stringify(data)}: ${status}`);
    }
    await refused(bring(cat, 'cats', { json: { data: 'x\n' } }), 405);
    await refused(cat.ask('GET', `${AT}/exports/cats.csv`), 404);
    await refused(bring(cat, 'follows', { json: { data: 'x\n'.repeat(20_002) } }), 413);
    const [first] = await ben.get(`${AT}/imports`);
    await refused(cat.ask('GET', `${AT}/imports/${first.id}`), 404);
    await refused(cat.ask('GET', `${AT}/imports/x`), 404);
    assert.deepEqual(await cat.get(`${AT}/imports`), []);
    await refused(world.anyone.ask('GET', `${AT}/exports/follows.csv`), 401);
    await refused((await world.withScopes(cat, 'read:lists write:lists')).ask('GET', `${AT}/exports/follows.csv`), 403);
    await refused(bring(await world.withScopes(cat, 'read'), 'follows', { json: { data: 'x\n' } }), 403);
  });
});
