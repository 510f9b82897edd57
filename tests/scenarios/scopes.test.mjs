// SPDX-License-Identifier: Apache-2.0
// Every operation asks for a token and for its scope: neither less nor more is needed.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { refused } from '../support/expect.mjs';
import { useWorld } from '../support/world.mjs';

// [method, path, scope (the granular one), further words]. POST, OTHER and NOTE stand for ids; `public`: also
// answered without a token, though never to a token of the wrong scope.
const OPERATIONS = [
  ['GET', '/api/v1/accounts/verify_credentials', 'read:accounts'],
  ['GET', '/api/v1/accounts/verify_credentials', 'profile'],
  ['PATCH', '/api/v1/accounts/update_credentials', 'write:accounts'],
  ['GET', '/api/v1/accounts/relationships?id[]=OTHER', 'read:follows'],
  ['GET', '/api/v1/accounts/familiar_followers?id[]=OTHER', 'read:follows'],
  ['GET', '/api/v1/accounts/search?q=a', 'read:accounts'],
  ['GET', '/api/v1/accounts/OTHER', 'read:accounts', 'public'],
  ['GET', '/api/v1/accounts/OTHER/statuses', 'read:statuses', 'public'],
  ['GET', '/api/v1/accounts/OTHER/followers', 'read:accounts', 'public'],
  ['GET', '/api/v1/accounts/OTHER/following', 'read:accounts', 'public'],
  ['POST', '/api/v1/accounts/OTHER/follow', 'write:follows'],
  ['POST', '/api/v1/accounts/OTHER/unfollow', 'write:follows'],
  ['POST', '/api/v1/accounts/OTHER/remove_from_followers', 'write:follows'],
  ['POST', '/api/v1/accounts/OTHER/mute', 'write:mutes'],
  ['POST', '/api/v1/accounts/OTHER/unmute', 'write:mutes'],
  ['POST', '/api/v1/accounts/OTHER/note', 'write:accounts'],
  ['POST', '/api/v1/accounts/OTHER/block', 'write:blocks'],
  ['POST', '/api/v1/accounts/OTHER/unblock', 'write:blocks'],
  ['GET', '/api/v1/blocks', 'read:blocks'],
  ['GET', '/api/v1/mutes', 'read:mutes'],
  ['GET', '/api/v1/follow_requests', 'read:follows'],
  ['POST', '/api/v1/follow_requests/OTHER/authorize', 'write:follows', 'may be 404'],
  ['POST', '/api/v1/follow_requests/OTHER/reject', 'write:follows', 'may be 404'],
  ['GET', '/api/v1/preferences', 'read:accounts'],
  ['GET', '/api/v1/markers?timeline[]=home', 'read:statuses'],
  ['POST', '/api/v1/markers', 'write:statuses'],
  ['GET', '/api/v1/favourites', 'read:favourites'],
  ['GET', '/api/v1/bookmarks', 'read:bookmarks'],
  ['GET', '/api/v1/notifications', 'read:notifications'],
  ['GET', '/api/v1/notifications/unread_count', 'read:notifications'],
  ['GET', '/api/v1/notifications/NOTE', 'read:notifications'],
  ['GET', '/api/v1/timelines/home', 'read:statuses'],
  ['GET', '/api/v1/timelines/public', 'read:statuses', 'public'],
  ['GET', '/api/v1/timelines/tag/sea', 'read:statuses', 'public'],
  ['GET', '/api/v1/statuses?id[]=POST', 'read:statuses', 'public'],
  ['GET', '/api/v1/statuses/POST', 'read:statuses', 'public'],
  ['GET', '/api/v1/statuses/POST/context', 'read:statuses', 'public'],
  ['GET', '/api/v1/statuses/POST/history', 'read:statuses', 'public'],
  ['GET', '/api/v1/statuses/POST/favourited_by', 'read:statuses', 'public'],
  ['GET', '/api/v1/statuses/POST/reblogged_by', 'read:statuses', 'public'],
  ['GET', '/api/v1/statuses/POST/source', 'read:statuses'],
  ['POST', '/api/v1/statuses/POST/favourite', 'write:favourites'],
  ['POST', '/api/v1/statuses/POST/unfavourite', 'write:favourites'],
  ['POST', '/api/v1/statuses/POST/bookmark', 'write:bookmarks'],
  ['POST', '/api/v1/statuses/POST/unbookmark', 'write:bookmarks'],
  ['POST', '/api/v1/statuses/POST/reblog', 'write:statuses'],
  ['POST', '/api/v1/statuses/POST/unreblog', 'write:statuses'],
  ['POST', '/api/v1/statuses/POST/pin', 'write:accounts'],
  ['POST', '/api/v1/statuses/POST/unpin', 'write:accounts'],
  ['POST', '/api/v1/statuses/POST/mute', 'write:mutes'],
  ['POST', '/api/v1/statuses/POST/unmute', 'write:mutes'],
  ['PUT', '/api/v1/statuses/POST', 'write:statuses'],
  ['POST', '/api/v1/statuses', 'write:statuses'],
  ['POST', '/api/v1/notifications/NOTE/dismiss', 'write:notifications'],
  ['POST', '/api/v1/notifications/clear', 'write:notifications'],
  ['DELETE', '/api/v1/statuses/POST', 'write:statuses'],
];

