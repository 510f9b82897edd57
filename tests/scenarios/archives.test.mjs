// SPDX-License-Identifier: Apache-2.0
// All that an account has here, as one file for its owner.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventually, has, refused } from '../support/expect.mjs';
import { exchange, fileForm, pathOf } from '../support/http.mjs';
import { png } from '../support/pictures.mjs';
import { useWorld } from '../support/world.mjs';

const PATH = '/api/v1/auklet/archives';

// The files in a ZIP file that is not compressed, by name.
function unzip(bytes) {
  const found = {};
  const end = bytes.length - 22;
  assert.equal(bytes.readUInt32LE(end), 0x06054b50);
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    assert.equal(bytes.readUInt32LE(at), 0x02014b50);
    const [size, nameLength] = [bytes.readUInt32LE(at + 24), bytes.readUInt16LE(at + 28)];
    const local = bytes.readUInt32LE(at + 42);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const content = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    found[name] = bytes.subarray(content, content + size);
    at += 46 + nameLength + bytes.readUInt16LE(at + 30);
  }
  return found;
}

describe('archives', () => {
  const world = useWorld();
  const ready = (person, id) => eventually(async () => {
    const archive = await person.get(`${PATH}/${id}`);
    assert.equal(archive.state, 'ready');
    return archive;
  }, { withinMs: 30_000 });
  const download = (person, archive) => exchange(world.server.site, 'GET', pathOf(archive.url), {
    headers: { Authorization: `Bearer ${person.token}` } });

  it('hold what their owner wrote, kept and follows, with the files', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    const upload = await ann.ask('POST', '/api/v1/media', fileForm({ file: { bytes: png(64, 48), name: 'a.png', type: 'image/png' } }, { description: 'red' }));
    assert.equal(upload.status, 200, upload.text);
    const shown = await ann.publish('look', { media_ids: [upload.body.id] });
    await ann.publish(`between us, ${bob.mention}`, { visibility: 'direct' });
    const other = await bob.publish('worth keeping');
    await ann.act('favourite', other);
    await ann.act('bookmark', other);
    await ann.boost(other);
    await ann.follow(bob);
    const answer = await ann.ask('POST', PATH);
    assert.equal(answer.status, 202);
    has(answer.body, { state: 'waiting', bytes: null, url: null, expires_at: null });
    const archive = await ready(ann, answer.body.id);
    const { status, headers, bytes } = await download(ann, archive);
    assert.equal(status, 200);
    has(headers, { 'content-type': 'application/zip', 'content-length': String(archive.bytes), 'cache-control': 'private, no-store' });
    const files = unzip(bytes);
    const json = (name) => JSON.parse(files[name]);
    has(json('actor.json'), { type: 'Person', preferredUsername: ann.username });
    const activities = json('outbox.json').orderedItems;
    assert.deepEqual(activities.map(({ type, object }) => [type, object.source?.content ?? object]), [
      ['Announce', other.uri], ['Create', `between us, ${bob.mention}`], ['Create', 'look']]);
    const [attachment] = activities[2].object.attachment;
    has(attachment, { name: 'red', mediaType: 'image/png' });
    assert.deepEqual(files[attachment.url].subarray(0, 4), Buffer.from('\x89PNG', 'latin1'));
    assert.equal(activities[2].object.id, shown.uri);
    for (const name of ['likes.json', 'bookmarks.json']) assert.deepEqual(json(name).orderedItems, [other.uri]);
    assert.match(files['follows.csv'].toString(), new RegExp(`${bob.username}@`));
    for (const name of ['blocks.csv', 'mutes.csv', 'lists.csv', 'bookmarks.csv']) assert.ok(name in files, name);
  });

  it('are for their owner alone, and once in seven days', async () => {
    const [cleo, dan] = await world.people('cleo', 'dan');
    const { id } = (await cleo.ask('POST', PATH)).body;
    await refused(cleo.ask('POST', PATH), 422, /once in seven days/);
    const archive = await ready(cleo, id);
    await refused(cleo.ask('POST', PATH), 422, /once in seven days/);
    for (const address of [`${PATH}/${id}`, `${PATH}/${id}/archive.zip`]) {
      await refused(dan.ask('GET', address), 404);
      await refused(world.anyone.ask('GET', address), 401);
    }
    const narrow = await world.withScopes(cleo, 'read:accounts read:statuses');
    await refused(narrow.ask('GET', `${PATH}/${id}/archive.zip`), 403, /outside the authorized scopes/);
    await refused(narrow.ask('POST', PATH), 403, /outside the authorized scopes/);
    assert.deepEqual((await cleo.get(PATH)).map((one) => one.id), [id]);
    assert.deepEqual(await dan.get(PATH), []);
    await refused(cleo.ask('GET', `${PATH}/1/archive.zip`), 404);
    await refused(cleo.ask('GET', `${PATH}/x`), 404);
    assert.ok(archive.bytes > 0);
    // Neither the name of the file nor the folder is served anywhere else.
    assert.equal((await exchange(world.server.site, 'GET', `/media/${'0'.repeat(32)}.zip`)).status, 404);
  });

  it('are still there when the server comes back', async () => {
    const eve = await world.person('eve');
    const { id } = (await eve.ask('POST', PATH)).body;
    await world.server.stop();
    await world.server.start();
    const archive = await ready(eve, id);
    assert.equal((await download(eve, archive)).status, 200);
  });
});
