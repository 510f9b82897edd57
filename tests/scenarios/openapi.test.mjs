// SPDX-License-Identifier: Apache-2.0
// The server describes its API (OpenAPI 3.1), and keeps to what it says.
import { Validator } from '@seriousme/openapi-schema-validator';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { typesOf } from '../../web/types.mjs';
import { eventually } from '../support/expect.mjs';
import { fileForm } from '../support/http.mjs';
import { Description } from '../support/openapi.mjs';
import { readOperations, Sample } from '../support/operations.mjs';
import { png } from '../support/pictures.mjs';
import { raw } from '../support/raw-body.mjs';
import { useWorld } from '../support/world.mjs';

const PATH = '/api/openapi.json';
const TYPES = fileURLToPath(new URL('../../web/src/api/types.ts', import.meta.url));

describe('the description of the API', () => {
  const world = useWorld();
  let document;
  let description;
  let ann;
  let bob;

  before(async () => {
    document = await world.anyone.get(PATH);
    description = new Description(document);
    [ann, bob] = await world.people('ann', 'bob');
  });

  it('is there for everybody, from anywhere, and sent once', async () => {
    const answer = await raw(world.site, PATH, { Origin: 'https://docs.example' });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8');
    assert.equal(answer.headers['access-control-allow-origin'], '*');
    const again = await raw(world.site, PATH, { 'If-None-Match': answer.headers.etag });
    assert.deepEqual([again.status, again.bytes.length], [304, 0]);
  });

  it('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    assert.ok(valid, JSON.stringify(errors, null, 1));
    assert.match(document.openapi, /^3\.1\./);
    const names = Object.values(document.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
    assert.equal(new Set(names).size, names.length, 'operationId is used twice');
  });

  it('is what the types of the web client are made of', () => {
    assert.equal(fs.readFileSync(TYPES, 'utf8'), typesOf(document), 'web/src/api/types.ts is not current: node web/types.mjs says how to make it anew');
  });

  it('would notice an answer that is not as described', () => {
    const account = ann.account;
    description.is('CredentialAccount', account);
    const { note, ...lacking } = account;
    for (const wrong of [lacking, { ...account, surprise: 1 }, { ...account, locked: 'no' }, { ...account, created_at: 'today' }, { ...account, fields: [{}] }]) {
      assert.throws(() => description.is('CredentialAccount', wrong), /not as described/);
    }
    assert.throws(() => description.answers('GET', '/api/v1/nothing', { status: 200 }), /not described/);
  });

  describe('tells what every operation answers', () => {
    const context = {};
    before(async () => Object.assign(context, { world, owner: ann, app: await world.app() }));

    // Streams are described in words.
    for (const operation of readOperations().filter(({ absent, who }) => !absent && who !== 'stream' && who !== 'moderator')) {
      if (operation.path.startsWith('/api/v1/streaming')) continue;
      it(operation.name, async () => {
        const { path, what } = await new Sample(operation).request(context);
        description.answers(operation.method, operation.path, await ann.ask(operation.method, path, what));
      });
    }
  });

  describe('tells what posts, people and notifications are like in all their forms', () => {
    it('posts: with a picture, a poll, a warning, answers, boosts and edits', async () => {
      const media = await ann.ask('POST', '/api/v2/media', fileForm({ file: { bytes: png(60, 40), name: 'a.png', type: 'image/png' } }, { description: 'red', focus: '0.5,-0.5' }));
      description.answers('POST', '/api/v2/media', media);
      const picture = await ann.publish(`look, ${bob.mention} #sea`, { media_ids: [media.body.id], spoiler_text: 'red', language: 'en' });
      const question = await ann.publish('which?', { poll: { options: ['one', 'other'], expires_in: 600, hide_totals: true } });
      await bob.post(`/api/v1/polls/${question.poll.id}/votes`, { choices: [1] });
      const boost = await bob.boost(question);
      const answer = await bob.reply(picture, 'red indeed', { visibility: 'unlisted' });
      await ann.put(`/api/v1/statuses/${picture.id}`, { status: 'look again', media_ids: [media.body.id], media_attributes: [{ id: media.body.id, description: 'blue' }] });
      for (const reader of [ann, bob, world.anyone]) {
        for (const { id } of [picture, question, boost, answer]) {
          for (const part of ['', '/context', '/history']) description.answers('GET', `/api/v1/statuses/{id}${part}`, await reader.ask('GET', `/api/v1/statuses/${id}${part}`));
        }
        description.answers('GET', '/api/v1/timelines/public', await reader.ask('GET', '/api/v1/timelines/public'));
      }
      const removed = await ann.ask('DELETE', `/api/v1/statuses/${picture.id}`);
      description.answers('DELETE', '/api/v1/statuses/{id}', removed);
    });

    it('people: with a profile, followed, muted for a while, with a note', async () => {
      const cat = await world.person('cat', { display_name: 'Cat', note: '#sea', bot: true, locked: true, fields_attributes: [{ name: 'Home', value: 'https://example.org/' }] });
      await cat.publish('hello');
      await ann.follow(cat);
      await ann.toward('mute', cat, { duration: 600, notifications: true });
      await ann.toward('note', cat, { comment: 'a cat' });
      await ann.follow(bob, { languages: ['de'], notify: true });
      const relationships = await ann.ask('GET', '/api/v1/accounts/relationships', { query: { id: [cat.id, bob.id] } });
      description.answers('GET', '/api/v1/accounts/relationships', relationships);
      assert.ok(relationships.body[0].muting_expires_at && relationships.body[1].languages);
      for (const [path, target] of [['/api/v1/accounts/{id}', `/api/v1/accounts/${cat.id}`], ['/api/v1/mutes', '/api/v1/mutes'], ['/api/v1/accounts/{id}/following', `/api/v1/accounts/${ann.id}/following`]]) {
        description.answers('GET', path, await ann.ask('GET', target));
      }
      description.answers('GET', '/api/v1/accounts/verify_credentials', await cat.ask('GET', '/api/v1/accounts/verify_credentials'));
      assert.equal((await cat.get('/api/v1/follow_requests')).length, 1);
    });

    it('notifications: one by one and in groups, those kept apart, and filtered posts', async () => {
      const dan = await world.person('dan');
      const post = await dan.publish('a seal');
      for (const other of [ann, bob]) await other.act('favourite', post);
      await bob.follow(dan);
      await bob.publish(`${dan.mention} a filtered word`);
      await dan.post('/api/v2/filters', { title: 'words', context: ['notifications', 'home'], filter_action: 'warn', keywords_attributes: [{ keyword: 'filtered' }] });
      await eventually(async () => {
        const types = (await dan.notifications()).map(({ type }) => type).sort();
        assert.deepEqual(types, ['favourite', 'favourite', 'follow', 'mention']);
      });
      for (const [path, query] of [['/api/v1/notifications'], ['/api/v2/notifications', { expand_accounts: 'partial_avatars' }], ['/api/v2/notifications']]) {
        description.answers('GET', path, await dan.ask('GET', path, { query }));
      }
      assert.equal((await dan.get('/api/v2/notifications')).notification_groups.length, 3);
      const mention = (await dan.notifications({ types: ['mention'] }))[0];
      assert.equal(mention.status.filtered[0].keyword_matches[0], 'filtered');
    });

    it('refusals', async () => {
      for (const answer of [await world.anyone.ask('GET', '/api/v1/timelines/home'), await ann.ask('GET', '/api/v1/statuses/1'),
        await ann.ask('POST', '/api/v1/statuses', { json: {} })]) {
        assert.ok(answer.status >= 400);
        description.is('Error', answer.body);
      }
    });
  });
});
