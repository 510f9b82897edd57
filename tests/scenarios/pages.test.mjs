// SPDX-License-Identifier: Apache-2.0
// What a browser without an app sees.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { Browser, formsOf } from '../support/browser.mjs';
import { exchange } from '../support/http.mjs';
import { authorizeQuery } from '../support/oauth.mjs';
import { OUT_OF_BAND, PASSWORD, useWorld } from '../support/world.mjs';

describe('pages', () => {
  const world = useWorld({ env: { AUKLET_TITLE: 'The <Skerries>' } });
  let ann;
  let visitor;
  before(async () => {
    ann = await world.person('ann', { display_name: 'Ann <b>', note: 'I watch #birds' });
    visitor = new Browser(world.site);
  });

  const page = async (path) => {
    const answer = await visitor.ask('GET', path);
    assert.match(answer.headers['content-type'], /^text\/html; charset=utf-8$/, path);
    assert.match(answer.headers['content-security-policy'] ?? '', /default-src 'none'.*frame-ancestors 'none'/, path);
    return answer;
  };

  it('the front door shows the server and the way in', async () => {
    const { status, text } = await page('/');
    assert.equal(status, 200);
    assert.ok(text.includes('The &lt;Skerries&gt;'));
    for (const link of ['/auth/sign_up', '/auth/sign_in']) assert.ok(text.includes(`href="${link}?return_to=/home"`), link);
  });

  it('everything a page loads is there', async () => {
    const { text } = await page('/');
    const files = [...text.matchAll(/(?:href|src)="(\/(?:assets|client)\/[^"]+)"/g)].map(([, file]) => file);
    assert.ok(files.length > 0);
    for (const file of files) assert.equal((await exchange(world.site, 'GET', file)).status, 200, file);
  });

  it('a profile shows who that is and what everyone may see', async () => {
    const shown = await ann.publish('for everyone <3');
    const quiet = await ann.publish('for those who look', { visibility: 'unlisted' });
    const hidden = await ann.publish('for friends', { visibility: 'private' });
    const { status, text } = await page(`/@${ann.username}`);
    assert.equal(status, 200);
    assert.ok(text.includes('Ann &lt;b&gt;') && !text.includes('Ann <b>'));
    assert.ok(text.includes('for everyone &lt;3'));
    assert.ok(!text.includes('for friends'));
    for (const post of [shown, quiet]) {
      const single = await page(`/@${ann.username}/${post.id}`);
      assert.equal(single.status, 200);
      assert.ok(single.text.includes('for '));
    }
    assert.equal((await page(`/@${ann.username}/${hidden.id}`)).status, 404);
  });

  it('feeds carry what everyone may see, and nothing else', async () => {
    const eve = await world.person('eve', { display_name: 'Eve & Co' });
    const tag = world.freshName('skerry');
    const shown = await eve.publish(`on the rocks <3 #${tag}`);
    await eve.publish('for friends', { visibility: 'private' });
    await eve.publish(`@${ann.username} between us`, { visibility: 'direct' });
    const feed = async (path) => {
      const answer = await visitor.ask('GET', path);
      assert.equal(answer.status, 200, path);
      assert.equal(answer.headers['content-type'], 'application/rss+xml; charset=utf-8');
      return answer.text;
    };
    const own = await feed(`/@${eve.username}.rss`);
    assert.ok(own.includes('<title>Eve &amp; Co</title>'));
    assert.equal(own.split('<item>').length - 1, 1, own);
    assert.ok(own.includes(`<guid isPermaLink="true">${shown.url}</guid>`));
    assert.ok(own.includes('&lt;p&gt;on the rocks &amp;lt;3 '), own);
    const tagged = await feed(`/tags/${tag}.rss`);
    assert.ok(tagged.includes(`<guid isPermaLink="true">${shown.url}</guid>`));
    assert.ok((await page(`/@${eve.username}`)).text.includes(`type="application/rss+xml" href="${eve.account.url}.rss"`));
    await eve.erase(shown);
    assert.ok(!(await feed(`/@${eve.username}.rss`)).includes('<item>'));
    assert.equal((await visitor.ask('GET', '/@nobodyatall.rss')).status, 404);
  });

  it('other sites may quote a public post, and no other', async () => {
    const eve = await world.person('eve');
    const shown = await eve.publish('quote me <3');
    const body = await world.anyone.get('/api/oembed', { url: shown.url, maxwidth: 320 });
    assert.deepEqual([body.type, body.version, body.author_url, body.width], ['rich', '1.0', eve.account.url, 320]);
    assert.ok(body.html.includes(shown.url) && body.html.includes('quote me &lt;3') && !body.html.includes('<script'));
    const hidden = await eve.publish('for friends', { visibility: 'private' });
    for (const url of [hidden.url, `${eve.account.url}/1`, eve.account.url, 'https://elsewhere.example/@eve/1', shown.url.replace(eve.username, ann.username), '', 'no address']) {
      assert.equal((await world.anyone.ask('GET', '/api/oembed', { query: { url } })).status, 404, url);
    }
    assert.equal((await world.anyone.ask('GET', '/api/oembed', { query: { url: shown.url, format: 'xml' } })).status, 422);
    assert.equal((await world.anyone.get('/api/oembed', { url: shown.url, maxwidth: 1_000_000 })).width, 1000);
  });

  it('what is not there says so', async () => {
    const other = await world.person('other');
    const post = await other.publish('not of ann');
    for (const path of ['/@nobodyatall', `/@${ann.username}/1`, `/@${ann.username}/${post.id}`, '/nowhere']) assert.equal((await page(path)).status, 404, path);
  });

  it('logging out ends the session', async () => {
    const browser = new Browser(world.site);
    const username = world.freshName('otto');
    await browser.signUp({ username, email: `${username}@example.com`, password: PASSWORD });
    const inside = await browser.open('/');
    const before = browser.cookies;
    const { action } = formsOf(inside.text).find((form) => form.action.startsWith('/auth/sign_out'));
    await browser.submit(inside, action, {});
    const app = await world.registerApp();
    const query = authorizeQuery(app, OUT_OF_BAND);
    assert.match((await browser.ask('GET', '/oauth/authorize', { query })).headers.location ?? '', /\/auth\/sign_in/);
    const replayed = await exchange(world.site, 'GET', '/oauth/authorize', { query, headers: { Cookie: [...before].map((pair) => pair.join('=')).join('; ') } });
    assert.match(replayed.headers.location ?? '', /\/auth\/sign_in/, 'the old cookie still works');
  });
});
