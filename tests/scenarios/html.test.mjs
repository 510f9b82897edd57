// SPDX-License-Identifier: Apache-2.0
// The pages that the server makes are valid HTML, whatever people write into them, and say what they are to machines: Open Graph
// (https://ogp.me) and microformats (https://microformats.org/wiki/h-entry, h-card).
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, describe, it } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { Browser } from '../support/browser.mjs';
import { eventually } from '../support/expect.mjs';
import { fileForm } from '../support/http.mjs';
import { authorizeQuery } from '../support/oauth.mjs';
import { png } from '../support/pictures.mjs';
import { freePort } from '../support/server.mjs';
import { OUT_OF_BAND, PASSWORD, World } from '../support/world.mjs';

const HOSTILE = `"'><script>alert(1)</script></title></p></article><!-- & &amp; <b id=x onclick='x'>א\u202E`;
const HOSTILE_NAME = `"><i>&amp;</i></h1>'`;

// How we write is our own business: void elements without a slash, names of classes and of fields as others have set them.
const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:document', 'html-validate:a11y'],
  rules: { 'void-style': 'off', 'no-trailing-whitespace': 'off', 'long-title': 'off', 'no-inline-style': 'error', 'attribute-boolean-style': 'error', 'doctype-style': 'off', 'require-sri': 'off', 'tel-non-breaking': 'off' },
});

