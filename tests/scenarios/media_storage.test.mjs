// SPDX-License-Identifier: Apache-2.0
// Uploaded files that an S3-compatible service keeps: where they are, that they go, and what happens when it is away.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { eventually, refused } from '../support/expect.mjs';
import { exchange, fileForm, pathOf } from '../support/http.mjs';
import { png, sizeOf } from '../support/pictures.mjs';
import { auklet, Server } from '../support/server.mjs';
import { Storage } from '../support/storage.mjs';
import { World } from '../support/world.mjs';

describe('files kept by an S3-compatible service', () => {
  let storage;
  let world;
  before(async () => {
    storage = await Storage.create();
    world = new World({ env: storage.environment() });
    await world.open();
  });
  after(async () => {
    await world?.close();
    await storage?.destroy();
  });

  const upload = (person) => person.ask('POST', '/api/v2/media', fileForm({ file: { bytes: png(640, 480) } }));
  const stored = (url) => exchange(storage.site, 'GET', pathOf(url));

  it('are put into its bucket, and nowhere else', async () => {
    const ann = await world.person('ann');
    const { status, text, body: media } = await upload(ann);
    assert.equal(status, 200, text);
    assert.ok(media.url.startsWith(`${storage.publicUrl}/`), media.url);
    const file = await stored(media.url);
    assert.equal(file.status, 200);
    assert.equal(file.headers['content-type'], 'image/png');
    assert.equal(file.headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.deepEqual(sizeOf(file.bytes), [640, 480]);
    assert.equal((await stored(media.preview_url)).status, 200);
    assert.equal(fs.existsSync(`${world.server.folder}/media/files`), false);
    assert.deepEqual(fs.readdirSync(`${world.server.folder}/media/incoming`), []);
    const post = await ann.publish('look', { media_ids: [media.id] });
    assert.equal(post.media_attachments[0].url, media.url);
  });

  it('go when nobody needs them any more', async () => {
    const ann = await world.person('ann');
    const { body: media } = await upload(ann);
    await ann.delete(`/api/v1/media/${media.id}`);
    for (const url of [media.url, media.preview_url]) await eventually(async () => assert.equal((await stored(url)).status, 404));
    const change = (bytes) => ann.ask('PATCH', '/api/v1/accounts/update_credentials', fileForm({ avatar: { bytes } }));
    const { body: { avatar } } = await change(png(20, 20));
    assert.equal((await stored(avatar)).status, 200);
    await change(png(30, 30));
    await eventually(async () => assert.equal((await stored(avatar)).status, 404));
  });

  it('are refused while it is away, and taken when it is back', async () => {
    const ann = await world.person('ann');
    await storage.stop();
    await refused(upload(ann), 503);
    await storage.start();
    assert.equal((await upload(ann)).status, 200);
  });

  it('are refused when it does not know the key', async () => {
    const other = new World({ env: storage.environment({ keyId: 'UNKNOWN' }) });
    await other.open();
    try {
      await refused(upload(await other.person('ann')), 503);
      assert.match(other.server.log(), /the storage answers 403/);
    } finally {
      await other.close();
    }
  });

  it('need all of the settings', async () => {
    const env = { ...storage.environment(), AUKLET_MEDIA_S3_BUCKET: '' };
    const { code, stderr } = await auklet(['config'], { env });
    assert.notEqual(code, 0);
    assert.match(stderr, /media\.s3_endpoint needs media\.s3_bucket/);
    const unreadable = await Server.create({ env: { ...storage.environment(), AUKLET_MEDIA_S3_SECRET_FILE: '/nowhere' } });
    await assert.rejects(unreadable.start(), /holds no secret/);
    await unreadable.database.drop();
    fs.rmSync(unreadable.folder, { recursive: true, force: true });
  });
});
