// SPDX-License-Identifier: Apache-2.0
// Pictures: what is taken and what is refused, what becomes of them on posts and profiles, and how they are served.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { eventually, has, ids, refused, texts } from '../support/expect.mjs';
import { exchange, fileForm, pathOf } from '../support/http.mjs';
import { blackPng, gif, jpeg, png, sizeOf, webp } from '../support/pictures.mjs';
import { Socket } from '../support/stream.mjs';
import { useWorld, World } from '../support/world.mjs';

const upload = (person, bytes, fields = {}, { path = '/api/v2/media', name = 'a.png', type = 'image/png' } = {}) =>
  person.ask('POST', path, fileForm({ file: { bytes, name, type } }, fields));

// As it is when all is done.
async function uploaded(person, bytes = png(64, 48), fields = {}, options = {}) {
  const answer = await upload(person, bytes, fields, options);
  if (answer.status === 202) {
    assert.equal(answer.body.url, null);
    return eventually(async () => {
      const later = await person.ask('GET', `/api/v1/media/${answer.body.id}`);
      assert.equal(later.status, 200, later.text);
      return later.body;
    }, { withinMs: 30_000 });
  }
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

// A film or a sound from ffmpeg's own sources.
function film(name, ...sources) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'auklet-film-'));
  const inputs = sources.flatMap((source) => ['-f', 'lavfi', '-i', source]);
  const file = path.join(folder, name);
  execFileSync('ffmpeg', ['-v', 'error', ...inputs, '-metadata', 'title=a secret title', '-y', file]);
  const bytes = fs.readFileSync(file);
  fs.rmSync(folder, { recursive: true });
  return bytes;
}