async function valid(html, where) {
  const { results } = await validator.validateString(html);
  const found = results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${ruleId}: ${message}: ${html.split('\n')[line - 1]}`));
  assert.deepEqual(found, [], `${where} is not valid`);
}

const decoded = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

// The metadata of a page by name: a property or a name of <meta>, a rel of <link>.
function metaOf(html) {
  const found = {};
  for (const [, name, content] of html.matchAll(/<meta (?:property|name)="([^"]+)" content="([^"]*)">/g)) found[name] = decoded(content);
  for (const [, rel, type, href] of html.matchAll(/<link rel="([^"]+)"(?: type="([^"]+)")? href="([^"]*)">/g)) found[type && rel === 'alternate' ? type : rel] = decoded(href);
  return found;
}

const texts = (html, classes) => [...html.matchAll(new RegExp(`class="[^"]*\\b${classes}\\b[^"]*"[^>]*>([^<]*)<`, 'g'))].map(([, text]) => decoded(text));

describe('pages as HTML', () => {
  let site;
  let world;
  let ann;
  let visitor;
  let linked;
  const posts = {};

  before(async () => {
    const port = await freePort();
    linked = `http://news.localhost:${port}/`;
    site = http.createServer((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end(`<!doctype html><title>x</title><meta property="og:title" content="${HOSTILE.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')}"><meta property="og:description" content="&lt;/a&gt;">`);
    });
    await new Promise((resolve) => site.listen(port, '127.0.0.1', resolve));
    world = new World({ env: { AUKLET_TITLE: HOSTILE_NAME, AUKLET_DESCRIPTION: HOSTILE, AUKLET_TEST_LOOPBACK_PORTS: String(port) } });
    await world.open();
    visitor = new Browser(world.site);
    ann = await world.person('ann', { display_name: HOSTILE_NAME, note: HOSTILE, discoverable: true, indexable: true, fields_attributes: [{ name: HOSTILE_NAME, value: HOSTILE.slice(0, 200) }, { name: 'Home', value: 'https://example.org/?a=1&b="2"' }] });
    const upload = async (description) => (await ann.ask('POST', '/api/v2/media', fileForm({ file: { bytes: png(60, 40), name: 'a.png', type: 'image/png' } }, { description }))).body;
    posts.text = await ann.publish(`${HOSTILE} https://example.org/?a=1&b=2 @${ann.username} #sea${'\n\n'}second`, { language: 'he' });
    posts.picture = await ann.publish('look', { media_ids: [(await upload(HOSTILE)).id] });
    posts.warned = await ann.publish('inside', { spoiler_text: HOSTILE, media_ids: [(await upload('red')).id] });
    posts.poll = await ann.publish('which? #sea', { poll: { options: [HOSTILE_NAME, 'other'], expires_in: 600 } });
    posts.card = await ann.publish(`read ${linked}`);
    const bob = await world.person('bob');
    posts.reply = await bob.reply(posts.text, `${ann.mention} ${HOSTILE}`);
    await ann.put(`/api/v1/statuses/${posts.text.id}`, { status: `${HOSTILE} edited #sea`, language: 'he' });
    await eventually(async () => assert.ok((await ann.read(posts.card)).card));
  });
  after(async () => {
    await world?.close();
    site?.close();
  });

  const open = async (path, status = 200) => {
    const answer = await visitor.ask('GET', path);
    assert.equal(answer.status, status, path);
    await valid(answer.text, path);
    return answer.text;
  };
  const pathOf = (post) => `/@${ann.username}/${post.id}`;

  it('the validator would find what is wrong', async () => {
    for (const wrong of ['<p><div>a</div></p>', '<img src="a.png">', '<b id="a"></b><b id="a"></b>', '<a href="/">a<a href="/">b</a></a>', '<p title="a" title="b">a</p>', '<b>a']) {
      await assert.rejects(valid(`<!DOCTYPE html>\n<html lang="en"><head><title>x</title></head><body>${wrong}</body></html>`, wrong), /is not valid/, wrong);
    }
  });

  for (const [name, path, status] of [['the front door', '/'], ['sign-up', '/auth/sign_up'], ['log-in', '/auth/sign_in'], ['what is not there', '/nowhere', 404], ['a person who is not there', '/@nobodyatall', 404],
    ['a hashtag', '/tags/sea'], ['a hashtag that nobody used', '/tags/nothing'], ['the web client', '/home'], ['a code', '/oauth/authorize/native?code=%22%3E%3Cb%3E']]) {
    it(name, () => open(path, status));
  }

  it('a sign-up and a log-in that were refused', async () => {
    const browser = new Browser(world.site);
    const again = await browser.signUp({ username: HOSTILE_NAME, email: HOSTILE_NAME, password: 'x' });
    assert.equal(again.status, 422);
    await valid(again.text, 'sign-up');
    const refused = await browser.signIn(HOSTILE_NAME, HOSTILE_NAME);
    assert.ok(refused.status >= 400);
    await valid(refused.text, 'log-in');
  });

  it('the front door of somebody who is logged in, and the page of consent', async () => {
    const browser = new Browser(world.site);
    const username = world.freshName('otto');
    await browser.signUp({ username, email: `${username}@example.com`, password: PASSWORD });
    await valid((await browser.open('/')).text, 'the front door');
    const app = await world.registerApp({ client_name: HOSTILE_NAME, website: 'https://example.org/?a=1&b=%22' });
    const consent = await browser.ask('GET', '/oauth/authorize', { query: authorizeQuery(app, OUT_OF_BAND, { state: HOSTILE }) });
    assert.equal(consent.status, 200);
    await valid(consent.text, 'consent');
    await valid((await browser.ask('GET', '/oauth/authorize', { query: { client_id: HOSTILE } })).text, 'no such app');
  });

  it('a profile: valid, and a profile for machines', async () => {
    const html = await open(`/@${ann.username}`);
    const meta = metaOf(html);
    const { url, uri, avatar } = ann.account;
    assert.deepEqual([meta['og:type'], meta['og:url'], meta.canonical, meta['application/activity+json'], meta['profile:username'], meta['og:site_name'], meta['og:image']],
      ['profile', url, url, uri, ann.username, HOSTILE_NAME, avatar]);
    assert.equal(meta['og:title'], `${HOSTILE_NAME} (@${ann.username}@${world.site.host})`);
    assert.equal(meta['og:description'], HOSTILE);
    assert.equal(meta.description, HOSTILE);
    assert.equal(meta['application/rss+xml'], `${url}.rss`);
    assert.equal(meta.robots, undefined);
    assert.equal(texts(html, 'p-name')[0], HOSTILE_NAME);
    assert.match(html, /<section class="[^"]*\bh-card\b/);
    assert.match(html, /class="[^"]*\bu-photo\b/);
    assert.match(html, new RegExp(`class="[^"]*\\bu-url\\b[^"]*" href="${url}"`));
  });

  it('a post: valid, and an article for machines', async () => {
    const html = await open(pathOf(posts.text));
    const meta = metaOf(html);
    const now = await ann.read(posts.text);
    assert.deepEqual([meta['og:type'], meta['og:url'], meta.canonical, meta['application/activity+json'], meta['og:image'], meta['twitter:card']],
      ['article', now.url, now.url, now.uri, ann.account.avatar, 'summary']);
    assert.equal(meta['og:title'], `${HOSTILE_NAME} on ${HOSTILE_NAME}`);
    assert.equal(meta['og:description'], `${HOSTILE} edited #sea`);
    assert.deepEqual([meta['article:published_time'], meta['article:modified_time']], [now.created_at, now.edited_at]);
    assert.equal(html.match(/<article class="[^"]*\bh-entry\b/g).length, 2, 'the post and its answer');
    assert.match(html, /<a class="[^"]*\bp-author h-card\b[^"]*" href="/);
    assert.match(html, /<div class="[^"]*\be-content\b[^"]*" dir="auto" lang="he">/);
    assert.match(html, new RegExp(`<a class="u-url" href="${now.url}"><time class="dt-published" datetime="${now.created_at}">`));
    assert.match(html, new RegExp(`<time class="dt-updated" datetime="${now.edited_at}">`));
  });

  it('a post with a picture shows it, and one with a warning hides it', async () => {
    const html = await open(pathOf(posts.picture));
    const meta = metaOf(html);
    assert.deepEqual([meta['og:image'], meta['og:image:alt'], meta['twitter:card']], [posts.picture.media_attachments[0].preview_url, HOSTILE, 'summary_large_image']);
    assert.match(html, /<img class="picture u-photo" src="/);
    const warned = metaOf(await open(pathOf(posts.warned)));
    assert.deepEqual([warned['og:image'], warned['og:description']], [ann.account.avatar, HOSTILE]);
  });

  it('a post with a poll, or a link', async () => {
    const poll = await open(pathOf(posts.poll));
    assert.ok(decoded(poll).includes(HOSTILE_NAME) && poll.includes('<ul class="poll">'));
    const card = await open(pathOf(posts.card));
    assert.match(card, new RegExp(`<a class="link-card" href="${linked}" rel="nofollow noopener noreferrer">`));
  });

  it('an answer stands below what it answers', async () => {
    const html = await open(`/@${posts.reply.account.username}/${posts.reply.id}`);
    assert.equal(html.match(/<article /g).length, 2);
    assert.equal(html.match(/<article class="[^"]*\bmain\b/g).length, 1);
    assert.equal(metaOf(html).robots, 'noindex, noarchive', 'bob did not ask to be found');
  });
});
