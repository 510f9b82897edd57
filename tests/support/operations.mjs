// SPDX-License-Identifier: Apache-2.0
// The operations of the client API, and for each how to ask it so that only authority can be what is missing.
import { createECDH, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { fileForm } from './http.mjs';
import { png } from './pictures.mjs';
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
const OPEN = new Set(['account', 'followee', 'post', 'boostable', 'tag', 'poll', 'announcement', 'emoji', 'collection']);

const soon = () => new Date(Date.now() + 3_600_000).toISOString();
const filter = (owner, more) => owner.post('/api/v2/filters', { title: 'sea', context: ['home'], ...more });

const MAKERS = {
  account: async ({ world }) => (await world.person('somebody')).id,
  tag: async ({ owner }) => { await owner.publish('#sea'); return 'sea'; },
  post: async ({ owner }) => (await owner.publish('#sea')).id,
  quoting: async ({ world, ids }) => (await (await world.person('writer')).publish('see', { quoted_status_id: ids.id })).id,
  boostable: async ({ owner }) => (await owner.publish('again')).id,
  list: async ({ owner }) => (await owner.post('/api/v1/lists', { title: 'friends' })).id,
  notification: async ({ world, owner }) => {
    const writer = await world.person('writer');
    await writer.publish(`hey ${owner.mention}`);
    return (await owner.notifications({ account_id: writer.id }))[0].id;
  },
  filter: async ({ owner }) => (await filter(owner)).id,
  keyword: async ({ owner }) => (await filter(owner, { keywords_attributes: [{ keyword: 'sea' }] })).keywords[0].id,
  filteredPost: async ({ owner }) => {
    const { id } = await filter(owner);
    return (await owner.post(`/api/v2/filters/${id}/statuses`, { status_id: (await owner.publish('filtered')).id })).id;
  },
  poll: async ({ world }) => (await (await world.person('asker')).publish('which?', { poll: { options: ['one', 'other'], expires_in: 600 } })).poll.id,
  scheduled: async ({ owner }) => (await owner.publish('later', { scheduled_at: soon() })).id,
  conversation: async ({ world, owner }) => {
    await (await world.person('writer')).publish(`${owner.mention} in private`, { visibility: 'direct' });
    return (await owner.get('/api/v1/conversations'))[0].id;
  },
  followee: async ({ world, owner }) => {
    const friend = await world.person('friend');
    await owner.follow(friend);
    return friend.id;
  },
  featuredTag: async ({ world, owner }) => (await owner.post('/api/v1/featured_tags', { name: world.freshName('tag') })).id,
  group: async ({ world, owner }) => {
    const post = await owner.publish('liked');
    await (await world.person('reader')).act('favourite', post);
    return (await owner.notifications({ types: ['favourite'] }))[0].group_key;
  },
  filteredRequest: async ({ world, owner }) => {
    await owner.patch('/api/v2/notifications/policy', { for_not_following: 'filter' });
    const stranger = await world.person('stranger');
    await stranger.publish(`hey ${owner.mention}`);
    const found = (await owner.get('/api/v1/notifications/requests')).find(({ account }) => account.id === stranger.id);
    await owner.patch('/api/v2/notifications/policy', { for_not_following: 'accept' });
    return found.id;
  },
  media: async ({ owner }) => {
    const answer = await owner.ask('POST', '/api/v2/media', fileForm({ file: { bytes: png(8, 8), name: 'a.png', type: 'image/png' } }));
    return answer.body.id;
  },
  emoji: async () => encodeURIComponent('🐧'),
  announcement: async ({ world }) => {
    const { code, stdout, stderr } = await auklet(['announcement', 'create', 'Hello'], { env: world.server.env, cwd: world.server.folder });
    if (code !== 0) throw new Error(stderr);
    return /\d{6,}/.exec(stdout)[0];
  },
  collection: async ({ owner }) => {
    const { collections } = await owner.get(`/api/v1/accounts/${owner.id}/collections`);
    for (const { id } of collections) await owner.delete(`/api/v1/collections/${id}`); // there may be few
    return (await owner.post('/api/v1/collections', { name: 'birds' })).collection.id;
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
const collected = async ({ world }) => ({ account_id: (await world.person('bird', { discoverable: true })).id });
const subscription = () => {
  const keys = createECDH('prime256v1');
  keys.generateKeys();
  return { subscription: { endpoint: 'https://push.example/1', keys: { p256dh: keys.getPublicKey('base64url'), auth: randomBytes(16).toString('base64url') } } };
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
  'POST /api/v1/statuses/{id}/quotes/{quoting_status_id}/revoke': { ...post, quoting_status_id: 'quoting' },
  'PUT /api/v1/statuses/{id}/interaction_policy': { ...post, json: { quote_approval_policy: 'followers' }, other: 404 },
  'POST /api/v1/statuses/{id}/unpin': { ...post, other: 422 },
  'GET /api/v1/statuses/{id}/source': { ...post, other: 404 },
  'GET /api/v2/search': { query: { q: 'sea' } },
  'GET /api/v1/search': { query: { q: 'sea' } },

  'GET /api/v1/scheduled_statuses/{id}': { id: 'scheduled' },
  'PUT /api/v1/scheduled_statuses/{id}': { id: 'scheduled', json: () => ({ scheduled_at: soon() }) },
  'DELETE /api/v1/scheduled_statuses/{id}': { id: 'scheduled' },
  'GET /api/v1/polls/{id}': { id: 'poll' },
  'POST /api/v1/polls/{id}/votes': { id: 'poll', json: { choices: [0] } },
  'GET /api/v1/timelines/link': { query: { url: 'https://nobody.example/' }, right: 404 }, // nobody links to it

  'POST /api/v2/media': { form: {}, right: 422 }, // there is no file
  'POST /api/v1/media': { form: {}, right: 422 },
  'GET /api/v1/media/{id}': { id: 'media' },
  'PUT /api/v1/media/{id}': { id: 'media', json: { description: 'the sea' } },
  'DELETE /api/v1/media/{id}': { id: 'media' },

  'POST /api/v2/filters': { json: { title: 'sea', context: ['home'] } },
  'GET /api/v2/filters/{id}': { id: 'filter' },
  'PUT /api/v2/filters/{id}': { id: 'filter', json: { title: 'shore' } },
  'DELETE /api/v2/filters/{id}': { id: 'filter' },
  'GET /api/v2/filters/{filter_id}/keywords': { filter_id: 'filter' },
  'POST /api/v2/filters/{filter_id}/keywords': { filter_id: 'filter', json: { keyword: 'gull' } },
  'GET /api/v2/filters/keywords/{id}': { id: 'keyword' },
  'PUT /api/v2/filters/keywords/{id}': { id: 'keyword', json: { keyword: 'auk' } },
  'DELETE /api/v2/filters/keywords/{id}': { id: 'keyword' },
  'GET /api/v2/filters/{filter_id}/statuses': { filter_id: 'filter' },
  'POST /api/v2/filters/{filter_id}/statuses': { filter_id: 'filter', json: async ({ owner }) => ({ status_id: (await owner.publish('seen')).id }) },
  'GET /api/v2/filters/statuses/{id}': { id: 'filteredPost' },
  'DELETE /api/v2/filters/statuses/{id}': { id: 'filteredPost' },
  'POST /api/v1/filters': { json: { phrase: 'sea', context: ['home'] } },
  'GET /api/v1/filters/{id}': { id: 'keyword' },
  'PUT /api/v1/filters/{id}': { id: 'keyword', json: { phrase: 'auk', context: ['home'] } },
  'DELETE /api/v1/filters/{id}': { id: 'keyword' },

  'DELETE /api/v1/conversations/{id}': { id: 'conversation' },
  'POST /api/v1/conversations/{id}/read': { id: 'conversation' },
  'POST /api/v1/conversations/{id}/unread': { id: 'conversation' },
  'POST /api/v1/accounts/{id}/endorse': { id: 'followee', other: 422 }, // whom one does not follow one cannot recommend
  'POST /api/v1/accounts/{id}/pin': { id: 'followee', other: 422 },
  'POST /api/v1/domain_blocks': { json: { domain: 'far.example' } },
  'DELETE /api/v1/domain_blocks': { json: { domain: 'far.example' } },
  'GET /api/v1/domain_blocks/preview': { query: { domain: 'far.example' } },
  'POST /api/v1/featured_tags': { json: ({ world }) => ({ name: world.freshName('tag') }) },
  'DELETE /api/v1/featured_tags/{id}': { id: 'featuredTag' },
  'DELETE /api/v1/suggestions/{account_id}': { account_id: 'account' },
  'POST /api/v1/reports': { json: async ({ world }) => ({ account_id: (await world.person('rude')).id }) },
  'POST /api/v1/announcements/{id}/dismiss': { id: 'announcement' },
  'PUT /api/v1/announcements/{id}/reactions/{name}': { id: 'announcement', name: 'emoji' },
  'DELETE /api/v1/announcements/{id}/reactions/{name}': { id: 'announcement', name: 'emoji' },

  'GET /api/v2/notifications/{group_key}': { group_key: 'group' },
  'GET /api/v2/notifications/{group_key}/accounts': { group_key: 'group' },
  'POST /api/v2/notifications/{group_key}/dismiss': { group_key: 'group', other: 200 }, // what is not there is dismissed
  'PATCH /api/v2/notifications/policy': { json: { for_new_accounts: 'accept' } },
  'PUT /api/v1/notifications/policy': { json: { filter_new_accounts: false } },
  'GET /api/v1/notifications/requests/{id}': { id: 'filteredRequest' },
  'POST /api/v1/notifications/requests/{id}/accept': { id: 'filteredRequest' },
  'POST /api/v1/notifications/requests/{id}/dismiss': { id: 'filteredRequest' },
  'POST /api/v1/notifications/requests/accept': { json: async (context) => ({ id: [await MAKERS.filteredRequest(context)] }) },
  'POST /api/v1/notifications/requests/dismiss': { json: async (context) => ({ id: [await MAKERS.filteredRequest(context)] }) },
  'POST /api/v1/emails/confirmations': { right: 403 }, // everyone is confirmed where no mail is sent
  'POST /api/v1/accounts/{id}/email_subscriptions': { id: 'account', right: 404 }, // not switched on
  'GET /api/v1/statuses/{id}/card': { ...post, right: 404 }, // it links to nothing
  'DELETE /api/v1/notifications/{id}': { id: 'notification' },
  'POST /api/v1/notifications/dismiss': { json: async (context) => ({ id: await MAKERS.notification(context) }) },
  'DELETE /api/v1/notifications/destroy_multiple': { json: async (context) => ({ ids: [await MAKERS.notification(context)] }) },
  'GET /api/v1/annual_reports/{year}': { right: 404 }, // there is none
  'POST /api/v1/annual_reports/{year}/generate': { right: 404 }, // of the year 1
  'GET /api/v1/annual_reports/{year}/state': { right: 404 },
  'POST /api/v1/annual_reports/{year}/read': { right: 404 },
  'GET /api/v1_alpha/async_refreshes/{id}': { right: 404 }, // nothing is under way
  'POST /api/v1/statuses/{id}/translate': { ...post, right: 403 }, // there is no service
  'GET /api/v1/instance/terms_of_service': { right: 404 }, // there are none
  'GET /api/v1/instance/terms_of_service/{date}': { right: 404 },
  'GET /api/v1/donation_campaigns': { right: 204 },
  'GET /api/v1/push/subscription': { right: 404 }, // there is none
  'PUT /api/v1/push/subscription': { json: { data: { alerts: { mention: true } } } }, // of the one made before
  'DELETE /api/v1/push/subscription': {},
  'POST /api/v1/push/subscription': { json: subscription },

  'POST /api/v1/collections': { json: async (context) => { await MAKERS.collection(context); return { name: 'gulls' }; } },
  'GET /api/v1/collections/{id}': { id: 'collection' },
  'PATCH /api/v1/collections/{id}': { id: 'collection', json: { name: 'gulls' }, other: 403 },
  'DELETE /api/v1/collections/{id}': { id: 'collection', other: 403 },
  'POST /api/v1/collections/{collection_id}/items': { collection_id: 'collection', json: collected, other: 403 },
  'DELETE /api/v1/collections/{collection_id}/items/{id}': { collection_id: 'collection', right: 404, other: 403 }, // no such item
  'POST /api/v1/collections/{collection_id}/items/{id}/revoke': { collection_id: 'collection', right: 404 },

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
    for (const [place, kind] of Object.entries(this.kinds)) ids[place] = await MAKERS[kind]({ ...context, ids });
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