describe('media', () => {
  const world = useWorld();
  const fetchFile = (url, headers = {}, method = 'GET') => exchange(world.server.site, method, pathOf(url), { headers });

  describe('a picture', () => {
    it('is taken, measured, and served for ever', async () => {
      const ann = await world.person('ann');
      const media = await uploaded(ann, png(640, 480, { right: [0, 200, 0] }), { description: 'red and green', focus: '0.5,-1' });
      has(media, { type: 'image', description: 'red and green', remote_url: null });
      has(media.meta.original, { width: 640, height: 480, size: '640x480' });
      has(media.meta.small, { width: 553, height: 415 });
      assert.deepEqual(media.meta.focus, { x: 0.5, y: -1 });
      assert.match(media.blurhash, /^.{36}$/);
      assert.deepEqual(await ann.get(`/api/v1/media/${media.id}`), media);

      const file = await fetchFile(media.url);
      assert.equal(file.status, 200);
      assert.deepEqual(sizeOf(file.bytes), [640, 480]);
      assert.deepEqual(sizeOf((await fetchFile(media.preview_url)).bytes), [553, 415]);
      has(file.headers, {
        'content-type': 'image/png',
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'accept-ranges': 'bytes',
      });
      assert.equal(file.headers.vary, undefined);
      assert.equal(file.headers['set-cookie'], undefined);
      const again = await fetchFile(media.url, { 'If-None-Match': file.headers.etag });
      assert.deepEqual([again.status, again.bytes.length], [304, 0]);
      const head = await fetchFile(media.url, {}, 'HEAD');
      assert.deepEqual([head.status, head.headers['content-length'], head.bytes.length], [200, String(file.bytes.length), 0]);
    });

    it('is served in parts', async () => {
      const ann = await world.person('ann');
      const { url } = await uploaded(ann);
      const { bytes: whole, headers: { etag } } = await fetchFile(url);
      const part = async (range, more) => {
        const answer = await fetchFile(url, { Range: range, ...more });
        return [answer.status, answer.headers['content-range'], answer.bytes];
      };
      const size = whole.length;
      assert.deepEqual(await part('bytes=0-9'), [206, `bytes 0-9/${size}`, whole.subarray(0, 10)]);
      assert.deepEqual(await part('bytes=-5'), [206, `bytes ${size - 5}-${size - 1}/${size}`, whole.subarray(size - 5)]);
      assert.deepEqual(await part('bytes=10-', { 'If-Range': etag }), [206, `bytes 10-${size - 1}/${size}`, whole.subarray(10)]);
      assert.deepEqual(await part('bytes=10-', { 'If-Range': '"other"' }), [200, undefined, whole]);
      assert.deepEqual(await part('bytes=0-1,4-5'), [200, undefined, whole]);
      assert.deepEqual((await part(`bytes=${size}-`)).slice(0, 2), [416, `bytes */${size}`]);
    });

    it('cannot be guessed, nor anything beside it', async () => {
      for (const name of ['0'.repeat(32) + '.png', 'x', '..%2Fauklet.db', '%2e%2e%2fauklet.db', '..', 'incoming', '0'.repeat(32) + '.html']) {
        const answer = await exchange(world.server.site, 'GET', `/media/${name}`);
        assert.equal(answer.status, 404, name);
      }
    });

    it('loses all that is not the picture, and stands upright', async () => {
      const ann = await world.person('ann');
      const media = await uploaded(ann, jpeg(64, 48, { orientation: 6, comment: 'a secret comment' }), {}, { name: 'a.jpg', type: 'image/jpeg' });
      has(media.meta.original, { width: 48, height: 64 });
      const file = await fetchFile(media.url);
      assert.equal(file.headers['content-type'], 'image/jpeg');
      assert.doesNotMatch(file.bytes.toString('latin1'), /secret|Exif/);
      const commented = await uploaded(ann, png(8, 8, { text: 'a secret text' }));
      assert.doesNotMatch((await fetchFile(commented.url)).bytes.toString('latin1'), /secret/);
    });

    it('is scaled down to what is shown', async () => {
      const ann = await world.person('ann');
      const media = await uploaded(ann, jpeg(7000, 3000));
      assert.ok(media.meta.original.width * media.meta.original.height <= 3840 * 2160);
      assert.ok(Math.abs(media.meta.original.aspect - 7 / 3) < 0.01);
    });

    it('that moves becomes a film that goes round and round', async () => {
      const ann = await world.person('ann');
      const media = await uploaded(ann, gif(40, 30, 4));
      has(media, { type: 'gifv' });
      has(media.meta.original, { width: 40, height: 30, frame_rate: '10/1' });
      assert.equal((await fetchFile(media.url)).headers['content-type'], 'video/mp4');
      assert.equal((await fetchFile(media.preview_url)).headers['content-type'], 'image/png');
    });
  });

  describe('a film', () => {
    const moving = film('a.mp4', 'testsrc=size=320x240:rate=30:duration=1', 'sine=duration=1');
    const silent = film('a.webm', 'testsrc=size=100x80:rate=10:duration=1');
    const sound = film('a.wav', 'sine=duration=1');

    it('is made while its owner waits or does something else', async () => {
      const ann = await world.person('ann');
      const sent = await upload(ann, moving, { description: 'a test' });
      assert.equal(sent.status, 202, sent.text);
      has(sent.body, { type: 'video', url: null, preview_url: null, description: 'a test' });
      const media = await eventually(async () => {
        const answer = await ann.ask('GET', `/api/v1/media/${sent.body.id}`);
        assert.ok([200, 206].includes(answer.status), answer.text);
        assert.equal(answer.status, 200);
        return answer.body;
      }, { withinMs: 30_000 });
      has(media, { type: 'video', description: 'a test' });
      has(media.meta.original, { width: 320, height: 240, frame_rate: '30/1' });
      assert.ok(Math.abs(media.meta.original.duration - 1) < 0.2);
      assert.ok(media.meta.original.bitrate > 0);
      assert.match(media.blurhash, /^.{36}$/);
      const file = await fetchFile(media.url);
      assert.equal(file.headers['content-type'], 'video/mp4');
      assert.doesNotMatch(file.bytes.toString('latin1'), /secret/);
      const part = await fetchFile(media.url, { Range: 'bytes=4-7' });
      assert.deepEqual([part.status, part.text], [206, 'ftyp']);
      assert.deepEqual(sizeOf((await fetchFile(media.preview_url)).bytes), [320, 240]);

      const post = await ann.publish('', { media_ids: [media.id] });
      assert.deepEqual(post.media_attachments, [media]);
    });

    it('by the older address is there when the answer is', async () => {
      const ann = await world.person('ann');
      const answer = await upload(ann, moving, {}, { path: '/api/v1/media' });
      assert.equal(answer.status, 200, answer.text);
      assert.ok(answer.body.url);
    });

    it('without sound goes round and round, and a sound has no picture', async () => {
      const ann = await world.person('ann');
      has(await uploaded(ann, silent), { type: 'gifv' });
      const media = await uploaded(ann, sound);
      has(media, { type: 'audio', preview_url: null, blurhash: null });
      assert.equal((await fetchFile(media.url)).headers['content-type'], 'audio/mpeg');
    });

    it('is alone on its post', async () => {
      const ann = await world.person('ann');
      const media_ids = [(await uploaded(ann, silent)).id, (await uploaded(ann)).id];
      await refused(ann.ask('POST', '/api/v1/statuses', { json: { status: 'x', media_ids } }), 422, /already contains images/);
    });

    it('is refused when it is none', async () => {
      const ann = await world.person('ann');
      const hostile = {
        'a film cut short': moving.subarray(0, 100),
        'a signature and noise': Buffer.concat([moving.subarray(0, 12), Buffer.alloc(2000, 7)]),
        'a playlist': Buffer.from('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n'),
        'a list of files': Buffer.from("ffconcat version 1.0\nfile '/etc/passwd'\n"),
        'an AVI': Buffer.from('RIFF\0\0\0\0AVI LIST'),
      };
      for (const [name, bytes] of Object.entries(hostile)) {
        const answer = await upload(ann, bytes, {}, { name: 'a.mp4', type: 'video/mp4' });
        assert.equal(answer.status, 422, `${name}: ${answer.status} ${answer.text}`);
      }
    });
  });

  // Whatever a file is called and labelled, it is what its bytes say.
  describe('of a corpus of files', () => {
    const cut = (bytes, part = 0.6) => bytes.subarray(0, Math.floor(bytes.length * part));
    const noise = (length) => Buffer.from(Array.from({ length }, (_, i) => (i * 7919) % 251));
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    const corpus = {
      'a PNG': [png(30, 20), 200],
      'a JPEG': [jpeg(64, 48), 200],
      'a GIF': [gif(20, 10), 200],
      'a GIF that moves': [gif(20, 10, 3), 202],
      'a WebP': [webp(50, 20), 200],
      'a picture of one pixel': [png(1, 1), 200],
      'a long thin picture': [png(3000, 1), 200],
      'a PNG with a page behind it': [Buffer.concat([png(9, 9), Buffer.from('<script>alert(1)</script>')]), 200],
      'nothing': [Buffer.alloc(0), 422, /blank/],
      'a truncated PNG': [cut(png(200, 200, { right: [9, 9, 9] })), 422, /damaged/],
      'a truncated JPEG': [cut(jpeg(800, 800)), 422, /damaged/],
      'a truncated GIF': [cut(gif(100, 100)), 422, /damaged/],
      'a truncated WebP': [cut(webp(50, 20)), 422, /damaged/],
      'the head of a PNG alone': [png(64, 64).subarray(0, 33), 422, /damaged/],
      'a signature and noise': [Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), noise(500)]), 422, /damaged/],
      'a JPEG signature and noise': [Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), noise(500)]), 422, /damaged/],
      'noise': [noise(1000), 422, /not supported/],
      'a page': [Buffer.from('<!doctype html><script>alert(1)</script>'), 422, /not supported/],
      'an SVG': [svg, 422, /not supported/],
      'a PDF': [Buffer.from('%PDF-1.7\n1 0 obj\n'), 422, /not supported/],
      'a script for ImageMagick': [Buffer.from('push graphic-context\nviewbox 0 0 640 480\n'), 422, /not supported/],
      'a BMP': [Buffer.concat([Buffer.from('BM'), Buffer.alloc(100)]), 422, /not supported/],
      'a TIFF': [Buffer.concat([Buffer.from('II*\0', 'latin1'), Buffer.alloc(100)]), 422, /not supported/],
      'a PNG of a hundred megapixels': [blackPng(10_000, 10_000), 422, /pixels/],
      'a JPEG of a hundred megapixels': [jpeg(10_000, 10_000), 422, /pixels/],
      'a WebP of 256 megapixels': [webp(16_000, 16_000), 422, /pixels/],
      'a GIF that claims 4,295 megapixels': [Buffer.concat([Buffer.from('GIF89a\xff\xff\xff\xff\x80\0\0', 'latin1'), gif(4, 4).subarray(13)]), 422],
    };
    for (const [name, [bytes, status, pattern]] of Object.entries(corpus)) {
      it(`${name} is ${status < 300 ? 'taken' : 'refused'}`, async () => {
        const ann = await world.person('ann');
        for (const type of name === 'a JPEG' || name === 'a page' ? ['image/png', 'image/jpeg', 'text/html'] : ['image/png']) {
          const answer = await upload(ann, bytes, {}, { name: 'a.bin', type });
          if (status === 202) {
            assert.equal(answer.status, 202, answer.text);
          } else if (status === 200) {
            assert.equal(answer.status, 200, answer.text);
            assert.match((await fetchFile(answer.body.url)).headers['content-type'], /^image\//);
          } else {
            await refused(Promise.resolve(answer), status, pattern);
          }
        }
      });
    }
  });

  describe('an upload', () => {
    it('is refused without a good token before it is sent', async () => {
      const nobody = { ...fileForm({ file: { bytes: png(9, 9) } }) };
      await refused(world.anyone.ask('POST', '/api/v2/media', nobody), 401);
      const ann = await world.person('ann');
      await refused(upload(await world.withScopes(ann, 'read write:statuses'), png(9, 9)), 403);
      assert.deepEqual(fs.readdirSync(`${world.server.folder}/media/incoming`), []);
    });

    it('needs a file, a short description, and a focus within the picture', async () => {
      const ann = await world.person('ann');
      await refused(ann.ask('POST', '/api/v2/media', { multipart: { description: 'x' } }), 422, /blank/);
      await refused(ann.ask('POST', '/api/v2/media', { json: { file: 'text' } }), 422, /blank/);
      await refused(upload(ann, png(9, 9), { description: 'x'.repeat(1501) }), 422, /too long/);
      for (const focus of ['2,0', '0', 'a,b', '0,', '0,0,0', 'nan,0']) await refused(upload(ann, png(9, 9), { focus }), 422, /Focus/);
      await refused(ann.ask('POST', '/api/v2/media', { type: 'multipart/form-data; boundary=x', body: '--y\r\n' }), 400);
    });

    it('leaves nothing behind, whatever becomes of it', async () => {
      const ann = await world.person('ann');
      await uploaded(ann);
      await refused(upload(ann, png(90, 90).subarray(0, 100)), 422);
      assert.deepEqual(fs.readdirSync(`${world.server.folder}/media/incoming`), []);
    });

    it('works by the older address too', async () => {
      const ann = await world.person('ann');
      const media = await uploaded(ann, png(9, 9), {}, { path: '/api/v1/media' });
      assert.ok(media.url);
    });

    it('is described later by its owner, until it is on a post', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      const media = await uploaded(ann);
      const path = `/api/v1/media/${media.id}`;
      has(await ann.put(path, { description: 'new', focus: '0,0.25' }), { id: media.id, description: 'new' });
      assert.deepEqual((await ann.get(path)).meta.focus, { x: 0, y: 0.25 });
      for (const [method, json] of [['GET'], ['PUT', { description: 'mine' }], ['DELETE']]) {
        await refused(bob.ask(method, path, { json }), 404);
      }
      const post = await ann.publish('look', { media_ids: [media.id] });
      assert.equal(post.media_attachments[0].description, 'new');
      await refused(ann.ask('GET', path), 404);
      await refused(ann.ask('PUT', path, { json: { description: 'x' } }), 404);
      await refused(ann.ask('DELETE', path), 422, /used by a status/);
    });

    it('is taken back by its owner, with its files', async () => {
      const ann = await world.person('ann');
      const media = await uploaded(ann);
      assert.deepEqual(await ann.delete(`/api/v1/media/${media.id}`), {});
      await refused(ann.ask('GET', `/api/v1/media/${media.id}`), 404);
      await eventually(async () => assert.equal((await fetchFile(media.url)).status, 404));
    });
  });

  describe('on a post', () => {
    it('stands in its order, with no need of a text', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      await bob.follow(ann);
      const [one, two] = [await uploaded(ann), await uploaded(ann, webp(20, 30))];
      const post = await ann.publish('', { media_ids: [two.id, one.id] });
      assert.deepEqual(post.media_attachments, [two, one]);
      assert.deepEqual((await bob.read(post)).media_attachments, [two, one]);
      await eventually(async () => assert.deepEqual((await bob.home())[0].media_attachments, [two, one]));
      const boost = await bob.boost(post);
      assert.deepEqual(boost.media_attachments, []);
      assert.deepEqual(boost.reblog.media_attachments, [two, one]);
    });

    it('is the own, unused, and one of four at most', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      const media = await uploaded(ann);
      const post = (person, media_ids) => person.ask('POST', '/api/v1/statuses', { json: { status: 'x', media_ids } });
      await refused(post(bob, [media.id]), 422, /not found/);
      await refused(post(ann, ['1']), 422, /not found/);
      await refused(post(ann, ['nonsense']), 422);
      await refused(post(ann, [media.id, ...Array(4).fill('2')]), 422, /more than 4/);
      await ann.publish('once', { media_ids: [media.id] });
      await refused(post(ann, [media.id]), 422, /already attached/);
    });

    it('is hung on one of two posts that are written at once', async () => {
      const ann = await world.person('ann');
      const media = await uploaded(ann);
      const answers = await Promise.all(['a', 'b', 'c', 'd'].map((status) =>
        ann.ask('POST', '/api/v1/statuses', { json: { status, media_ids: [media.id] } })));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 422, 422, 422]);
    });

    it('is described anew and taken off by edits, which the history remembers', async () => {
      const ann = await world.person('ann');
      const [one, two] = [await uploaded(ann, png(9, 9), { description: 'one' }), await uploaded(ann)];
      const post = await ann.publish('look', { media_ids: [one.id, two.id] });
      const edited = await ann.put(`/api/v1/statuses/${post.id}`, {
        status: 'look', media_ids: [one.id], media_attributes: [{ id: one.id, description: 'better', focus: '1,1' }] });
      assert.deepEqual(edited.media_attachments.map(({ id, description }) => [id, description]), [[one.id, 'better']]);
      assert.ok(edited.edited_at);
      assert.deepEqual((await world.anyone.get(`/api/v1/statuses/${post.id}`)).media_attachments, edited.media_attachments);
      const history = await ann.get(`/api/v1/statuses/${post.id}/history`);
      assert.deepEqual(history.map(({ media_attachments }) => media_attachments.map(({ id, description }) => [id, description])),
        [[[one.id, 'one'], [two.id, null]], [[one.id, 'better']]]);
      const bare = await ann.put(`/api/v1/statuses/${post.id}`, { status: 'look' });
      assert.deepEqual(bare.media_attachments, []);
    });

    it('may be written anew, or is forgotten with it', async () => {
      const ann = await world.person('ann');
      const media = await uploaded(ann);
      const post = await ann.publish('draft', { media_ids: [media.id] });
      const deleted = await ann.erase(post);
      assert.deepEqual(ids(deleted.media_attachments), [media.id]);
      const again = await ann.publish('again', { media_ids: [media.id] });
      assert.deepEqual(ids(again.media_attachments), [media.id]);
      assert.equal((await fetchFile(media.url)).status, 200);
    });

    it('is found where only media are asked for', async () => {
      const ann = await world.person('ann', { indexable: true });
      const tag = world.freshName('mediatag');
      const media = await uploaded(ann);
      await ann.publish(`plain #${tag}`);
      const post = await ann.publish(`pictured #${tag}`, { media_ids: [media.id] });
      const only = { only_media: true };
      assert.deepEqual(ids(await world.anyone.get(`/api/v1/accounts/${ann.id}/statuses`, only)), [post.id]);
      assert.deepEqual(ids(await world.anyone.get(`/api/v1/timelines/tag/${tag}`, only)), [post.id]);
      const shown = await world.anyone.get('/api/v1/timelines/public', only);
      assert.ok(shown.length > 0 && shown.every(({ media_attachments }) => media_attachments.length > 0));
      const found = async (q) => texts((await ann.get('/api/v2/search', { q, type: 'statuses' })).statuses);
      assert.deepEqual(await found(`${tag} has:media`), [`pictured #${tag}`]);
      assert.deepEqual(await found(`${tag} -has:media`), [`plain #${tag}`]);
      await ann.put(`/api/v1/statuses/${post.id}`, { status: `bare now #${tag}` });
      assert.deepEqual(await world.anyone.get(`/api/v1/accounts/${ann.id}/statuses`, only), []);
    });

    it('is told of where only media are listened to', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      const socket = await Socket.open(world.direct(bob), { stream: 'public:media' });
      await socket.subscribe('public:local:media');
      await ann.publish('plain');
      const media = await uploaded(ann);
      const post = await ann.publish('pictured', { media_ids: [media.id] });
      await eventually(() => assert.deepEqual(socket.events().map(({ stream, status }) => [stream[0], status.id, ids(status.media_attachments)]),
        [['public:media', post.id, [media.id]], ['public:local:media', post.id, [media.id]]]));
      await socket.end();
    });

    it('is in the feed and on the page of its author', async () => {
      const ann = await world.person('ann');
      const media = await uploaded(ann, png(9, 9), { description: 'a "red" square' });
      const post = await ann.publish('look', { media_ids: [media.id] });
      const feed = await exchange(world.server.site, 'GET', `/@${ann.username}.rss`);
      assert.match(feed.text, new RegExp(`<media:content url="${media.url}" fileSize="\\d+" type="image/png">`));
      assert.match(feed.text, /a &quot;red&quot; square/);
      const page = await exchange(world.server.site, 'GET', `/@${ann.username}/${post.id}`, { headers: { Accept: 'text/html' } });
      assert.match(page.text, new RegExp(`<img class="picture u-photo" src="${media.preview_url}" alt="a &quot;red&quot; square"`));
    });
  });

  describe('on a profile', () => {
    const change = (person, files, fields) => person.ask('PATCH', '/api/v1/accounts/update_credentials', fileForm(files, fields));

    it('are an avatar and a header of their sizes, and go again', async () => {
      const ann = await world.person('ann');
      assert.match(ann.account.avatar, /assets\/avatar\.svg$/);
      const answer = await change(ann, { avatar: { bytes: jpeg(900, 300) }, header: { bytes: png(30, 20) } }, { display_name: 'Ann' });
      assert.equal(answer.status, 200, answer.text);
      has(answer.body, { display_name: 'Ann' });
      const { avatar, header } = await world.anyone.get(`/api/v1/accounts/${ann.id}`);
      assert.deepEqual([avatar, header], [answer.body.avatar, answer.body.header]);
      assert.deepEqual(sizeOf((await fetchFile(avatar)).bytes), [400, 400]);
      assert.deepEqual(sizeOf((await fetchFile(header)).bytes), [1500, 500]);
      const post = await ann.publish('with my face');
      assert.equal(post.account.avatar, avatar);

      const other = await change(ann, { avatar: { bytes: png(20, 20) } });
      assert.notEqual(other.body.avatar, avatar);
      assert.equal(other.body.header, header);
      assert.equal((await world.anyone.get(`/api/v1/statuses/${post.id}`)).account.avatar, other.body.avatar);
      await eventually(async () => assert.equal((await fetchFile(avatar)).status, 404));

      const without = await ann.delete('/api/v1/profile/avatar');
      assert.match(without.avatar, /assets\/avatar\.svg$/);
      assert.equal(without.header, header);
      assert.match((await ann.delete('/api/v1/profile/header')).header, /assets\/header\.svg$/);
      await eventually(async () => assert.equal((await fetchFile(header)).status, 404));
    });

    it('are refused when they are none, and nothing is changed then', async () => {
      const ann = await world.person('ann');
      await refused(change(ann, { avatar: { bytes: Buffer.from('<svg/>') } }, { display_name: 'changed' }), 422, /not supported/);
      await refused(change(ann, { avatar: { bytes: png(20, 20) } }, { display_name: 'x'.repeat(500) }), 422, /too long/);
      const account = await ann.get('/api/v1/accounts/verify_credentials');
      assert.deepEqual(account, ann.account);
    });
  });

  it('are told of by the server', async () => {
    const { configuration } = await world.anyone.get('/api/v2/instance');
    assert.equal(configuration.statuses.max_media_attachments, 4);
    has(configuration.media_attachments, { image_size_limit: 16 * 1024 * 1024, image_matrix_limit: 33_177_600, description_limit: 1500 });
    assert.ok(configuration.media_attachments.supported_mime_types.includes('image/webp'));
  });
});

