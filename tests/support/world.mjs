// SPDX-License-Identifier: Apache-2.0
// A running server with people on it: what almost every scenario starts from.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { CONTRACT, startProxy } from './conform.mjs';
import { eventually, has, texts } from './expect.mjs';
import { exchange, siteAt } from './http.mjs';
import { freePort, Server } from './server.mjs';

export const ALL_SCOPES = 'read write follow push profile';
export const PASSWORD = 'correct horse battery staple';
export const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob';

// Someone who speaks to the API with a token, or without one.
export class Visitor {
  constructor(site, token = null) {
    this.site = site;
    this.token = token;
  }

  // The whole answer, whatever it is.
  ask(method, path, { headers, ...what } = {}) {
    const authorization = this.token && { Authorization: `Bearer ${this.token}` };
    return exchange(this.site, method, path, { ...what, headers: { ...authorization, ...headers } });
  }

  // The whole answer, which must be a success.
  async expectOk(method, path, what) {
    const answer = await this.ask(method, path, what);
    assert.equal(answer.status, 200, `${method} ${path}: ${answer.status} ${answer.text.slice(0, 500)}`);
    return answer;
  }

  // The JSON bodies of successful answers.
  async get(path, query) { return (await this.expectOk('GET', path, { query })).body; }
  async post(path, json = {}) { return (await this.expectOk('POST', path, { json })).body; }
  async put(path, json = {}) { return (await this.expectOk('PUT', path, { json })).body; }
  async patch(path, json = {}) { return (await this.expectOk('PATCH', path, { json })).body; }
  async delete(path, json) { return (await this.expectOk('DELETE', path, { json })).body; }

  // All pages of a list by the given rel, as an array of arrays. Fails if a list does not end.
  async pages(path, query, { rel = 'next', most = 200 } = {}) {
    const found = [];
    let answer = await this.expectOk('GET', path, { query });
    while (answer.body.length > 0) {
      found.push(answer.body);
      assert.ok(found.length <= most, `${path} has more than ${most} pages`);
      if (!answer.links[rel]) break;
      const { pathname, search } = new URL(answer.links[rel]);
      answer = await this.expectOk('GET', pathname + search);
    }
    return found;
  }
}

export class Person extends Visitor {
  constructor(site, token, account) {
    super(site, token);
    this.account = account;
  }

  get id() { return this.account.id; }
  get username() { return this.account.username; }
  get mention() { return `@${this.account.username}`; }

  publish(status, options = {}) { return this.post('/api/v1/statuses', { status, ...options }); }
  reply(to, status, options = {}) { return this.publish(status, { in_reply_to_id: to.id, ...options }); }
  act(action, status, fields) { return this.post(`/api/v1/statuses/${status.id}/${action}`, fields); }
  boost(status, fields) { return this.act('reblog', status, fields); }
  erase(status) { return this.delete(`/api/v1/statuses/${status.id}`); }
  read(status) { return this.get(`/api/v1/statuses/${status.id}`); }

  toward(action, other, fields) { return this.post(`/api/v1/accounts/${other.id}/${action}`, fields); }
  follow(other, fields) { return this.toward('follow', other, fields); }
  async relationship(other) { return (await this.get('/api/v1/accounts/relationships', { id: [other.id] }))[0]; }

  home(query) { return this.get('/api/v1/timelines/home', query); }
  notifications(query) { return this.get('/api/v1/notifications', query); }

  // Waits until the newest posts at home are exactly these (posts or texts), newest first, and nothing else is there.
  async homeShows(expected, query) {
    const wanted = expected.map((item) => (typeof item === 'string' ? item : texts([item])[0]));
    await eventually(async () => assert.deepEqual(texts(await this.home(query)), wanted));
  }

  // Waits until the notifications are exactly these, newest first, each as [type, username, text of the post].
  async isNotified(expected, query) {
    const told = ({ type, account, status }) => [type, account.username, ...(status ? texts([status]) : [])];
    await eventually(async () => assert.deepEqual((await this.notifications(query)).map(told), expected));
  }
}

export class World {
  #next = 0;
  #app = null;
  #appToken = null;
  #proxy = null;

  constructor(options = {}) {
    this.options = options;
  }

  // Starts the server, behind the conformance proxy when the contract is there. Somebody else may take the free port in
  // the moment before the server does, hence the rounds.
  async open() {
    for (let round = 1; ; round++) {
      try {
        return await this.#openOn(await freePort());
      } catch (error) {
        await this.close().catch(() => {});
        if (round === 5 || !/Address already in use/.test(error.message)) throw error;
      }
    }
  }

  async #openOn(port) {
    this.#proxy = CONTRACT && !this.options.direct ? await startProxy(port) : null;
    const publicPort = this.#proxy?.port ?? port;
    this.server = await Server.create({ port, domain: `localhost:${publicPort}`, ...this.options });
    this.site = siteAt(publicPort, undefined, this.options);
    this.anyone = new Visitor(this.site);
    await this.server.start();
  }

  async close() {
    try {
      await this.server.destroy();
    } finally {
      await this.#proxy?.stop();
    }
  }

  // For bulk work and raw bytes: the same server without the proxy in between.
  direct(person) {
    return new Person(this.server.site, person.token, person.account);
  }

  registerApp({ client_name = 'Scenario', redirect_uris = OUT_OF_BAND, scopes = ALL_SCOPES, ...more } = {}) {
    return this.anyone.post('/api/v1/apps', { client_name, redirect_uris, scopes, ...more });
  }

  async token(app, fields) {
    const { client_id, client_secret } = app;
    const answer = await this.anyone.expectOk('POST', '/oauth/token', { form: { client_id, client_secret, ...fields } });
    return answer.body.access_token;
  }

  // The app that all people of this world use, and its own token (of no person).
  app() {
    this.#app ??= this.registerApp();
    return this.#app;
  }

  appToken() {
    this.#appToken ??= this.app().then((app) => this.token(app, { grant_type: 'client_credentials', scope: ALL_SCOPES }));
    return this.#appToken;
  }

  // A user name that nobody has yet: alice1, bob2, …
  freshName(name) {
    return `${name}${++this.#next}`;
  }

  // Signs a new person up through the API; `profile` goes to update_credentials.
  async person(name, profile) {
    const username = this.freshName(name);
    const appToken = await this.appToken();
    const { access_token } = await new Visitor(this.site, appToken).post('/api/v1/accounts', {
      username, email: `${username}@example.com`, password: PASSWORD, agreement: true, locale: 'en' });
    const visitor = new Visitor(this.site, access_token);
    const account = profile
      ? await visitor.patch('/api/v1/accounts/update_credentials', profile)
      : await visitor.get('/api/v1/accounts/verify_credentials');
    has(account, { username });
    return new Person(this.site, access_token, account);
  }

  async people(...names) {
    const found = [];
    for (const name of names) found.push(await this.person(name));
    return found;
  }

  // The same person with a token of narrower scopes.
  async withScopes(person, scope) {
    const token = await this.token(await this.app(), {
      grant_type: 'password', username: `${person.username}@example.com`, password: PASSWORD, scope });
    return new Person(this.site, token, person.account);
  }
}

// A world that lives as long as the surrounding describe block.
export function useWorld(options) {
  const world = new World(options);
  before(() => world.open());
  after(async () => {
    try {
      await world.close();
    } catch (error) {
      // The test runner leaves out the hooks after one that failed: what they were to close must not keep this file waiting.
      setTimeout(() => process.exit(1), 10_000).unref();
      throw error;
    }
  });
  return world;
}
