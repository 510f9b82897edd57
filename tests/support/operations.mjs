// SPDX-License-Identifier: Apache-2.0
// The operations of the client API, and for each how to ask it so that only authority can be what is missing.
import fs from 'node:fs';
import { auklet } from './server.mjs';
import { PASSWORD, Person } from './world.mjs';

// operations.tsv as [{name, method, path, who, scopes, absent}].
export function readOperations() {
  const text = fs.readFileSync(new URL('operations.tsv', import.meta.url), 'utf8');
  return text.split('\n').filter((line) => line && !line.startsWith('#')).map((line) => {
    const [method, path, who, scopes = '', state = ''] = line.split('\t');
    return { name: `${method} ${path}`, method, path, who, scopes: scopes.split(' ').filter(Boolean), absent: state === 'absent' };
  });
}

// What the path or the body of an operation can name. Each maker returns the id of a fresh one that belongs to `owner`.
// What is OPEN is for everybody to see; everything else is its owner's alone, and to others it is not there.
const OPEN = new Set(['account', 'post', 'boostable', 'tag']);

const MAKERS = {
  account: async ({ world }) => (await world.person('somebody')).id,
  tag: async ({ owner }) => { await owner.publish('#sea'); return 'sea'; },
  post: async ({ owner }) => (await owner.publish('#sea')).id,
  boostable: async ({ owner }) => (await owner.publish('again')).id,
  list: async ({ owner }) => (await owner.post('/api/v1/lists', { title: 'friends' })).id,
  notification: async ({ world, owner }) => {
    const writer = await world.person('writer');
    await writer.publish(`hey ${owner.mention}`);
    return (await owner.notifications({ account_id: writer.id }))[0].id;
  },
  request: async ({ world, owner }) => {
    const asker = await world.person('asker');
    await asker.follow(owner);
    return asker.id;
  },
};

// name of the operation → {placeholder of the path: kind, query, json, form, right, other}. `right` is the status for who
// may (200), `other` for who may, but not with what belongs to somebody else (404 unless the kind is open).
// A function makes its value when it is needed, of {world, owner, app, ids}.
const post = { id: 'post' };
const account = { id: 'account' };
const list = { id: 'list' };
const writeList = { ...list, json: { title: 'others' } };
const member = async ({ world, owner }) => {
  const friend = await world.person('friend');
  await owner.follow(friend);
  return { account_ids: [friend.id] };
};
const ofApp = (fields) => async ({ app }) => ({ client_id: app.client_id, client_secret: app.client_secret, ...fields });

