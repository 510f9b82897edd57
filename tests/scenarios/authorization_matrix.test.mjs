// SPDX-License-Identifier: Apache-2.0
// Every operation of the client API × who asks: nobody, an app, a token without the scope, one with it, somebody about what
// belongs to somebody else, a moderator. The table is support/operations.tsv.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { CONTRACT } from '../support/conform.mjs';
import { refused } from '../support/expect.mjs';
import { makeModerator, readOperations, Sample } from '../support/operations.mjs';
import { EventStream, Socket, STREAMING } from '../support/stream.mjs';
import { useWorld, Visitor } from '../support/world.mjs';

const OPERATIONS = readOperations();
const NO_TOKEN = /^The access token is invalid$/;
const NO_PERSON = /^This method requires an authenticated user$/;
const OUTSIDE = /^This action is outside the authorized scopes$/;
const PARENTS = { 'read:follows': ['follow'], 'write:follows': ['follow'], 'read:blocks': ['follow'], 'write:blocks': ['follow'], 'read:mutes': ['follow'], 'write:mutes': ['follow'] };

describe('authorisation matrix', () => {
  const world = useWorld();
  const holders = new Map();
  let ann;
  let bob;
  let app;
  let appToken;
  let moderator;

  async function holderOf(scope) {
    if (!holders.has(scope)) holders.set(scope, await world.withScopes(ann, scope));
    return holders.get(scope);
  }

  before(async () => {
    ann = await world.person('ann', { locked: true });
    bob = await world.person('bob', { locked: true });
    app = await world.app();
    appToken = await world.appToken();
    moderator = await makeModerator(world);
  });

  // Tokens that lack what the operation asks for: an unrelated scope, and the twin that reads what it writes or the reverse.
  async function tokensWithout(scopes) {
    const twins = scopes.map((scope) => (scope.startsWith('read:') ? scope.replace('read', 'write') : scope.replace('write:', 'read:')));
    const exist = ['accounts', 'blocks', 'bookmarks', 'favourites', 'filters', 'follows', 'lists', 'mutes', 'notifications', 'statuses'];
    const wrong = twins.filter((scope) => !scopes.includes(scope) && exist.includes(scope.split(':')[1]));
    return Promise.all([scopes.includes('push') ? 'profile' : 'push', ...wrong].map(holderOf));
  }

  // One granular scope after the other, and each wider one that includes it.
  function tokensWith(scopes) {
    if (scopes.length === 0) return [ann];
    const wide = scopes.flatMap((scope) => [...(scope.includes(':') ? [scope.split(':')[0]] : []), ...(PARENTS[scope] ?? [])]);
    return Promise.all([...new Set([...scopes, ...wide])].map(holderOf));
  }

  async function ask(visitor, operation, owner, sample) {
    const { path: target, what } = await sample.request({ world, owner, app });
    if (operation.who !== 'stream') return visitor.ask(operation.method, target, what);
    const listener = { token: visitor.token, query: what.query };
    const answer = target === STREAMING ? await Socket.ask(visitor.site, listener)
      : await EventStream.ask(visitor.site, target.slice(STREAMING.length), listener);
    await answer.stream?.end();
    await answer.socket?.end();
    return { ...answer, body: answer.text?.startsWith('{') ? JSON.parse(answer.text) : undefined };
  }

  async function answers(promise, status, who) {
    const answer = await promise;
    assert.equal(answer.status, status, `${who}: ${answer.status} ${answer.text?.slice(0, 300)}`);
  }

  for (const operation of OPERATIONS) {
    const { name, who, scopes } = operation;
    if (operation.absent) {
      it(`${name} is not there, for anybody`, async () => {
        for (const visitor of [ann, moderator]) {
          const answer = await ask(visitor, operation, ann, new Sample({ ...operation, name: 'absent' }));
          assert.ok([404, 405].includes(answer.status), `${answer.status}: is it there now? Then say so in operations.tsv`);
        }
      });
      continue;
    }
    it(`${name} (${[who, ...scopes].join(' ')})`, async () => {
      const sample = new Sample(operation);
      const as = (visitor, owner = ann) => ask(visitor, operation, owner, sample);
      if (who === 'open' || who === 'cookie') {
        await answers(as(world.anyone), sample.right, 'nobody');
        return;
      }
      const streams = who === 'stream';
      if (who === 'optional') await answers(as(world.anyone), sample.right, 'nobody');
      else if (streams) await answers(as(world.anyone), 401, 'nobody'); // a WebSocket is refused without words
      else await refused(as(world.anyone), 401, NO_TOKEN);

      const ofApp = as(new Visitor(world.site, appToken));
      if (who === 'app' || who === 'optional') await answers(ofApp, sample.right, 'an app');
      else if (streams) await answers(ofApp, 401, 'an app');
      else await refused(ofApp, 422, NO_PERSON);

      if (scopes.length > 0) {
        for (const visitor of await tokensWithout(scopes)) {
          if (streams) await answers(as(visitor), 401, 'a token without the scope');
          else await refused(as(visitor), 403, OUTSIDE);
        }
      }
      if (sample.other !== undefined) {
        const status = streams && sample.other === 404 ? 401 : sample.other;
        await answers(as(ann, bob), status, 'somebody, about what belongs to somebody else');
        await answers(as(moderator, bob), status, 'a moderator, about what belongs to somebody else');
      }
      for (const visitor of await tokensWith(scopes)) await answers(as(visitor), sample.right, 'who may');
    });
  }

  it('has every operation of the contract', { skip: !CONTRACT && 'the contract is not at hand' }, () => {
    const [head, ...lines] = fs.readFileSync(path.join(CONTRACT, 'operations.tsv'), 'utf8').trim().split('\n').map((line) => line.split('\t'));
    const column = (title) => head.indexOf(title);
    const ofContract = lines.map((line) => `${line[column('method')]} ${line[column('path')]}`);
    assert.deepEqual(OPERATIONS.map(({ name }) => name).sort(), ofContract.sort());
  });

  it('a bad token is refused even where none is needed', async () => {
    for (const target of ['/api/v1/timelines/public', `/api/v1/accounts/${bob.id}`, '/api/v1/timelines/home']) {
      await refused(world.anyone.ask('GET', target, { headers: { Authorization: 'Bearer nonsense' } }), 401, NO_TOKEN);
    }
  });
});
