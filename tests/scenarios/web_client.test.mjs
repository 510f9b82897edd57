// SPDX-License-Identifier: Apache-2.0
// How the web client is served and let in; what people do with it is in tests/browser/.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Browser, formsOf } from '../support/browser.mjs';
import { authorizeQuery, handedBack, pkcePair } from '../support/oauth.mjs';
import { raw } from '../support/raw-body.mjs';
import { PASSWORD, useWorld } from '../support/world.mjs';

const PAGES = ['/home', '/local', '/explore', '/search?q=x', '/notifications', '/notifications/requests', '/conversations', '/publish', '/lists', '/lists/1', '/bookmarks', '/favourites',
  '/followed_tags', '/settings', '/settings/profile', '/settings/devices', '/authorize', '/@ann/followers', '/@ann/following', '/@ann/with_replies'];

describe('the web client', () => {
  const world = useWorld();
  let document;

  before(async () => {
    document = await world.anyone.ask('GET', '/home');
    assert.equal(document.status, 200, document.text);
  });

  const filesOf = (html) => [...html.matchAll(/(?:src|href)="(\/client\/[^"]+\.(?:js|css))"/g)].map(([, file]) => file);

  it('is one document at all of its addresses, which is asked for every time', async () => {
    for (const path of PAGES) {
      const { status, headers, text } = await world.anyone.ask('GET', path);
      assert.equal(status, 200, path);
      assert.equal(text, document.text, path);
      assert.equal(headers['content-type'], 'text/html; charset=utf-8');
      assert.equal(headers['cache-control'], 'no-cache');
    }
    const again = await world.anyone.ask('GET', '/home', { headers: { 'If-None-Match': document.headers.etag } });
    assert.deepEqual([again.status, again.text], [304, '']);
  });

  it('runs only scripts of this server, and nothing inline', () => {
    const policy = document.headers['content-security-policy'];
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'self';/);
    assert.doesNotMatch(policy, /unsafe|script-src[^;]*(?:data:|https?:|\*)/);
    assert.doesNotMatch(document.text, /<script(?![^>]*\bsrc=)|\son\w+=|<style|\sstyle=/);
  });

  it('has files that never change, in the form that the browser takes', async () => {
    const files = filesOf(document.text);
    assert.ok(files.some((file) => file.endsWith('.js')) && files.some((file) => file.endsWith('.css')), files.join());
    for (const file of files) {
      assert.match(file, /-[\w-]{8,}\.(js|css)$/);
      const plain = await raw(world.site, file);
      assert.equal(plain.status, 200);
      assert.equal(plain.headers['cache-control'], 'public, max-age=31536000, immutable');
      assert.equal(plain.headers.vary, 'Accept-Encoding');
      assert.equal(plain.headers['x-content-type-options'], 'nosniff');
      for (const [accept, coding, unpack] of [['gzip, deflate, br', 'br', brotliDecompressSync], ['gzip', 'gzip', gunzipSync]]) {
        const packed = await raw(world.site, file, { 'Accept-Encoding': accept });
        assert.equal(packed.headers['content-encoding'], coding, file);
        assert.ok(packed.bytes.length < plain.bytes.length);
        assert.deepEqual(unpack(packed.bytes), plain.bytes);
      }
    }
    assert.equal((await world.anyone.ask('GET', '/client/nothing.js')).status, 404);
    assert.equal((await world.anyone.ask('GET', '/client/..%2Findex.html')).status, 404);
  });

  it('has a service worker for all of its pages, which is asked for every time and speaks to this server alone', async () => {
    const worker = await world.anyone.ask('GET', '/client/worker.js');
    assert.equal(worker.status, 200);
    assert.match(worker.headers['content-type'], /^text\/javascript/);
    assert.equal(worker.headers['cache-control'], 'no-cache');
    assert.equal(worker.headers['service-worker-allowed'], '/');
    assert.equal(worker.headers['content-security-policy'], "default-src 'none'; connect-src 'self'");
    const again = await world.anyone.ask('GET', '/client/worker.js', { headers: { 'If-None-Match': worker.headers.etag } });
    assert.equal(again.status, 304);
    // It keeps files that are there, or it could never be installed.
    const named = [...worker.text.matchAll(/"([\w-]+-[\w-]{8}\.(?:js|css)|manifest\.webmanifest)"/g)].map(([, name]) => name);
    assert.ok(named.length >= 8, named.join());
    for (const name of named) assert.equal((await world.anyone.ask('GET', `/client/${name}`)).status, 200, name);
    for (const path of [...worker.text.matchAll(/"(\/assets\/[\w.]+)"/g)].map(([, path]) => path)) assert.equal((await world.anyone.ask('GET', path)).status, 200, path);
  });

  it('offers itself on public pages, which are whole without it', async () => {
    const ann = await world.person('ann');
    const post = await ann.publish('read me without a script');
    for (const path of [`/@${ann.username}`, `/@${ann.username}/${post.id}`]) {
      const { text, headers } = await world.anyone.ask('GET', path, { headers: { Accept: 'text/html' } });
      assert.match(text, /<script type="module" src="\/client\/takeover-[\w-]+\.js"><\/script>/, path);
      assert.ok(text.includes('read me without a script'));
      assert.match(headers['content-security-policy'], /script-src 'self';/);
    }
    assert.doesNotMatch((await world.anyone.ask('GET', '/auth/sign_in')).text, /<script/);
  });

  describe('logging in', () => {
    const home = () => `${world.site.origin}/authorize`;
    let browser;
    before(async () => {
      browser = new Browser(world.site);
      await browser.signUp({ username: world.freshName('otto'), email: 'otto@example.com', password: PASSWORD });
    });

    it('asks nobody who is logged in already', async () => {
      const app = await world.registerApp({ redirect_uris: home() });
      const { verifier, challenge } = pkcePair();
      const query = authorizeQuery(app, home(), { state: 's', code_challenge: challenge, code_challenge_method: 'S256' });
      const { code, state } = handedBack(await browser.ask('GET', '/oauth/authorize', { query }), home());
      assert.equal(state, 's');
      const fields = { grant_type: 'authorization_code', redirect_uri: home(), code };
      await assert.rejects(world.token(app, fields), /invalid_grant/);
      assert.ok(await world.token(app, { ...fields, code_verifier: verifier }).catch((error) => error.message));
    });

    it('asks for consent whenever the code would go elsewhere, or nothing binds it to this browser', async () => {
      const { challenge } = pkcePair();
      const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
      for (const [uri, more] of [['https://app.example/authorize', pkce], [`${home()}/x`, pkce], [home(), {}]]) {
        const app = await world.registerApp({ redirect_uris: uri });
        const { status, text } = await browser.ask('GET', '/oauth/authorize', { query: authorizeQuery(app, uri, more) });
        assert.equal(status, 200, uri);
        assert.ok(formsOf(text).some(({ action }) => action.startsWith('/oauth/authorize')), uri);
      }
    });

    it('is undone by the client itself, but not by another site', async () => {
      const app = await world.registerApp();
      const isIn = async () => (await browser.ask('GET', '/oauth/authorize', { query: authorizeQuery(app, 'urn:ietf:wg:oauth:2.0:oob') })).status === 200;
      for (const headers of [{ Origin: 'https://evil.example', 'Sec-Fetch-Mode': 'cors' }, { 'Sec-Fetch-Mode': 'navigate' }, {}]) {
        await browser.ask('POST', '/auth/sign_out', { headers });
        assert.ok(await isIn(), JSON.stringify(headers));
      }
      assert.equal((await browser.ask('POST', '/auth/sign_out', { headers: { 'Sec-Fetch-Mode': 'cors' } })).status, 303);
      assert.ok(!(await isIn()));
    });
  });
});