const SAMPLES = {
  'POST /api/v1/apps': { json: { client_name: 'Matrix', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob' } },
  'POST /oauth/token': { form: ofApp({ grant_type: 'client_credentials' }) },
  'POST /oauth/revoke': { form: ofApp({ token: 'unknown' }) },
  'GET /oauth/authorize': { query: async ({ app }) => ({ client_id: app.client_id, response_type: 'code', redirect_uri: 'urn:ietf:wg:oauth:2.0:oob' }), right: 303 }, // to the log-in
  'POST /oauth/authorize': { right: 400 }, // there is no log-in to speak for
  'DELETE /oauth/authorize': { right: 400 },
  'GET /oauth/authorize/native': { query: { code: 'abc' } },
  'GET /api/oembed': { query: async ({ owner }) => ({ url: (await owner.publish('embedded')).url }) },

  'POST /api/v1/accounts': { json: ({ world }) => {
    const username = world.freshName('made');
    return { username, email: `${username}@example.com`, password: PASSWORD, agreement: true, locale: 'en' };
  } },
  'GET /api/v1/accounts': { query: async ({ owner }) => ({ id: [owner.id] }) },
  'GET /api/v1/accounts/lookup': { query: ({ owner }) => ({ acct: owner.username }) },
  'GET /api/v1/accounts/search': { query: { q: 'ann' } },
  'GET /api/v1/accounts/relationships': { query: ({ owner }) => ({ id: [owner.id] }) },
  'GET /api/v1/accounts/familiar_followers': { query: ({ owner }) => ({ id: [owner.id] }) },
  'PATCH /api/v1/accounts/update_credentials': { json: { note: 'of the matrix' } },
  'PATCH /api/v1/profile': { json: { note: 'of the matrix' } },
  'POST /api/v1/accounts/{id}/note': { ...account, json: { comment: 'nice' } },
  'POST /api/v1/follow_requests/{account_id}/authorize': { account_id: 'request' },
  'POST /api/v1/follow_requests/{account_id}/reject': { account_id: 'request' },
  'POST /api/v1/markers': { json: { home: { last_read_id: '1' } } },
  'GET /api/v1/markers': { query: { timeline: ['home'] } },

  'GET /api/v1/lists/{id}': list,
  'PUT /api/v1/lists/{id}': writeList,
  'DELETE /api/v1/lists/{id}': list,
  'POST /api/v1/lists': { json: { title: 'friends' } },
  'GET /api/v1/lists/{id}/accounts': list,
  'POST /api/v1/lists/{id}/accounts': { ...list, json: member },
  'DELETE /api/v1/lists/{id}/accounts': { ...list, json: member },
  'GET /api/v1/timelines/list/{list_id}': { list_id: 'list' },

  'GET /api/v1/notifications/{id}': { id: 'notification' },
  'POST /api/v1/notifications/{id}/dismiss': { id: 'notification' },

  'GET /api/v1/statuses': { query: async ({ owner }) => ({ id: [(await owner.publish('several')).id] }) },
  'POST /api/v1/statuses': { json: { status: 'of the matrix' } },
  'PUT /api/v1/statuses/{id}': { ...post, json: { status: 'edited' }, other: 404 },
  'DELETE /api/v1/statuses/{id}': { ...post, other: 404 },
  'POST /api/v1/statuses/{id}/reblog': { id: 'boostable' },
  'POST /api/v1/statuses/{id}/unreblog': { id: 'boostable' },
  'POST /api/v1/statuses/{id}/pin': { ...post, other: 422 },
  'POST /api/v1/statuses/{id}/unpin': { ...post, other: 422 },
  'GET /api/v1/statuses/{id}/source': { ...post, other: 404 },
  'GET /api/v2/search': { query: { q: 'sea' } },
  'GET /api/v1/search': { query: { q: 'sea' } },

  'GET /api/v1/streaming/hashtag': { query: { tag: 'sea' } },
  'GET /api/v1/streaming/hashtag/local': { query: { tag: 'sea' } },
  'GET /api/v1/streaming': { right: 101 },
  'GET /api/v1/streaming/list': { list: 'list' },
};

// The kinds that every operation below a path takes unless its sample says otherwise.
const KINDS = [
  [/^\/api\/v1\/accounts\/\{(id|account_id)\}/, 'account'],
  [/^\/api\/v1\/statuses\/\{(id)\}/, 'post'],
  [/^\/api\/v1\/tags\/\{(id|name)\}/, 'tag'],
  [/^\/api\/v1\/timelines\/tag\/\{(hashtag)\}/, 'tag'],
];

const value = (made, context) => (typeof made === 'function' ? made(context) : made);

// The moderator of a world, made on the command line as one is made in life.
export async function makeModerator(world) {
  const username = world.freshName('moderator');
  const { code, stderr } = await auklet(['account', 'create', username, '--email', `${username}@example.com`, '--password', PASSWORD,
    '--role', 'moderator'], { env: world.server.env, cwd: world.server.folder });
  if (code !== 0) throw new Error(stderr);
  return world.withScopes(new Person(world.site, null, { username }), 'read write follow push profile');
}

export class Sample {
  #sample;

  constructor(operation) {
    this.operation = operation;
    const implied = KINDS.map(([pattern, kind]) => [pattern.exec(operation.path)?.[1], kind]).find(([name]) => name);
    this.#sample = SAMPLES[operation.name] ?? (implied ? { [implied[0]]: implied[1] } : {});
    const places = Object.entries(this.#sample).filter(([name]) => !['query', 'json', 'form', 'right', 'other'].includes(name));
    this.kinds = Object.fromEntries(places);
    this.right = this.#sample.right ?? 200;
    const kinds = Object.values(this.kinds);
    // What the answer is about somebody else's thing; undefined when the operation names nothing that belongs to anybody.
    this.other = this.#sample.other ?? (kinds.length === 0 ? undefined : kinds.every((kind) => OPEN.has(kind)) ? this.right : 404);
  }

  // A request for this operation about things of `owner`: {path, what}.
  async request(context) {
    const ids = {};
    for (const [place, kind] of Object.entries(this.kinds)) ids[place] = await MAKERS[kind](context);
    const what = {};
    for (const part of ['query', 'json', 'form']) {
      const made = await value(this.#sample[part], { ...context, ids });
      if (made !== undefined) what[part] = made;
    }
    const path = this.operation.path.replace(/\{(\w+)\}/g, (_, place) => ids[place] ?? '1');
    const unplaced = Object.entries(ids).filter(([place]) => !this.operation.path.includes(`{${place}}`));
    if (unplaced.length > 0) what.query = { ...what.query, ...Object.fromEntries(unplaced) };
    return { path, what };
  }
}
