// SPDX-License-Identifier: Apache-2.0
// What the server says of itself, and the manners of every answer.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { has, ids, refused } from '../support/expect.mjs';
import { exchange } from '../support/http.mjs';
import { useWorld } from '../support/world.mjs';

const EXPOSED = ['link', 'mastodon-async-refresh', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'x-request-id'];
const list = (header) => (header ?? '').toLowerCase().split(/,\s*/);

describe('the server', () => {
  const world = useWorld({ env: { AUKLET_TITLE: 'The Skerries', AUKLET_DESCRIPTION: 'Birds & <boats>', AUKLET_CONTACT_EMAIL: 'crew@example.com' } });
  let ann;
  before(async () => {
    ann = await world.person('ann');
    await ann.publish('hello');
  });

  describe('describes itself', () => {
    it('in version 2', async () => {
      const instance = await world.anyone.get('/api/v2/instance');
      has(instance, { domain: world.site.host, title: 'The Skerries', description: 'Birds & <boats>', languages: ['en'], rules: [] });
      assert.match(instance.version, /^4\.\d+\.\d+ \(compatible; Auklet \d+\.\d+\.\d+\)$/);
      assert.match(instance.source_url, /^https?:\/\//);
      has(instance.configuration.statuses, { max_characters: 500, characters_reserved_per_url: 23 });
      assert.equal(instance.configuration.urls.streaming, world.site.origin.replace('http', 'ws'));
      has(instance.configuration.accounts, { max_pinned_statuses: 5, max_profile_fields: 4 });
      has(instance.registrations, { enabled: true, approval_required: false });
      assert.equal(instance.contact.email, 'crew@example.com');
      assert.ok(Number.isInteger(instance.usage.users.active_month));
      assert.ok(Number.isInteger(instance.api_versions.mastodon));
    });

    it('in version 1, with its people and posts counted', async () => {
      const instance = await world.anyone.get('/api/v1/instance');
      has(instance, { uri: world.site.host, title: 'The Skerries', email: 'crew@example.com', registrations: true, approval_required: false });
      has(instance.stats, { user_count: 1, status_count: 1, domain_count: 0 });
      assert.equal(instance.urls.streaming_api, world.site.origin.replace('http', 'ws'));
    });

    it('as a node of the network', async () => {
      const { links } = await world.anyone.get('/.well-known/nodeinfo');
      const { href } = links.find(({ rel }) => rel === 'http://nodeinfo.diaspora.software/ns/schema/2.0');
      assert.ok(href.startsWith(`${world.site.origin}/nodeinfo/2.0`));
      const node = await world.anyone.get(new URL(href).pathname);
      has(node, { version: '2.0', protocols: ['activitypub'], openRegistrations: true });
      assert.match(node.software.name, /^[a-z0-9-]+$/);
      has(node.usage, { localPosts: 1 });
      has(node.usage.users, { total: 1 });
    });

    it('answers for its people by WebFinger', async () => {
      const finger = (resource) => world.anyone.ask('GET', '/.well-known/webfinger', { query: { resource } });
      for (const resource of [`acct:${ann.username}@${world.site.host}`, `acct:${ann.username.toUpperCase()}@${world.site.host}`, ann.account.url, ann.account.uri]) {
        const answer = await finger(resource);
        assert.equal(answer.status, 200, `${resource}: ${answer.text}`);
        assert.match(answer.headers['content-type'], /^application\/jrd\+json/);
        const found = JSON.parse(answer.text);
        assert.equal(found.subject, `acct:${ann.username}@${world.site.host}`);
        const self = found.links.find(({ rel }) => rel === 'self');
        has(self, { type: 'application/activity+json', href: ann.account.uri });
      }
      for (const resource of [`acct:nobodyatall@${world.site.host}`, `acct:${ann.username}@elsewhere.example`, 'https://elsewhere.example/@x']) {
        assert.equal((await finger(resource)).status, 404, resource);
      }
      assert.equal((await world.anyone.ask('GET', '/.well-known/webfinger')).status, 400);
    });

    it('is well', async () => {
      const answer = await world.anyone.ask('GET', '/health');
      assert.equal(answer.status, 200);
    });
  });

  describe('remembers for its people', () => {
    it('preferences', async () => {
      has(await ann.get('/api/v1/preferences'), {
        'posting:default:visibility': 'public', 'posting:default:sensitive': false,
        'reading:expand:media': 'default', 'reading:expand:spoilers': false });
    });

    it('markers, each with a version that grows', async () => {
      const [post] = await ann.home();
      assert.deepEqual(await ann.get('/api/v1/markers', { timeline: ['home', 'notifications'] }), {});
      const first = (await ann.post('/api/v1/markers', { home: { last_read_id: post.id } })).home;
      has(first, { last_read_id: post.id });
      const { body } = await ann.expectOk('POST', '/api/v1/markers', { form: { 'home[last_read_id]': '5', 'notifications[last_read_id]': '7' } });
      assert.ok(body.home.version > first.version);
      const all = await ann.get('/api/v1/markers', { timeline: ['home', 'notifications'] });
      assert.deepEqual([all.home.last_read_id, all.notifications.last_read_id], ['5', '7']);
      assert.deepEqual(Object.keys(await ann.get('/api/v1/markers', { timeline: ['home'] })), ['home']);
    });
  });

  describe('every answer', () => {
    const SOME = [['GET', '/api/v2/instance', 200], ['GET', '/api/v1/timelines/home', 200], ['GET', '/api/v1/statuses/1', 404], ['POST', '/api/v1/statuses', 422], ['GET', '/api/v1/nowhere', 404]];
    for (const [method, path, expected] of SOME) {
      it(`is JSON with a request id: ${method} ${path}`, async () => {
        const seen = new Set();
        for (let time = 0; time < 2; time++) {
          const { status, headers } = await ann.ask(method, path);
          assert.equal(status, expected);
          assert.equal(headers['content-type'], 'application/json; charset=utf-8');
          assert.ok(headers['x-request-id']);
          assert.equal(headers['x-content-type-options'], 'nosniff');
          seen.add(headers['x-request-id']);
        }
        assert.equal(seen.size, 2);
      });
    }

    it('to a person is not for shared caches', async () => {
      const { headers } = await ann.ask('GET', '/api/v1/timelines/home');
      assert.match(headers['cache-control'] ?? '', /private|no-store/);
      assert.ok(list(headers.vary).includes('authorization'), headers.vary);
    });

    it('may be read by web pages of any origin', async () => {
      for (const [path, token] of [['/api/v2/instance', null], ['/api/v1/timelines/home', ann.token], ['/api/v1/nowhere', null], ['/.well-known/oauth-authorization-server', null]]) {
        const { headers } = await exchange(world.site, 'GET', path, { headers: { Origin: 'https://elk.example', ...(token && { Authorization: `Bearer ${token}` }) } });
        assert.equal(headers['access-control-allow-origin'], '*', path);
        if (path.startsWith('/api/')) for (const name of EXPOSED) assert.ok(list(headers['access-control-expose-headers']).includes(name), `${name} at ${path}`);
        assert.equal(headers['access-control-allow-credentials'], undefined);
      }
    });

    it('to a preflight allows every method and header in use', async () => {
      for (const [method, path] of [['POST', '/api/v1/statuses'], ['PATCH', '/api/v1/accounts/update_credentials'], ['DELETE', '/api/v1/statuses/1'], ['PUT', '/api/v1/statuses/1'], ['POST', '/oauth/token']]) {
        const { status, headers } = await exchange(world.site, 'OPTIONS', path, { headers: {
          Origin: 'https://elk.example', 'Access-Control-Request-Method': method, 'Access-Control-Request-Headers': 'authorization,content-type,idempotency-key' } });
        assert.ok([200, 204].includes(status), `${path}: ${status}`);
        assert.equal(headers['access-control-allow-origin'], '*');
        assert.ok(list(headers['access-control-allow-methods']).includes(method.toLowerCase()), method);
        const allowed = list(headers['access-control-allow-headers']);
        for (const name of ['authorization', 'content-type', 'idempotency-key']) assert.ok(allowed.includes('*') || allowed.includes(name), name);
      }
    });

    it('is the same with a slash at the end of the path', async () => {
      assert.deepEqual(await world.anyone.get('/api/v2/instance/'), await world.anyone.get('/api/v2/instance'));
      assert.deepEqual(ids(await ann.get('/api/v1/timelines/home/')), ids(await ann.home()));
    });

    it('to HEAD is the head of that to GET', async () => {
      const [head, get] = [await world.anyone.ask('HEAD', '/health'), await world.anyone.ask('GET', '/health')];
      assert.equal(head.status, 200);
      assert.equal(head.text, '');
      assert.equal(head.headers['content-type'], get.headers['content-type']);
    });
  });

  it('links with its public address whatever the client calls it', async () => {
    const { headers } = await exchange({ ...world.server.site, host: 'evil.example' }, 'GET', '/api/v1/timelines/home', { query: { limit: 1 }, headers: { Authorization: `Bearer ${ann.token}` } });
    assert.match(headers.link, new RegExp(`^<${world.site.origin}/api/v1/timelines/home\\?`));
  });
});

describe('a server tells how lively it is', () => {
  const world = useWorld();

  it('week by week, in words of digits', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    const post = await ann.publish('one');
    await ann.publish('for few', { visibility: 'direct' });
    await bob.boost(post);
    const weeks = await world.anyone.get('/api/v1/instance/activity');
    assert.equal(weeks.length, 12);
    has(weeks[0], { statuses: '2', logins: '2', registrations: '2' });
    for (const week of weeks.slice(1)) has(week, { statuses: '0', logins: '0', registrations: '0' });
    const begin = new Date(Number(weeks[0].week) * 1000);
    assert.equal(begin.getUTCDay(), 1);
    assert.ok(begin <= Date.now() && Date.now() - begin < 8 * 86_400_000);
    assert.deepEqual(weeks.map(({ week }) => Number(week)), weeks.map((_, ago) => Number(weeks[0].week) - ago * 7 * 86_400));
  });

  it('which languages may be chosen', async () => {
    const languages = await world.anyone.get('/api/v1/instance/languages');
    assert.ok(languages.length > 150);
    for (const [code, name] of [['en', 'English'], ['de', 'German'], ['tok', 'Toki Pona']]) {
      assert.deepEqual(languages.find((language) => language.code === code), { code, name });
    }
  });

  it('and that it knows no others, and asks for no money', async () => {
    assert.deepEqual(await world.anyone.get('/api/v1/peers/search', { q: 'far' }), []);
    const ann = await world.person('ann');
    const { status, text } = await ann.ask('GET', '/api/v1/donation_campaigns', { query: { locale: 'en', seed: 5 } });
    assert.deepEqual([status, text], [204, '']);
  });
});