const PARENTS = { 'read:follows': ['follow'], 'write:follows': ['follow'], 'read:blocks': ['follow'], 'write:blocks': ['follow'], 'read:mutes': ['follow'], 'write:mutes': ['follow'] };
const OUTSIDE = /^This action is outside the authorized scopes$/;

// Posts, marks a marker, or writes a note, whatever the operation reads of it.
const BODY = { status: 'text #sea', home: { last_read_id: '1' }, comment: 'note' };

describe('scopes', () => {
  const world = useWorld();
  const holders = new Map();
  let ann;
  let unrelated;
  const ids = {};

  async function holderOf(scope) {
    if (!holders.has(scope)) holders.set(scope, await world.withScopes(ann, scope));
    return holders.get(scope);
  }

  before(async () => {
    ann = await world.person('ann');
    const [other, writer] = await world.people('other', 'writer');
    await writer.publish(`hey ${ann.mention}`);
    ids.OTHER = other.id;
    ids.POST = (await ann.publish('#sea')).id;
    ids.NOTE = (await ann.notifications())[0].id;
    unrelated = await holderOf('write:media');
  });

  for (const [method, path, scope, more = ''] of OPERATIONS) {
    it(`${method} ${path} needs ${scope}`, async () => {
      const target = path.replace(/\b(OTHER|POST|NOTE)\b/g, (name) => ids[name]);
      const as = (visitor) => visitor.ask(method, target, method === 'GET' ? {} : { json: BODY });

      if (more === 'public') assert.equal((await as(world.anyone)).status, 200);
      else await refused(as(world.anyone), 401, /^The access token is invalid$/);
      await refused(as(unrelated), 403, OUTSIDE);
      const twin = scope.startsWith('read:') ? scope.replace('read', 'write') : scope.replace('write:', 'read:');
      if (twin !== scope && !['read:media', 'write:search'].includes(twin)) await refused(as(await holderOf(twin)), 403, OUTSIDE);

      const { status, text } = await as(await holderOf(scope));
      assert.ok(status === 200 || (more === 'may be 404' && status === 404), `${status} ${text.slice(0, 300)}`);
    });
  }

  it('of a whole kind include each single one', async () => {
    const post = await ann.publish('#sea');
    for (const [method, path, scope, more] of OPERATIONS) {
      if (!/^(GET)$/.test(method) || path.includes('NOTE')) continue;
      const target = path.replace(/\b(OTHER|POST)\b/g, (name) => ({ ...ids, POST: post.id })[name]);
      for (const parent of [scope.split(':')[0], ...(PARENTS[scope] ?? [])]) {
        const { status, text } = await (await holderOf(parent)).ask(method, target);
        assert.equal(status, 200, `${method} ${path} with ${parent} (${more}): ${text.slice(0, 200)}`);
      }
    }
    for (const [path, scope] of [[`/api/v1/accounts/${ids.OTHER}/follow`, 'follow'], [`/api/v1/accounts/${ids.OTHER}/mute`, 'write'], [`/api/v1/statuses/${post.id}/favourite`, 'write']]) {
      assert.equal((await (await holderOf(scope)).ask('POST', path)).status, 200, `${path} with ${scope}`);
    }
  });

  it('and a bad token is refused even where none is needed', async () => {
    for (const path of ['/api/v1/timelines/public', `/api/v1/accounts/${ids.OTHER}`, '/api/v1/timelines/home']) {
      await refused(world.anyone.ask('GET', path, { headers: { Authorization: 'Bearer nonsense' } }), 401, /^The access token is invalid$/);
    }
  });
});
