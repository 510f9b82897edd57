// SPDX-License-Identifier: Apache-2.0
// From nothing to a token: sign-up, log-in and consent in the browser, and the OAuth endpoints that apps use.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { Browser, formsOf, outOfBandCode } from '../support/browser.mjs';
import { has, refused, sameSet } from '../support/expect.mjs';
import { authorizeQuery, codeFor, decide, handedBack, pkcePair } from '../support/oauth.mjs';
import { auklet } from '../support/server.mjs';
import { ALL_SCOPES, OUT_OF_BAND, PASSWORD, useWorld, Visitor } from '../support/world.mjs';

const CALLBACK = 'https://app.example/callback';

describe('sign-up and log-in', () => {
  const world = useWorld();
  let app;
  let owner; // {username, email, browser}: the first to sign up

  async function newcomer(name) {
    const username = world.freshName(name);
    const browser = new Browser(world.site);
    const email = `${username}@example.com`;
    const page = await browser.signUp({ username, email, password: PASSWORD });
    return { username, email, browser, page };
  }

  const exchangeCode = (code, fields = {}) => world.anyone.ask('POST', '/oauth/token', { form: {
    grant_type: 'authorization_code', client_id: app.client_id, client_secret: app.client_secret, redirect_uri: CALLBACK, code, ...fields } });

  async function refusedGrant(answer, status, error) {
    const body = await refused(answer, status);
    has(body, { error });
    assert.equal(typeof body.error_description, 'string');
  }

  before(async () => {
    owner = await newcomer('olga');
    app = await world.registerApp({ client_name: 'Puffin for Tests', redirect_uris: `${CALLBACK}\n${OUT_OF_BAND}`, website: 'https://app.example' });
  });

  describe('sign-up page', () => {
    it('signs up and logs in with one form', async () => {
      const { page, browser } = await newcomer('ann');
      assert.equal(page.status, 200);
      const consent = await browser.open('/oauth/authorize', authorizeQuery(app, CALLBACK));
      assert.ok(formsOf(consent.text).some((form) => form.action.startsWith('/oauth/authorize')), 'not logged in after sign-up');
    });

    it('keeps the session in a cookie that scripts and other sites cannot use', async () => {
      const browser = new Browser(world.site);
      const page = await browser.open('/auth/sign_in');
      const form = formsOf(page.text).find(({ action }) => action.startsWith('/auth/sign_in'));
      const answer = await browser.ask('POST', '/auth/sign_in', { form: { ...form.fields, identifier: owner.username, password: PASSWORD } });
      const cookies = answer.headers['set-cookie'] ?? [];
      assert.ok(cookies.length > 0, 'no cookie after log-in');
      for (const cookie of cookies) {
        assert.match(cookie, /; *HttpOnly/i);
        assert.match(cookie, /; *SameSite=(Lax|Strict)/i);
      }
    });

    it('makes the first to sign up the owner and nobody after', async () => {
      const second = await newcomer('bea');
      const { code, stdout } = await auklet(['account', 'list'], { env: world.server.env });
      assert.equal(code, 0);
      const lineOf = (name) => stdout.split('\n').find((line) => new RegExp(`\\b${name}\\b`).test(line)) ?? '';
      assert.match(lineOf(owner.username), /\bowner\b/);
      assert.doesNotMatch(lineOf(second.username), /\bowner\b/);
      assert.match(lineOf(second.username), /\buser\b/);
    });

    const REFUSED_FORMS = [
      ['a taken name', () => ({ username: owner.username })],
      ['a taken name in another case', () => ({ username: owner.username.toUpperCase() })],
      ['a taken e-mail address', () => ({ email: owner.email })],
      ['a bad e-mail address', () => ({ email: 'nowhere' })],
      ['a bad name', () => ({ username: 'two words' })],
      ['a reserved name', () => ({ username: 'admin' })],
      ['a short password', () => ({ password: 'short' })],
      ['no agreement', () => ({ agreement: '' })],
    ];
    for (const [what, change] of REFUSED_FORMS) {
      it(`shows the form again after ${what}`, async () => {
        const browser = new Browser(world.site);
        const page = await browser.open('/auth/sign_up');
        const name = world.freshName('cleo');
        const fields = { username: name, email: `${name}@example.com`, password: PASSWORD, agreement: 'true', ...change() };
        const answer = await browser.submit(page, '/auth/sign_up', fields);
        assert.equal(answer.status, 422, answer.text.slice(0, 500));
        assert.ok(formsOf(answer.text).some(({ action }) => action.startsWith('/auth/sign_up')), 'no form to try again');
        assert.ok(!answer.text.includes(PASSWORD), 'the page repeats the password');
      });
    }
  });

  describe('log-in page', () => {
    for (const how of ['username', 'email']) {
      it(`takes the ${how}`, async () => {
        const browser = new Browser(world.site);
        await browser.signIn(owner[how], PASSWORD);
        const consent = await browser.open('/oauth/authorize', authorizeQuery(app, CALLBACK));
        assert.match(consent.text, /Puffin for Tests/);
      });
    }

    it('answers a wrong password and an unknown name alike, without a session', async () => {
      const complaint = async (identifier, password) => {
        const browser = new Browser(world.site);
        const answer = await browser.signIn(identifier, password);
        assert.ok([401, 422].includes(answer.status), `status ${answer.status}`);
        const consent = await browser.ask('GET', '/oauth/authorize', { query: authorizeQuery(app, CALLBACK) });
        assert.match(consent.headers.location ?? '', /\/auth\/sign_in/);
        return [answer.status, answer.text.replaceAll(identifier, '').replace(/name="csrf"[^>]*/g, '')];
      };
      assert.deepEqual(await complaint(owner.username, 'wrong'), await complaint('nobodyatall', PASSWORD));
    });

    it('refuses a form without its csrf token', async () => {
      const browser = new Browser(world.site);
      await browser.open('/auth/sign_in');
      const answer = await browser.ask('POST', '/auth/sign_in', { form: { identifier: owner.username, password: PASSWORD } });
      assert.ok([403, 422].includes(answer.status), `status ${answer.status}`);
    });

    it('goes on to where the person wanted to go', async () => {
      const browser = new Browser(world.site);
      const page = await browser.open('/oauth/authorize', authorizeQuery(app, CALLBACK, { state: 'kept' }));
      const consent = await browser.submit(page, '/auth/sign_in', { identifier: owner.username, password: PASSWORD });
      const back = await browser.submit(consent, '/oauth/authorize', { decision: 'approve' });
      has(handedBack(back, CALLBACK), { state: 'kept' });
    });

    for (const elsewhere of ['https://evil.example/', '//evil.example/', '/\\evil.example', 'javascript:alert(1)']) {
      it(`never goes on to ${elsewhere}`, async () => {
        const browser = new Browser(world.site);
        const page = await browser.open('/auth/sign_in', { return_to: elsewhere });
        const form = formsOf(page.text).find(({ action }) => action.startsWith('/auth/sign_in'));
        const answer = await browser.ask('POST', '/auth/sign_in', {
          form: { ...form.fields, return_to: elsewhere, identifier: owner.username, password: PASSWORD } });
        const location = answer.headers.location ?? '/';
        assert.ok(new URL(location, world.site.origin).origin === world.site.origin, `sent to ${location}`);
      });
    }
  });

  describe('consent page', () => {
    it('sends a stranger to log in first', async () => {
      const answer = await new Browser(world.site).ask('GET', '/oauth/authorize', { query: authorizeQuery(app, CALLBACK) });
      assert.ok([302, 303].includes(answer.status));
      assert.match(answer.headers.location, /\/auth\/sign_in\?return_to=/);
    });

    it('names the app and what it may do', async () => {
      const page = await owner.browser.open('/oauth/authorize', authorizeQuery(app, CALLBACK));
      for (const part of ['Puffin for Tests', 'https://app.example', owner.username]) {
        assert.ok(page.text.includes(part), `${part} is not on the page`);
      }
      const linesFor = async (scope) => {
        const { text } = await owner.browser.open('/oauth/authorize', authorizeQuery(app, CALLBACK, { scope }));
        return [...text.matchAll(/<li>([^<]+)<\/li>/g)].map(([, line]) => line);
      };
      const [little, much] = [await linesFor('read:accounts'), await linesFor('read write')];
      assert.ok(little.length > 0 && little.length < much.length, `${little} / ${much}`);
    });

    it('cannot be framed', async () => {
      const { headers } = await owner.browser.open('/oauth/authorize', authorizeQuery(app, CALLBACK));
      assert.ok(headers['x-frame-options'] === 'DENY' || /frame-ancestors 'none'/.test(headers['content-security-policy'] ?? ''));
    });

    it('hands back a code and the state, letter for letter', async () => {
      const state = 'a b&c=ü/?%20"<';
      const back = handedBack(await decide(owner.browser, authorizeQuery(app, CALLBACK, { state })), CALLBACK);
      assert.deepEqual(Object.keys(back).sort(), ['code', 'state']);
      assert.equal(back.state, state);
    });

    it('hands back a denial and the state', async () => {
      const back = handedBack(await decide(owner.browser, authorizeQuery(app, CALLBACK, { state: 's1' }), 'deny'), CALLBACK);
      has(back, { error: 'access_denied', state: 's1', code: undefined });
      assert.ok(back.error_description);
    });

    it('asks to log in again with force_login', async () => {
      const { browser } = await newcomer('flora');
      const page = await browser.open('/oauth/authorize', authorizeQuery(app, CALLBACK, { force_login: 'true' }));
      assert.ok(formsOf(page.text).some(({ action }) => action.startsWith('/auth/sign_in')), 'no log-in form');
    });

    it('refuses an approval without its csrf token', async () => {
      const consent = await owner.browser.open('/oauth/authorize', authorizeQuery(app, CALLBACK));
      const { fields } = formsOf(consent.text).find(({ action }) => action.startsWith('/oauth/authorize'));
      const answer = await owner.browser.ask('POST', '/oauth/authorize', { form: { ...fields, csrf: 'forged', decision: 'approve' } });
      assert.equal(answer.headers.location, undefined);
      assert.doesNotMatch(answer.text, /code=/);
    });

    // Redirecting these would make the server a tool against someone else.
    const NEVER_REDIRECTED = [
      ['a foreign redirect address', { redirect_uri: 'https://evil.example/callback' }],
      ['a longer redirect address', { redirect_uri: `${CALLBACK}/more` }],
      ['an unknown app', { client_id: 'nobody' }],
    ];
    for (const [what, change] of NEVER_REDIRECTED) {
      it(`shows an error for ${what} and goes nowhere`, async () => {
        const answer = await owner.browser.ask('GET', '/oauth/authorize', { query: { ...authorizeQuery(app, CALLBACK), ...change } });
        assert.ok([400, 401].includes(answer.status), `status ${answer.status} ${answer.headers.location ?? ''}`);
      });
    }

    const GIVES_NO_CODE = [
      ['a scope the app did not register', { scope: 'admin:read' }],
      ['a plain code challenge', { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' }],
      ['another response type', { response_type: 'token' }],
    ];
    for (const [what, change] of GIVES_NO_CODE) {
      it(`refuses ${what}`, async () => {
        const query = authorizeQuery(app, CALLBACK, change);
        const answer = await owner.browser.ask('GET', '/oauth/authorize', { query });
        if (answer.status === 400) return;
        const back = handedBack(answer, CALLBACK);
        assert.ok(back.error && !back.code, JSON.stringify(back));
      });
    }
  });

  describe('authorization code', () => {
    it('becomes a token once', async () => {
      const code = await codeFor(owner.browser, authorizeQuery(app, CALLBACK));
      const answer = await exchangeCode(code);
      assert.equal(answer.status, 200, answer.text);
      assert.deepEqual(Object.keys(answer.body).sort(), ['access_token', 'created_at', 'scope', 'token_type']);
      assert.match(answer.body.access_token, /^[\w-]{43}$/);
      assert.ok(Number.isInteger(answer.body.created_at));
      assert.equal(answer.body.token_type, 'Bearer');
      sameSet(answer.body.scope.split(' '), ['follow', 'read', 'write']);
      assert.match(answer.headers['cache-control'] ?? '', /no-store/);

      const holder = new Visitor(world.site, answer.body.access_token);
      assert.equal((await holder.get('/api/v1/accounts/verify_credentials')).username, owner.username);

      // Whoever sends it a second time may have stolen it: the token it gave ends too (RFC 6749, 4.1.2).
      await refusedGrant(exchangeCode(code), 400, 'invalid_grant');
      await refused(holder.ask('GET', '/api/v1/accounts/verify_credentials'), 401);
    });

    it('is shown on a page for apps without a redirect address', async () => {
      const answer = await decide(owner.browser, authorizeQuery(app, OUT_OF_BAND));
      assert.equal(answer.status, 200);
      const token = await exchangeCode(outOfBandCode(answer.text), { redirect_uri: OUT_OF_BAND });
      assert.equal(token.status, 200, token.text);
    });

    it('with a challenge needs the right verifier', async () => {
      const { verifier, challenge } = pkcePair();
      const query = authorizeQuery(app, CALLBACK, { code_challenge: challenge, code_challenge_method: 'S256' });
      await refusedGrant(exchangeCode(await codeFor(owner.browser, query), { code_verifier: pkcePair().verifier }), 400, 'invalid_grant');
      await refusedGrant(exchangeCode(await codeFor(owner.browser, query)), 400, 'invalid_grant');
      const answer = await exchangeCode(await codeFor(owner.browser, query), { code_verifier: verifier });
      assert.equal(answer.status, 200, answer.text);
    });

    it('is bound to its redirect address and its app', async () => {
      const code = () => codeFor(owner.browser, authorizeQuery(app, CALLBACK));
      await refusedGrant(exchangeCode(await code(), { redirect_uri: OUT_OF_BAND }), 400, 'invalid_grant');
      const other = await world.registerApp({ redirect_uris: CALLBACK });
      const { client_id, client_secret } = other;
      await refusedGrant(exchangeCode(await code(), { client_id, client_secret }), 400, 'invalid_grant');
      await refusedGrant(exchangeCode('made-up'), 400, 'invalid_grant');
    });

    it('needs the right secret of the app, in the body or as Basic credentials', async () => {
      const code = () => codeFor(owner.browser, authorizeQuery(app, CALLBACK));
      await refusedGrant(exchangeCode(await code(), { client_secret: 'wrong' }), 401, 'invalid_client');
      await refusedGrant(exchangeCode(await code(), { client_id: 'nobody' }), 401, 'invalid_client');
      const basic = Buffer.from(`${app.client_id}:${app.client_secret}`).toString('base64');
      const answer = await world.anyone.ask('POST', '/oauth/token', {
        headers: { Authorization: `Basic ${basic}` },
        form: { grant_type: 'authorization_code', redirect_uri: CALLBACK, code: await code() } });
      assert.equal(answer.status, 200, answer.text);
    });

    for (const encoding of ['form', 'json', 'multipart']) {
      it(`is taken from a ${encoding} body`, async () => {
        const code = await codeFor(owner.browser, authorizeQuery(app, CALLBACK));
        const { client_id, client_secret } = app;
        const answer = await world.anyone.ask('POST', '/oauth/token', {
          [encoding]: { grant_type: 'authorization_code', client_id, client_secret, redirect_uri: CALLBACK, code } });
        assert.equal(answer.status, 200, answer.text);
      });
    }

    it('gives the same token again for the same app, person and scopes', async () => {
      const tokenFor = async (scope) =>
        (await exchangeCode(await codeFor(owner.browser, authorizeQuery(app, CALLBACK, { scope })))).body.access_token;
      const first = await tokenFor('read write');
      assert.equal(await tokenFor('read write'), first);
      assert.notEqual(await tokenFor('read'), first);
    });
  });

  describe('other grants', () => {
    const grant = (fields) => world.anyone.ask('POST', '/oauth/token', {
      form: { client_id: app.client_id, client_secret: app.client_secret, ...fields } });

    it('client credentials give a token of the app alone', async () => {
      const answer = await grant({ grant_type: 'client_credentials', scope: 'read' });
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.body.scope, 'read');
      const holder = new Visitor(world.site, answer.body.access_token);
      has(await holder.get('/api/v1/apps/verify_credentials'), { name: 'Puffin for Tests', website: 'https://app.example' });
      await refused(holder.ask('GET', '/api/v1/accounts/verify_credentials'), 422, /^This method requires an authenticated user$/);
      await refused(holder.ask('GET', '/api/v1/timelines/home'), 422, /^This method requires an authenticated user$/);
    });

    it('a password gives a token while the test setting is on', async () => {
      for (const username of [owner.email, owner.username]) {
        const answer = await grant({ grant_type: 'password', username, password: PASSWORD, scope: 'read write' });
        assert.equal(answer.status, 200, answer.text);
      }
      await refusedGrant(grant({ grant_type: 'password', username: owner.email, password: 'wrong' }), 400, 'invalid_grant');
    });

    it('scopes beyond the app and unknown grants are refused', async () => {
      await refusedGrant(grant({ grant_type: 'client_credentials', scope: 'admin:read' }), 400, 'invalid_scope');
      await refusedGrant(grant({ grant_type: 'client_credentials', scope: 'fly' }), 400, 'invalid_scope');
      await refusedGrant(grant({ grant_type: 'telepathy' }), 400, 'unsupported_grant_type');
      await refusedGrant(grant({}), 400, 'invalid_request');
      await refusedGrant(grant({ grant_type: 'client_credentials', client_secret: 'wrong' }), 401, 'invalid_client');
    });
  });

  describe('tokens', () => {
    const newToken = async () => {
      const { browser, username } = await newcomer('tess');
      const code = await codeFor(browser, authorizeQuery(app, CALLBACK, { scope: 'read profile' }));
      return { username, token: (await exchangeCode(code)).body.access_token };
    };

    it('are accepted in the header and as a parameter', async () => {
      const { token, username } = await newToken();
      const answer = await world.anyone.expectOk('GET', '/api/v1/accounts/verify_credentials', { query: { access_token: token } });
      assert.equal(answer.body.username, username);
    });

    it('that are made up are refused', async () => {
      for (const token of ['x', 'x'.repeat(43), 'ü', '']) {
        const answer = world.anyone.ask('GET', '/api/v1/accounts/verify_credentials', { headers: { Authorization: `Bearer ${encodeURIComponent(token)}` } });
        await refused(answer, 401, /^The access token is invalid$/);
      }
    });

    it('end when they are revoked, by their own app only', async () => {
      const { token } = await newToken();
      const holder = new Visitor(world.site, token);
      const other = await world.registerApp();
      const revoke = ({ client_id, client_secret }) => world.anyone.ask('POST', '/oauth/revoke', { form: { client_id, client_secret, token } });

      await refusedGrant(revoke(other), 403, 'unauthorized_client');
      await refusedGrant(revoke({ ...app, client_secret: 'wrong' }), 403, 'unauthorized_client');
      await holder.get('/api/v1/accounts/verify_credentials');
      for (let time = 1; time <= 2; time++) {
        const answer = await revoke(app);
        assert.equal(answer.status, 200);
        assert.deepEqual(answer.body, {});
      }
      await refused(holder.ask('GET', '/api/v1/accounts/verify_credentials'), 401, /^The access token (is invalid|was revoked)$/);
    });

    for (const method of ['GET', 'POST']) {
      it(`tell who they belong to at ${method} /oauth/userinfo`, async () => {
        const { token, username } = await newToken();
        const { body } = await new Visitor(world.site, token).expectOk(method, '/oauth/userinfo');
        has(body, {
          iss: `${world.site.origin}/`,
          sub: `${world.site.origin}/users/${username}`,
          preferred_username: username,
          profile: `${world.site.origin}/@${username}`,
        });
        assert.equal(typeof body.name, 'string');
        assert.match(body.picture, /^http/);
      });
    }

    it('without the scope profile learn nothing at /oauth/userinfo', async () => {
      const code = await codeFor(owner.browser, authorizeQuery(app, CALLBACK, { scope: 'read' }));
      const { access_token } = (await exchangeCode(code)).body;
      await refused(new Visitor(world.site, access_token).ask('GET', '/oauth/userinfo'), 403, /outside the authorized scopes/);
    });
  });

  describe('apps', () => {
    it('are told their credentials', async () => {
      const made = await world.registerApp({ client_name: 'N', redirect_uris: [CALLBACK, 'myapp://done'], scopes: 'read write:media', website: undefined });
      has(made, {
        name: 'N', website: null, scopes: ['read', 'write:media'], redirect_uris: [CALLBACK, 'myapp://done'],
        redirect_uri: `${CALLBACK}\nmyapp://done`, client_secret_expires_at: 0 });
      for (const key of ['id', 'client_id', 'client_secret', 'vapid_key']) assert.equal(typeof made[key], 'string', key);
      assert.match(made.id, /^\d+$/);
    });

    it('may only read by default', async () => {
      const made = await world.anyone.post('/api/v1/apps', { client_name: 'N', redirect_uris: OUT_OF_BAND });
      assert.deepEqual(made.scopes, ['read']);
    });

    it('may be registered by form too', async () => {
      const { body } = await world.anyone.expectOk('POST', '/api/v1/apps', {
        form: { client_name: 'Ümläut', redirect_uris: `${CALLBACK}\nmyapp://done`, scopes: 'read' } });
      has(body, { name: 'Ümläut', redirect_uris: [CALLBACK, 'myapp://done'] });
    });

    const BAD_APPS = [
      ['no name', { client_name: '' }],
      ['a name of 61 characters', { client_name: 'n'.repeat(61) }],
      ['no redirect address', { redirect_uris: '' }],
      ['a javascript: redirect address', { redirect_uris: 'javascript:alert(1)' }],
      ['a data: redirect address', { redirect_uris: 'data:text/html,hello' }],
      ['a vbscript: redirect address', { redirect_uris: 'vbscript:hello' }],
      ['a relative redirect address', { redirect_uris: '/callback' }],
      ['a redirect address of 2001 characters', { redirect_uris: `https://app.example/${'x'.repeat(1981)}` }],
      ['an unknown scope', { scopes: 'read fly' }],
    ];
    for (const [what, change] of BAD_APPS) {
      it(`are refused with ${what}`, async () => {
        await refused(world.anyone.ask('POST', '/api/v1/apps', {
          json: { client_name: 'N', redirect_uris: CALLBACK, scopes: 'read', ...change } }), 422, /^Validation failed: /);
      });
    }
  });

  it('describes itself to apps', async () => {
    const { origin } = world.site;
    const metadata = await world.anyone.get('/.well-known/oauth-authorization-server');
    assert.equal(new URL(metadata.issuer).href, `${origin}/`);
    has(metadata, {
      authorization_endpoint: `${origin}/oauth/authorize`,
      token_endpoint: `${origin}/oauth/token`,
      revocation_endpoint: `${origin}/oauth/revoke`,
      userinfo_endpoint: `${origin}/oauth/userinfo`,
      app_registration_endpoint: `${origin}/api/v1/apps`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
    });
    sameSet(metadata.grant_types_supported.filter((name) => name !== 'password'), ['authorization_code', 'client_credentials']);
    sameSet(metadata.token_endpoint_auth_methods_supported, ['client_secret_basic', 'client_secret_post']);
    for (const scope of [...ALL_SCOPES.split(' '), 'read:statuses', 'write:follows', 'admin:read']) {
      assert.ok(metadata.scopes_supported.includes(scope), scope);
    }
  });
});