describe('a hundred megapixels', () => {
  const GROWTH_MB_MAX = 32;
  const world = new World({ direct: true, env: { AUKLET_LOG_LEVEL: 'debug' } });
  before(() => world.open());
  after(() => world.close());

  it('cost the server hardly any memory, nor the process that looks at them', async () => {
    const peakMb = () => Number(/^VmHWM:\s+(\d+) kB$/m.exec(fs.readFileSync(`/proc/${world.server.pid}/status`, 'utf8'))[1]) / 1024;
    const ann = await world.person('ann');
    const baseline = await upload(ann, png(8, 8));
    assert.equal(baseline.status, 200, baseline.text);
    const before = peakMb();
    const large = Buffer.concat([jpeg(10_000, 10_000), Buffer.alloc(15 * 1024 * 1024)]);
    for (const bytes of [blackPng(10_000, 10_000), jpeg(10_000, 10_000), webp(10_000, 10_000), large]) {
      await refused(upload(ann, bytes), 422, /pixels/);
    }
    const grown = peakMb() - before;
    assert.ok(grown < GROWTH_MB_MAX, `the server grew by ${grown.toFixed(1)} MB`);
    const peaks = [...world.server.log().matchAll(/a picture took \d+ ms and (\d+) MiB/g)].map(([, mb]) => Number(mb));
    assert.equal(peaks.length, 5);
    assert.ok(Math.max(...peaks) < peaks[0] + GROWTH_MB_MAX, `processes with ${peaks.join(', ')} MiB`);
  });
});
