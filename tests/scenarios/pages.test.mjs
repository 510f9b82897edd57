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
    for (const link of ['/auth/sign_up', '/auth/sign_in']) assert.ok(text.includes(`href="${link}"`), link);
  });

  it('everything a page loads is there', async () => {
    const { text } = await page('/');
    const files = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, file]) => file);
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