describe('terms of service', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'auklet-terms-'));
  const file = path.join(folder, 'terms.txt');
  const written = new Date('2026-02-03T12:00:00Z');
  fs.writeFileSync(file, 'Be kind.\n\nNo <b>bots</b>.');
  fs.utimesSync(file, written, written);
  const world = useWorld({ env: { AUKLET_TERMS_OF_SERVICE_FILE: file } });
  const bare = useWorld();
  after(() => fs.rmSync(folder, { recursive: true }));

  it('are what the file says, since the day it was changed', async () => {
    const terms = { effective_date: '2026-02-03', effective: true, content: '<p>Be kind.</p><p>No &lt;b&gt;bots&lt;/b&gt;.</p>', succeeded_by: null };
    assert.deepEqual(await world.anyone.get('/api/v1/instance/terms_of_service'), terms);
    assert.deepEqual(await world.anyone.get('/api/v1/instance/terms_of_service/2026-02-03'), terms);
    for (const date of ['2026-02-04', 'x']) await refused(world.anyone.ask('GET', `/api/v1/instance/terms_of_service/${date}`), 404);
  });

  it('are not there without one', async () => {
    for (const date of ['', '/2026-02-03']) await refused(bare.anyone.ask('GET', `/api/v1/instance/terms_of_service${date}`), 404);
  });
});

