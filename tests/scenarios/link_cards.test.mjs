// SPDX-License-Identifier: Apache-2.0
// What a link in a post leads to is shown below it; pages that many link to trend, and gather their posts.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, describe, it } from 'node:test';
import { eventually, has, ids, refused } from '../support/expect.mjs';
import { freePort } from '../support/server.mjs';
import { World } from '../support/world.mjs';

const PAGE = (title, more = '') => `<!doctype html><html lang="en"><head><title>plain</title>
<meta property="og:title" content="${title}"><meta property="og:description" content="of the &lt;sea&gt;">
<meta property="og:site_name" content="News">${more}</head><body></body></html>`;
const OEMBED = { type: 'video', title: 'Diving', author_name: 'Bea', author_url: 'https://video.example/bea', width: 640, height: 360,
  html: '<script>alert(1)</script><iframe src="https://video.example/e/1" onload="alert(1)"></iframe>' };

describe('link cards', () => {
  const asked = [];
  let site;
  let world;
  let ann;
  let bob;
  let url;

  before(async () => {
    const port = await freePort();
    url = (path) => `http://news.localhost:${port}${path}`;
    site = http.createServer((request, response) => {
      asked.push(request.url);
      const [status, type, body] = {
        '/auks': [200, 'text/html; charset=utf-8', PAGE('Auks &amp; <b>gulls</b>')],
        '/dive': [200, 'text/html', PAGE('Plain', '<link rel="alternate" type="application/json+oembed" href="/oembed">')],
        '/oembed': [200, 'application/json', JSON.stringify(OEMBED)],
        '/picture': [200, 'image/png', 'no page'],
        '/away': [302, 'text/plain', ''],
      }[request.url] ?? [404, 'text/html', PAGE('Missing')];
      response.writeHead(status, { 'Content-Type': type, ...(status === 302 && { Location: 'http://127.0.0.1:1/inside' }) });
      response.end(body);
    });
    await new Promise((resolve) => site.listen(port, '127.0.0.1', resolve));
    world = new World({ env: { AUKLET_TEST_LOOPBACK_PORTS: String(port) } });
    await world.open();
    [ann, bob] = await world.people('ann', 'bob');
  });
  after(async () => {
    await world?.close();
    site?.close();
  });

  const cardOf = (post, reader = bob) => eventually(async () => {
    const { card } = await reader.read(post);
    assert.ok(card);
    return card;
  });

  it('say what the page says of itself, as plain text', async () => {
    const post = await ann.publish(`look: ${url('/auks')} and ${url('/dive')}`);
    assert.equal(post.card, null);
    has(await cardOf(post), { url: url('/auks'), title: 'Auks & <b>gulls</b>', description: 'of the <sea>', type: 'link', provider_name: 'News', language: 'en', html: '', image: null });
    assert.equal((await world.anyone.get(`/api/v1/statuses/${post.id}`)).card.title, 'Auks & <b>gulls</b>');
    assert.deepEqual(await world.anyone.get(`/api/v1/statuses/${post.id}/card`), (await world.anyone.get(`/api/v1/statuses/${post.id}`)).card);
    const hidden = await ann.publish(url('/auks'), { visibility: 'private' });
    has(await cardOf(hidden, ann), { url: url('/auks') });
    assert.equal((await ann.get(`/api/v1/statuses/${hidden.id}/card`)).url, url('/auks'));
    await refused(bob.ask('GET', `/api/v1/statuses/${hidden.id}/card`), 404);
  });

  it('are fetched once for all who link to the page, and shown at home too', async () => {
    await bob.follow(ann);
    const post = await ann.publish(url('/auks'));
    await cardOf(post);
    await eventually(async () => {
      const [newest] = await bob.home();
      assert.equal(newest.id, post.id);
      assert.equal(newest.card?.title, 'Auks & <b>gulls</b>');
    });
    assert.equal(asked.filter((path) => path === '/auks').length, 1);
  });

  it('play videos in a frame that we made', async () => {
    const card = await cardOf(await ann.publish(url('/dive')));
    has(card, { type: 'video', title: 'Diving', author_name: 'Bea', width: 640, height: 360 });
    assert.match(card.html, /^<iframe src="https:\/\/video\.example\/e\/1" [^<]*sandbox=[^<]*><\/iframe>$/);
    assert.deepEqual(card.authors, [{ name: 'Bea', url: 'https://video.example/bea', account: null }]);
  });

  it('are none for what is no page, is missing, or leads inside', async () => {
    const posts = [];
    for (const path of ['/picture', '/missing', '/away']) posts.push(await ann.publish(url(path)));
    posts.push(await ann.publish(`http://127.0.0.1:1/ and ${world.site.host}`));
    await eventually(() => assert.ok(['/picture', '/missing', '/away'].every((path) => asked.includes(path))));
    await cardOf(await ann.publish(url('/auks')));
    for (const post of posts) assert.equal((await bob.read(post)).card, null);
  });

  it('follow the edits of a post', async () => {
    const post = await ann.publish(url('/auks'));
    await cardOf(post);
    assert.equal((await ann.put(`/api/v1/statuses/${post.id}`, { status: 'no link' })).card, null);
    assert.equal((await bob.read(post)).card, null);
    await ann.put(`/api/v1/statuses/${post.id}`, { status: url('/dive') });
    assert.equal((await cardOf(post)).title, 'Diving');
  });

  it('trend when several people link to the page', async () => {
    const titles = async () => (await bob.get('/api/v1/trends/links')).map(({ title }) => title);
    assert.deepEqual(await titles(), []);
    await cardOf(await bob.publish(url('/auks')));
    await eventually(async () => assert.deepEqual(await titles(), ['Auks & <b>gulls</b>']));
    const [link] = await world.anyone.get('/api/v1/trends/links');
    assert.equal(link.history.length, 7);
    assert.equal(link.history[0].accounts, '2');
    assert.deepEqual(await world.anyone.get('/api/v1/trends/links', { offset: 1 }), []);
  });

  it('gather the public posts that link to a page, for those who may see them', async () => {
    const cat = await world.person('cat');
    const at = '/api/v1/timelines/link';
    const hidden = await ann.publish(url('/auks'), { visibility: 'private' });
    await cardOf(hidden, ann);
    const shown = await cat.publish(url('/auks'));
    await cardOf(shown);
    const listed = ids(await bob.get(at, { url: url('/auks') }));
    assert.equal(listed[0], shown.id);
    assert.ok(!listed.includes(hidden.id));
    assert.deepEqual(ids(await bob.get(at, { url: url('/auks'), limit: 1, max_id: shown.id })), [listed[1]]);
    await bob.toward('block', cat);
    assert.ok(!ids(await bob.get(at, { url: url('/auks') })).includes(shown.id));
    await cat.erase(shown);
    assert.ok(!ids(await ann.get(at, { url: url('/auks') })).includes(shown.id));
    for (const query of [{}, { url: '' }, { url: 'https://nobody.example/' }, { url: url('/picture') }]) await refused(bob.ask('GET', at, { query }), 404);
  });
});
