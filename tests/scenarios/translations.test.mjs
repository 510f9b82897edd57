// SPDX-License-Identifier: Apache-2.0
// Posts in another language, by a service of the operator's choice: what is sent to it, what is not, and what comes back.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { has, refused } from '../support/expect.mjs';
import { fileForm } from '../support/http.mjs';
import { png } from '../support/pictures.mjs';
import { auklet } from '../support/server.mjs';
import { TranslationService } from '../support/translation_service.mjs';
import { useWorld, World } from '../support/world.mjs';

const NOT_ALLOWED = /^This action is not allowed$/;
const translating = (reader, post, lang = 'de') => reader.ask('POST', `/api/v1/statuses/${post.id}/translate`, { json: { lang } });

describe('a server with a service that translates', () => {
  let service;
  let world;
  let ann;
  let bob;
  before(async () => {
    service = await TranslationService.create();
    world = new World({ env: service.environment() });
    await world.open();
    [ann, bob] = await world.people('ann', 'bob');
  });
  after(async () => {
    await world?.close();
    await service?.destroy();
  });

  const english = (text, more) => ann.publish(text, { language: 'en', ...more });
  const translate = async (reader, post, lang) => {
    const answer = await translating(reader, post, lang);
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };

  it('says so, and from which languages into which', async () => {
    assert.deepEqual((await world.anyone.get('/api/v2/instance')).configuration.translation, { enabled: true });
    assert.deepEqual(await world.anyone.get('/api/v1/instance/translation_languages'), { en: ['de', 'fr'], de: ['en'], und: ['de', 'en', 'fr'] });
  });

  it('translates all that a post tells in words', async () => {
    const { body: media } = await ann.ask('POST', '/api/v2/media', fileForm({ file: { bytes: png(8, 8), type: 'image/png', name: 'a.png' } }, { description: 'An auk & its egg' }));
    const { body: plain } = await ann.ask('POST', '/api/v2/media', fileForm({ file: { bytes: png(8, 8), type: 'image/png', name: 'b.png' } }));
    const post = await english(`Hello ${bob.mention} & all`, { spoiler_text: 'a <greeting>', media_ids: [media.id, plain.id] });
    const translation = await translate(bob, post);
    has(translation, {
      spoiler_text: 'DE a <greeting>', poll: null, detected_source_language: 'en', language: 'de', provider: 'LibreTranslate',
      media_attachments: [{ id: media.id, description: 'DE An auk & its egg' }] });
    assert.match(translation.content, /^<p>DE Hello .*class="u-url mention".* &amp; all<\/p>$/);
    const poll = await english('Which?', { poll: { options: ['one', 'other'], expires_in: 600 } });
    assert.deepEqual((await translate(bob, poll)).poll, { id: poll.poll.id, options: [{ title: 'DE one' }, { title: 'DE other' }] });
  });

  it('finds the language of a post that names none, and takes the main one of the server for none', async () => {
    const post = await ann.publish('who knows');
    const { status, body } = await bob.ask('POST', `/api/v1/statuses/${post.id}/translate`);
    assert.equal(status, 200);
    has(body, { language: 'en', detected_source_language: 'en' });
    assert.equal(service.asked.at(-1).source, 'auto');
  });

  it('asks the service once for all readers, and again when the post says something else', async () => {
    const post = await english('once');
    const before = service.asked.length;
    await translate(bob, post);
    await translate(ann, post);
    assert.equal(service.asked.length, before + 1);
    await ann.put(`/api/v1/statuses/${post.id}`, { status: 'edited', language: 'en' });
    assert.equal((await translate(bob, post)).content, '<p>DE edited</p>');
    assert.equal(service.asked.length, before + 2);
  });

  it('sends nothing that not everybody may see', async () => {
    const quiet = await english('quiet', { visibility: 'unlisted' });
    assert.equal((await translate(bob, quiet)).content, '<p>DE quiet</p>');
    const before = service.asked.length;
    const hidden = await english('to few', { visibility: 'private' });
    const direct = await english(`${bob.mention} only`, { visibility: 'direct' });
    for (const post of [hidden, direct]) await refused(translating(ann, post), 403, NOT_ALLOWED);
    await refused(translating(bob, direct), 403, NOT_ALLOWED);
    await refused(translating(bob, hidden), 404);
    await ann.toward('block', bob);
    await refused(translating(bob, quiet), 404);
    await ann.toward('unblock', bob);
    assert.equal(service.asked.length, before);
  });

  it('refuses languages that the service does not have, and what is no language', async () => {
    const post = await english('hello');
    for (const lang of ['fi', 'en']) await refused(translating(bob, post, lang), 403, NOT_ALLOWED);
    await refused(translating(bob, await ann.publish('moi', { language: 'fi' })), 403, NOT_ALLOWED);
    await refused(translating(bob, post, 'no language'), 422);
    await refused(translating(bob, post, { a: 1 }), 400);
    await refused(translating(bob, { id: '1' }), 404);
    await refused(translating(bob, { id: 'x' }), 404);
    await refused(translating(world.anyone, post), 401);
  });

  it('lets nothing through that could do harm', async () => {
    service.flourish = '<script>alert(1)</script><a href="javascript:alert(1)" onclick="x()">x</a>';
    try {
      const { content, spoiler_text } = await translate(bob, await english('trust', { spoiler_text: 'me' }));
      assert.match(content, /^<p>DE trust<\/p><a[^>]*>x<\/a>$/);
      assert.doesNotMatch(content, /script|onclick|href/);
      assert.equal(spoiler_text, 'DE mex');
    } finally {
      service.flourish = '';
    }
  });

  it('says that the service is away when it is, and forgets no translation for that', async () => {
    const known = await english('known');
    await translate(bob, known);
    const post = await english('unknown');
    service.failing = 429;
    try {
      await refused(translating(bob, post), 503, /^Translation is not available now$/);
      assert.equal((await translate(bob, known)).content, '<p>DE known</p>');
    } finally {
      service.failing = null;
    }
    assert.equal((await translate(bob, post)).content, '<p>DE unknown</p>');
  });

  it('tells its key to nobody else', async () => {
    assert.ok(!world.server.log().includes(service.key));
    const { stdout } = await auklet(['config'], { env: world.server.env, cwd: world.server.folder });
    assert.ok(stdout.includes('translation.api_key_file'));
    assert.ok(!stdout.includes(service.key));
  });
});

describe('a server without one', () => {
  const world = useWorld();

  it('says so and translates nothing', async () => {
    const ann = await world.person('ann');
    const post = await ann.publish('hello', { language: 'en' });
    assert.deepEqual((await world.anyone.get('/api/v2/instance')).configuration.translation, { enabled: false });
    assert.deepEqual(await world.anyone.get('/api/v1/instance/translation_languages'), {});
    await refused(translating(ann, post), 403, NOT_ALLOWED);
  });

  it('does not start with half a service', async () => {
    const start = (env) => auklet(['config'], { env: { ...world.server.env, ...env }, cwd: world.server.folder });
    for (const [env, message] of [
      [{ AUKLET_TRANSLATION_SERVICE: 'libretranslate' }, /translation\.url/],
      [{ AUKLET_TRANSLATION_SERVICE: 'deepl' }, /translation\.api_key_file/],
      [{ AUKLET_TRANSLATION_URL: 'http://127.0.0.1:5000' }, /translation\.service/],
      [{ AUKLET_TRANSLATION_SERVICE: 'babelfish' }, /libretranslate, deepl/],
    ]) {
      const { code, stderr } = await start(env);
      assert.notEqual(code, 0);
      assert.match(stderr, message);
    }
  });
});