describe('a server with its limits on', () => {
  const world = useWorld({ env: { AUKLET_LIMITS_ENABLED: 'true' } });

  it('lets nobody ask without end, and says when to come back', async () => {
    const ann = await world.person('ann');
    const { headers } = await ann.expectOk('GET', '/api/v1/timelines/home');
    assert.equal(headers['x-ratelimit-limit'], '300');
    assert.ok(Number(headers['x-ratelimit-remaining']) < 300);
    assert.match(headers['x-ratelimit-reset'], /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);

    let answer;
    for (let i = 0; i < 400; i++) {
      answer = await ann.ask('GET', '/api/v1/accounts/verify_credentials');
      if (answer.status !== 200) break;
    }
    await refused(Promise.resolve(answer), 429, /^Too many requests$/);
    assert.equal(answer.headers['x-ratelimit-remaining'], '0');
    assert.ok(Date.parse(answer.headers['x-ratelimit-reset']) > Date.now());
    assert.equal((await world.anyone.ask('GET', '/api/v2/instance')).status, 200);
  });
});

describe('a server closed to strangers', () => {
  const world = useWorld({ direct: true, env: { AUKLET_REGISTRATIONS_OPEN: 'false' } });

  it('says so and refuses sign-ups', async () => {
    assert.equal((await world.anyone.get('/api/v2/instance')).registrations.enabled, false);
    const token = await world.appToken();
    const answer = world.anyone.ask('POST', '/api/v1/accounts', {
      headers: { Authorization: `Bearer ${token}` }, json: { username: 'ann', email: 'ann@example.com', password: 'correct horse', agreement: true } });
    await refused(answer, 403);
  });
});
