// SPDX-License-Identifier: Apache-2.0
// Where one is logged in, and with which password: /api/v1/auklet/sessions and /password.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PASSWORD, useWorld, Visitor } from '../support/world.mjs';

const AT = '/api/v1/auklet/sessions';
const NEW_PASSWORD = 'another battery staple';

describe('sessions', () => {
  const world = useWorld({ direct: true });

  // Somebody with a token of each of these apps.
  async function somebody(...names) {
    const person = await world.person('ann');
    const devices = [];
    for (const client_name of names) {
      const app = await world.registerApp({ client_name, website: `https://${client_name.toLowerCase()}.example` });
      const token = await world.token(app, { grant_type: 'password', username: `${person.username}@example.com`, password: PASSWORD, scope: 'read write' });
      devices.push(new Visitor(world.site, token));
    }
    return { person, devices };
  }

  const isIn = async (device) => (await device.ask('GET', '/api/v1/accounts/verify_credentials')).status === 200;
  const named = (list, name) => list.find((session) => session.name === name);

  it('are listed to their owner, and to nobody else', async () => {
    const { devices: [phone, desk] } = await somebody('Phone', 'Desk');
    const other = await world.person('ben');
    const seen = await phone.get(AT);
    const today = new Date().toISOString().slice(0, 10);
    assert.deepEqual(named(seen, 'Phone').scopes, ['read', 'write']);
    assert.equal(named(seen, 'Phone').website, 'https://phone.example');
    assert.equal(named(seen, 'Phone').current, true);
    assert.equal(named(seen, 'Phone').last_used_at, today);
    assert.equal(named(seen, 'Desk').current, false);
    assert.equal(named(await desk.get(AT), 'Phone').current, false);
    assert.equal(named(await other.get(AT), 'Phone'), undefined);
    assert.equal((await world.anyone.ask('GET', AT)).status, 401);
    assert.doesNotMatch(JSON.stringify(seen), new RegExp(phone.token), 'a token is never shown');
  });

  it('end one by one, at once', async () => {
    const { devices: [phone, desk] } = await somebody('Phone', 'Desk');
    const other = await world.person('ben');
    const { id } = named(await desk.get(AT), 'Phone');
    assert.ok(await isIn(phone));
    assert.equal((await other.ask('DELETE', `${AT}/${id}`)).status, 404);
    assert.ok(await isIn(phone));
    await desk.delete(`${AT}/${id}`);
    assert.ok(!(await isIn(phone)));
    assert.ok(await isIn(desk));
    for (const wrong of [id, '1', 'x', '99999999999999999999']) {
      const { status, body } = await desk.ask('DELETE', `${AT}/${wrong}`);
      assert.equal(status, 404, wrong);
      assert.ok(body.error);
    }
  });

  it('end all but the one that asks', async () => {
    const { devices: [phone, desk, tablet] } = await somebody('Phone', 'Desk', 'Tablet');
    await desk.delete(AT);
    assert.deepEqual([await isIn(phone), await isIn(desk), await isIn(tablet)], [false, true, false]);
    assert.deepEqual((await desk.get(AT)).map(({ name }) => name), ['Desk']);
  });

  it('may not be ended by who may only read', async () => {
    const { person } = await somebody();
    const app = await world.registerApp();
    const reader = new Visitor(world.site, await world.token(app, { grant_type: 'password', username: `${person.username}@example.com`, password: PASSWORD, scope: 'read' }));
    assert.ok((await reader.get(AT)).length >= 2);
    assert.equal((await reader.ask('DELETE', AT)).status, 403);
    assert.equal((await reader.ask('POST', '/api/v1/auklet/password', { json: { current_password: PASSWORD, password: NEW_PASSWORD } })).status, 403);
    assert.ok(await isIn(person));
  });

  it('end when the password changes, which takes the old one', async () => {
    const { person, devices: [phone, desk] } = await somebody('Phone', 'Desk');
    const change = (json) => desk.ask('POST', '/api/v1/auklet/password', { json });
    const wrong = await change({ current_password: 'not this one', password: NEW_PASSWORD });
    assert.equal(wrong.status, 422);
    assert.equal(wrong.body.details.current_password[0].error, 'ERR_INVALID');
    const short = await change({ current_password: PASSWORD, password: 'short' });
    assert.equal(short.status, 422);
    assert.equal(short.body.details.password[0].error, 'ERR_TOO_SHORT');
    assert.equal((await change({})).status, 422);
    assert.ok(await isIn(phone));

    assert.equal((await change({ current_password: PASSWORD, password: NEW_PASSWORD })).status, 200);
    assert.deepEqual([await isIn(phone), await isIn(desk), await isIn(person)], [false, true, false]);
    const app = await world.registerApp();
    const fields = { grant_type: 'password', username: `${person.username}@example.com`, scope: 'read' };
    await assert.rejects(world.token(app, { ...fields, password: PASSWORD }));
    assert.ok(await world.token(app, { ...fields, password: NEW_PASSWORD }));
  });
});
