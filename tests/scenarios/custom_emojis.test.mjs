// SPDX-License-Identifier: Apache-2.0
// Pictures that people write as `:shortcode:`: added and removed on the command line while the server runs.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { eventually, has, refused, sameSet } from '../support/expect.mjs';
import { exchange, pathOf } from '../support/http.mjs';
import { gif, jpeg, png, webp } from '../support/pictures.mjs';
import { auklet } from '../support/server.mjs';
import { Socket } from '../support/stream.mjs';
import { useWorld } from '../support/world.mjs';

describe('custom emojis', () => {
  const world = useWorld();
  const command = (...args) => auklet(['emoji', ...args], { env: world.server.env });
  const shortcodes = (entity) => entity.emojis.map(({ shortcode }) => shortcode);
  let ann;

  async function add(shortcode, bytes, ...args) {
    const file = path.join(world.server.folder, `${shortcode}.picture`);
    fs.writeFileSync(file, bytes);
    const { code, stderr } = await command('add', shortcode, file, ...args);
    assert.equal(code, 0, stderr);
  }
  const known = (shortcode) => ann.publish(`:${shortcode}:`).then(shortcodes);
  const isKnown = (shortcode) => eventually(async () => assert.deepEqual(await known(shortcode), [shortcode]));
  const isForgotten = (shortcode) => eventually(async () => assert.deepEqual(await known(shortcode), []));

  before(async () => { ann = await world.person('ann'); });

  it('are listed with their pictures, and those that move with one that does not', async () => {
    await add('auk', png(64, 48), '--category', 'Sea birds');
    await add('dance', gif(20, 20, 3));
    await add('wren', webp(30, 30), '--hidden');
    await isKnown('wren'); // the last of them
    const list = await world.anyone.get('/api/v1/custom_emojis');
    assert.deepEqual(list.map(({ shortcode, category, visible_in_picker }) => [shortcode, category, visible_in_picker]),
      [['auk', 'Sea birds', true], ['dance', undefined, true]]);
    const types = [];
    for (const { url, static_url } of list) {
      for (const one of [url, static_url]) {
        const file = await exchange(world.server.site, 'GET', pathOf(one));
        assert.equal(file.status, 200);
        types.push(file.headers['content-type']);
      }
    }
    assert.deepEqual(types, ['image/png', 'image/png', 'image/gif', 'image/png']);
    const { stdout } = await command('list');
    assert.equal(stdout, 'auk Sea birds\ndance\nwren (hidden)\n');
  });

  it('stand beside what names them, and the text stays as it was', async () => {
    const bob = await world.person('bob', {
      display_name: 'Bob :auk:', note: 'I :dance: and :owl:', fields_attributes: { 0: { name: ':wren:', value: 'x:auk:' } } });
    assert.deepEqual(shortcodes(bob.account), ['auk', 'dance', 'wren']);
    const status = await bob.publish('see :dance: :dance:, :owl: and b:auk:', { spoiler_text: 'birds :wren:',
      poll: { options: [':auk:', 'none'], expires_in: 300 } });
    assert.deepEqual(shortcodes(status), ['wren', 'dance', 'auk']);
    assert.match(status.content, /see :dance: :dance:, :owl: and b:auk:/);
    assert.deepEqual(shortcodes(status.poll), ['auk']);
    has(status.emojis[0], { shortcode: 'wren', visible_in_picker: false });
    const home = await bob.home();
    assert.deepEqual(shortcodes(home[0]), ['wren', 'dance', 'auk']);
    assert.deepEqual(shortcodes(home[0].account), ['auk', 'dance', 'wren']);
    const boost = await ann.boost(status);
    assert.deepEqual(shortcodes(boost.reblog), ['wren', 'dance', 'auk']);
    await bob.put(`/api/v1/statuses/${status.id}`, { status: 'only :auk:', spoiler_text: '' });
    assert.deepEqual(shortcodes(await ann.read(status)), ['auk']);
    const history = await bob.get(`/api/v1/statuses/${status.id}/history`);
    assert.deepEqual(history.map(shortcodes), [['wren', 'dance', 'auk'], ['auk']]);
  });

  it('are pictures on pages and in feeds, with their names for whoever does not see them', async () => {
    const cleo = await world.person('cleo', { display_name: '<Cleo> :auk:', note: 'I am :dance:' });
    const status = await cleo.publish('an :auk: & <:owl:>', { spoiler_text: 'warm :wren:' });
    const picture = (shortcode) => new RegExp(`<img class="emoji" src="http[^"]+/media/[0-9a-f]{32}\\.\\w+" alt=":${shortcode}:"`);
    for (const address of [`/@${cleo.username}`, `/@${cleo.username}/${status.id}`]) {
      const { text } = await exchange(world.site, 'GET', address, { headers: { Accept: 'text/html' } });
      for (const shortcode of ['auk', 'wren']) assert.match(text, picture(shortcode), address);
      assert.ok(text.includes('&amp; &lt;:owl:&gt;'), address);
      assert.ok(!text.includes('<Cleo>'), address);
    }
    const feed = await exchange(world.site, 'GET', `/@${cleo.username}.rss`);
    assert.match(feed.text, /&lt;img class=&quot;emoji&quot; src=&quot;[^&]+&quot; alt=&quot;:auk:&quot;/);
  });

  it('may be reactions to announcements, which have their pictures too', async () => {
    const announce = await auklet(['announcement', 'create', 'look, an :auk:'], { env: world.server.env });
    const id = announce.stdout.trim();
    const own = async () => (await ann.get('/api/v1/announcements')).find((one) => one.id === id);
    assert.deepEqual(shortcodes(await own()), ['auk']);
    const socket = await Socket.open(ann);
    await socket.subscribe('user');
    const reaction = `/api/v1/announcements/${id}/reactions`;
    await ann.put(`${reaction}/dance`);
    await refused(ann.ask('PUT', `${reaction}/owl`), 422, /emoji/);
    const [{ shortcode, url, static_url }] = (await world.anyone.get('/api/v1/custom_emojis')).slice(1);
    assert.equal(shortcode, 'dance');
    assert.deepEqual((await own()).reactions, [{ name: 'dance', count: 1, me: true, url, static_url }]);
    await eventually(() => {
      const told = socket.received.filter(({ event }) => event === 'announcement.reaction').map(({ payload }) => JSON.parse(payload));
      assert.deepEqual(told, [{ name: 'dance', count: 1, announcement_id: id, url, static_url }]);
    });
  });

  it('that are removed leave their names, wherever they were shown before', async () => {
    await add('gone', png(10, 10));
    await isKnown('gone');
    const dan = await world.person('dan', { display_name: 'Dan :gone:' });
    const status = await dan.publish('is :gone:');
    const before = await ann.read(status);
    assert.deepEqual([shortcodes(before), shortcodes(before.account)], [['gone'], ['gone']]);
    const announcement = (await auklet(['announcement', 'create', 'x'], { env: world.server.env })).stdout.trim();
    await ann.put(`/api/v1/announcements/${announcement}/reactions/gone`);
    assert.equal((await command('remove', 'gone')).code, 0);
    await isForgotten('gone');
    const after = await ann.read(status);
    assert.deepEqual([shortcodes(after), shortcodes(after.account), after.content], [[], [], before.content]);
    const shown = (await ann.get('/api/v1/announcements')).find(({ id }) => id === announcement);
    assert.deepEqual(shown.reactions, []);
    await eventually(async () => assert.equal((await exchange(world.server.site, 'GET', pathOf(before.emojis[0].url))).status, 404));
    assert.equal((await command('remove', 'gone')).code, 1);
    // The name is free for another picture.
    await add('gone', gif(5, 5, 2));
    await isKnown('gone');
    const [again] = (await ann.read(status)).emojis;
    assert.notEqual(again.url, before.emojis[0].url);
  });

  it('are there again when the server comes back', async () => {
    await world.server.stop();
    await add('late', png(8, 8));
    await world.server.start();
    await isKnown('late');
  });

  it('that are none are refused, and change nothing', async () => {
    const before = await world.anyone.get('/api/v1/custom_emojis');
    const folder = world.server.folder;
    const file = (name, bytes) => { fs.writeFileSync(path.join(folder, name), bytes); return path.join(folder, name); };
    const good = file('good.png', png(10, 10));
    const cases = [
      ['a', good], ['a b', good], [':auk:', good], ['auk', good], ['new', path.join(folder, 'missing.png')],
      ['new', folder], ['new', file('a.txt', 'hello')], ['new', file('a.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>')],
      ['new', file('a.jpg', jpeg(64, 48))], ['new', file('cut.png', png(300, 200).subarray(0, 200))], ['new', file('empty.png', '')],
      ['new', file('large.png', Buffer.concat([png(10, 10), Buffer.alloc(256 * 1024)]))], ['new', file('bomb.png', png(4000, 4000))],
      ['new', good, '--category', 'x'.repeat(101)],
    ];
    for (const args of cases) {
      const { code, stderr } = await command('add', ...args);
      assert.equal(code, 1, args.join(' ').slice(0, 200));
      assert.match(stderr, /^auklet: \S/);
    }
    for (const args of [[], ['add'], ['add', 'new'], ['remove'], ['fly']]) assert.equal((await command(...args)).code, 2);
    assert.deepEqual(await known('new'), []);
    sameSet((await world.anyone.get('/api/v1/custom_emojis')).map(({ url }) => url), before.map(({ url }) => url));
  });
});
